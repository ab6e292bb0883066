"""The same guide, application page and item in many layouts: what stands there is found, what is left empty is not taken from elsewhere.

Each layout gets one of the states that a careful reader could defend; a value that is there is never called absent, blank or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pytest

from checks.facts.channels import channels
from checks.facts.guide import guide
from checks.facts.items import items
from checks.model import Fact, Reading
from checks.vocabulary import Context

from .element_fixtures import view_of

Pairs = Iterable[tuple[str, str]]
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_青禾县水利局</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/xxgk/">信息公开</a></div><div class="content">{body}</div>
<div class="footer">主办：青禾县水利局　地址：府前街1号　电话：0999-8000000</div></body></html>"""
OK, GONE, EMPTY, NO, OPEN = "valid", "absent", "blank", "negated", "unread"
OFFICE = (
    ("受理机构", "青禾县水利局办公室"),
    ("办公地址", "青禾县滨河路18号305室"),
    ("办公时间", "周一至周五8:30-12:00，14:00-17:30"),
    ("联系电话", "0999-8123400"),
    ("传真号码", ""),
    ("电子邮箱", "qhsl@qinghe.example.cn"),
    ("邮政编码", "339000"),
)
TEXTS = (
    ("信息分类", "分为机构概况、政策法规、规划计划、财务四类。"),
    ("编排体系", "按类别和生成日期编排，编有索引号。"),
    ("获取方式", "可在青禾县政府网站和县图书馆查阅。"),
    ("申请流程", "申请人填写申请表后提交，本局自收到之日起20个工作日内答复。"),
    ("收费标准", "不收取费用。"),
    ("监督救济", "可以向县政府办公室投诉，也可以申请行政复议。"),
)
GUIDE = {
    "org": OK,
    "address": OK,
    "hours": OK,
    "phone": OK,
    "fax": EMPTY,
    "email": OK,
    "zip": OK,
    "classify": OK,
    "arrange": OK,
    "obtain": OK,
    "procedure": OK,
    "fee": OK,
    "supervision": OK,
}
WAYS = (
    ("当面申请", "青禾县滨河路18号水利大厦305室"),
    ("信函申请", "青禾县滨河路18号水利局办公室收，邮编339000"),
    ("传真申请", ""),
    ("网上申请", "暂未开通"),
    ("电子邮件申请", "qhsl@qinghe.example.cn"),
)
CHANNELS = {"in_person": OK, "mail": OK, "fax": EMPTY, "online": NO, "email": OK}
FIELDS = (
    ("设定依据", "《水法》第四十八条"),
    ("实施机关", "青禾县水利局"),
    ("服务对象", "企业、个人"),
    ("申请条件", "符合水资源规划，具有取水论证报告。"),
    ("申请材料", "取水申请书、论证报告、身份证复印件"),
    ("办理流程", "申请—受理—审查—决定—送达"),
    ("办理时限", "10个工作日"),
    ("收费标准", "不收费"),
    ("办理地点", "滨河路18号政务大厅A3窗口"),
    ("咨询电话", "0999-8123400"),
    ("监督电话", "0999-8120000"),
)
ITEM = dict.fromkeys(
    (
        "setting_basis",
        "organ",
        "applicant",
        "conditions",
        "materials",
        "flow",
        "time_limit",
        "fee_std",
        "accept_place",
        "consult",
        "complaint",
    ),
    OK,
) | {"code": GONE, "annual_check": GONE}


def each(pattern: str) -> Callable[[Pairs], str]:
    """A layout that repeats a pattern for every pair; ``n`` counts from one."""
    return lambda pairs: "".join(pattern.format(k=k, v=v, n=n) for n, (k, v) in enumerate(pairs, 1))


def within(before: str, pattern: str, after: str) -> Callable[[Pairs], str]:
    """The same inside a box."""
    return lambda pairs: before + each(pattern)(pairs) + after


def columns(pairs: Pairs) -> str:
    """A row of labels over a row of values."""
    pairs = list(pairs)
    return f"<table><tr>{each('<th>{k}</th>')(pairs)}</tr><tr>{each('<td>{v}</td>')(pairs)}</tr></table>"


def tabs(pairs: Pairs) -> str:
    """A row of tab heads and their panels."""
    pairs = list(pairs)
    heads = within('<ul class="tabs">', '<li><a href="#t{n}">{k}</a></li>', "</ul>")
    return heads(pairs) + each('<div id="t{n}"><p>{v}</p></div>')(pairs)


def two_lists(pairs: Pairs) -> str:
    """A list of labels and, apart from it, a list of values."""
    pairs = list(pairs)
    return f"<div><ul>{each('<li>{k}</li>')(pairs)}</ul></div><div><ul>{each('<li>{v}</li>')(pairs)}</ul></div>"


