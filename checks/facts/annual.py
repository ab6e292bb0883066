"""Annual reports on disclosure: the year, the sections of the form, defects of the text. 信息公开年度报告"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterator, Mapping, Sequence

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, Reading, State
from checks.parsing.fold import Folded, fold, folded, plain
from checks.parsing.label_lines import headings
from checks.parsing.labels import key_of
from checks.parsing.main import main_lines
from checks.parsing.memo import per_view
from checks.parsing.numbering import Mark, mark_of, unnumbered
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context, Element

from .annual_defects import defects
from .annual_tables import annual_parts
from .fields import unread_parts
from .title import read_title

FAMILY = "annual"
FORM_2007 = ("ar_active", "ar_apply", "ar_fee", "ar_review", "ar_problem", "ar_other")
FORM_2021 = ("s1_overview", "s2_active_table", "s3_apply_table", "s4_review_table", "s5_problem", "s6_other")
NEW_FORM_FROM = 2019
LONGEST_HEADING = 45
SKIPPED = 3  # numbers that a report may leave out
LEAST, MOST = 3, 4  # sections of the form that make a text a report, and one that is all there
MAX_LINE, MAX_LINES = 20_000, 5000  # a longer line is no sentence of a report
LITTLE_TEXT = 100  # a text with fewer characters is no report, only its wrapping
MOST_SECTIONS = 2_000  # a report has some dozens
REPORT_WORDS = re.compile(r"(?:信息|政务|政府)公开.{0,14}(?:年度?报告?|年报|工作报告|情况报告|报告)|(?:年度报告|年报)$")
NOT_A_REPORT = re.compile(
    r"网站.{0,6}(?:年度|工作)报表|工作报表|法治政府|依法行政|总结(?!报告)|通知|通报|解读|模板|格式|征求|要点|计划|方案|统计表|会议|指南|条例|制度|办法|目录$|考核|评估|预算|决算|企业年"
)
YEAR = re.compile(r"(20\d{2})(?=年|\D|$)")
PERIOD = re.compile(r"(20\d{2})年1月1日.{0,6}(20\d{2})?年?12月31日")
OPENING = re.compile(r"(20\d{2})年?(?:度)?(?:政府|政务)?信息公开(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:年?报告?|年报)")
NEW_FORM = re.compile(r"收到和处理.{0,6}信息公开申请|结转下年度继续办理|本年新收政府信息公开申请")
DIGITS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")
CHINESE_YEAR = re.compile(r"二[〇○零oO][〇○零oO一二三四五六七八九]{2}(?=年)")
# A heading whose text follows without any sign between.
RUN_IN = re.compile(
    r"(.{2,40}?(?:情况|事项|措施))[\s,，]{0,2}((?:全年|本年|今年|20\d\d年|我[局委办市县区]|本[局单部机]|无|未|没有|截[至止]|共|不存在|目前|主要).+)"
)
# The headings as the form prescribes them: what follows one on its line is its text, and one may begin behind a full stop.
PRESCRIBED = (
    r"(?:总体情况|主动公开政府信息情况|收到和处理政府信息公开申请情况|因?政府信息公开(?:工作)?(?:被申请)?(?:提起)?行政复议[、和](?:被?提起)?行政诉讼情况"
    r"|(?:政府信息公开工作)?存在的?主要问题[及和](?:其)?改进(?:情况|措施)|其他(?:需要|应当)报告的事项)"
)
WHOLE = re.compile(PRESCRIBED)
RUN_ON = re.compile(rf"({PRESCRIBED})([^\s。：:；;，,、的](?!计表).{{7,}})", re.S)
INNER = re.compile(rf"(?<=[。；！])\s?(?=[一二三四五六七八九十]{{1,2}}、{PRESCRIBED})")
# Chapters that follow one another in one paragraph, under whatever headings: «…。二、依申请公开。无。三、收费。无。».
CHAPTER = re.compile(r"(?<=[。；！])\s?(?=([一二三四五六七八九十]{1,2})、[^。：:；，,]{2,30}[。：:])")
LEAST_CHAPTERS = 3
COUNTED = "[条件份次元期宗起人篇个项页场%万]"
UNFILLED = r"(?:[×✕╳]+|(?<![a-z])x{1,3}|\*{1,4}|[○〇●□■◯]{1,4}|_{2,}|\{\{[^{}]{0,60}\}\}|\$\{[^{}]{0,60}\}|(?<![?？])[?？]{2,}|(?<!\.)\.{4,}|…{1,3}|\((?:数字|填写|数量)?\))"
HOLE = re.compile(rf"{UNFILLED}(?:余|多)?{COUNTED}|[×✕╳]{{2,}}|x{{3,}}|\*{{3,}}|_{{3,}}|\{{\{{|\$\{{|(?:此处|请)填写|待补充|待填|待统计")
FIGURE = re.compile(rf"\d{COUNTED}|(?<![×x*\d])\d{{1,7}}(?=,|。|;|$)")
NOTHING_YET = re.compile(rf"(?:{UNFILLED}|待定|待补充?|待完善|待填写?|待统计|待续|略|此处填写.{{0,10}}|请填写.{{0,10}}|\.+|,)[。.]?")
BARE_OTHER = ("其他", "其它")  # a whole heading
OTHERS = frozenset({"ar_other", "s6_other"})  # what they ask for may stand under any heading of its own
TABLES = frozenset({"s2_active_table", "s3_apply_table", "s4_review_table"})
AMOUNT = re.compile(r"-?[\d.,]{1,12}%?|[/—-]|无|零")
MOST_EMPTY = 6  # cells: a form with as many empty ones and no figure was never filled in
SENTENCES = re.compile(r"[。;；!！\n]")
SHOWING = ("img", "iframe", "object", "embed", "canvas")
# What a report says of its own parts: it tells that they were meant, not what they say.
PARTS = re.compile(r"(?:包括|包含|分为|由)[^。]{8,160}?(?:部分|方面)(?:组成|构成|内容)?(?=[,。;]|$)")


# Rows of the form's table of applications: they are numbered as chapters are.
TABLE_ROW = re.compile(r"^[一二三四]\s?[、.．]\s?(?:本年新收|上年结转|本年度办理结果|结转下年)")


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
    if year := YEAR.search(name):
        return int(year[1])
    told = [int(found[1]) for found in (OPENING.search(opening), PERIOD.search(opening)) if found]
    return max(told, default=None)  # of two that differ, the earlier was left from the report of the year before


def arabic_years(text: str) -> str:
    """Years in Chinese numerals as figures; lengths stay. 汉字年份转数字"""
    return CHINESE_YEAR.sub(lambda m: m[0].translate(DIGITS).replace("二", "2"), text)


def annual(view: PageView, context: Context) -> Iterator[Fact]:
    """``annual.year``, ``annual.section``, ``annual.part`` and ``annual.defect`` of a report. 年报要素"""
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
    matched = {e: [s for s in sections if says(s.heading, family[e]) or (e in OTHERS and _bare_other(s))] for e in form if e in family}
    whole = _is_whole(view, sections, matched, len(text))
    top = min((s.mark.rank for s in sections if s.mark), default=0)
    final = next((s for s in reversed(sections) if s.mark and s.mark.rank == top), None)
    rest = final is not None and not any(final in found for found in matched.values())
    for element, found in matched.items():
        yield _section_fact(view, family[element], found, lines, whole and not (rest and element in OTHERS))
    yield from annual_parts(view, context, folded(text[:MAX_LINE]), whole and len(text) <= MAX_LINE, form is FORM_2021)
    if title is not None:
        yield from defects(view, lines, arabic_years(fold(name)), year)


def _is_whole(view: PageView, sections: Sequence[Section], matched: Mapping[str, Sequence[Section]], length: int) -> bool:
    """Whether what is not found is not there: most of the form with its text, its headings numbered without a gap; else no part unread."""
    top = min((s.mark.rank for s in sections if s.mark), default=0)
    highest = [s for s in sections if s.mark is not None and s.mark.rank == top]
    claimed = {id(section) for found in matched.values() for section in found}
    if any(id(s) not in claimed and not NEUTRAL.search(fold(s.heading)) for s in highest):
        return False  # a heading that does not say what it is about: it may be any of the missing ones
    filled = sum(any(section.text for section in found) for found in matched.values())
    numbers = [s.mark.number for s in highest if s.mark]
    if filled >= MOST and numbers == list(range(1, len(numbers) + 1)):
        return True
    return not unread_parts(view) and length >= LITTLE_TEXT and sum(bool(found) for found in matched.values()) >= LEAST


@per_view
def read_sections(view: PageView) -> tuple[Section, ...]:
    """All headings of the content with their text. A numbered heading ends at the next of its rank or above. 章节划分"""
    lines = list(_parted(main_lines(view)))
    strong = {id(view.lines[n]) for n, h in headings(view).items() if h.strong}
    heads: list[tuple[int, str, Mark | None, str]] = []
    reached: dict[int, int] = {}  # the last number of each rank; one far beyond it is a figure the text begins with (12个部门…)
    for number, line in enumerate(lines):
        mark = mark_of(line.text)
        if (mark is None and id(line) not in strong and not _prescribed(line.text)) or TABLE_ROW.match(plain(line.text)):
            continue
        name, own = _split(unnumbered(line.text))
        if name and (mark is None or mark.number <= reached.get(mark.rank, mark.number) + SKIPPED):
            heads.append((number, name, mark, own))
            reached |= {mark.rank: mark.number} if mark else {}
            if len(heads) >= MOST_SECTIONS:
                break
    return tuple(_section(lines, heads, position) for position in range(len(heads)))


def _prescribed(text: str) -> bool:
    """Whether a line is one of the form's headings and nothing else, however it is set."""
    return len(text) <= LONGEST_HEADING and WHOLE.fullmatch(plain(text)) is not None


