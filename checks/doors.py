"""Words that name a place rather than a document: which links are doors behind which something may be missed. 入口"""

from __future__ import annotations

import re

from checks.facts.roles import LONGEST, LONGEST_PLACE, ends_as_column
from checks.parsing.fold import fold

LONGEST_DOOR = LONGEST_PLACE
LONGEST_NEWS_DOOR = 8  # 通知公告, 工作动态: longer texts with these words are titles of single items
DOCUMENT_SIGN = re.compile(r"20\d\d|^关于|《|\.(?:docx?|xlsx?|pdf|zip|rar|wps)$|第.{1,4}[批期号]", re.I)
# Items that every template has and no rule asks for; closed ones hide nothing.
UTILITY = re.compile(
    r"登[录陆]|注册|后台|管理|邮箱|邮件|办公|^oa|检索|搜索|english|rss|打印|关闭|收藏|分享|手机|微信|微博|客户端|无障碍|繁[体體]|简体|首页|返回|[上下]一?[页篇]|尾页|末页|^\d+$",
    re.I,
)
SHORTEST_DOOR = 2


def is_disclosure_place(text: str) -> bool:
    """Whether a link's words, however long, name an organ's disclosure place. 公开专栏入口"""
    words = fold(text)
    return len(words) <= LONGEST and ends_as_column(words) and not DOCUMENT_SIGN.search(words)


def is_door(text: str, role: str) -> bool:
    """Whether words with this role name a place (政府信息公开) rather than one document (关于…的通知, 2014年度报告). 是否为栏目入口"""
    if DOCUMENT_SIGN.search(fold(text)):
        return False
    return len(text) <= (LONGEST_NEWS_DOOR if role == "dated" else LONGEST_DOOR) or (role == "disclosure" and is_disclosure_place(text))


def may_lead_on(text: str) -> bool:
    """Whether a link without a known role may be a column: short like a menu item, or a picture or frame without words. 可能的栏目入口"""
    words = fold(text)
    if not words:
        return True
    return SHORTEST_DOOR <= len(words) <= LONGEST_DOOR and not DOCUMENT_SIGN.search(words) and not UTILITY.search(words)
