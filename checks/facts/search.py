"""Whether the site can be searched. 检索功能"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Fact, Reading, State
from checks.parsing.memo import fold_word
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .notice import read_notice
from .shell import shell_reason
from .site import Mark, fetched

SEARCH = re.compile(r"search|sousuo|jiansuo|keyword|query|检索|搜索|关键[字词]|请输入", re.I)
SEARCH_TEXT = re.compile(r"^(?:站内|全站|全文|高级|一网|智能|网站)?(?:搜索|检索|查询|搜一搜)$")
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
    for field in view.tree.iter("input", "button"):
        if (field.get("type") or "text").lower() in ("hidden", "radio", "checkbox", "password", "file") or view.is_hidden(field):
            continue
        form = next(field.iterancestors("form"), None)
        words = " ".join(
            filter(
                None,
                (
                    *(
                        field.get(a)
                        for a in ("name", "id", "class", "placeholder", "value", "title", "alt", "onclick", "src", "aria-label")
                    ),
                    form.get("action") if form is not None else "",
                ),
            )
        )
        if SEARCH.search(words):
            shown = field.get("placeholder") or field.get("value") or field.get("name") or field.get("id") or "search"
            return Mark(reading=Reading(state=State.VALID, value=shown), quote=shown, where=field, method="field")
    for link in view.links:
        if not link.hidden and (
            SEARCH_TEXT.match(fold_word(link.text)) or (link.via == "a" and re.search(r"/(?:search|sousuo|jiansuo)\b", link.href, re.I))
        ):
            return Mark(
                reading=Reading(state=State.VALID, value=link.text),
                quote=link.text or link.href,
                where=link.locator,
                method="link",
                confidence=0.8,
            )
    image = next(
        (
            i
            for i in view.tree.iter("img")
            if re.search(r"search|sousuo|搜索|检索", (i.get("alt") or "") + (i.get("src") or "").rsplit("/", 1)[-1], re.I)
            and not view.is_hidden(i)
        ),
        None,
    )
    return (
        Mark(
            reading=Reading(state=State.VALID),
            quote=image.get("alt") or image.get("src") or "",
            where=image,
            method="image",
            confidence=0.7,
        )
        if image is not None
        else None
    )
