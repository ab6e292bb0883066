"""Whether the site can be searched. 检索功能"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Fact, Reading, State
from checks.parsing.fold import plain
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .glance import all_link_words, all_targets, link_words
from .notice import read_notice
from .shell import shell_reason
from .site import Mark, fetched

SEARCH = re.compile(r"search|sousuo|jiansuo|keyword|query|检索|搜索|关键[字词]|请输入", re.I)
SEARCH_TEXT = re.compile(r"^(?:站内|全站|全文|高级|一网|智能|网站)?(?:搜索|检索|查询|搜一搜)$")
SEARCH_WORDS = ("搜", "检索", "查询")  # one of these stands in whatever SEARCH_TEXT knows
SEARCH_PATH = re.compile(r"/(?:search|sousuo|jiansuo)\b", re.I)
SEARCH_IMAGE = re.compile(r"search|sousuo|搜索|检索", re.I)
ATTRIBUTES = ("name", "id", "class", "placeholder", "value", "title", "alt", "onclick", "src", "aria-label")
OTHER_FIELDS = frozenset({"hidden", "radio", "checkbox", "password", "file"})
FETCHED_HEAD = re.compile(r"head|top|nav|menu|search|banner|common", re.I)


def search_box(view: PageView, context: Context) -> Iterator[Fact]:
    """``site.search`` box: a visible field, form or link for searching the site. 检索功能"""
    if not view.is_html or read_notice(view) or shell_reason(view):
        return
    box = _box(view)
    if box is None:
        state = State.UNREAD if fetched(view, FETCHED_HEAD) else State.ABSENT
        box = Mark(
            reading=Reading(state=state),
            quote=title_text(view),
            where="//body",
            method="page read" if state is State.ABSENT else "parts loaded later",
            confidence=0.8,
        )
    yield Fact(
        kind="site.search",
        subject="box",
        value=box.reading,
        evidence=view.evidence(box.quote, box.where),
        method=box.method,
        confidence=box.confidence,
    )


def _box(view: PageView) -> Mark | None:
    return _field(view) or _link(view) or _image(view)


def _field(view: PageView) -> Mark | None:
    for field in view.tree.iter("input", "button"):
        if (field.get("type") or "text").lower() in OTHER_FIELDS or view.is_hidden(field):
            continue
        form = next(field.iterancestors("form"), None)
        words = [field.get(name) for name in ATTRIBUTES]
        words.append(form.get("action") if form is not None else "")
        if SEARCH.search(plain(" ".join([word for word in words if word]))):
            shown = field.get("placeholder") or field.get("value") or field.get("name") or field.get("id") or "search"
            return Mark(reading=Reading(state=State.VALID, value=shown), quote=shown, where=field, method="field")
    return None


def _link(view: PageView) -> Mark | None:
    if not (any(word in all_link_words(view) for word in SEARCH_WORDS) or SEARCH_PATH.search(all_targets(view))):
        return None
    for link, text in zip(view.links, link_words(view), strict=True):
        if not link.hidden and (SEARCH_TEXT.match(text) or (link.via == "a" and SEARCH_PATH.search(link.href))):
            reading = Reading(state=State.VALID, value=link.text)
            return Mark(reading=reading, quote=link.text or link.href, where=link.locator, method="link", confidence=0.8)
    return None


def _image(view: PageView) -> Mark | None:
    for image in view.tree.iter("img"):
        words = (image.get("alt") or "") + (image.get("src") or "").rsplit("/", 1)[-1]
        if SEARCH_IMAGE.search(plain(words)) and not view.is_hidden(image):
            quote = image.get("alt") or image.get("src") or ""
            return Mark(reading=Reading(state=State.VALID), quote=quote, where=image, method="image", confidence=0.7)
    return None
