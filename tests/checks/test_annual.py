"""Annual reports on disclosure: year, sections, defects of the text."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from checks.facts.annual import annual, report_year
from checks.model import Fact, Reading, State
from checks.vocabulary import Context

from .record_fixtures import DEFECTS, cases, load, view_of

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def sections(facts: list[Fact]) -> dict[str, State]:
    """Section id → state."""
    return {f.subject: f.value.state for f in facts if f.kind == "annual.section" and isinstance(f.value, Reading)}


def defects(facts: list[Fact]) -> dict[str, list[str]]:
    """Defect id → quotes."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        if fact.kind == "annual.defect":
            found.setdefault(fact.subject, []).append(str(fact.value))
    return found


@pytest.mark.parametrize("case", cases("annual"))
def test_fixture(case: str, context: Context) -> None:
    """Year, sections and defects of each fixture are read, and no other defect."""
    view, expected = load("annual", case)

    facts = list(annual(view, context))

    assert [f.value for f in facts if f.kind == "annual.year"] == ([expected["year"]] if "year" in expected else [])
    assert {k: v.value for k, v in sections(facts).items()} == expected["sections"]
    assert defects(facts) == expected["defects"]


def _page(title: str, lines: list[str]) -> str:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><div>发布时间：2015-03-20</div><div>{body}</div></body></html>"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the folder of source documents is not beside the project")
def test_seed_report(context: Context) -> None:
    """The real report among the rules' sources: its one broken sentence is found, its right sum and its zero are not charged."""
    lines = next(SEEDS.glob("001_*.txt")).read_text("utf-8").splitlines()

    facts = list(annual(view_of(_page("云溪市质监局2014年政府信息公开工作年度报告", lines)), context))

    assert defects(facts) == {"no_trunc": ["2、公共查阅场所。截至"]}
    assert {k for k, state in sections(facts).items() if state in DEFECTS} == {"ar_other"}


@pytest.mark.parametrize(
    ("title", "body", "year"),
    [
        ("云溪市水务局2014年政府信息公开工作年度报告", "", 2014),
        ("青石县二〇一五年政务公开工作报告", "", 2015),
        ("政府信息公开年度报告", "青石县水务局2016年度政府信息公开年度报告", 2016),
        ("政府信息公开工作年度报告", "统计期限自2017年1月1日起至2017年12月31日止", 2017),
        ("2018年政府网站年度工作报表", "", None),
        ("2018年法治政府建设年度报告", "", None),
        ("水务局2015年工作总结", "", None),
        ("水务局2015年信息公开工作总结报告", "", 2015),
        ("关于报送2015年政府信息公开年度报告的通知", "", None),
        ("青石县水务局公告", "关于停水的公告", None),
        ("通报", "现公布本局2014年政府信息公开年度报告", None),
        ("青石县水务局", "根据条例，现公布2014年度政府信息公开年度报告。", 2014),
    ],
)
def test_report_year(title: str, body: str, year: int | None) -> None:
    """Only disclosure reports have a report year; statements, summaries and notices about reports have none."""
    assert report_year(title, body) == year


@pytest.mark.parametrize(
    "text",
    ["我局健全制度，通过网站公开信息，", "2014年共受理申请，其中", "我局印发了《关于公开工作的", "信息公开工作由办公室负责，各科室按照"],
)
def test_broken_off(text: str, context: Context) -> None:
    """A sentence that stops after a comma, an opening mark or a word that needs another is broken off."""
    lines = ["一、主动公开情况", text, "二、依申请公开情况", "没有收到申请。"]

    found = defects(list(annual(view_of(_page("青石县水务局2014年政府信息公开年度报告", lines)), context)))

    assert found == {"no_trunc": [text]}


NOT_BROKEN = [
    "全年公开信息276条",  # a list without full stops
    "青石县水务局",
    "2015年3月20日",
    "（一）公开的内容，包括：",
    "做到应公开尽公开，确保群众知情，取得了良好的成效",
    "我局认真履行职责，做到有案必查、有责必问",
    "这是公开工作的主要目的，也是各科室的共同行为",
]


