"""The disclosure column's name as a heading or a picture's words; links are told elsewhere."""

from __future__ import annotations

import pytest

from checks.facts.heading import heading
from checks.vocabulary import Context
from tests.checks.list_fixtures import at, make_view

PAGE = "<html><head><title>青石县林业局</title></head><body><div>{content}</div><p>{text}</p></body></html>"
TEXT = "青石县林业局承担林业管理职责，负责造林绿化和资源保护。"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("<h2>政府信息公开</h2>", ["政府信息公开"]),
        ("<div>青石县林业局政府信息公开专栏</div>", ["青石县林业局政府信息公开专栏"]),
        ('<img src="/a.jpg" alt="政府信息公开">', ["政府信息公开"]),
        ("<h2>政府信息公开</h2><h3>政府信息公开专栏</h3>", ["政府信息公开"]),
        ('<a href="/gk/">政府信息公开</a>', []),
        ("<h2>政务公开</h2>", []),
        ("<h2>政府信息公开指南</h2>", []),
        ('<h2 style="display:none">政府信息公开</h2>', []),
        ("<p>本局召开推进会，部署全县林业系统政府信息公开和政务公开工作，各股室参加会议。</p>", []),
    ],
)
def test_a_heading_that_names_the_column(content: str, named: list[str], context: Context) -> None:
    """Once a page, only in words that name the place, and only where they are seen."""
    view = make_view(PAGE.format(content=content, text=TEXT))

    assert [fact.value for fact in heading(view, at(context))] == named
