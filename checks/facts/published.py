"""The day on which a page says it was published. 发布日期"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, PageKind
from checks.parsing.dates import find_dates
from checks.parsing.fold import fold, plain
from checks.parsing.main import BAR, CRUMB, DATE, ROW, TEXT, main_lines, read_main
from checks.parsing.memo import per_view
from checks.parsing.texts import per_text
from checks.parsing.tree import title_text
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context

from .glance import holds
from .notice import read_notice
from .shape import ORGAN
from .title_torn import day_behind, named_within, set_off
from .title_words import TITLE_NAME

PLAIN = 2  # rank of a label that does not say whose day it is
# (rank, label). A lower rank is believed first. The date must follow the label at once.
LABELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(r"(?:发布|公开|公布|发表|刊登|刊发|发稿|挂网|发文上网|上网)(?:时间|日期)")),
    (
        1,
        re.compile(
            r"(?:更新|上传|录入|添加|加入|登载|登记|提交|编辑|编发|推送|统计|创建|修改|入库|投稿|公告|信息|新闻|文章|稿件)(?:时间|日期)"
            r"|(?:发布|发表|更新)于|(?:发布|更新)(?=\s?:\s?(?:19|20)\d\d)|(?:[Pp]osted|[Pp]ublished|[Uu]pdated)(?:\s(?:on|at))?(?=\s?:|\s\w)"
        ),
    ),
    (PLAIN, re.compile(r"(?:时间|日期|日间)")),
)
# A plain 时间 or 日期 behind these words is another day than that of publication.
OTHER_DAY = re.compile(
    r"(?:办理|工作|办公|截止|开始|结束|起始|成文|生成|施行|实施|有效|报名|受理|开放|接待|会议|签署|签发|印发|制发|生效|废止|服务|咨询|活动|申请|办结|申报|考试|举行|召开|发文|发证|开标|投标|公示|处罚|决定|许可|出生|任职|成立|今天|现在|当前)[的是为]?$"
)
BESIDE = re.compile(r"来源|作者|责任编辑|编辑[:：]|浏览|点击|阅读|访问|字号|字体|大中小|稿源|信息来源|发布机构|发布单位|发布人|打印")
HINT = re.compile(r"[时時][间間]|日[期间間]|\d{4}|[〇○零]|[布佈表][于於]")  # no other line can hold a day
POSSIBLE = re.compile(r"[\d时時日〇○零于於]")  # nor can one without any of these, which is found sooner
LABEL_END = re.compile(r"(?:时间|日期|日)?[为是]?[:： ]*$")
# Behind a day: it is that of an event, a period or an adoption.
OTHER_EVENT = re.compile(
    r"^\s?(?:[日号]?(?:起|止|前|至|到|以[前后来]|之[前后日])|[-—~～]|[^，。；\s]{0,20}(?:通过|批准|施行|实施|生效|修正|会议|召开|举行|星期))"
)
PERIOD = re.compile(r"\s?[日号]?\s?(?:[起止]|(?:[-—~～至到])\s?\d)")  # a day that is one end of a period: «公告时间：…至…»
IN_FIGURES = re.compile(r"\s?:?\s?((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")  # «发布日期：20180615»
SHORT_YEAR = re.compile(r"\s?:?\s?(\d\d)([-/.])(\d\d)\2(\d\d)(?![\d-])")  # «发布日期：18-06-15»
GAP = 4  # characters between label and date: a colon, a bracket, spaces
INFO_LENGTH = 200
META = (
    "pubdate",
    "publishdate",
    "pubtime",
    "publishtime",
    "publish_time",
    "pub_date",
    "createdate",
    "releasedate",
    "firstpublishedtime",
    "article:published_time",
)
# Kinds of pages that are documents; lists and landing pages have no day of their own.
DOCUMENTS = frozenset(
    {
        PageKind.ARTICLE,
        PageKind.GUIDE,
        PageKind.ANNUAL_REPORT,
        PageKind.POWER_LIST,
        PageKind.SERVICE_ITEM,
        PageKind.PENALTY,
        PageKind.BUDGET,
        PageKind.APPLY,
    }
)
SCRIPT_LENGTH = 4000
NEAR = 3  # lines between a headline and the line with its day
FEW_BELOW = 8  # lines below it
DAY_LENGTH = 20
FEW_WORDS = 36  # beside a day below a headline: who wrote it, how often it was read
LEAST_NAME = 6  # characters of a line that the title tag repeats
LONGEST_NAME = 80
SITE_END = re.compile(r"(?:网|网站|平台|门户|欢迎您?)$")
RUNNING = re.compile(r".{10}[，。；]")  # of the first line of a text
BARE = re.compile(r"[\d\s\-/.:：年月日时分()（）\[\]【】〇○零一二三四五六七八九十]{8,30}")  # a day and nothing beside it
SALUTATION = re.compile(r"[:：]$")
SENTENCE = re.compile(r"[。；]")
NO_TITLE = re.compile(r"[。；]|版[权權]|[备備]\d|copyright|©", re.I)  # names of news hold «，», «！» and «？»
NO_INFO = re.compile(r"[。；！？，]|版[权權]|[备備]\d|copyright|©", re.I)
LABELLED = re.compile(r"[:：]")
WEEKDAY = re.compile(r"\s{0,3}[(（]?(?:星期|周)[一二三四五六日天][)）]?[\s|｜]{0,9}(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s{0,9})?")
CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
HEADINGS = frozenset({"h1", "h2", "h3"})
HEADING_LEVELS = 4


@attrs.frozen
class Published:
    """A day of publication with where it was read. 发布日期读数

    Attributes:
        line: index in ``view.lines`` of the line that shows it, -1 for meta.
        method: ``visible`` (label), ``info-line`` (stands unlabelled beside source or reader count), ``script``, ``signature``
            (the day below a text), ``meta``.
    """

    date: dt.date
    quote: str
    where: str
    line: int
    method: str
    confidence: float


@per_text
def _may_date(text: str) -> bool:
    return len(text) <= INFO_LENGTH and POSSIBLE.search(text) is not None and HINT.search(text) is not None


def _stamped(line: Line) -> bool:
    """Whether a short line holds an element made for a day, however it writes it."""
    return len(line.text) <= FEW_WORDS and next(line.element.iter("time"), None) is not None


@per_view
def shown(view: PageView, as_of: dt.date) -> tuple[Published, ...]:
    """Every day of publication the visible text states, the most trusted first. 页面显示的发布日期"""
    text, around, crumb = TEXT, BAR, CRUMB
    stamps = holds(view, b"<time")
    ranked: list[tuple[int, int, Published]] = []
    for index, (line, part) in enumerate(zip(view.lines, read_main(view).parts, strict=True)):
        if (
            (part is not text and part is not around and part is not crumb)
            or line.hidden
            or not (_may_date(line.text) or (stamps and _stamped(line)))
        ):
            continue
        even = plain(line.text)
        if line.linked > 0.5 * len(line.text) and not BESIDE.search(even):
            continue  # a row of a list with its date
        found = _labelled(view, index, line, even, as_of)
        if part is crumb:  # beside a breadcrumb a day counts that says whose it is
            found = found if found is not None and found[0] < PLAIN else None
        else:
            found = found or _unlabelled(view, index, line, even, as_of) or _timed(view, index, line, as_of)
        if found:
            ranked.append((found[0], index, found[1]))
    return tuple(item[2] for item in sorted(ranked, key=lambda item: item[:2]))


@per_view
def read_published(view: PageView, as_of: dt.date) -> Published | None:
    """The page's day of publication, visible before meta; None if the page states none. For documents only. 发布日期"""
    visible = shown(view, as_of)
    return visible[0] if visible else _signature(view, as_of) or _meta(view, as_of)


