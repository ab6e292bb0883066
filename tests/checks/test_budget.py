"""Budgets and final accounts: which they are, how far they go, what they say of the 三公 costs; in pages and in files."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts import read
from checks.facts.accounts import Account, accounts_named, organ_named
from checks.facts.public_costs import public_costs
from checks.model import Fact, Page, Reading, State
from checks.parsing.fold import fold
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .files import excel, pdf, word

V, A, U, PART = State.VALID, State.ABSENT, State.UNREAD, State.PARTIAL
AS_OF = dt.date(2015, 12, 1)


@pytest.fixture
def context(vocabulary) -> Context:
    """The end of 2015: the accounts of that year are out."""
    return Context(as_of=AS_OF, vocabulary=vocabulary, start_url="http://www.yunxi.example/")


def facts(context: Context, body: bytes, content_type: str = "text/html; charset=utf-8", anchor: str = "", name: str = "1.html"):
    url = f"http://www.yunxi.example/ys/{name}"
    page = Page(
        url=url, final_url=url, status=200, fetched_at=dt.datetime(2015, 12, 1, tzinfo=dt.UTC),
        headers=(("Content-Type", content_type),), body=body, sha256="0" * 64, depth=2, anchor=anchor,
    )  # fmt: skip
    return read(PageView(page), context)


def article(context: Context, title: str, *paragraphs: str) -> tuple[Fact, ...]:
    body = "".join(p if p.startswith("<") else f"<p>{p}</p>" for p in paragraphs)
    html = f"<title>{title}-云溪市质监局</title><h1>{title}</h1><div>发布时间：2015-09-10</div><div class='content'>{body}</div>"
    return facts(context, f"<html><body>{html}</body></html>".encode())


def states(found: tuple[Fact, ...]) -> dict[str, State]:
    return {f.subject: f.value.state for f in found if f.kind == "budget" and isinstance(f.value, Reading)}


def years(found: tuple[Fact, ...]) -> set[tuple[str, object]]:
    return {(f.subject, f.value) for f in found if f.kind == "budget.year"}


@pytest.mark.parametrize(
    ("title", "accounts"),
    [
        ("云溪市质监局2014年度部门决算", {("final", 2014)}),
        ("云溪市质监局2015年部门预算", {("budget", 2015)}),
        ("2014年部门决算和2015年部门预算", {("final", 2014), ("budget", 2015)}),
        ("2015年预决算公开", {("final", 2015), ("budget", 2015)}),
        ("二〇一四年度部门决算", {("final", 2014)}),
        ("二○一四年度部门决算", {("final", 2014)}),
        ("部门预算（2015年）", {("budget", 2015)}),
        ("云溪市质监局部门预算", {("budget", 0)}),
        ("2014年“三公”经费决算表", {("final", 2014)}),
        ("關於2014年度部門決算的說明", {("final", 2014)}),
        ("关于召开2015年预算工作会议的通知", set()),
        ("云溪市2014年财政决算报告", set()),
        ("2015年检测设备采购项目预算", set()),
        ("2015年行政处罚信息", set()),
    ],
)
def test_the_account_that_a_title_names(vocabulary, title: str, accounts: set[tuple[str, int]]) -> None:
    """Kind and year; what only speaks of budgets is none."""
    assert {(a.kind, a.year) for a in accounts_named(title, vocabulary)} == accounts


def test_the_three_public_costs_alone_are_a_part(vocabulary) -> None:
    """A page of these costs is not yet the account."""
    assert accounts_named("2014年“三公”经费决算", vocabulary) == (Account("final", 2014, part=True),)
    assert accounts_named("2014年部门决算及“三公”经费决算", vocabulary) == (Account("final", 2014),)


@pytest.mark.parametrize(
    ("title", "organ"),
    [
        ("云溪市质监局2014年度部门决算", "云溪市质监局"),
        ("云溪市质监局（本级）2014年决算", "云溪市质监局"),
        ("云溪市质监局部门预算", "云溪市质监局"),
        ("关于云溪市计量所2014年预算情况的说明", "云溪市计量所"),
        ("2014年部门决算", ""),
        ("云溪市2014年部门决算", ""),
    ],
)
def test_the_organ_that_a_title_names(title: str, organ: str) -> None:
    """What stands before the year, if it is called as organs are."""
    assert organ_named(title) == organ


COSTS = [
    # text, fields that are missing, fields that stay open
    (
        "“三公”经费：因公出国（境）团组2个，累计5人次；公务用车购置0辆，保有量7辆；国内公务接待12批次，85人次。比上年减少2万元，减少的原因是节约。",
        "",
        "",
    ),
    ("三公经费中因公出国（境）费3万元，公务用车购置及运行维护费5万元，公务接待费2万元。", "groups people buy hold batch guests reason", ""),
    (
        "三公经费：因公出国（境）费0万元，公务接待费2万元。公务用车运行费3万元，公务用车7辆。与上年持平。",
        "buy batch guests",
        "groups people",
    ),
    ("三公经费：无出国计划。公务接待费1万元。车辆保有量为3辆。原因是节约。", "buy batch guests", ""),
    ("三公经费：无因公出国（境）人数，公务用车保有量为2辆，国内公务接待批次为520个，接待人次为4200人。", "buy reason", ""),
    ("三公经费：未发生因公出国（境）费用，未购置公务用车，单位共有公务用车7辆，无公务接待支出，与上年持平。", "", ""),
    ("三公经费：购置公务用车2辆，公务接待3批、20人，出国费用5万元，主要是因公出国任务增加。", "groups people hold", "reason"),
    ("三公经费：新购置公务用车1辆；年末公务用车7辆；因公出国（境）1个团组3人；接待2批次9人次；较上年无变化。", "", ""),
    ("三公经费：没有公务用车。没有因公出国。没有公务接待。", "", "reason"),
    (
        "三公经费\n因公出国（境）团组数（个）\n2\n因公出国（境）人次数（人）\n5\n公务用车购置数（辆）\n0\n公务用车保有量（辆）\n3\n国内公务接待批次（个）\n4\n国内公务接待人次（人）\n40\n持平",
        "",
        "",
    ),
    (
        "三公经费：因公出国（境）团组数（个）\n因公出国（境）人数（人）\n购置数（辆）\n保有量（辆）\n接待批次（批）\n接待人数（人）\n增减变化原因：节约",
        "",
        "",
    ),
    ("云溪市质监局收入支出总体情况：收入12万元，支出12万元。", "", "groups people buy hold batch guests reason"),
]
FIELDS = {"groups": "b_abroad_groups", "people": "b_abroad_people", "buy": "b_car_buy", "hold": "b_car_hold"}
FIELDS |= {"batch": "b_recept_batch", "guests": "b_recept_people", "reason": "b_reason"}


@pytest.mark.parametrize(("text", "missing", "open_"), COSTS)
def test_counts_of_the_public_costs(text: str, missing: str, open_: str) -> None:
    """Money is no count; none at all is one; what may be said in other words is not called missing."""
    found = {field: state for field, (state, _) in public_costs("\n".join(map(fold, text.split("\n")))).items()}

    assert found == {id: A if key in missing.split() else U if key in open_.split() else V for key, id in FIELDS.items()}


def test_a_reason_must_stand_near_these_costs() -> None:
    """The change of the whole income is another thing, and leaves the question open."""
    far = "收入比上年增加的原因是任务增加。" + "其他说明。" * 100
    found = public_costs(fold(far + "三公经费：公务接待费2万元。"))

    assert found["b_reason"][0] is U


def rows(*cells: tuple[str, ...]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in cells) + "</table>"


@pytest.mark.parametrize(
    ("table", "function", "economic"),
    [
        (rows(("2011701", "行政运行", "1"), ("30101", "基本工资", "1")), V, V),
        (rows(("201", "17", "01", "行政运行费", "1"), ("301", "01", "工资一", "1")), V, V),  # codes split over columns
        (rows(("行政运行", "1"), ("办公费", "1"), ("差旅费", "1")), V, V),  # names without codes
        (
            rows(
                ("办公费", "1"),
            ),
            A,
            U,
        ),  # one name is not enough
        (rows(("201", "一般公共服务支出", "1"), ("20117", "质量技术监督事务", "1")), PART, A),
        (
            rows(
                ("201", "一般公共服务支出", "1"),
            ),
            U,
            A,
        ),  # one code is not enough
        (rows(("301", "工资福利支出", "1"), ("302", "商品和服务支出", "1")), A, PART),
        (rows(("工资福利支出", "1"), ("对个人和家庭的补助", "1")), A, PART),
        (rows(("2015000", "100"), ("30500", "200")), A, A),  # amounts
        (rows(("收入", "100"), ("支出", "100")), A, A),
    ],
)
def test_how_far_the_tables_go(context: Context, table: str, function: State, economic: State) -> None:
    """Seven and five digits, or names of that level; three and five digits are one level short."""
    found = states(article(context, "云溪市质监局2014年度部门决算", "部门决算情况如下。", table))

    assert (found["b_func"], found["b_econ"]) == (function, economic)


def test_contents_of_an_account(context: Context) -> None:
    """Each by its words; an empty fund budget that says so is there."""
    full = states(
        article(
            context,
            "云溪市质监局2015年部门预算",
            "一、主要职责",
            "二、机构设置",
            "三、一般公共预算收支",
            "四、没有政府性基金预算",
            "五、机关运行经费",
        )
    )
    bare = states(article(context, "云溪市质监局2015年部门预算", "收入总计1200万元，支出总计1200万元。"))
    names = ("b_duty", "b_org", "b_gpb", "b_gfb", "b_run")

    assert [full[n] for n in names] == [V] * 5
    assert [bare[n] for n in names] == [A] * 5


@pytest.mark.parametrize(
    ("sentence", "approved"),
    [
        ("市财政局于2015年3月5日批复我局2015年部门预算。", {("budget", dt.date(2015, 3, 5))}),
        ("根据市财政局2015年8月20日关于批复2014年度部门决算的通知，现予公布。", {("final", dt.date(2015, 8, 20))}),
        ("2015年3月5日上报、2015年3月9日批复部门预算。", set()),  # two days
        ("编办于2015年3月5日批复我局机构编制。", set()),
        ("部门预算已于3月批复。", set()),
    ],
)
def test_the_day_of_approval(context: Context, sentence: str, approved: set[tuple[str, dt.date]]) -> None:
    """One sentence with one day that speaks of the account."""
    found = article(context, "云溪市质监局2015年部门预算", sentence)

    assert {(f.subject, f.value) for f in found if f.kind == "budget.approved"} == approved


def test_a_statement_of_secrecy(context: Context) -> None:
    """Only where it says that the account is not published."""
    said = article(context, "云溪市质监局部门预算涉密不予公开的说明", "本单位属涉密单位，部门预算不予公开。")
    for other in ("负责涉密设备管理。", "除国家秘密不予公开外，部门预算全文公开如下。", "涉密内容不公开。" + "其他内容。" * 90):
        assert not [f for f in article(context, "云溪市质监局2015年部门预算", other) if f.kind == "budget.secret"]

    assert [f.kind for f in said if f.kind == "budget.secret"] == ["budget.secret"]


def test_other_articles_are_no_accounts(context: Context) -> None:
    """An article about something else has none of these facts, nor one that only speaks of a budget."""
    for title in ("关于做好检查工作的通知", "我局召开2015年预算会议"):
        assert not [f for f in article(context, title, "会议强调，要做好各项工作。") if f.kind.startswith("budget")]


LINES = ["云溪市质监局2014年度部门决算", "一、主要职责", "“三公”经费：因公出国（境）团组2个，5人次。", "2011701 行政运行 700.00"]


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        (pdf([LINES]), "application/pdf", "1.pdf"),
        (word(LINES), "application/msword", "1.docx"),
        (excel([[line] for line in LINES[:3]] + [["2011701", "行政运行", 700]]), "application/vnd.ms-excel", "1.xlsx"),
    ],
    ids=["pdf", "docx", "xlsx"],
)
def test_files_are_read_like_pages(context: Context, body: bytes, kind: str, name: str) -> None:
    """A file is known by the link that leads to it, and its text gives the same facts."""
    found = facts(context, body, kind, anchor="云溪市质监局2014年度部门决算", name=name)

    assert ("final", 2014) in years(found)
    assert {field: states(found)[field] for field in ("b_duty", "b_abroad_groups", "b_abroad_people", "b_func")} == dict.fromkeys(
        ("b_duty", "b_abroad_groups", "b_abroad_people", "b_func"), V
    )


def test_a_scan_gives_nothing(context: Context) -> None:
    """A file without text is unread: no facts, so that nothing is missing from it."""
    assert not [f for f in facts(context, pdf([[]]), "application/pdf", anchor="2014年部门决算", name="1.pdf") if f.kind == "budget"]
