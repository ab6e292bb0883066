"""site f_psb: the police's number in all its forms."""

from __future__ import annotations

import pytest

from checks.facts.site import site
from checks.model import Reading, State
from checks.vocabulary import Context
from tests.checks.page_fixtures import body, view

TEXT = "<p>" + "本局负责全县产品质量监督工作。" * 4 + "</p>"


def police(foot: str, context: Context) -> Reading:
    """What the foot of a page says of the police's number."""
    page = view(body(TEXT, foot=f'<div class="footer"><p>主办单位：青石县质量监督局 闽ICP备05012345号-1</p>{foot}</div>'))
    found = next(fact.value for fact in site(page, context) if fact.subject == "f_psb")
    assert isinstance(found, Reading)
    return found


@pytest.mark.parametrize(
    "foot",
    [
        "京公网安备 11010202000001号",
        "京公网安备1101054096",
        "浙公网安备33010602001234",
        "京公海网安备110108001234号",
        "粤公网安备（44010402001160）号",
        "京公网安备第11010202000001号",
        "公网安备案3301 0602 0012 34号",
        "公安备案号：33010602001234",
        "公安备案编号：33010602001234",
        "公安机关备案号：33010602001234",
        "公安联网备案号 33010602001234",
        "公安部备案号：33010602001234",
        "网安备案号：33010602001234",
        "公安备案：浙公网安备33010602001234号",
        "<p>公安机关备案</p><p>33010602001234</p>",
        "<table><tr><td>公安备案号：</td><td>33010602001234</td></tr></table>",
        '<a href="http://www.beian.gov.cn/portal/index"><img src="ghs.png">33010602001234</a>',
        '<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=33010602001234"><img src="ghs.png"></a>',
        '<a href="https://beian.mps.gov.cn/#/query/webSearch?code=33010602001234"><img src="ghs.png"></a>',
    ],
)
def test_forms_of_the_number(foot: str, context: Context) -> None:
    """Labels old and new, spaces and brackets, a number of its own line, a link to the register."""
    reading = police(foot, context)

    assert reading.state is State.VALID
    assert sum(sign.isdigit() for sign in reading.value or "") >= 10


@pytest.mark.parametrize(
    ("foot", "state"),
    [
        ("", State.ABSENT),
        ("<p>请各单位到公安机关备案。</p>", State.ABSENT),
        ('<a href="http://beian.miit.gov.cn">闽ICP备05012345号</a>', State.ABSENT),
        ("公安备案号：", State.BLANK),
        ("<p>公安备案号：</p><p>技术支持：云溪公司</p>", State.BLANK),
        ("公安备案号：XXXXXX", State.PLACEHOLDER),
        ('<a href="http://www.beian.gov.cn/"><img src="ghs.png"></a>', State.UNREAD),
    ],
)
def test_what_is_no_number(foot: str, state: State, context: Context) -> None:
    """Other registers, bare labels; a picture in a link to the police's register may carry the number."""
    assert police(foot, context).state is state