def published(view: PageView, context: Context) -> Iterator[Fact]:
    """``page.published``: on document pages from text, script or meta; on other pages only where a label shows it. 发布日期"""
    from .kind import read_kind
    from .signed import signed

    kind = read_kind(view, context).kind
    found = read_published(view, context.as_of) or (signed(view, context.as_of, kind) if kind in DOCUMENTS else None)
    if found is None or not (kind in DOCUMENTS or (kind in (PageKind.OTHER, PageKind.MOVED) and found.method != "meta")):
        return
    yield Fact(
        kind="page.published",
        value=found.date,
        evidence=view.evidence(found.quote, found.where),
        method=found.method,
        confidence=found.confidence,
    )


def _labelled(view: PageView, index: int, line: Line, even: str, as_of: dt.date) -> tuple[int, Published] | None:
    for rank, label in LABELS:
        for match in label.finditer(even):
            if rank == PLAIN and not _stands_alone(even, match.start()):
                continue
            rest = line.text[match.end() : match.end() + 40]
            dates = find_dates(rest, as_of)
            if dates and dates[0].start <= GAP and not (rank and PERIOD.match(plain(rest[dates[0].end :]))):
                end = match.end() + dates[0].end
                return rank, Published(
                    dates[0].date, line.text[match.start() : end], view.locator(line.element), index, "visible", 1.0 - rank * 0.05
                )
            if re.fullmatch(r"\s?[])】〕]?\s?[:：]?\s?", rest):  # value in the next cell
                following = view.lines[index + 1] if index + 1 < len(view.lines) else None
                dates = find_dates(following.text[:30], as_of) if following and not following.hidden and not following.linked else ()
                if following and dates and dates[0].start <= 1:
                    return rank, Published(dates[0].date, following.text, view.locator(following.element), index, "visible", 0.95)
            short = _shortened(plain(rest)) if rank < PLAIN and not dates else None
            dates = find_dates(short[0], as_of) if short is not None else dates
            if short is not None and dates:
                said = line.text[match.start() : match.end() + short[1]]
                return rank, Published(dates[0].date, said, view.locator(line.element), index, "visible", 0.9)
            if re.match(r"\s?[:：]?\s?(?:\d{4}\D)?", rest) and not dates:
                written = _written(view, line.element, as_of)
                if written:
                    return rank, Published(written[0], written[1], view.locator(line.element), index, "script", 0.9)
    return None


