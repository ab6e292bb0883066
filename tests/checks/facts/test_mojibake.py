"""integrity.mojibake: separators, icons, impatient letters and attachments are no damage."""

from __future__ import annotations

import pytest

from checks.facts.mojibake import mojibake
from checks.vocabulary import Context
from tests.checks.files import pdf
from tests.checks.page_fixtures import body, view

MENU = ("首页", "机构概况", "政务公开", "办事服务", "互动交流", "信息公开", "专题专栏", "联系我们", "网站地图", "无障碍", "长者版")


@pytest.mark.parametrize("sign", ["│", "┃", "─", "━", "┆", "║", "├", "└", "╋", "ㄧ", "･", "｡", '<i class="icon">\ue601</i>', "&#xe601;"])
def test_what_stands_between_the_items_of_a_menu(sign: str, context: Context) -> None:
    """Box drawing characters, half-width dots and icons are drawn on purpose."""
    assert list(mojibake(view(body(f"<p>{sign.join(MENU)}</p>")), context)) == []


@pytest.mark.parametrize("text", ["请问我的证什么时候能办好??????????急急急?????????", "为什么还不修路??????????请回答??????????谢谢"])
def test_impatient_letters(text: str, context: Context) -> None:
    """Runs of question marks behind a question are punctuation."""
    assert list(mojibake(view(body(f"<p>{text}</p>")), context)) == []


@pytest.mark.parametrize("sign", ["\ue601", "ㄆ", "ж", "ｱ", "????"])
def test_what_damage_leaves_inside_words(sign: str, context: Context) -> None:
    """Private, foreign and lost characters in running text are still told."""
    assert len(list(mojibake(view(body(f"<p>{sign.join(MENU)}</p>")), context))) == 1


def test_attachments_are_exempt(context: Context) -> None:
    """A PDF whose font lacks a table of its characters is our misreading."""
    lines = ["本局二〇一四年共办理政府信息公开申请三件，均在法定期限内答复申请人，未收取费用。", "锟斤拷" * 10]
    page = view(pdf([lines]), url="http://www.example.gov.cn/1.pdf", headers=(("content-type", "application/pdf"),))

    assert page.attachment == "pdf"
    assert "锟斤拷" in page.text
    assert list(mojibake(page, context)) == []
