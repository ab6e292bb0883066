"""Guide, channel, form and catalogue readers on damaged and hostile pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.facts.apply import form, process
from checks.facts.catalogue import catalogue
from checks.facts.channels import channels
from checks.facts.guide import guide, office_contacts
from checks.facts.law import law
from checks.vocabulary import Context

from .element_fixtures import cases, view_in, view_of

READERS = (guide, office_contacts, channels, form, process, law, catalogue)
RUNS = (
    "电话：",
    "传真",
    "0999-",
    "@",
    "邮箱a@",
    "15个工作日",
    "不接受传真",
    "索引号：",
    "<td>电话</td>",
    "<p>传真：1</p>",
    "<div>",
    "（",
    "http://",
    "由局",
    "公开信息",
    "工作日上午",
    "青石路",
    "网站查",
    "没有设",
    "<p>收费</p>",
    "问：收费吗？",
    "<a href=#x>收费</a>字",
)


@pytest.mark.parametrize("run", RUNS)
def test_long_runs_are_read(run: str, context: Context) -> None:
    """A page that repeats one thing thousands of times is read like any other."""
    view = view_of(f"<html><body><h1>公开指南</h1><p>{run * (60_000 // len(run))}</p><p>生成日期</p></body></html>")

    for reader in READERS:
        assert isinstance(tuple(reader(view, context)), tuple)


@given(
    parts=st.lists(
        st.sampled_from(
            (
                *RUNS,
                "<table>",
                "<tr>",
                "</table>",
                "<td rowspan=9>",
                "<input>",
                "<form>",
                "</p>",
                "<br>",
                "一、",
                "（二）",
                "受理机构",
                "。",
                "；",
                "：",
                "无",
                "×××",
                "监督",
            )
        ),
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_order_of_parts_is_read(parts: list[str], context: Context) -> None:
    """Tags, labels and signs in any order never make a reader fail."""
    view = view_of("<html><body>" + "".join(parts) + "</body></html>")

    for reader in READERS:
        for fact in reader(view, context):
            assert fact.evidence.locator


@pytest.mark.parametrize("folder", cases("guide")[:20], ids=lambda f: f.name)
def test_reading_twice_gives_the_same(folder: Path, context: Context) -> None:
    """A reading depends on the page alone, not on what was read before."""
    first, second = view_in(folder), view_in(folder)
    tuple(channels(second, context))

    assert tuple(guide(first, context)) == tuple(guide(second, context))
