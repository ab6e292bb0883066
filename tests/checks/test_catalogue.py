"""Metadata of catalogue entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.facts.catalogue import catalogue
from checks.model import Reading, State
from checks.vocabulary import Context

from .element_fixtures import assert_verbatim, cases, compare, expected, view_in, view_of


@pytest.mark.parametrize("folder", cases("catalogue"), ids=lambda f: f.name)
def test_catalogue_fixture(folder: Path, context: Context) -> None:
    """Each entry of the page is one group with the states and values that its fields show."""
    view = view_in(folder)
    facts = tuple(catalogue(view, context))
    groups = {name: table for name, table in expected(folder).items() if isinstance(table, dict)}

    assert set(groups) == {fact.group for fact in facts}
    for group, table in groups.items():
        wanted, found = compare(facts, "catalogue", table, group)
        assert wanted == found
    assert_verbatim(facts, view)


def test_empty_fields_after_rendering_are_blank(context: Context) -> None:
    """What is unread before a browser drew the page is blank once one did."""
    folder = next(f for f in cases("catalogue") if f.name == "all-empty-before-rendering")
    view = view_of((folder / "page.html").read_bytes(), rendered=True)

    states = {f.subject: f.value.state for f in catalogue(view, context) if isinstance(f.value, Reading)}

    assert State.BLANK == states["index_no"]
    assert State.BLANK == states["generated_on"]


def states_of(body: str, context: Context) -> dict[str, State]:
    """Field → state of the page's one entry."""
    return {f.subject: f.value.state for f in catalogue(view_of(body.encode()), context) if isinstance(f.value, Reading)}


TURNS = ("索引号", "QS07/2015-031", "发布机构", "青石县林草局", "发文字号", "", "成文日期", "2015-03-04")


@pytest.mark.parametrize("tag", ["li", "div"])
def test_labels_and_values_by_turns_need_no_colon(tag: str, context: Context) -> None:
    """Boxes side by side, a label and its value: an empty one is empty. Heads of a list side by side are labels of nothing."""
    boxes = "".join(f"<{tag}>{text}</{tag}>" for text in TURNS)
    heads = "".join(f"<{tag}>{text}</{tag}>" for text in ("索引号", "名称", "发文字号", "成文日期", "详细"))

    states = states_of(f"<div>{boxes}</div><p>各乡镇：请遵照执行。</p>", context)

    assert [states[name] for name in ("index_no", "publisher", "doc_no", "generated_on")] == [
        State.VALID,
        State.VALID,
        State.BLANK,
        State.VALID,
    ]
    assert states_of(f"<div>{heads}</div><p>各乡镇：请遵照执行。</p>", context) == {}


def test_a_box_that_begins_with_the_next_label_is_no_value(context: Context) -> None:
    """«发文字号», empty, and beside it «成文日期2015-03-04» in a box of its own."""
    boxes = "".join(
        f"<li>{text}</li>" for text in ("索引号QS07/2015-031", "发布机构青石县林草局", "发文字号", "成文日期2015-03-04", "主题分类林业")
    )

    assert states_of(f"<ul>{boxes}</ul><p>各乡镇：请遵照执行。</p>", context).get("doc_no") is not State.VALID


def test_the_next_field_in_the_place_of_a_value_leaves_it_empty(context: Context) -> None:
    """«文号：　时效性：有效» in one line, and in two cells of a table: the number is empty."""
    line = "<p>索引号：QS07/2015-031　发布机构：青石县林草局　成文日期：2015-03-04　文号：　时效性：有效</p>"
    cells = (("索引号：</b>QS07/2015-031", "发布机构：</b>青石县林草局"), ("文号：</b>", "成文日期：</b>2015-03-04"))
    table = "".join("<tr>" + "".join(f"<td><b>{cell}</td>" for cell in row) + "</tr>" for row in cells)

    assert states_of(f"{line}<p>各乡镇：请遵照执行。</p>", context)["doc_no"] is State.BLANK
    assert states_of(f"<table>{table}</table><p>各乡镇：请遵照执行。</p>", context)["doc_no"] is State.BLANK


def test_an_empty_term_of_a_list_is_empty(context: Context) -> None:
    """«<dt>文号：</dt><dd></dd>»: the colon makes the term no line with a value below."""
    terms = "".join(
        f"<dt>{a}：</dt><dd>{b}</dd>"
        for a, b in (("索引号", "QS07/2015-031"), ("发布机构", "青石县林草局"), ("成文日期", "2015-03-04"), ("文号", ""))
    )

    assert states_of(f"<dl>{terms}</dl><p>各乡镇：请遵照执行。</p>", context)["doc_no"] is State.BLANK


@pytest.mark.parametrize(
    ("number", "state"),
    [
        ("QS021-ldxx-2013-0001", State.VALID),
        ("QS021-XX-2013-0001", State.VALID),
        ("XXGK2013000012", State.VALID),
        ("XXXXXX", State.PLACEHOLDER),
        ("XX-2013", State.PLACEHOLDER),
        ("QS021-XXXX-2013-0001", State.PLACEHOLDER),
        ("XX〔2013〕XX号", State.PLACEHOLDER),
    ],
)
def test_initials_in_an_index_number_are_no_crosses(number: str, state: State, context: Context) -> None:
    """Part codes are the initials of a column's name, and many of them hold two x (领导信息 is ldxx)."""
    fields = {"索引号": number, "信息名称": "领导班子成员分工", "生成日期": "2013-04-01", "发布机构": "青石县林业局"}
    table = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in fields.items())
    view = view_of(f"<html><body><table>{table}</table><h1>领导班子成员分工</h1></body></html>".encode())

    [found] = [f.value for f in catalogue(view, context) if f.subject == "index_no"]
    assert isinstance(found, Reading) and found.state is state
