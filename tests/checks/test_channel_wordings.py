"""Invented application pages in many layouts and wordings: the state that each of the five channels gets."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from checks.facts.channels import channels
from checks.model import Reading
from checks.vocabulary import Context

from .element_fixtures import FIXTURES, assert_verbatim, view_of

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>依申请公开</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/xxgk/">信息公开</a></div><div class="content">{}</div>
<div class="footer">主办：某某办公室　地址：府前街1号　电话：0999-8000000　传真：0999-8000009　邮箱：web@example.cn</div></body></html>"""
CHANNELS = ("in_person", "mail", "fax", "online", "email")


def _cases() -> list[Any]:
    files = sorted((FIXTURES / "channels").glob("*.toml"))
    found = [(path.stem, case) for path in files for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]
    return [pytest.param(case, id=f"{stem}: {case['name']}") for stem, case in found]


@pytest.mark.parametrize("case", _cases())
def test_wording(case: dict[str, str], context: Context) -> None:
    """Each channel gets one of the states that the case allows, and every quote stands on the page."""
    view = view_of(PAGE.replace("{}", case["html"]))

    facts = tuple(channels(view, context))

    states = {fact.subject: fact.value.state.value for fact in facts if isinstance(fact.value, Reading)}
    assert {name: case[name] for name in CHANNELS if states[name] not in case[name].split("|")} == {}, states
    assert_verbatim(facts, view)


def test_one_line_that_names_ways_without_end(context: Context) -> None:
    """A hostile line of nothing but names costs no more than its length."""
    view = view_of(PAGE.replace("{}", "<p>申请可以通过" + "传真、" * 6000 + "提出。</p>"))

    assert len(tuple(channels(view, context))) == len(CHANNELS)
