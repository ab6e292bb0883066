"""The lines at the foot of a page that tell who runs the site: labels with their values, and what stands beside them loosely. 页脚相关各行"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from checks.parsing.fold import plain
from checks.parsing.footer import footer_elements, footer_lines
from checks.parsing.memo import per_view
from checks.parsing.texts import per_text
from checks.parsing.view import Line, PageView

# A label in a cell, an item or a paragraph of its own, whose value stands in the next one.
ALONE = re.compile(
    r"(?:主办|主管|承办)(?:单位)?|(?:政府)?网站标识码?|(?:icp|网站|公安|公网安?|公安机关|公安联网|网安)?备案?(?:编?号|信息)?|(?:联系|办公)?(?:电话|地址|方式)|邮箱|技术支持|维护单位"
)
LABELLED = re.compile(r"\s?[^:：\d]{2,8}[:：]")
# Of the run of lines at the foot. A telephone above it may be that of a document.
RUNS_SITE = re.compile(r"(?:主办|主管|承办|维护|运维)(?:单位)?(?:[:：]|$)|(?:合作|协办|支持)单位[:：]|标识码|备案|icp备|安备")
REACHES = re.compile(r"电话|地址|传真|邮编|邮箱|邮政编码|联系|热线|信箱|@|技术支持|版权|浏览器|地图|主办")
FIGURES = re.compile(r"[\d\s()（）号-]{6,30}")
PROSE = re.compile(r"[。；！？]")
TEMPLATE = re.compile(r"\{\{|\$\{")
# What the picture of a mark is called, by mark.
PICTURED = {"f_code": re.compile(r"标识码"), "f_icp": re.compile(r"icp|网站备案", re.I), "f_psb": re.compile(r"安备|公安")}
LONGEST = 160
MOST_BESIDE = 6  # lines of the run on either side


@per_view
def foot_lines(view: PageView) -> tuple[Line, ...]:
    """The footers' lines and those that go on from them, each label joined with the value in the next line. 页脚各行（标签与值合并）"""
    foot = frozenset(footer_lines(view))
    if not foot:
        return ()
    shown = [line for line in view.lines if not line.hidden]
    places = [place for place, line in enumerate(shown) if line in foot]
    beside = sorted({*_run(shown, places[0], -1), *_run(shown, places[-1], 1)} - {*places})
    return tuple(_joined(shown, place) for place in (*places, *beside))


def _run(shown: list[Line], place: int, step: int) -> Iterator[int]:
    """Places of the lines before or behind the footers that read like more of them."""
    for _ in range(MOST_BESIDE):
        place += step
        if not 0 <= place < len(shown):
            return
        labelled = _label(shown[place]) is not None or (place > 0 and _label(shown[place - 1]) is not None)
        if not labelled and (shown[place].linked > 0.5 * len(shown[place].text) or not _goes_on(shown[place].text, step > 0)):
            return
        yield place


def _label(line: Line) -> str | None:
    """What a line that is nothing but a label says."""
    label = plain(line.text).strip().rstrip(":：").strip()
    return label if ALONE.fullmatch(label) else None


@per_text
def _reads(text: str) -> str:
    """What a short line at the foot tells: who runs the site, how they are reached, figures of either; '' for anything else."""
    even = plain(text)
    if len(text) > LONGEST or PROSE.search(even):
        return ""
    return "runs" if RUNS_SITE.search(even) else "reaches" if REACHES.search(even) else "figures" if FIGURES.fullmatch(even) else ""


def _goes_on(text: str, below: bool) -> bool:
    return _reads(text) in (("runs", "reaches", "figures") if below else ("runs", "figures"))


def _joined(shown: list[Line], place: int) -> Line:
    line = shown[place]
    if _label(line) is None or place + 1 >= len(shown):
        return line
    value = shown[place + 1]
    if len(value.text) > LONGEST or LABELLED.match(plain(value.text)) or _label(value) is not None:
        return line  # the label stands empty
    return attrs.evolve(line, text=f"{line.text.strip().rstrip(':：')}：{value.text}")


def unseen(view: PageView, subject: str) -> str:
    """What at the foot of a page may yet show a mark: a template that its script fills, a picture that is called after it; '' for nothing. 页脚待填"""
    if not view.page.rendered and any(TEMPLATE.search(line.text) for line in foot_lines(view)):
        return "template"
    words = PICTURED.get(subject)
    pictures = (image.get("alt") or "" for element in footer_elements(view) for image in element.iter("img")) if words else ()
    return "picture in the footer" if words and any(words.search(plain(alternative)) for alternative in pictures) else ""
