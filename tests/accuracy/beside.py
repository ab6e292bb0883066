"""Others beside us: date and title of the same documents, as ``htmldate`` and ``trafilatura`` read them. 与他人对照

Both are installed by ``make compare`` and by nothing else. They are given the page as we decoded it, so that no encoding stands in their way,
and judged by the same measures. Only documents are compared: of a list or a home page neither claims to know the date.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import attrs

from checks.parsing.view import PageView
from checks.scoring import Label, Mistake, Score, score
from cli.commands.facts import named_pages, saved_page

PACKAGES = ("htmldate", "trafilatura")
HEADING = "## Beside others"
ABOUT = """Publication date and title of the documents among these pages (articles, reports, guides, items; no lists, no home pages), read by us, by
`htmldate` and by `trafilatura` from the same decoded text and judged alike. Of pages on which nobody can see a date the right answer is
none. Written where both are installed (`make compare`).
"""
DOCUMENTS = frozenset({"article", "annual_report", "apply", "budget", "guide", "penalty", "power_list", "service_item"})
OURS = "gongkai"
MEASURES = ("published date", "published date invented", "title")
UNASKED = frozenset({("htmldate", "title")})  # what one of them does not claim to read
Reader = Callable[[str], Label]  # a page's text → what is read on it


@attrs.frozen
class Set:
    """A set of labelled pages: their labels, where the pages lie, what we read on them. 标注网页"""

    labels: Sequence[Label]
    folder: Path
    prefix: str
    ours: Mapping[str, Label]


def missing() -> tuple[str, ...]:
    """Which of the others are not installed."""
    return tuple(name for name in PACKAGES if importlib.util.find_spec(name) is None)


def readers() -> dict[str, Reader]:
    """The others. ImportError where they are not installed."""
    import htmldate
    import trafilatura

    def date_alone(text: str) -> Label:
        return {"published": htmldate.find_date(text, original_date=True)}

    def both(text: str) -> Label:
        found = trafilatura.extract_metadata(text)
        return {"published": found.date, "title": found.title} if found else {}

    return {"htmldate": date_alone, "trafilatura": both}


def beside(pages: Set, others: Mapping[str, Reader]) -> dict[str, Score]:
    """Date and title of a set's documents, scored for us and for each of the others."""
    labels = [_asked(label) for label in pages.labels if label.get("page_kind") in DOCUMENTS]
    wanted = {label["file"] for label in labels}
    texts = {
        pages.prefix + name: PageView(saved_page(path, "")).source
        for name, path in named_pages([pages.folder])
        if pages.prefix + name in wanted
    }
    scores = {OURS: score(labels, pages.ours)}
    for name, read in others.items():
        scores[name] = score(labels, {file: {"file": file, **read(text)} for file, text in texts.items()})
    return scores


def _asked(label: Label) -> Label:
    """Of a label what is compared. A date that nobody can see is asked for as well: none is the right answer."""
    return {key: label[key] for key in ("file", "published", "title", "title_alt") if key in label}


def better(scores: Mapping[str, Score]) -> tuple[Mistake, ...]:
    """What we read wrongly and one of the others did not, page by page."""
    wrong = {name: {(m.file, m.what) for m in found.mistakes} for name, found in scores.items()}
    rivals = [name for name in scores if name != OURS]
    return tuple(
        mistake
        for mistake in scores[OURS].mistakes
        if any((mistake.file, mistake.what) not in wrong[name] for name in rivals if (name, mistake.what) not in UNASKED)
    )
