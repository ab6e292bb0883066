"""How well facts of pages agree with what careful people read on them. 准确率评分

Labels and predictions have one shape (docs/labels.md). What a label leaves out is not scored; a page without a prediction is wrong
everywhere. Two rates lead: the *false accusation* (a person sees a valid value, we say it is blank, a placeholder, negated or absent) and
the *missed defect* (the other way round). ``unread`` and no answer at all are abstentions: counted beside them, never as either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from .agreement import wilson

Label = Mapping[str, Any]

DEFECTS = frozenset({"blank", "placeholder", "negated", "absent"})
ABSTAINED = frozenset({"unread", ""})
STATE_SECTIONS = ("guide", "channels", "catalogue", "item_fields", "penalty_fields", "annual_report")
TURNED = frozenset({("guide", "law_492_only")})  # «valid» is the defect here
SITE_IDS = ("site_id_code", "icp", "police")
FLAGS = ("hijacked_title", "mojibake", "hidden_external_links")
DEAD = re.compile(r"^(?:#|javascript:|$)", re.I)
PINNED = re.compile(r"^[\[【(]?置顶[\]】)]?[:：]?")
CUT = 12  # characters that two titles must share for one to be the beginning of the other


@attrs.frozen
class Share:
    """``right`` of ``n`` cases. 比例"""

    right: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.right / self.n if self.n else None

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval; (0, 1) of nothing."""
        return wilson(self.right / self.n, self.n) if self.n else (0.0, 1.0)


@attrs.frozen
class Mistake:
    """One disagreement on one page. 不一致"""

    file: str
    what: str
    label: str
    predicted: str


@attrs.frozen
class Score:
    """What a comparison gave. 评分

    Attributes:
        shares: measure → how many of how many; ``… falsely accused``, ``… missed`` and ``… abstained`` count errors, all others what is right.
        mistakes: every disagreement, in the order of the pages.
    """

    shares: Mapping[str, Share]
    mistakes: tuple[Mistake, ...]


def score(labels: Sequence[Label], predictions: Mapping[str, Label]) -> Score:
    """Compare the labels with the predictions, which are named by file. 评分"""
    cases: dict[str, list[bool]] = {}
    mistakes: list[Mistake] = []
    for label in labels:
        predicted = predictions.get(label["file"], {})
        for measure in MEASURES:
            for name, good, want, got in measure(label, predicted):
                cases.setdefault(name, []).append(good)
                if good == name.endswith(ERRORS):
                    mistakes.append(Mistake(label["file"], name, str(want), str(got)))
    return Score({name: Share(sum(seen), len(seen)) for name, seen in cases.items()}, tuple(mistakes))


Case = tuple[str, bool, object, object]  # measure, whether it holds, label, prediction
ERRORS = ("falsely accused", "missed", "abstained", "invented")


def _kind(label: Label, predicted: Label) -> Iterator[Case]:
    if "page_kind" in label:
        got = predicted.get("page_kind")
        yield "page kind", got in (label["page_kind"], *label.get("page_kind_alt", ())), label["page_kind"], got


def _title(label: Label, predicted: Label) -> Iterator[Case]:
    if "title" in label:
        wanted = [text for text in (label["title"], *(label.get("title_alt") or ())) if text]
        got = predicted.get("title")
        right = not got if not label["title"] else False  # no title is right where there is none, whatever else could be defended
        yield "title", right or any(letters(got) == letters(text) for text in wanted), label["title"], got


def _published(label: Label, predicted: Label) -> Iterator[Case]:
    if "published" in label:
        want, got = label["published"] or None, predicted.get("published") or None
        yield "published date", want == got, want, got
        if want is None:
            yield "published date invented", got is not None, want, got


def _site(label: Label, predicted: Label) -> Iterator[Case]:
    for key in SITE_IDS:
        if key in (label.get("site") or {}):
            want, got = label["site"][key], (predicted.get("site") or {}).get(key)
            yield f"site {key}", SITE_KEYS[key](want) == SITE_KEYS[key](got), want, got


def _digits(text: str | None) -> str:
    return re.sub(r"\D", "", text or "")


def letters(text: str | None) -> str:
    """A text by its letters and digits alone, full-width forms made plain. 只留字母和数字"""
    plain = PINNED.sub("", unicodedata.normalize("NFKC", text or "").lower().strip())
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")


SITE_KEYS: Mapping[str, Callable[[str | None], str]] = {"site_id_code": letters, "icp": letters, "police": _digits}


