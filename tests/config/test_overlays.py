"""Adjustments: what is right is read, what is wrong is named, all at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import config
from checks.model import Severity
from tests.config.sample import PREDICATES, edit, mistakes

RULE_FILE = "rulepacks/yunxi-2015/guide.exists.toml"
RIGHT = """\
[[overlay]]
rule = "guide.exists"
reason = "试点期间放宽"
who = "办公室 张某"
since = 2015-06-01
until = 2015-12-31
units = ["yunxi-zjj"]
severity = "minor"
row = "组织管理-5"
[overlay.params]
clicks = 3
"""


@pytest.fixture
def adjusted(data: Path) -> Path:
    """The sample with one adjustment of its rule, which has a second row and ends in 2018."""
    edit(data, RULE_FILE, 'severity = "major"', 'severity = "major"\nrow = "主动公开-2"\nrow_other = "组织管理-5"\nuntil = 2018-12-31')
    (data / "overlays").mkdir()
    (data / "overlays" / "local.toml").write_text(RIGHT, encoding="utf-8")
    return data


def test_an_adjustment_is_read_and_leaves_the_rule_as_it_is(adjusted: Path) -> None:
    """The rule keeps its values; the adjustment says what, why, who, when, for whom, and where it is written."""
    loaded = config.load(adjusted, predicates=PREDICATES)

    (overlay,) = loaded.overlays
    assert (overlay.id, overlay.file, overlay.units) == ("local/guide.exists", "overlays/local.toml", ("yunxi-zjj",))
    assert (overlay.reason, overlay.who) == ("试点期间放宽", "办公室 张某")
    assert overlay.keys == ("params.clicks", "severity", "row")
    rule = loaded.rule("guide.exists")
    assert (rule.severity, rule.row, rule.params) == (Severity.MAJOR, "主动公开-2", {"words": ["公开指南"]})
    put = overlay.put_on(rule)
    assert (put.severity, put.row, put.params) == (Severity.MINOR, "组织管理-5", {"words": ["公开指南"], "clicks": 3})
    assert [overlay.in_force(dt.date(*day)) for day in ((2015, 5, 31), (2015, 6, 1), (2015, 12, 31), (2016, 1, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert (overlay.for_unit("yunxi-zjj"), overlay.for_unit("yunxi-scjgj")) == (True, False)


def test_the_shipped_sample_adjusts_nothing(root: Path) -> None:
    """It is all comments; without them it is an adjustment that loads."""
    assert config.load(root / "data").overlays == ()
    lines = (root / "data/overlays/sample.toml").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("#") for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rule = "guide.exists"', 'rule = "guide.exist"', "overlay[1].rule：没有指标 guide.exist；是否应为 guide.exists？"),
        ("clicks = 3", "click = 3", "overlay[1].params.click：未知的键；是否应为 clicks？"),
        ("clicks = 3", 'clicks = "3"', "overlay[1].params.clicks：应为整数，实为字符串 '3'"),
        ("clicks = 3", 'words = ["公开指南"]', "overlay[1].params.words：与指标文件中的值相同，没有调整"),
        (
            'severity = "minor"',
            'severity = "critical"',
            "overlay[1].severity：只能比指标的 major 更轻，不得定为 critical；可用的有：info、minor",
        ),
        ('severity = "minor"', 'severity = "major"', "overlay[1].severity：只能比指标的 major 更轻，不得定为 major；可用的有：info、minor"),
        ('severity = "minor"', 'severity = "mino"', "overlay[1].severity：“mino”不是允许的值；是否应为 minor？"),
        (
            'row = "组织管理-5"',
            'row = "组织管理-4"',
            "overlay[1].row：“组织管理-4”不是指标 guide.exists 的另一通报表行；只能改为 组织管理-5",
        ),
        (
            "since = 2015-06-01",
            "since = 2015-05-27",
            "overlay[1].since：早于指标 guide.exists 的起始日期 2015-05-28；调整不得延长指标的期间",
        ),
        (
            "until = 2015-12-31",
            "until = 2019-01-01",
            "overlay[1].until：晚于指标 guide.exists 的截止日期 2018-12-31；调整不得延长指标的期间",
        ),
        ("until = 2015-12-31", "until = 2015-05-31", "overlay[1].until：截止日期 2015-05-31 早于起始日期 2015-06-01"),
        ('units = ["yunxi-zjj"]', 'units = ["yunxi-zj"]', "overlay[1].units[1]：没有公开主体 yunxi-zj；是否应为 yunxi-zjj？"),
        ('reason = "试点期间放宽"', 'reason = " "', "overlay[1].reason：不能为空：调整须写明理由和责任人"),
        ('who = "办公室 张某"\n', "", "overlay[1].who：缺少必填的键"),
        ('who = "办公室 张某"', 'who = "张某"\ntitle = "新名称"', "overlay[1].title：未知的键"),
    ],
)
def test_a_mistake_is_named(adjusted: Path, old: str, new: str, said: str) -> None:
    """File, key, what is wrong and what was probably meant."""
    edit(adjusted, "overlays/local.toml", old, new)

    (found,) = mistakes(adjusted)
    assert found.startswith(f"overlays/local.toml：{said}")


def test_all_mistakes_come_at_once(adjusted: Path) -> None:
    """One reading shows everything that is to be corrected, in every file."""
    edit(adjusted, "overlays/local.toml", "clicks = 3", "click = 3")
    edit(adjusted, "overlays/local.toml", 'severity = "minor"', 'severity = "critical"')
    (adjusted / "overlays" / "other.toml").write_text(RIGHT.replace('"guide.exists"', '"none"'), encoding="utf-8")

    assert [mistake.split("：")[1] for mistake in mistakes(adjusted)] == [
        "overlay[1].severity",
        "overlay[1].params.click",
        "overlay[1].rule",
    ]


def test_one_that_changes_nothing_is_refused(adjusted: Path) -> None:
    """Without options, severity and row there is nothing to adjust."""
    text = RIGHT.replace('severity = "minor"\nrow = "组织管理-5"\n[overlay.params]\nclicks = 3\n', "")
    (adjusted / "overlays" / "local.toml").write_text(text, encoding="utf-8")

    assert mistakes(adjusted) == ["overlays/local.toml：overlay[1]：没有写明调整什么（params、severity 或 row）"]


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        (RIGHT, True),
        (RIGHT.replace('units = ["yunxi-zjj"]\n', ""), True),
        (RIGHT.replace('["yunxi-zjj"]', '["yunxi-scjgj"]'), False),
        (RIGHT.replace("since = 2015-06-01\nuntil = 2015-12-31", "since = 2016-01-01"), False),
        (RIGHT.replace("since = 2015-06-01\nuntil = 2015-12-31", "since = 2015-12-31"), True),
        (RIGHT.replace('severity = "minor"\nrow = "组织管理-5"\n', "").replace("clicks = 3", 'words = ["指南"]'), False),
    ],
)
def test_two_of_one_value_at_one_time_are_refused(adjusted: Path, other: str, clash: bool) -> None:
    """Which of them holds would be chance; another unit, another time or another value is no clash."""
    (adjusted / "overlays" / "second.toml").write_text(other, encoding="utf-8")

    if clash:
        (found,) = mistakes(adjusted)
        assert "与 local/guide.exists（overlays/local.toml）在同一期间对同一单位调整同一项：params.clicks、severity、row" in found
    else:
        assert [o.id for o in config.load(adjusted, predicates=PREDICATES).overlays] == ["local/guide.exists", "second/guide.exists"]


def test_two_of_one_rule_in_one_file_have_names_of_their_own(adjusted: Path) -> None:
    """The second is numbered."""
    (adjusted / "overlays" / "local.toml").write_text(RIGHT + RIGHT.replace('["yunxi-zjj"]', '["yunxi-scjgj"]'), encoding="utf-8")

    assert [o.id for o in config.load(adjusted, predicates=PREDICATES).overlays] == ["local/guide.exists", "local/guide.exists#2"]


def test_a_broken_rule_does_not_make_its_adjustment_wrong(adjusted: Path) -> None:
    """Only the rule's own mistake is told."""
    edit(adjusted, RULE_FILE, 'title = "公开指南设置"', 'title = ""')

    assert mistakes(adjusted) == [f"{RULE_FILE}：title：不能为空"]