def _shortened(rest: str) -> tuple[str, int] | None:
    """A day in two figures a part, or in eight figures, in full, and where it ends."""
    if short := SHORT_YEAR.match(rest):
        return f"20{short[1]}-{short[3]}-{short[4]}", short.end()
    figures = IN_FIGURES.match(rest)
    return ("-".join(figures.groups()), figures.end()) if figures else None


def _stands_alone(even: str, start: int) -> bool:
    before = even[:start]
    if OTHER_DAY.search(before):
        return False
    return not before or not re.search(r"[\u3400-\u9fff]$", before) or bool(BESIDE.search(even))


def _unlabelled(view: PageView, index: int, line: Line, even: str, as_of: dt.date) -> tuple[int, Published] | None:
    """«2020-01-29 10:20 来源：…», or a bare date below the headline."""
    dates = find_dates(line.text, as_of)
    if len(dates) != 1 or dates[0].year_inferred or line.linked > 12 or len(line.text) > 120:
        return None
    before, after = line.text[: dates[0].start], CLOCK.sub("", line.text[dates[0].end :])
    weekday = WEEKDAY.match(after) if not before.strip("[(（【 ") else None
    beside = plain(after[weekday.end() :]) if weekday is not None else ""
    if weekday is not None and (BESIDE.match(beside) or (not beside.strip() and _between_name_and_text(view, index))):
        after = after[weekday.end() :]  # the line of a document; «今天是…星期五» stands at the top of the page, with other words beside it
    named = (day := day_behind(line)) and fold(line.text.removesuffix(day)) in fold(title_text(view))
    if (OTHER_DAY.search(LABEL_END.sub("", even[: dates[0].start])) and not named) or OTHER_EVENT.match(plain(after)):
        return None  # «…经营许可 2010-12-01» is a name with its day beside it
    if BESIDE.search(even) and (before + after).strip("[]()（）【】 "):
        return 3, Published(dates[0].date, line.text, view.locator(line.element), index, "info-line", 0.85)
    if named:
        return 3, Published(dates[0].date, day, view.locator(line.element), index, "info-line", 0.85)
    if len(before + after) > FEW_WORDS or NO_INFO.search(before + after) or not _below_headline(view, index):
        return None
    return 3, Published(dates[0].date, line.text, view.locator(line.element), index, "info-line", 0.85)


def _timed(view: PageView, index: int, line: Line, as_of: dt.date) -> tuple[int, Published] | None:
    """The day of a ``time`` element below the headline, however the line itself writes it."""
    if len(line.text) > FEW_WORDS or line.linked or not holds(view, b"<time") or not _below_headline(view, index):
        return None
    stated = (find_dates(node.get("datetime") or "", as_of) for node in line.element.iter("time"))
    dates = next((found for found in stated if found), ())
    return (3, Published(dates[0].date, line.text, view.locator(line.element), index, "info-line", 0.85)) if dates else None


