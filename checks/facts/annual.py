"""Annual reports on disclosure: the year, the sections of the form, defects of the text. 信息公开年度报告"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, Reading, State
from checks.parsing.fold import Folded, fold, folded
from checks.parsing.label_lines import headings
from checks.parsing.labels import key_of
from checks.parsing.main import main_lines
from checks.parsing.memo import per_view
from checks.parsing.numbering import Mark, mark_of, unnumbered
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context, Element

from .annual_defects import defects
from .fields import unread_parts
from .title import read_title

FAMILY = "annual"
FORM_2007 = ("ar_active", "ar_apply", "ar_fee", "ar_review", "ar_problem", "ar_other")
FORM_2021 = ("s1_overview", "s2_active_table", "s3_apply_table", "s4_review_table", "s5_problem", "s6_other")
NEW_FORM_FROM = 2019
LONGEST_HEADING = 45
MAX_LINE, MAX_LINES = 20_000, 5000  # a longer line is no sentence of a report
LITTLE_TEXT = 100  # a text with fewer characters is no report, only its wrapping
REPORT_WORDS = re.compile(r"(?:信息|政务|政府)公开.{0,14}(?:年度?报告?|年报|工作报告|情况报告|报告)|(?:年度报告|年报)$")
NOT_A_REPORT = re.compile(
    r"网站.{0,6}(?:年度|工作)报表|工作报表|法治政府|依法行政|总结|通知|通报|解读|模板|格式|征求|要点|计划|方案|统计表|会议|指南|条例|制度|办法|目录$|考核|评估|预算|决算|企业年"
)
YEAR = re.compile(r"(20\d{2})(?=年|\D|$)")
PERIOD = re.compile(r"(20\d{2})年1月1日.{0,6}(20\d{2})?年?12月31日")
OPENING = re.compile(r"(20\d{2})年?(?:度)?(?:政府|政务)?信息公开(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:年?报告?|年报)")
NEW_FORM = re.compile(r"收到和处理.{0,6}信息公开申请|结转下年度继续办理|本年新收政府信息公开申请")
DIGITS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")
CHINESE_YEAR = re.compile(r"二[〇○零oO][〇○零oO一二三四五六七八九]{2}(?=年)")
SENTENCES = re.compile(r"[。;；!！\n]")


@attrs.frozen(eq=False)
class Section:
    """A heading of the report with the text that stands under it, sub-headings included. 章节"""

    heading: str
    line: Line
    mark: Mark | None
    text: str
    end: HtmlElement | None
    last: bool


def report_year(title: str, body: str) -> int | None:
    """The year an annual disclosure report covers, None if title and body do not make it one. 年报年度

    Website work statements (网站年度工作报表), rule-of-law reports and summaries are none. The year in the title counts; without one the
    opening words of the body, or the period they name.
    """
    name = arabic_years(fold(title))
    opening = arabic_years(fold(body[:1500]))
    if NOT_A_REPORT.search(name):
        return None
    if not REPORT_WORDS.search(name):
        said = OPENING.search(opening)
        return int(said[1]) if said and "现公布" in opening[: said.start() + 40] else None
    year = YEAR.search(name) or OPENING.search(opening) or PERIOD.search(opening)
    return int(year[1]) if year else None


def arabic_years(text: str) -> str:
    """Years in Chinese numerals as figures; lengths stay. 汉字年份转数字"""
    return CHINESE_YEAR.sub(lambda m: m[0].translate(DIGITS).replace("二", "2"), text)


def annual(view: PageView, context: Context) -> Iterator[Fact]:
    """``annual.year``, ``annual.section`` and ``annual.defect`` of a report. 年报要素"""
    title = read_title(view, context.as_of)
    lines = main_lines(view)
    text = "\n".join(line.text for line in lines[:MAX_LINES])
    name = title.text if title else ""
    year = report_year(name, text)
    if year is not None and title is not None:
        yield Fact(kind="annual.year", value=year, evidence=view.evidence(title.quote, title.where), method="title")
    sections = read_sections(view)
    form = FORM_2021 if (year or 0) >= NEW_FORM_FROM or (year is None and NEW_FORM.search(fold(text[:200_000]))) else FORM_2007
    family = context.vocabulary.family(FAMILY)
    matched = {e: [s for s in sections if says(s.heading, family[e])] for e in form if e in family}
    whole = not unread_parts(view) and len(text) >= LITTLE_TEXT and sum(bool(found) for found in matched.values()) >= 3
    for element, found in matched.items():
        yield _section_fact(view, family[element], found, lines, whole)
    if title is not None:
        yield from defects(view, lines, arabic_years(fold(name)), year)


@per_view
def read_sections(view: PageView) -> tuple[Section, ...]:
    """All headings of the content with their text. A numbered heading ends at the next of its rank or above. 章节划分"""
    lines = main_lines(view)
    strong = {id(view.lines[n]) for n, h in headings(view).items() if h.strong}
    heads: list[tuple[int, str, Mark | None, str]] = []
    for number, line in enumerate(lines):
        mark = mark_of(line.text)
        if mark is None and id(line) not in strong:
            continue
        name, own = _split(unnumbered(line.text))
        if name:
            heads.append((number, name, mark, own))
    return tuple(_section(lines, heads, position) for position in range(len(heads)))


def _split(text: str) -> tuple[str, str]:
    """A heading and the text that runs on behind it on the same line; ('', '') if the line is plain text."""
    parts = re.split(r"[。：:；;]|(?<=情况)[，,]", text[: LONGEST_HEADING + 1], maxsplit=1)
    name = parts[0].strip()
    if len(name) > LONGEST_HEADING or len(name) == LONGEST_HEADING + 1 or (len(parts) == 1 and len(text) > LONGEST_HEADING):
        return "", ""
    return name, text[len(parts[0]) + 1 :].strip()


def _section(lines: Sequence[Line], heads: list[tuple[int, str, Mark | None, str]], position: int) -> Section:
    number, name, mark, own = heads[position]
    end = len(lines)
    for following, _, other, _ in heads[position + 1 :]:
        if mark is None or (other is not None and other.rank <= mark.rank):
            end = following
            break
    text = "\n".join([own, *(line.text for line in lines[number + 1 : end])]).strip()
    return Section(name, lines[number], mark, text, lines[end].element if end < len(lines) else None, end == len(lines))


def says(heading: str, element: Element) -> bool:
    """Whether a heading is one of a section's. 标题是否属于该章节"""
    key = key_of(heading)
    return any(key_of(label) in key for label in element.labels) and not any(word in key for word in element.never)