def _entries(label: Label, predicted: Label) -> Iterator[Case]:
    if "entries" not in label:
        return
    wanted, got = label["entries"], predicted.get("entries") or []
    pairs = pair_rows(wanted, got)
    matched_rows, matched_own = {i for i, _ in pairs}, {j for _, j in pairs}
    for number, row in enumerate(wanted):
        yield "list rows found", number in matched_rows, row["title"], ""
    for number, row in enumerate(got):
        yield "list rows real", number in matched_own, "", row.get("title")
    for i, j in pairs:
        if "date" in wanted[i]:
            want, have = wanted[i]["date"], got[j].get("date") or None
            yield "list dates", want == have, f"{wanted[i]['title']}: {want}", have
    if not wanted:
        yield "empty lists seen", predicted.get("entries") == [], "0 rows", f"{len(got)} rows"
    elif "entries" in predicted:
        yield "lists invented", not got, f"{len(wanted)} rows", "0 rows"


def pair_rows(wanted: Sequence[Label], got: Sequence[Label]) -> list[tuple[int, int]]:
    """Rows of two lists that are one, each used once, the surest first. 行配对"""
    found = []
    for i, mine in enumerate(wanted):
        for j, other in enumerate(got):
            same = _same_address(mine.get("url"), other.get("url"))
            alike = _alike(mine.get("title"), other.get("title"))
            if same or alike:
                found.append((-(4 * same + 2 * alike + (mine.get("date") == other.get("date"))), abs(i - j), i, j))
    used_wanted: set[int] = set()
    used_got: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(found):
        if i not in used_wanted and j not in used_got:
            used_wanted.add(i)
            used_got.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _same_address(one: str | None, other: str | None) -> bool:
    """Equal, or one resolved and the other as it is written."""
    first, second = (re.sub(r"^(?:\.{1,2}/)+", "", (text or "").strip()) for text in (one, other))
    if DEAD.match(first) or DEAD.match(second):
        return False
    short, long = sorted((first, second), key=len)
    return first == second or (len(short) >= 6 and "://" not in short and long.endswith("/" + short.lstrip("/")))


def _alike(one: str | None, other: str | None) -> int:
    """2 for one title, 1 where one is the beginning of the other, else 0."""
    first, second = letters(one), letters(other)
    if first and first == second:
        return 2
    return int(min(len(first), len(second)) >= CUT and (first.startswith(second) or second.startswith(first)))


def _paging(label: Label, predicted: Label) -> Iterator[Case]:
    if isinstance(label.get("more_pages"), bool):
        yield "more pages", predicted.get("more_pages") == label["more_pages"], label["more_pages"], predicted.get("more_pages")


def _states(label: Label, predicted: Label) -> Iterator[Case]:
    for section in STATE_SECTIONS:
        wanted, got = _elements(label, section), _elements(predicted, section)
        for key, value in wanted.items():
            want, have = _state(value), _state(got.get(key))
            what = f"{section}.{key}"
            said = f"{what} {want}", f"{have or 'no answer'}"
            yield f"{section} states", want == have, *said
            valid, defect = want == "valid", want in DEFECTS
            charged, cleared = have in DEFECTS, have == "valid"
            if (section, key) in TURNED:
                valid, defect, charged, cleared = defect, valid, cleared, charged
            for group in (section, "all"):
                yield f"{group} abstained", have in ABSTAINED, *said
                if valid:
                    yield f"{group} falsely accused", charged, *said
                elif defect:
                    yield f"{group} missed", cleared, *said


def _elements(label: Label, section: str) -> Mapping[str, Any]:
    found = label.get(section) or {}
    return (found.get("sections") or {}) if section == "annual_report" else found


def _state(value: Any) -> str:
    return str(value.get("state") or "") if isinstance(value, Mapping) else ""


def _report_year(label: Label, predicted: Label) -> Iterator[Case]:
    want = (label.get("annual_report") or {}).get("year")
    if want:
        got = (predicted.get("annual_report") or {}).get("year")
        yield "report year", str(want) == str(got), want, got


def _links(label: Label, predicted: Label) -> Iterator[Case]:
    for key, want in (label.get("links_to") or {}).items():
        got = (predicted.get("links_to") or {}).get(key) or {}
        same = _same_address(want.get("url"), got.get("url")) or _alike(want.get("text"), got.get("text")) == 2
        yield "places linked", same, f"{key}: {want.get('url')}", got.get("url")


def _integrity(label: Label, predicted: Label) -> Iterator[Case]:
    for key in FLAGS:
        want = (label.get("integrity") or {}).get(key)
        if want is not None:
            got = (predicted.get("integrity") or {}).get(key)
            yield f"integrity {key}", bool(want) == bool(got), want, got


MEASURES: tuple[Callable[[Label, Label], Iterator[Case]], ...] = (
    _kind,
    _title,
    _published,
    _site,
    _entries,
    _paging,
    _states,
    _report_year,
    _links,
    _integrity,
)


def named(predictions: Iterable[Label]) -> dict[str, Label]:
    """Predictions by file. ValueError names a file that comes twice. 按文件"""
    found: dict[str, Label] = {}
    for prediction in predictions:
        if prediction["file"] in found:
            raise ValueError(prediction["file"])
        found[prediction["file"]] = prediction
    return found