def _below_headline(view: PageView, index: int) -> bool:
    """Whether the line stands below the headline of a document: a heading, or a line that the title tag repeats; and above no row of a list."""
    parts = read_main(view).parts
    if any(parts[near] is ROW for near in (index - 1, index + 1) if 0 <= near < len(parts)):
        return False
    around = (*range(max(0, index - NEAR), index), *range(index + 1, min(index + 1 + FEW_BELOW, len(parts))))
    if sum(parts[near] is not ROW and _dated(view.lines[near]) for near in around) > 1:
        return False  # rows of a list that are no links
    before = [line for line in reversed(view.lines[max(0, index - NEAR) : index]) if not line.hidden and not line.linked]
    between = itertools.takewhile(lambda line: not SENTENCE.search(line.text), before)  # text ends with a signature and its day
    if any(_is_headline(view, line) for line in between) or (before and _is_named(before[0])):
        return True
    return _below_first(view, index) or _between_name_and_text(view, index)


def _dated(line: Line) -> bool:
    """Whether a line is short and holds a day: the row of a list, or the end of a letter."""
    found = DATE.search(line.text) if len(line.text) <= FEW_WORDS + DAY_LENGTH else None
    return found is not None and not NO_INFO.search(line.text) and not LABELLED.search(line.text[: found.start()])


def _below_first(view: PageView, index: int) -> bool:
    """Whether the line above is a name and the first of the content: right below the breadcrumb."""
    parts = read_main(view).parts
    if index < 2 or parts[index - 2] is not CRUMB or parts[index - 1] is not TEXT:
        return False
    above = view.lines[index - 1]
    return not above.linked and LEAST_NAME <= len(above.text) <= LONGEST_NAME and not NO_TITLE.search(above.text)


def _between_name_and_text(view: PageView, index: int) -> bool:
    """Whether a line stands below a name, and running text begins right below it: both in the middle, or a bare day and the first line of
    the content, which may be set off instead. 标题与正文之间"""
    if not 0 < index < len(view.lines) - 1:
        return False
    above, line, below = view.lines[index - 1 : index + 2]
    text = fold(above.text)
    named = not above.linked and not above.hidden and LEAST_NAME < len(text) <= LONGEST_NAME and not NO_TITLE.search(above.text)
    if not named or ORGAN.search(text) or SITE_END.search(text) or below.linked:
        return False
    if set_off(line.element) and set_off(above.element):
        return RUNNING.search(below.text) is not None
    bare = BARE.fullmatch(line.text) is not None and not LABELLED.search(text) and above is main_lines(view)[0]
    return bare and (set_off(above.element) or any(text.search(below.text) is not None for text in (RUNNING, SALUTATION)))


def _is_named(line: Line) -> bool:
    """Whether the page's maker calls a line a title, and it reads as one of a document. 以类名标出的标题"""
    words = fold(line.text)
    named = LEAST_NAME <= len(words) <= LONGEST_NAME and named_within(line.element, TITLE_NAME)
    return named and not ORGAN.search(words) and not NO_TITLE.search(line.text)


def _is_headline(view: PageView, line: Line) -> bool:
    words = fold(line.text)
    if (
        len(words) >= LEAST_NAME
        and not ORGAN.search(words)
        and (words in fold(title_text(view)) or words == fold(view.meta("articletitle")))
    ):
        return True
    return any(a.tag in HEADINGS for a in itertools.islice((line.element, *line.element.iterancestors()), HEADING_LEVELS))


@per_view
def _written(view: PageView, block: HtmlElement, as_of: dt.date) -> tuple[dt.date, str] | None:
    """A date that a script beside the label writes. 脚本写出的日期"""
    for script in block.iter("script"):
        source = (script.text or "")[:SCRIPT_LENGTH]
        dates = find_dates(source, as_of) if "write" in source or "innerHTML" in source or ".html(" in source or ".text(" in source else ()
        if dates:
            return dates[0].date, dates[0].text
    return None


def _signature(view: PageView, as_of: dt.date) -> Published | None:
    """The date under a notice that the whole page consists of. 落款日期"""
    found = read_notice(view)
    if found is None or found.subject not in ("moved", "closed"):
        return None
    for line in reversed(main_lines(view)):
        dates = find_dates(line.text, as_of)
        if dates and len(line.text) < 40:
            return Published(dates[-1].date, line.text, view.locator(line.element), view.lines.index(line), "signature", 0.8)
    return None


def _meta(view: PageView, as_of: dt.date) -> Published | None:
    for name in META:
        content = view.meta(name)
        dates = find_dates(content, as_of)
        if dates:
            return Published(dates[0].date, content, f"meta[{name}]", -1, "meta", 0.7)
    return None
