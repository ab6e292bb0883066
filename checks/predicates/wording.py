"""Why something was not read, in words that tell an official whose matter it is: the site's, the network's or this program's. 未读原因"""

from __future__ import annotations

import re
from collections.abc import Mapping

from checks.model import Fact, State

from .base import STATE_ZH, cited, reading

# Methods of readings that leave an element open, by the first word of the method.
REASONS: Mapping[str, str] = {
    "address": "只给出网址，未核对其内容",
    "attachment": "内容可能在附件中，本程序未读",
    "contact-only": "页面列有此项联系方式，但未写明可用于提出申请",
    "contradiction": "页面前后说法不一，需人工核对",
    "cut": "页面过大或末句未完，可能只读到前一部分",
    "damaged": "页面文字有乱码，未能读准",
    "data-elsewhere": "页面写明另见别处，未找到该处",
    "dead-link": "页面有此入口，但链接没有网址",
    "elsewhere": "页面写明另见别处，未找到该处",
    "empty-label": "有此名目，其后未读出内容",
    "frame": "内容在嵌入的框架中，框架里的内容未读出",
    "hidden": "有关文字写在页面中但不显示",
    "hint": "有所提及，未读出可用的内容",
    "image": "内容可能在图片中，本程序不识图",
    "mention-only": "只是提到，未找到所提的内容",
    "no-instructions": "页面没有申请方法的说明文字",
    "paged": "内容分多页，后页未读",
    "protected": "内容被网站作了防抓取处理，未能读出",
    "receipt-only": "只说明受理，未写明怎样提交",
    "referral": "正文只说另见他处",
    "script": "内容由脚本写出，未能读出",
    "short": "页面文字过少",
    "unsure": "文字近似，不能断定所指",
    "wording": "有近似说法，不能断定所指",
    "姓名链接打不开": "姓名的链接没有网址，打不开其个人页面",
    "图片或附件未读": "内容可能在图片或附件中，本程序未读",
    "图片、附件或链接未读": "栏目内是图片、附件或下级页面，其中未读出此项",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FIRST_WORD = re.compile(r"^[a-z-]+")


def why_unread(fact: Fact) -> str:
    """Why a reading is unread or partial, with the words it was read from. 未读原因说明"""
    quote = cited(fact.evidence.quote)
    first = FIRST_WORD.match(fact.method)
    told = REASONS.get(first[0] if first else fact.method, fact.method if CHINESE.match(fact.method) else "")
    state = reading(fact).state
    general = STATE_ZH[state] if state in (State.UNREAD, State.PARTIAL) else ""
    reason = told or general
    return f"{reason}（见“{quote}”）" if quote else reason
