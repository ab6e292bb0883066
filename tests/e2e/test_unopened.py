"""A portal whose columns are offered and do not open: the audit answers each, and accuses nobody of what it could not see. 打不开的栏目"""

from __future__ import annotations

from typing import Any

import pytest

from cli.exits import Exit
from tests.e2e.command import audit
from tests.e2e.sites import PAGE, write_portal

ORGAN = "云溪市水务局"
ROWS = "".join(f'<li><a href="javascript:;">第{n}项取水许可</a><span>2015-05-2{n}</span></li>' for n in range(3))
STUB = '<html><head><meta http-equiv="refresh" content="0;url=weg/"></head><body></body></html>'
Findings = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Findings of an audit of such a portal, by rule and subject."""
    folder = tmp_path_factory.mktemp("unopened")
    site = write_portal(folder / "shuiwu", organ=ORGAN)
    menu = '<a href="/xk/">行政许可事项</a> <a href="/yj/">意见征集</a> <a href="javascript:;">网上办事</a>'
    home = site / "index.html"
    home.write_text(home.read_text(encoding="utf-8").replace('<div class="main">', f'<div class="main"><p>{menu}</p>'), encoding="utf-8")
    for name, page in (("xk", PAGE.format(title="行政许可事项", organ=ORGAN, body=f"<h1>行政许可事项</h1><ul>{ROWS}</ul>")), ("yj", STUB)):
        (site / name).mkdir()
        (site / name / "index.html").write_text(page, encoding="utf-8")
    ended = audit(folder / "var", "--start", site, "--pack", "beijing-zjj-2015", "--pack", "ningbo-2015")
    assert ended.code == Exit.DONE, ended.err
    return {(f["rule"], f["subject"]): f for f in ended.findings}


@pytest.mark.parametrize("rule", ["power-list.fields", "service-guide.fields-ningbo"])
def test_items_that_lead_nowhere_are_named_on_their_column(found: Findings, rule: str) -> None:
    """The column's own finding quotes the rows and says what became of them."""
    finding = found[rule, "xk/index.html"]

    assert "cant_tell" == finding["outcome"]
    assert "“第0项取水许可”（链接没有网址）" in finding["message"]
    assert finding["evidence"][0]["url"].endswith("/xk/index.html") or finding["evidence"][0]["url"].endswith("/xk/")
    assert not [key for key in found if key == (rule, "")]


def test_a_door_without_an_address_is_named_on_the_home_page(found: Findings) -> None:
    """Both by the rule that seeks what is behind it, and by the rule about columns."""
    assert "“网上办事”" in found["service-guide.fields-ningbo", "index.html"]["message"]
    assert "“网上办事”" in found["column.blank", "index.html"]["message"]


def test_a_column_that_jumps_to_a_missing_page_is_answered(found: Findings) -> None:
    """On the address that readers are sent to."""
    finding = found["column.blank", "yj/index.html"]

    assert ("cant_tell", "意见征集") == (finding["outcome"], finding["subject_name"])
    assert "页面不存在" in finding["message"]


def test_nothing_is_accused(found: Findings) -> None:
    """What did not open failed no rule of items or columns."""
    rules = ("power-list.fields", "service-guide.fields-ningbo", "column.blank")

    assert not [key for key, finding in found.items() if finding["outcome"] == "failed" and key[0] in rules]
