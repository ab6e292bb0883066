"""What is left to people: always a line on their worklist, with what the portal shows of it."""

from __future__ import annotations

import pytest

from checks.model import PageKind, State

from .build import CANT_TELL, findings, home, page, read, unit

ASK = {"ask": "查阅记录", "leads": ["公开制度"], "never": ["培训"], "told_in": ["ar_review"]}
REVIEW = read("annual.section", "ar_review")


def titled(*titles):
    return [page(f"{n}.html", PageKind.ARTICLE, title=title) for n, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("pages", "leads"),
    [
        ([], []),
        (titled("信息公开制度"), ["信息公开制度"]),
        (titled("信息公开制度培训"), []),
        (titled("云溪市教育局关于信息公开制度的通知"), []),  # another organ's
        (titled("公开制度一", "公开制度二", "公开制度三", "公开制度四"), ["公开制度一", "公开制度三", "公开制度二"]),
        ([page("nb.html", PageKind.ANNUAL_REPORT, REVIEW)], ["原文"]),
        ([page("nb.html", PageKind.ANNUAL_REPORT, read("annual.section", "ar_review", State.ABSENT))], []),
        ([page("nb.html", PageKind.ANNUAL_REPORT, read("annual.section", "ar_fee"))], []),
    ],
)
def test_a_line_for_people(pages, leads):
    """Nothing is charged and nothing passed; leads are quoted with their evidence, a few of them."""
    [found] = findings(unit(home(), *pages), "asked_of_people", **ASK).values()

    assert found.outcome is CANT_TELL and "须人工核查：查阅记录" in found.message
    assert [text for text in leads if f"“{text}”" not in found.message] == []
    assert ("线索" in found.message) is bool(leads) and len(found.evidence) == len(leads)
