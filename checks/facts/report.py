"""Facts of one page as a label: what a careful reader would write down. 单页事实的标注格式

The shape is a contract with outsiders (``gongkai facts``): page_kind, title, published, site, entries, more_pages, guide, channels,
catalogue, item_fields, penalty_fields, annual_report, links_to, integrity. A section appears only where it applies to the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checks.model import Entry, Fact, Link, PageKind, Paging, Reading, State
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .hijack import OTHER_SECTOR
from .offers import best
from .spam import MIDDLE

LISTS = frozenset({PageKind.COLUMN, PageKind.CATALOGUE, PageKind.GUIDE_INDEX})
# section → (kind of fact, key of the reading's text)
SECTIONS: Mapping[str, tuple[str, str]] = {
    "guide": ("guide", "value"),
    "channels": ("channels", "quote"),
    "catalogue": ("catalogue", "value"),
    "item_fields": ("item", "label"),
    "penalty_fields": ("penalty", "label"),
}
NUMBERS = {"site_id_code": "f_code", "icp": "f_icp", "police": "f_psb"}
LABEL = ("label",)
SHOWN = {"f_code": ("label", "meta")}  # methods of readings that count as written on the page
LINKS_TO = ("guide", "catalogue", "apply", "annual_report", "rules", "power_list")
ENTRANCE = "disclosure"  # the disclosure column stands in for the catalogue where no link names one
# Elements that labels do not know, although rules do.
UNLABELLED = frozenset({("guide", "net")})


def as_label(view: PageView, facts: Sequence[Fact], context: Context) -> dict[str, Any]:
    """One page as a label; a page whose address is not known has ``url`` null and hrefs as written. 标注格式输出"""
    known = view.url.startswith(("http://", "https://"))
    kind = next((f.value for f in facts if f.kind == "page.kind"), PageKind.OTHER)
    label: dict[str, Any] = {"url": view.url if known else None, "page_kind": str(kind)}
    if kind is not PageKind.HOME:
        label["title"] = _first(facts, "page.title")
        label |= _published(facts)
    label["site"] = _site(facts)
    if kind in LISTS:
        label["entries"] = [_entry(f.value, known) for f in facts if f.kind == "entry" and isinstance(f.value, Entry)]
        paging = _first(facts, "list.paging")
        label["more_pages"] = paging.more if isinstance(paging, Paging) else None
    for section, (fact_kind, text) in SECTIONS.items():
        readings = _readings(facts, fact_kind, text)
        if readings:
            label[section] = readings
    annual = _annual(facts, kind)
    if annual:
        label["annual_report"] = annual
    links = _links(facts, known)
    if links:
        label["links_to"] = links
    label["integrity"] = _integrity(facts)
    return label


def _first(facts: Iterable[Fact], kind: str) -> Any:
    return next((f.value for f in facts if f.kind == kind), None)


def _published(facts: Iterable[Fact]) -> dict[str, Any]:
    fact = next((f for f in facts if f.kind == "page.published"), None)
    if fact is None or not isinstance(fact.value, dt.date):
        return {"published": None, "published_source": "none"}
    return {"published": fact.value.isoformat(), "published_source": "meta" if fact.method == "meta" else "visible"}


def _site(facts: Iterable[Fact]) -> dict[str, str | None]:
    """Numbers that the reader sees; of what is not shown only the code counts that stands in the meta tag made for it."""
    seen = {
        f.subject: f.value.value
        for f in facts
        if f.kind == "site" and f.method in SHOWN.get(f.subject, LABEL) and isinstance(f.value, Reading) and f.value.state is State.VALID
    }
    return {name: seen.get(subject) for name, subject in NUMBERS.items()}


def _entry(entry: Entry, known: bool) -> dict[str, Any]:
    date: str | None = entry.date.isoformat() if entry.date else None
    if entry.date and (entry.year_inferred or entry.year_addressed):  # as the reader sees it
        date = entry.date.strftime("%m-%d")
    return {"title": entry.title, "url": entry.url if known and entry.url else entry.href, "date": date}


def _readings(facts: Iterable[Fact], kind: str, text: str) -> dict[str, dict[str, Any]]:
    """First reading of every element; of several items on a page the first group is the page's."""
    found: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact.kind != kind or not isinstance(fact.value, Reading) or fact.subject in found or (kind, fact.subject) in UNLABELLED:
            continue
        reading = fact.value
        shown = {"value": reading.value, "quote": fact.evidence.quote or None, "label": reading.label}[text]
        found[fact.subject] = {"state": str(reading.state), text: shown if reading.state is not State.ABSENT else None}
    return found


def _annual(facts: Sequence[Fact], kind: object) -> dict[str, Any]:
    sections = {f.subject: {"state": str(f.value.state)} for f in facts if f.kind == "annual.section" and isinstance(f.value, Reading)}
    year = _first(facts, "annual.year")
    if kind is not PageKind.ANNUAL_REPORT and not sections:
        return {}
    return {"year": year, "sections": sections}


def _links(facts: Iterable[Fact], known: bool) -> dict[str, dict[str, str]]:
    offered: dict[str, list[Link]] = {}
    for fact in facts:
        if fact.kind == "link" and isinstance(fact.value, Link):
            offered.setdefault(fact.subject, []).append(fact.value)
    if "catalogue" not in offered and ENTRANCE in offered:
        offered["catalogue"] = offered[ENTRANCE]
    chosen = {role: best(offered[role]) for role in LINKS_TO if role in offered}
    return {role: {"text": link.text or link.title, "url": link.url if known and link.url else link.href} for role, link in chosen.items()}


def _integrity(facts: Sequence[Fact]) -> dict[str, Any]:
    hidden = next((f.value for f in facts if f.kind == "integrity.hidden_links" and f.subject == "all"), 0)
    hijacked = any(
        f.kind == "integrity.hijack"
        and f.confidence >= MIDDLE
        and (f.subject == "title" or f.value == OTHER_SECTOR or f.evidence.locator == "//title")
        for f in facts
    )
    damaged = any(f.kind == "integrity.mojibake" for f in facts)
    return {"hidden_external_links": hidden, "hijacked_title": hijacked, "mojibake": damaged}
