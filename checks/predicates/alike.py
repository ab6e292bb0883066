"""Rows and links under other words than the usual ones: what they lead to may be the thing sought, and a person must look. 疑似所查内容"""

from __future__ import annotations

import re

from checks.assemble import Reach, ReadPage, UnitFacts
from checks.model import Entry, Fact
from checks.pages import page_reach
from checks.parsing.fold import fold

from .base import cited

# 怎样获取政府信息, 公民申请政府信息怎么办理, 政务信息查询说明
ON_APPLYING = re.compile(
    r"(?:申请|获取|查询|查阅|索取).{0,6}(?:政府信息|政务信息|信息公开)|(?:政府信息|政务信息|信息公开).{0,6}(?:申请|获取|查询|查阅|须知|说明|问答)"
)
NO_ANSWER = re.compile(r"通知|会议|培训|答复|告知|决定|统计|复议|报告")  # about one application, or the office's own work
CATALOGUE_LIKE = re.compile(r"公开[^,，。《》]{0,6}目录$")  # 政务公开内容目录
LONGEST_PLACE = 12
# 民政概况, 走进统计, 交通简介; 党组成员, 班子成员: what an organ may call the page about itself, and the one about its leaders.
ORGAN_LIKE = re.compile(r"(?:概况|概览|简况|简介|介绍|职责|职能|机构|组织|科室|处室)$|^走进|^关于(?:我们|本)")
LEADERS_LIKE = re.compile(r"(?:党组|党委|党工委|委员会|班子)(?:成员|委员|介绍|简介|分工)?$|领导|^(?:局长|主任)(?:之窗|简介|介绍)$")
ABOUT_LIKE = {"duty": ORGAN_LIKE, "units": ORGAN_LIKE, "leaders": LEADERS_LIKE}


def page_about(unit: UnitFacts, part: str) -> ReadPage | None:
    """A page that was read and whose name, or the words of the link to it, may mean the organ itself or its leaders. 疑似机构、领导页面"""
    like = ABOUT_LIKE.get(part)
    named = ((page, fold(name)) for page in unit.pages for name in (page.title, page.page.anchor or "") if page_reach(page) is Reach.READ)
    return next((page for page, name in named if like and 0 < len(name) <= LONGEST_PLACE and like.search(name)), None)


def rows_like(unit: UnitFacts, words: tuple[str, ...], like: re.Pattern[str] | None) -> tuple[Fact, ...]:
    """List rows whose title ends in one of the words, or is like the name of what is sought. 标题相近的条目"""
    ends = tuple(fold(w) for w in words)
    rows = ((f, fold(f.value.title)) for f in unit.rows if isinstance(f.value, Entry))
    return tuple(f for f, title in rows if title.endswith(ends) or (like is not None and like.search(title)))[:3]


def on_applying(unit: UnitFacts) -> tuple[Fact, ...]:
    """Rows that seem to tell how information is applied for, whatever they are called. 疑似申请说明的条目"""
    rows = ((f, fold(f.value.title)) for f in unit.rows if isinstance(f.value, Entry))
    return tuple(f for f, title in rows if ON_APPLYING.search(title) and not NO_ANSWER.search(title))[:3]


def doubt_of(rows: tuple[Fact, ...]) -> str:
    """Why rows of such words leave the question open. 疑点说明"""
    title = next((f.value.title for f in rows if isinstance(f.value, Entry)), "")
    return f"列表中的“{cited(title, 40)}”是否即所查内容，需人工看一眼"