def _section_fact(view: PageView, element: Element, found: list[Section], lines: Sequence[Line], whole: bool) -> Fact:
    written = [s for s in found if s.text]
    top = sorted(written or found, key=lambda s: s.mark.rank if s.mark else 9)
    if written:
        quote = f"{top[0].line.text} {top[0].text}" if top[0].text not in top[0].line.text else top[0].line.text
        return _fact(view, element.id, State.VALID, top[0].text[:1000], top[0].heading, quote, top[0].line.element, "heading")
    bare = {id(s.line) for s in read_sections(view) if len(unnumbered(s.line.text).rstrip("：: ")) <= len(s.heading)}
    sentence = _sentence(view, bare, element)
    if sentence is not None:
        line, words = sentence
        return _fact(view, element.id, State.VALID, words, None, words, line.element, "sentence")
    if found:
        state = State.UNREAD if unread_parts(view) or found[0].last else State.BLANK
        return _fact(view, element.id, state, None, top[0].heading, top[0].line.text, top[0].line.element, "heading")
    first = next((line for line in lines if mark_of(line.text)), lines[0] if lines else None)
    state = State.ABSENT if whole and not _mentioned(lines, element) else State.UNREAD
    return _fact(
        view,
        element.id,
        state,
        None,
        None,
        first.text if first else "",
        first.element if first else "//body",
        "read whole" if whole else "not read whole",
    )


@per_view
def _folded_lines(view: PageView) -> tuple[tuple[Line, Folded], ...]:
    return tuple((line, folded(line.text[:MAX_LINE])) for line in main_lines(view)[:MAX_LINES])


@per_view
def _folded_text(view: PageView) -> str:
    return "\n".join([text.text for _, text in _folded_lines(view)])


def _sentence(view: PageView, bare: Container[int], element: Element) -> tuple[Line, str] | None:
    """The first sentence, outside the lines of bare headings, that has all words of one of the element's aliases."""
    whole = _folded_text(view)
    groups = [words for words in (alias.split("+") for alias in element.aliases) if all(word in whole for word in words)]
    for line, text in _folded_lines(view) if groups else ():
        if id(line) in bare or not any(words[0] in text.text for words in groups):
            continue
        at = 0
        for piece in SENTENCES.split(text.text):
            if any(all(word in piece for word in words) for words in groups):
                return line, text.quote(at, at + len(piece))
            at += len(piece) + 1
    return None


def _mentioned(lines: Sequence[Line], element: Element) -> bool:
    """A line of its own with the section's words: perhaps its heading in a form that is not known."""
    return any(len(line.text) <= LONGEST_HEADING and not SENTENCES.search(line.text) and says(line.text, element) for line in lines)


def _fact(
    view: PageView, subject: str, state: State, value: str | None, label: str | None, quote: str, where: HtmlElement | str, method: str
) -> Fact:
    return Fact(
        kind="annual.section",
        subject=subject,
        value=Reading(state=state, value=value, label=label),
        evidence=view.evidence(quote, where),
        method=method,
        confidence={"heading": 0.9, "sentence": 0.75}.get(method, 0.7),
    )
