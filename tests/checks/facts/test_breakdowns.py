"""Breakdowns in annual reports: what only sounds like a wrong sum or a broken sentence."""

from __future__ import annotations

import html

import pytest

from checks.facts.annual import annual
from checks.vocabulary import Context
from tests.checks.record_fixtures import view_of

TITLE = "青石县水务局2014年政府信息公开年度报告"


def subjects(context: Context, *lines: str) -> set[str]:
    """Defects read on a report with these lines."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    page = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>发布时间：2015-03-20</div><div>{body}</div></body></html>"
    return {fact.subject for fact in annual(view_of(page), context) if fact.kind == "annual.defect"}


RIGHT = [
    "2014年共受理申请10件，其中当面申请3件，网上申请7件，同意公开6件，不予公开4件。",
    "2014年共受理申请10件，其中同意公开6件，不予公开4件，当面申请3件，网上申请7件，公民申请9件，法人申请1件。",
    "2014年共收到申请10件，其中网上申请7件，同意公开6件。",
    "2014年共收到申请10件，其中答复8件，同意公开6件，不予公开2件。",
    "2014年共收到申请10件，其中网上申请9件，按时答复10件。",
    "全年主动公开信息100条，其中政策法规30条，规划计划25条，业务动态40条。",
    "全年主动公开信息100条，其中政策法规类30条，规划计划类25条，业务动态类38条。",
    "全年主动公开信息100条，其中网站公开60条，公报公开45条。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_several_and_open_breakdowns_are_no_wrong_sum(text: str, context: Context) -> None:
    """Each breakdown of a sentence makes the whole by itself; a list that names less is open; ways of publishing overlap."""
    assert subjects(context, "一、公开情况", text, "二、其他事项", "没有其他事项。") == set()


@pytest.mark.parametrize(
    "text",
    [
        "2014年共受理申请10件，其中当面申请5件，网上申请7件。",
        "2014年共受理申请10件，其中同意公开6件，不予公开5件。",
        "全年主动公开信息100条，其中政策法规类40条，规划计划类25条，业务动态类42条。",
    ],
)
def test_one_breakdown_beyond_its_whole_is_a_wrong_sum(text: str, context: Context) -> None:
    """Parts of one kind that are more than the whole cannot be right."""
    assert subjects(context, "一、公开情况", text, "二、其他事项", "没有其他事项。") == {"sum"}


@pytest.mark.parametrize(
    "text", ["全年共受理申请10件，其中", "我局主要做了以下几方面工作，", "现将有关情况报告如下，", "公开的信息主要包括"]
)
def test_a_line_that_opens_a_list_is_not_broken_off(text: str, context: Context) -> None:
    """What stands before the first item of a list goes on there, whatever sign is between."""
    assert subjects(context, "一、公开情况", text, "1、当面申请3件；", "2、网上申请7件。", "二、其他事项", "没有其他事项。") == set()
