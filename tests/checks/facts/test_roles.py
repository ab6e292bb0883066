"""Roles of long link texts."""

from __future__ import annotations

import pytest

from checks.facts.roles import role_of_text
from checks.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("示例市示例局政府信息公开专栏平台", "disclosure"),
        ("示例市住房和城乡建设局政府信息公开", "disclosure"),
        ("示例市住房和城乡建设局政府信息公开网", "disclosure"),
        ("示例市住房和城乡建设委员会政务公开平台", "disclosure"),
        ("示例市人民政府门户网站信息公开专栏", "disclosure"),
        ("示例市统计局部门政府信息公开专栏", "disclosure"),
        ("示例市住房和城乡建设局政府信息公开目录", "catalogue"),
        ("示例市住房和城乡建设局政府信息公开指南", "guide"),
        ("示例市住房和城乡建设局政府信息公开年报", "annual_report"),
        ("机构领导", "leaders"),
        ("队领导", "leaders"),
        ("县领导走访慰问", ""),
        ("示例市示例局正式开通政府信息公开平台", ""),
        ("我市召开会议部署全市教育局政务公开", ""),
        ("李市长到市住房和城乡建设局调研政务公开", ""),
        ("关于加强政府信息公开平台建设的通知", ""),
        ("示例市住房和城乡建设局政务公开工作有序推进", ""),
    ],
)
def test_long_names_of_disclosure_columns(text: str, role: str, vocabulary: Vocabulary) -> None:
    """An organ's name with its column's behind is a place; a sentence about one is none."""
    assert role_of_text(text, vocabulary) == role


@pytest.mark.parametrize("text", ["纳税服务", "办税指南", "涉税服务", "通关服务", "业务办理"])
def test_services_under_the_names_of_a_trade(text: str, vocabulary: Vocabulary) -> None:
    """Tax and customs branches do not say 办事: behind such a door their guides may be."""
    assert role_of_text(text, vocabulary) == "service"
