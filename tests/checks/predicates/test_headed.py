"""Parts of pages that bear the name of what was not found: a person must look, nobody is charged."""

from __future__ import annotations

import attrs
import pytest

from checks.model import PageKind
from checks.vocabulary import Element

from .build import CANT_TELL, FAILED, PASSED, VOCABULARY, fact, outcomes, page, pager, row, unit

ORG = {"parts": {"duty": "职责", "leaders": "领导"}, "roles": {"duty": ["org"], "leaders": ["leaders"]}}
LABELS = {"duty": "机构职能", "units": "内设机构", "leaders": "领导信息"}
KNOWN = {part: Element(id=part, name=part, labels=(label,)) for part, label in LABELS.items()}
WORDS = attrs.evolve(VOCABULARY, elements={**VOCABULARY.elements, "org": KNOWN})


@pytest.mark.parametrize(("head", "expected"), [("机构职能", CANT_TELL), ("内设机构", CANT_TELL), ("公开指南", FAILED)])
def test_a_tab_about_the_organ_leaves_its_parts_open(head, expected):
    """Duties and offices stand below one head; leaders have one of their own."""
    holder = page("xx/", PageKind.COLUMN, fact("tab.head", head), title="信息公开")
    found = outcomes(unit(holder, vocabulary=WORDS), "org_profile", **ORG)

    assert (found["duty"], found["leaders"]) == (expected, FAILED)


@pytest.mark.parametrize(("facts", "expected"), [((), CANT_TELL), ((row("某局机构职能"),), FAILED)])
def test_the_title_of_a_row_heads_no_part(facts, expected):
    """What a list names is a document, and what it leads to was looked at."""
    holder = attrs.evolve(page("xx/", PageKind.COLUMN, *facts, title="信息公开"), text="某局机构职能")

    assert outcomes(unit(holder, vocabulary=WORDS), "org_profile", **ORG)["duty"] == expected


def test_a_head_above_reports_that_were_read_whole_leaves_no_year_open():
    """The column says which years it holds, whatever stands above its rows."""
    report = row("云溪市质量局2013年度政府信息公开年度报告", "2014-03-01", "nb/2013.html")
    shelf = page("nb/", PageKind.COLUMN, report, pager(False), fact("tab.head", "政府信息公开年报"), title="年度报告")

    assert outcomes(unit(shelf, page("x/", PageKind.COLUMN)), "report_years") == {"2013": PASSED, "2014": FAILED}