LAYOUTS: Mapping[str, Callable[[Pairs], str]] = {
    "definitions": within("<dl>", "<dt>{k}</dt><dd>{v}</dd>", "</dl>"),
    "headings": each("<h4>{k}</h4><p>{v}</p>"),
    "grid of boxes": within('<div class="g">', "<div>{k}</div><div>{v}</div>", "</div>"),
    "rows": within("<table>", "<tr><td>{k}</td><td>{v}</td></tr>", "</table>"),
    "columns": columns,
    "label in bold": within("<ul>", "<li><strong>{k}</strong> {v}</li>", "</ul>"),
    "spans": each("<p><span>{k}</span><span>{v}</span></p>"),
    "breaks": within("<p>", "{k}：{v}<br>", "</p>"),
    "cards": within('<div class="row">', "<div><div><i></i><h5>{k}</h5><p>{v}</p></div></div>", "</div>"),
    "folds": each("<details><summary>{k}</summary><div>{v}</div></details>"),
    "folds by script": each('<div class="p"><div class="h"><a href="javascript:;">{k}</a></div><div class="b">{v}</div></div>'),
    "brackets": each("<p>【{k}】{v}</p>"),
    "sections": each("<section><header>{k}</header><div>{v}</div></section>"),
}
UNCLEAR: Mapping[str, Callable[[Pairs], str]] = {  # which value belongs to which label only the eye sees
    "two lists": two_lists,
    "value above its label": each("<div><p>{v}</p><p>{k}</p></div>"),
}
ACCUSED = frozenset({"absent", "blank", "negated", "placeholder"})


def states(facts: Iterable[Fact]) -> dict[str, str]:
    """Element → state."""
    return {fact.subject: fact.value.state.value for fact in facts if isinstance(fact.value, Reading)}


def _guide(body: str, context: Context) -> dict[str, str]:
    intro = "<h2>政府信息公开指南</h2><p>根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制本指南。</p>"
    return states(guide(view_of(PAGE.format(title="政府信息公开指南", body=intro + body)), context))


def _channels(body: str, context: Context) -> dict[str, str]:
    intro = "<h2>依申请公开</h2><p>公民、法人或者其他组织可以向本局申请获取政府信息，请填写申请表并选择以下一种方式提交。</p>"
    end = "<h4>答复时限</h4><p>本局自收到申请之日起20个工作日内答复；需要延长的，最多延长20个工作日。</p>"
    return states(channels(view_of(PAGE.format(title="依申请公开", body=intro + body + end)), context))


def _items(body: str, context: Context) -> dict[str, str]:
    return states(items(view_of(PAGE.format(title="取水许可审批", body=f"<h1>取水许可审批</h1>{body}")), context))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_guide_in_any_layout(layout: str, context: Context) -> None:
    """Contact data in the layout, texts under headings: all found, the empty fax is blank."""
    found = _guide(LAYOUTS[layout](OFFICE) + each("<h3>{k}</h3><p>{v}</p>")(TEXTS), context)

    if layout == "folds by script":  # what an empty fold holds, a script may bring
        assert found.pop("fax") in (EMPTY, OPEN)
    assert {name: found[name] for name in GUIDE if name in found} == {name: GUIDE[name] for name in GUIDE if name in found}


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in ("columns", "folds by script")])
def test_guide_texts_in_any_layout(layout: str, context: Context) -> None:
    """The texts in the layout as well."""
    found = _guide(LAYOUTS[layout]((*OFFICE, *TEXTS)), context)

    assert {name: found[name] for name in GUIDE} == GUIDE


@pytest.mark.parametrize("layout", [*LAYOUTS, "tabs"])
def test_channels_in_any_layout(layout: str, context: Context) -> None:
    """The empty way is blank, the refused one refused; the others take nothing from them."""
    found = _channels((tabs if layout == "tabs" else LAYOUTS[layout])(WAYS), context)

    assert found == CHANNELS


@pytest.mark.parametrize("layout", [*LAYOUTS, "tabs"])
def test_items_in_any_layout(layout: str, context: Context) -> None:
    """Every field found; what has no label is absent."""
    found = _items((tabs if layout == "tabs" else LAYOUTS[layout])(FIELDS), context)

    assert {name: found[name] for name in ITEM} == ITEM


@pytest.mark.parametrize("layout", UNCLEAR)
def test_layouts_not_understood_accuse_nobody(layout: str, context: Context) -> None:
    """Where labels and values cannot be matched, what is there is not called missing."""
    full = [(k, v or "0999-8123456") for k, v in OFFICE]
    contacts = _guide(UNCLEAR[layout](full) + each("<h3>{k}</h3><p>{v}</p>")(TEXTS), context)
    ways = _channels(UNCLEAR[layout]([(k, v or "0999-8123456") for k, v in WAYS if v != "暂未开通"]), context)
    fields = _items(UNCLEAR[layout](FIELDS), context)

    assert {name for name in ("org", "address", "hours", "phone", "fax", "email", "zip") if contacts[name] in ACCUSED} == set()
    assert {name for name in ("in_person", "mail", "fax", "email") if ways[name] in ACCUSED} == set()
    assert {name for name in ITEM if ITEM[name] == OK and fields[name] in ACCUSED} == set()
