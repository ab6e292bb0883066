"""Is there an application form in the page, and which fields does it have? 在线申请表单"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs
from lxml import etree
from lxml.html import HtmlElement

from checks.model import LinkKind
from checks.parsing.fold import compact, fold
from checks.parsing.view import PageView
from checks.parsing.visible import NEVER_SHOWN
from checks.vocabulary import Element, Vocabulary

from .guide_text import read_body

FAMILY = "form"
CONTROLS = frozenset({"input", "textarea", "select"})
NOT_FIELDS = frozenset({"hidden", "submit", "button", "image", "reset"})
# Only a form that asks which information is wanted is one for disclosure; letter boxes, complaints and searches ask for something else.
ABOUT_INFORMATION = re.compile(
    r"所需(?:政府)?信息|信息(?:的)?(?:内容描述|索取号|特征|用途)|申请公开|公开申请|依申请|获取(?:政府)?信息|提供信息|信息(?:的)?(?:指定)?提供方式|所需内容|申请的?政府信息|信息公开申请"
)
OTHER_FORM = re.compile(
    r"写信须知|信件(?:标题|内容|类型|主题)|来信|留言(?:标题|内容|主题)|投诉(?:标题|内容|对象)|举报(?:内容|人|对象)|咨询(?:标题|内容|主题)|意见(?:内容|建议)|用户名|满意度"
)
MOST_LABEL = 60  # characters before a control that can be its label
MOST_CONTROLS = 400
MOST_OPTIONS = 40


@attrs.frozen(eq=False)
class Field:
    """A control: the words before it, and the same with its own attributes. 表单控件

    Attributes:
        choice: for a radio button, a check box or a select, what it offers: the words beside it, its value, its options.
    """

    label: str
    words: str
    element: HtmlElement
    choice: str = ""


@attrs.frozen(eq=False)
class FormRead:
    """What the page shows of an application form. 申请表单读数

    Attributes:
        found: a form with fields for an application stands in the page.
        fields: element id → the words of its control, of those found.
        unread: why a form may exist that was not read (``frame``, ``script``), '' if there is no sign of one.
    """

    found: bool = False
    fields: dict[str, Field] = attrs.Factory(dict)
    quote: str = ""
    where: HtmlElement | None = None
    unread: str = ""


def read_form(view: PageView, vocabulary: Vocabulary) -> FormRead:
    """The application form of a page; of several the one with most fields. 读取申请表单"""
    kept: dict[int, FormRead] = view.__dict__.setdefault("_application_form", {})
    if id(vocabulary) not in kept:
        kept[id(vocabulary)] = _read(view, vocabulary)
    return kept[id(vocabulary)]


def _read(view: PageView, vocabulary: Vocabulary) -> FormRead:
    best = FormRead()
    for where, fields in _forms(view):
        text = fold("".join(field.words for field in fields))
        if not ABOUT_INFORMATION.search(text) or OTHER_FORM.search(text):
            continue
        known = {}
        for element in vocabulary.family(FAMILY).values():
            field = next((f for word in element.labels for f in fields if word in _words(f, element)), None)
            field = field or _chosen(fields, element)
            if field:
                known[element.id] = field
        if "f_desc" in known and ("f_name" in known or "f_contact" in known) and len(known) > len(best.fields):
            best = FormRead(True, known, known["f_desc"].label, where)
    return best if best.found else FormRead(unread=_unread(view))


def _chosen(fields: list[Field], element: Element) -> Field | None:
    """A choice between what the element can be («纸质 / 电子邮件 / 光盘»), whatever label stands above it."""
    return next((field for field in fields if field.choice and any(word in field.choice for word in element.aliases)), None)


def _words(field: Field, element: Element) -> str:
    text = fold(field.words)
    for word in element.never:
        text = text.replace(word, "")
    return text


def _forms(view: PageView) -> Iterator[tuple[HtmlElement, list[Field]]]:
    """Controls grouped by their form; those outside any form belong to the body."""
    body = next(view.tree.iter("body"), view.tree)
    groups: dict[HtmlElement, list[Field]] = {}
    text: list[str] = []
    skipped = 0
    count = 0
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if node.tag in NEVER_SHOWN or node.tag == "option":
            skipped += 1 if event == "start" else -1
            if event == "end" and not skipped:
                text.append(node.tail or "")
            continue
        if skipped:
            continue
        if event == "start":
            if node.tag == "form":
                text = []
            if node.tag in CONTROLS and (node.get("type") or "text").lower() not in NOT_FIELDS:
                count += 1
                if count > MOST_CONTROLS:
                    break
                form = next(node.iterancestors("form"), body)
                groups.setdefault(form, []).append(_field(text, node))
                text = []
            elif node.tag not in CONTROLS:
                text.append(node.text or "")
        elif node is not body:
            text.append(node.tail or "")
    for form, fields in groups.items():
        if any(not view.is_hidden(field.element) for field in fields):
            yield form, fields


def _field(before: list[str], control: HtmlElement) -> Field:
    words = compact("".join(before))[-MOST_LABEL:]
    own = dict.fromkeys(w for name in ("displayname", "placeholder", "title", "aria-label", "data-label") if (w := control.get(name) or ""))
    return Field(words or " ".join(own), compact(" ".join([words, *own])), control, _choice(words, control))


def _choice(before: str, control: HtmlElement) -> str:
    if control.tag == "select":
        return fold(" ".join(_text(option) for option in itertools.islice(control.iter("option"), MOST_OPTIONS)))
    if (control.get("type") or "").lower() not in ("radio", "checkbox"):
        return ""
    return fold(" ".join([before, control.get("value") or "", (control.tail or "")[:MOST_LABEL], _beside(control)]))


def _beside(control: HtmlElement) -> str:
    """The label behind a radio button or check box."""
    label = control.getnext()
    return _text(label)[:MOST_LABEL] if label is not None and label.tag in ("label", "span", "font") else ""


def _unread(view: PageView) -> str:
    """A frame in the content, or a container that only a script fills."""
    main = read_body(view).element
    for frame in main.iter("iframe", "frame"):
        small = any(re.fullmatch(r"[01](?:px)?", frame.get(name) or "") for name in ("width", "height"))
        if not small:
            return "frame"
    if not view.page.rendered and any(
        re.search(r"(?:apply|ysq|shenqing|form)[\w-]*", e.get("id") or "", re.I) and not _text(e) for e in main.iter("div")
    ):
        return "script"
    outside = [link for link in view.links if link.via == "frame" and link.kind is not LinkKind.OTHER and not link.hidden]
    return "frame" if any(re.search(r"apply|ysqgk|ysq|shenqing", link.href, re.I) for link in outside) else ""


def _text(element: HtmlElement) -> str:
    return "".join(element.itertext()).strip()