@pytest.mark.parametrize("text", NOT_BROKEN)
def test_not_broken_off(text: str, context: Context) -> None:
    """Sloppy but whole lines are no broken sentences."""
    lines = ["一、主动公开情况", text, "二、依申请公开情况", "没有收到申请。"]

    assert defects(list(annual(view_of(_page("青石县水务局2014年政府信息公开年度报告", lines)), context))) == {}


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("其他需要报告的事项", True),
        ("其它有关事项", True),
        ("其它应报告的情况", True),
        ("说明与附表", True),
        ("信息公开成效", False),
    ],
)
def test_the_last_section_under_other_names(heading: str, said: bool, context: Context) -> None:
    """What else there is to report may be called otherwise; a section on something else is none of it."""
    names = ["概述", "主动公开情况", "依申请公开情况", "收费及减免情况", "行政复议和诉讼情况", "存在的问题及改进措施", heading]
    lines = [line for number, name in zip("一二三四五六七", names, strict=True) for line in (f"{number}、{name}", "全年无。")]

    found = sections(list(annual(view_of(_page("青石县水务局2014年政府信息公开年度报告", lines)), context)))

    assert (found["ar_other"] is State.VALID) == said


def test_wrapped_lines_are_not_broken_off(context: Context) -> None:
    """A sentence that a page sets over several lines goes on in the next."""
    lines = [
        "一、主动公开情况",
        "我局2014年加强公开，健全了制度，明确了责任，截至",
        "2014年底共公开信息276条。",
        "二、依申请公开情况",
        "无。",
    ]

    assert defects(list(annual(view_of(_page("青石县水务局2014年政府信息公开年度报告", lines)), context))) == {}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("共受理申请10件，其中网上申请8件，信函申请5件。", True),
        ("共受理申请10件，其中网上申请8件，信函申请2件。", False),
        ("共受理申请10件，其中网上申请3件，信函申请2件。", False),
        ("共公开信息100条。其中政策类40条，动态类40条，财政类25条。", True),
        ("共公开信息100条，其中政策类40条，动态类30条，财政类25条等。", False),
        ("共公开信息1000条，其中网站800条，微博500条。", False),
        ("共收到申请10件，其中同意公开6件，比上年增加8件。", False),
    ],
)
def test_sums(text: str, wrong: bool, context: Context) -> None:
    """A sum is wrong only where the text lists the parts as the whole."""
    lines = ["一、主动公开情况", text, "二、依申请公开情况", "没有收到申请。"]

    found = defects(list(annual(view_of(_page("青石县水务局2014年政府信息公开年度报告", lines)), context)))

    assert ("sum" in found) is wrong


CHAPTERS = "一、主动公开情况。全年公开林业信息五十条。二、依申请公开情况。无人申请。三、收费情况。未收取费用。四、复议诉讼情况。未发生。五、存在问题。公开不够及时。"


@pytest.mark.parametrize("lead", ["", "现将二〇一四年信息公开工作情况报告如下。"])
def test_chapters_in_one_paragraph(lead: str, context: Context) -> None:
    """A report that a paragraph holds whole has the chapters that are numbered in it; numbers within a chapter begin none."""
    title = "青石县水务局2014年政府信息公开年度报告"
    read = sections(list(annual(view_of(f"<h1>{title}</h1><div>发布日期：2015-03-02</div><p>{lead}{CHAPTERS}</p>"), context)))
    inner = (
        "二、主动公开情况。一、完善制度。二、加强培训。三、拓展渠道。四、充实内容。内容丰富，形式多样，方便群众查阅和监督，取得较好的效果。"
    )
    facts = annual(view_of(_page(title, ["一、概述", "我局重视公开。", inner])), context)
    told = next(f.value for f in facts if f.subject == "ar_active")

    assert {read[name] for name in ("ar_active", "ar_apply", "ar_fee", "ar_review", "ar_problem")} == {State.VALID}
    assert read["ar_other"] is State.ABSENT
    assert isinstance(told, Reading)
    assert "内容丰富" in (told.value or "")


def test_headings_of_the_form_however_set(context: Context) -> None:
    """«总体情况» alone on its line is a heading, without number and weight; so is «其他»."""
    heads = (
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
        "存在的主要问题及改进情况",
        "其他需要报告的事项",
    )
    lines = [text for head in heads for text in (head, "本年度我局按要求办理，全部完成。")]
    new = sections(list(annual(view_of(_page("青石县水务局2021年政府信息公开年度报告", lines)), context)))
    old = sections(
        list(
            annual(view_of(_page("青石县水务局2014年政府信息公开年度报告", ["一、主动公开情况", "五十条。", "二、其他", "无。"])), context)
        )
    )

    assert new["s1_overview"] is new["s5_problem"] is new["s6_other"] is State.VALID
    assert old["ar_other"] is State.VALID
