"""Words for people outside: nothing that a reader of a letter meets is left without a name."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

import config
from checks.facts.kinds import KINDS
from checks.model import PageKind, Rule
from checks.predicates import PREDICATES
from checks.wording import FACT_ZH, OPTIONS, PAGE_KIND_ZH, applied, place_of, standards

RULES = {rule.id: rule for rule in config.load(Path(__file__).parents[2] / "data").rules}


def test_every_fact_page_and_option_has_its_name() -> None:
    """A new kind of fact, page or option must be named here, or a letter would fail over it."""
    assert set(FACT_ZH) == set(KINDS)
    assert set(PAGE_KIND_ZH) == set(PageKind)
    assert set(OPTIONS) == {field.name for predicate in PREDICATES.values() for field in attrs.fields(predicate.params)}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_standards_of_every_rule_are_chinese(rule: Rule) -> None:
    """Options that decide are told without a word of ours; those of the predicate that the file leaves out count as well."""
    assert not re.search(r"[a-z_]{3,}", "".join(standards(rule)))
    assert set(applied(rule)) == {field.name for field in attrs.fields(PREDICATES[rule.check].params)}


def test_of_several_required_things_the_one_in_question_is_named() -> None:
    """A letter about the fax need not list the other elements."""
    rule = RULES["guide.completeness"]
    assert list(standards(rule, "fax")) == [f"应列要素{len(rule.params['elements'])}项，本项为“传真号码”"]
    assert next(standards(RULES["power-list.dynamic"], "duty")) == "应有内容3项，本项为“责任清单”"
    assert next(standards(RULES["power-list.status-open"])) == "应公开环节：受理情况、进展情况、办理结果"
    assert "收费及减免情况" in next(standards(RULES["annual-report.contents-2007"], "2014/ar_fee"))


def test_numbers_are_told_with_their_names() -> None:
    """Limits that a person may hold against the law."""
    assert "允许的数值：答复期限 15、20" in list(standards(RULES["apply.process"]))
    assert "允许的不规范条目比例5%" in list(standards(RULES["column.entry-quality"]))
    assert "当月至少1条" in list(standards(RULES["freshness.no-new"]))
    [limits] = standards(RULES["apply.reply-limit"])
    assert (
        limits
        == "法定期限：至2019-05-14答复15个工作日、延长15个工作日；此后答复20个工作日、延长20个工作日、告知补正7个工作日、第三方提出意见15个工作日"
    )
    assert "各机关都有的类别5项，本项为“财政预算、决算”" in list(standards(RULES["active.art20-list"], "a07"))


@pytest.mark.parametrize(
    ("locator", "place"),
    [
        ("/html/body/div[5]/div[2]/div/p[18]", "第18段"),
        ("/html/body/div/ul/li[4]/a", "链接"),
        ("/html/body/table[2]/tr/td[2]/table/tr[3]/td[4]", "表格第3行第4格"),
        ("/html/body/div/table/tr/td", "表格第1行第1格"),
        ("/html/body/dl/dd[2]", "第2项"),
        ("/html/body/h1", "小标题"),
        ("//body", "正文"),
        ("//title", "网页标题"),
        ("links", "页面上的链接文字"),
        ("status", "服务器的应答"),
        ("meta[keywords]", "网页信息标签“关键词”"),
        ("attachment:p3", "附件第3页"),
        ("/", "整页"),
        ("/html/body/div[2]/span", "网页内"),
    ],
)
def test_places_are_said_as_a_reader_would(locator: str, place: str) -> None:
    """A path says little; a paragraph's number can be counted."""
    assert place_of(locator) == place