def _parted(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, cut where a heading of the form begins within a paragraph."""
    for line in lines:
        cuts = [found.end() for found in INNER.finditer(plain(line.text[:MAX_LINE]))] if len(line.text) > LONGEST_HEADING else []
        cuts = cuts or (_chapters(line.text[:MAX_LINE]) if len(line.text) > LONGEST_HEADING else [])
        if not cuts:
            yield line
            continue
        for begin, end in itertools.pairwise([0, *cuts, MAX_LINE]):
            yield attrs.evolve(line, text=line.text[begin:end])


def _chapters(text: str) -> list[int]:
    """Where chapters begin within a paragraph: numbers that go on from the one it begins with, or from its first."""
    found = [(cut.end(), mark) for cut in CHAPTER.finditer(text) if (mark := mark_of(text[cut.end() :])) is not None]
    own = mark_of(text)
    first = own.number + 1 if own is not None and own.rank == 1 else found[0][1].number if found and own is None else 0
    follow = first in (1, 2) and [mark.number for _, mark in found] == list(range(first, first + len(found)))
    return [place for place, _ in found] if follow and len(found) >= LEAST_CHAPTERS else []


def _split(text: str) -> tuple[str, str]:
    """A heading and the text that runs on behind it on the same line; ('', '') if the line is plain text."""
    even = plain(text)
    run_in = RUN_IN.match(even) or RUN_ON.match(even)
    if run_in:
        return text[run_in.start(1) : run_in.end(1)], text[run_in.start(2) : run_in.end(2)].strip()
    parts = re.split(r"[。：:；;]|(?<=情[况況])[，,]", text[: LONGEST_HEADING + 1], maxsplit=1)
    name = parts[0].strip()
    if len(name) > LONGEST_HEADING or len(name) == LONGEST_HEADING + 1 or (len(parts) == 1 and len(text) > LONGEST_HEADING):
        return "", ""
    own = text[len(parts[0]) + 1 :].strip()
    return name, own or (name if text[-1:] in "。；;" else "")  # «三、全年没有收费。» is heading and text in one


def _section(lines: Sequence[Line], heads: list[tuple[int, str, Mark | None, str]], position: int) -> Section:
    number, name, mark, own = heads[position]
    end = len(lines)
    for later in range(position + 1, len(heads)):
        following, _, other, _ = heads[later]
        if _ends(mark, other):
            end = following
            break
    text = "\n".join([own, *(line.text for line in lines[number + 1 : end])]).strip()
    return Section(name, lines[number], mark, text, lines[end].element if end < len(lines) else None, end == len(lines))


NEUTRAL = re.compile(
    r"概述|概况|总体|基本|综述|引言|前言|做法|措施|组织|领导|机制|制度|队伍|宣传|培训|平台|渠道|附|工作|建设|监督|考核|重点|解读|回应|保障|管理|服务|推进|机构|人员"
    r"|咨询|说明|指标|统计|目录|指南|成效|落实|加强|完善|规范|情况|信息"
)
# Words by which a section may be in the text although neither its heading nor a sentence of it was recognised.
PROBLEMS = re.compile(r"不足|存在[^。]{0,12}问题|薄弱|差距|改进|下一步|今后|明年|[下来]一?年[^。]{0,10}(?:将|要)|努力方向")
OTHER_MATTERS = re.compile(r"其[他它](?:需要|应当|方面|情况|事项)|此外|另外|需要?(?:说明|报告)的|补充说明")
HINTS: Mapping[str, re.Pattern[str]] = {
    "ar_other": OTHER_MATTERS,
    "s6_other": OTHER_MATTERS,
    "s1_overview": re.compile(r"总体|概况|概述|基本情况|一年来|\d{4}年,[^。]{10}"),
    "s2_active_table": re.compile(r"(?:规章|规范性文件|行政许可|行政处罚|行政事业性收费|主动公开)[^。]{0,40}\d"),
    "ar_active": re.compile(r"(?:公开|发布|公布)[^。]{0,20}\d+[条件篇则]"),
    "ar_apply": re.compile(r"申请公开|依申请|公开申请|(?:收到|受理|接到)[^。]{0,10}申请"),
    "ar_fee": re.compile(r"(?:公开|申请)[^。]{0,20}(?:收费|费用|免费)|(?:收费|费用|减免)[^。]{0,10}(?:信息公开|申请)"),
    "ar_review": re.compile(r"复议|诉讼|申诉"),
    "ar_problem": PROBLEMS,
    "s3_apply_table": re.compile(r"(?:收到|受理|接到)[^。]{0,10}申请"),
    "s4_review_table": re.compile(r"复议|诉讼"),
    "s5_problem": PROBLEMS,
}


def _ends(mark: Mark | None, other: Mark | None) -> bool:
    """Whether a heading ends a section: one of its rank or above; without a number, one without a number or a 一、."""
    if mark is None:
        return other is None or other.rank == 1
    return other is not None and other.rank <= mark.rank


def says(heading: str, element: Element) -> bool:
    """Whether a heading is one of a section's. 标题是否属于该章节"""
    key = key_of(heading)
    return any(key_of(label) in key for label in element.labels) and not any(word in key for word in element.never)


def _section_fact(view: PageView, element: Element, found: list[Section], lines: Sequence[Line], whole: bool) -> Fact:
    written = [s for s in found if s.text]
    top = sorted(written or found, key=lambda s: s.mark.rank if s.mark else 9)
    if written:
        quote = f"{top[0].line.text} {top[0].text}" if top[0].text not in top[0].line.text else top[0].line.text
        state = _worth("\n".join(section.text for section in top[:3]))
        if state is State.VALID and element.id in TABLES and all(_is_hollow(view, section) for section in written):
            state = State.BLANK
        return _fact(view, element.id, state, top[0].text[:1000], top[0].heading, quote, top[0].line.element, "heading")
    bare = {id(s.line) for s in read_sections(view) if len(unnumbered(s.line.text).rstrip("：: ")) <= len(s.heading)}
    sentence = _sentence(view, bare, element)
    if sentence is not None:
        line, words = sentence
        state = State.UNREAD if found else _worth(words)  # a heading without text, and its subject in another section
        return _fact(view, element.id, state, words, None, words, line.element, "sentence")
    if found:
        state = State.UNREAD if unread_parts(view) or found[0].last or any(_shows(view, s) for s in found) else State.BLANK
        return _fact(view, element.id, state, None, top[0].heading, top[0].line.text, top[0].line.element, "heading")
    first = next((line for line in lines if mark_of(line.text)), lines[0] if lines else None)
    state = State.ABSENT if whole and not _mentioned(lines, element) and not _hinted(view, element) else State.UNREAD
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


def _bare_other(section: Section) -> bool:
    """Whether a numbered heading says «其他» alone; a cell of a table says so as well."""
    return section.mark is not None and key_of(section.heading) in BARE_OTHER


def _shows(view: PageView, section: Section) -> bool:
    """Whether a picture or a frame stands below a heading, before the next: what it shows was not read."""
    return any(node.tag in SHOWING for node in _below(view, section))


@per_view
def _places(view: PageView) -> tuple[list[HtmlElement], dict[HtmlElement, int]]:
    """All elements in the order of the page, and the place of each."""
    elements = list(view.tree.iter())
    return elements, {element: place for place, element in enumerate(elements)}


def _below(view: PageView, section: Section) -> Sequence[HtmlElement]:
    """The elements from a heading on to the next."""
    elements, places = _places(view)
    end = places[section.end] if section.end is not None else len(elements)
    return elements[places[section.line.element] : end]


def _is_hollow(view: PageView, section: Section) -> bool:
    """Whether a section shows a form of which not one cell was filled in."""
    filled = empty = 0
    for node in _below(view, section):
        if node.tag in ("td", "th") and next(node.iter("table"), None) is None:
            text = fold("".join(node.itertext()))
            filled += bool(AMOUNT.fullmatch(text)) or next(node.iter("img", "input", "script"), None) is not None
            empty += not text
    return empty >= MOST_EMPTY and not filled


def _worth(text: str) -> State:
    """What a section's text is worth: figures never filled in make it a placeholder, some of them among real ones half a report. 章节取值"""
    even = fold(text[:MAX_LINE])
    if NOTHING_YET.fullmatch(even):
        return State.PLACEHOLDER
    holes = len(HOLE.findall(even))
    if not holes:
        return State.VALID
    return State.PLACEHOLDER if holes >= len(FIGURE.findall(even)) else State.PARTIAL


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


def _hinted(view: PageView, element: Element) -> bool:
    """Whether the text speaks of a section's subject in words that are no statement we know."""
    hint = HINTS.get(element.id)
    return hint is not None and hint.search(PARTS.sub("", _folded_text(view))) is not None


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
