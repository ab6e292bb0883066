"""Organisation information on whatever page shows it."""

from __future__ import annotations

import pytest

from checks.facts.org import is_name, org
from checks.model import Reading
from checks.vocabulary import Context

from .record_fixtures import cases, load, view_of


@pytest.mark.parametrize("case", cases("org"))
def test_fixture(case: str, context: Context) -> None:
    """Each fixture shows exactly the parts that a careful reader finds, in the state he finds them."""
    view, expected = load("org", case)

    found = {f.subject: f.value.state.value for f in org(view, context) if isinstance(f.value, Reading)}

    assert found == expected["parts"]


@pytest.mark.parametrize(
    ("word", "name"), [("王建国", True), ("李明", True), ("欧阳明", True), ("单位", False), ("方案", False), ("水务局", False), ("", False)]
)
def test_names(word: str, name: bool) -> None:
    """Names of people are told from common words."""
    assert is_name(word) is name


OFFICE = """<html><head><title>{title}-云溪市水务局</title></head><body>
<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/zz/">{column}</a> &gt; <a href="/zz/fg/">法规科</a></div>
<h1>{title}</h1><div class="content"><p>{text}</p></div><div class="foot">主办单位：云溪市水务局</div></body></html>"""
DUTIES = "一、负责起草水资源管理的规范性文件，组织实施行政执法监督检查。二、承担行政复议和应诉工作，指导各区县水政工作。"


@pytest.mark.parametrize(
    ("column", "title", "text", "found"),
    [
        ("机构职责", "科室简介", DUTIES, {"office"}),
        ("工作动态", "科室简介", DUTIES, set()),
        ("机构职责", "科室简介", "科长：另行公布。地点：滨河路18号三楼302房间，工作日接待来访群众。", set()),
        ("机构职责", "法规科", DUTIES, {"office"}),
        ("机构职责", "关于加强水政执法工作的通知", DUTIES, set()),  # a document filed under the office
        ("机构职责", "法规科主要职责", DUTIES, {"duty"}),  # named as duties itself
        ("机关概况", "机关简介", DUTIES, {"duty"}),
    ],
)
def test_duties_of_one_office(column: str, title: str, text: str, found: set[str], context: Context) -> None:
    """A page below a column of duties that tells what an office does is a part of the organ's duties, and known as no more than that."""
    facts = list(org(view_of(OFFICE.format(column=column, title=title, text=text)), context))

    assert {f.subject for f in facts} == found
    assert all(DUTIES[:20] in f.evidence.quote for f in facts)


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("内设机构：办公室、法规科、水政监察大队。电话：0899-6210001", "办公室、法规科、水政监察大队"),
        ("内设机构：详见下表", None),
        ("主要职责：指导办公室、法规科的工作", None),
    ],
)
def test_units_named_on_one_line(line: str, units: str | None, context: Context) -> None:
    """Behind their label, on a page about the organ's duties."""
    body = f"<h1>机构职能</h1><div><p>云溪市水务局贯彻执行水法规，负责水资源管理和监督，主要职责如下。</p><p>{line}</p></div>"
    view = view_of(f"<html><head><title>机构职能-云溪市水务局</title></head><body>{body}</body></html>")

    found = [f.value.value for f in org(view, context) if f.subject == "units" and isinstance(f.value, Reading)]
    assert found == ([units] if units else [])


def test_offices_and_leaders_whose_lines_run_on(context: Context) -> None:
    """Spaces between a name and what follows are not kept: a telephone's label, a verb ends it."""
    body = (
        "<h1>本局概况</h1><div><h3>内设机构</h3><div>办公室　电话：0899-6210001</div><div>法规科　联系电话：0899-6210002</div>"
        "<h3>领导班子</h3><div>局长：林建国　主持全面工作</div><div>副局长：陈志强　分管水政工作</div></div>"
    )
    view = view_of(f"<html><head><title>本局概况-云溪市水务局</title></head><body>{body}</body></html>")

    found = {f.subject: f.value.value for f in org(view, context) if isinstance(f.value, Reading)}
    assert found["units"] == "办公室、法规科"
    assert found["leaders"] == "林建国（局长）、陈志强（副局长）"


@pytest.mark.parametrize(
    ("name", "found"), [("民政概况", {"duty", "leaders", "units"}), ("走进民政", {"duty", "leaders", "units"}), ("民政动态", set())]
)
def test_an_overview_of_the_trade_tells_of_the_organ_by_its_own_headings(name: str, found: set[str], context: Context) -> None:
    """Counties name the page after the trade; a heading without text says nothing there, for the page may be about the place."""
    body = (
        "<p><b>主要职责</b></p><p>贯彻执行民政工作法规，负责救灾救济，组织实施社会救助，监督管理社会组织，指导基层政权建设。</p>"
        "<p><b>局领导</b></p><p>张三丰：局长</p><p>李四海：副局长</p><p><b>内设科室</b></p><p>办公室、救灾科、优抚科</p>"
    )
    html = f"<html><head><title>{name}-云溪市民政局</title></head><body><h1>{name}</h1><div>{body}</div></body></html>"
    facts = [f for f in org(view_of(html), context) if f.subject in ("duty", "leaders", "units")]

    assert {f.subject for f in facts} == found
    assert all(isinstance(f.value, Reading) and f.value.state.value == "valid" for f in facts)


OVERVIEW = """<html><head><title>{title}-临港海关</title></head><body><h1>{title}</h1><div><p>临港海关成立于一九八四年，为正处级隶属海关。</p><p>{line}</p></div>
<div class="foot">主办单位：临港海关</div></body></html>"""


@pytest.mark.parametrize(
    ("title", "line", "found"),
    [
        ("海关概况", "主要职责：负责辖区内进出境监管、征税和统计", {"duty": "valid"}),
        ("海关概况", "职能：承担辖区内监管和征税工作", {"duty": "valid"}),
        ("海关概况", "主要职责：见附件", {}),
        ("海关概况", "下设办公室、法规科、监管科。", {"units": "valid"}),
        ("海关概况", "内设机构领导由上级任命。", {}),
        ("海关概况", "局长：邹建国", {"leaders": "unread"}),  # no list of leaders: it is not said that résumés are lacking
        ("海关概况", "局长：另行公布", {}),
        ("通知公告", "主要职责：负责辖区内进出境监管、征税和统计", {}),
    ],
)
def test_an_overview_tells_parts_in_its_text(title: str, line: str, found: dict[str, str], context: Context) -> None:
    """Behind their label on one line, offices also in a sentence; elsewhere such lines are about other things."""
    facts = org(view_of(OVERVIEW.format(title=title, line=line)), context)

    assert {f.subject: f.value.state.value for f in facts if isinstance(f.value, Reading)} == found
