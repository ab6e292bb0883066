"""The limit of the reply among the limits of a procedure, and choices in an application form."""

from __future__ import annotations

import pytest

from checks.facts.apply import form, process
from checks.model import Reading, State
from checks.vocabulary import Context
from tests.checks.record_fixtures import view_of

ABOUT = "<p>公民、法人或者其他组织提出申请，应当填写申请表，向受理机构提交。</p>"


def limit(context: Context, *paragraphs: str) -> str | None:
    """The number of days read on a page with these paragraphs, None if none is."""
    body = ABOUT + "".join(f"<p>{text}</p>" for text in paragraphs)
    page = f"<html><head><meta charset=utf-8><title>依申请公开说明</title></head><body><h1>依申请公开说明</h1>{body}</body></html>"
    (reading,) = [f.value for f in process(view_of(page), context) if f.subject == "pr_limit"]
    assert isinstance(reading, Reading)
    return reading.value if reading.state is State.VALID else None


REPLY = "本机关自登记之日起15个工作日内答复申请人。"
OTHERS = [
    "受理机构收到申请之日起5个工作日内完成登记，并出具登记回执。",
    "自收到申请之日起5个工作日内作出受理决定。",
    "自收到申请之日起5个工作日内答复是否受理。",
    "收到申请之日起3个工作日内向申请人送达登记回执。",
    "申请内容不明确的，自收到申请之日起7个工作日内告知申请人补正。",
    "对群众的在线咨询，5个工作日内答复。",
    "收到申请之日起2个工作日内转送有关科室办理。",
]


@pytest.mark.parametrize("other", OTHERS)
def test_other_limits_are_not_the_reply(other: str, context: Context) -> None:
    """Registering, accepting, completing, sending a receipt: their limits are passed over, before or after the one of the reply."""
    assert [limit(context, other, REPLY), limit(context, REPLY, other), limit(context, other)] == ["15", "15", None]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("自收到申请之日起5个工作日内登记，自登记之日起15个工作日内予以答复。", "15"),
        ("自收到申请之日起15个工作日内，予以答覆。", "15"),
        ("自收到登记回执之日起15个工作日内答复。", "15"),
        ("受理机构在15个工作日内办结。", "15"),
        ("自收到申请之日起20个工作日内予以答复；需要延长的，延长期限最长不超过15个工作日。", "20"),
        ("申请人自收到答复之日起10个工作日内领取材料，本机关20个工作日内答复。", "20"),
    ],
)
def test_the_clause_of_the_reply_decides(text: str, days: str, context: Context) -> None:
    """Of several limits in one sentence the one whose clause speaks of replying counts."""
    assert limit(context, text) == days


FORM = '<form action="/s"><p>姓名<input name="a"></p><p>联系电话<input name="b"></p><p>所需信息的内容描述<textarea name="c"></textarea></p><p>所需信息的用途<input name="d"></p>{more}</form>'


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ('<p>纸质<input type="checkbox"> 电子邮件<input type="checkbox"> 光盘<input type="checkbox"></p>', State.VALID),
        ('<p><input type="radio" name="f">邮寄 <input type="radio" name="f">当面领取</p>', State.VALID),
        ('<p><input type="radio" name="f" id="x"><label for="x">电子邮件</label></p>', State.VALID),
        ('<p><input type="radio" name="f" value="光盘"><img src="cd.gif"></p>', State.VALID),
        ("<p><select><option>请选择</option><option>纸质</option><option>电子邮件</option></select></p>", State.VALID),
        ('<p>电子邮件<input name="e"></p>', State.ABSENT),
        ('<p>性别 男<input type="radio"> 女<input type="radio"></p>', State.ABSENT),
    ],
)
def test_choices_show_the_form_of_the_answer(more: str, state: State, context: Context) -> None:
    """Options name the ways of delivery even where no label does; a field for an address is none."""
    page = f"<html><head><meta charset=utf-8><title>依申请公开</title></head><body><h1>政府信息公开申请</h1>{FORM.format(more=more)}</body></html>"
    (reading,) = [f.value for f in form(view_of(page), context) if f.subject == "f_form"]

    assert isinstance(reading, Reading)
    assert reading.state is state
