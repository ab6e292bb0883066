"""Quotation marks within quotation marks."""

from __future__ import annotations

import pytest

from checks.marks import nested


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("首页：1条死链：““质量月”活动专题”打不开", "首页：1条死链：“‘质量月’活动专题”打不开"),
        ("“关于“三“一”四”的通知”和“办法”", "“关于‘三“一”四’的通知”和“办法”"),
        ("“计量检定”应列9项", "“计量检定”应列9项"),
        ("所查内容：‘十三五’规划", "所查内容：‘十三五’规划"),
        ("““十二五”规划纲要（一…”、“其他", "““十二五”规划纲要（一…”、“其他"),
        ("”先闭后开“", "”先闭后开“"),
        ("", ""),
    ],
)
def test_marks_alternate_with_depth(given: str, expected: str) -> None:
    """A title that quotes stands quoted with single marks inside; what does not pair is left alone."""
    assert nested(given) == expected
