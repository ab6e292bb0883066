"""Defects of an annual report's text that can be shown by quoting it: broken-off sentences, sums, years. 年报文本缺陷

Each test is narrow on purpose: a list without full stops, an incomplete breakdown or a quoted title of another year are no defects.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from checks.model import Fact
from checks.parsing.fold import Folded, folded, plain
from checks.parsing.numbering import mark_of
from checks.parsing.view import Line, PageView

# A sentence cannot end with these. Nouns like 其中 stand last only where the figures after them are lost.
OPEN_WORDS = re.compile(
    r"(?:截至|截止|截止到|截至到|其中|以及|并且|而且|或者|因为|由于|为了|关于|对于|按照|根据|依照|依据|通过|包括|例如|比如|主要有|分别为|分别是|共计|总计|合计|累计|共有|同比|较上年|达到|约为"
    r"|我局共|本局共|和|与|及|或|的|在|对|将|把|被|向|从|为|由|于|至|是|未|不|共|自|以)$"
)
OPEN_SIGNS = re.compile(r"[,，、(（《“‘〈【〔\[]$")
WHOLE_WORDS = re.compile(
    r"(?:目的|有的|标的|参与|给予|授予|赋予|普及|涉及|顾及|存在|所在|内在|潜在|面对|核对|应对|校对|取向|方向|动向|意向|导向|走向|作为|行为|成为|认为|人为|自由|理由|缘由|等于|属于|在于"
    r"|终于|总和|温和|还是|或是|但是|可是|来自|亲自|各自|可以|得以|加以|予以|难以|足以|公共|国共|中共|总共)$"
)
PROSE = re.compile(r"[，,。；;]")
BEGINS = re.compile(r"^(?:我|本)(?:局|委|办|厅|院|所|市|县|区|镇|乡|单位|机关|部门|中心|馆|系统)|^(?:20\d{2}年|全年|截[至止])")
# What opens a list that begins in the next line, whatever sign stands between.
LEAD_IN = re.compile(
    r"(?:其中|包括|例如|比如|主要有|分别为|分别是|公布|报告|说明|汇报|(?:如下|以下|下列|几个?|方面|情况|措施|工作|内容)[^,，。；;]{0,8})[,，、]?$"
)
TABLE_TAGS = frozenset({"td", "th", "caption", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"})
TOTAL = re.compile(
    r"(?:共计?|总计|合计|累计)?[\u4e00-\u9fff]{0,16}?(?:共计?|总数|总计|合计|信息|申请|文件|案件)(?:为|有|达)?(\d{1,7})(条|件|篇|宗|起|份|次|人次|余条)"
)
PART = re.compile(r"(\d{1,7})(条|件|篇|宗|起|份|次|人次)")
AMONG = re.compile(r"其中")
OPEN_LIST = re.compile(r"等|主要|包括|含|以上|余|约|多[条件]|重复|同时|分别|同比|增[加长]|减少|比上|上升|下降|上年|去年|%|累计")
MOST_PARTS = 60
TAIL = 40  # characters at the end of a line that say whether it opens a list
CLOSE = 0.1  # parts that pass the total by less are meant as the whole of it
CASES = frozenset("件宗起")
# What a part's name divides the whole by. Parts of several breakdowns in one sentence («网上7件，同意公开6件») each make the whole by
# themselves, and an answer given contains its outcomes; only parts of one breakdown can exceed it.
DIMENSIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("outcome", re.compile(r"公开|同意|不予|不存在|不属于|不掌握|部分|驳回|维持|纠正|撤销|告知|移交|转送|补正|撤回|终止")),
    ("stage", re.compile(r"答复|回复|办结|办理|处理|受理|登记|按时|按期|结转|超期|审查|审核|完成|待办|在办")),
    (
        "channel",
        re.compile(r"当面|现场|窗口|网上|网络|在线|网站|信函|来信|邮寄|邮件|邮箱|传真|电话|书面|口头|微博|微信|公报|公告栏|媒体|报刊"),
    ),
    ("applicant", re.compile(r"公民|个人|自然人|法人|企业|公司|单位|社会组织|团体|律师|媒体记者|群众|农民")),
)
BETWEEN = re.compile(r"[,，、;；:：。\s]+")
PERIOD = re.compile(r"(20\d{2})年1月1日(?:起|开始)?(?:至|到|-|—)(20\d{2})?年?12月31日")
QUOTED = re.compile(r"《[^《》]{0,80}》")
SELF = re.compile(r"(20\d{2})年(?:度)?(?:政府|政务)?信息公开(?:工作)?(?:情况)?(?:年度报告|年报|工作报告|工作年度报告)")


def defects(view: PageView, lines: Sequence[Line], title: str, year: int | None) -> Iterator[Fact]:
    """``annual.defect`` facts: ``no_trunc``, ``sum``, ``year``. ``title`` is folded, with years in figures. 文本缺陷"""
    if view.attachment != "pdf":  # lines of a PDF are its printer's
        yield from _broken(view, lines)
    for line in lines:
        yield from _sums(view, line)
    yield from _years(view, lines, title, year)


def _fact(view: PageView, subject: str, quote: str, where: HtmlElement, confidence: float) -> Fact:
    return Fact(
        kind="annual.defect",
        subject=subject,
        value=quote[-200:],
        evidence=view.evidence(quote[-200:], where),
        method="text",
        confidence=confidence,
    )


def _broken(view: PageView, lines: Sequence[Line]) -> Iterator[Fact]:
    """Prose that stops in mid-sentence where a heading or the end of the report follows."""
    for number, line in enumerate(lines):
        text = line.text.rstrip()
        if len(text) < 4 or line.linked or line.hidden or not _is_prose(line):
            continue
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following is not None and not _begins_anew(following):
            continue
        if following is not None and _opens_list(text, following):
            continue
        if OPEN_SIGNS.search(text) or (OPEN_WORDS.search(even := plain(text)) and not WHOLE_WORDS.search(even)):
            yield _fact(view, "no_trunc", text, line.element, 0.85)


def _is_prose(line: Line) -> bool:
    text = line.text
    node: HtmlElement | None = line.element
    for _ in range(6):
        if node is None:
            break
        if node.tag in TABLE_TAGS:
            return False
        node = node.getparent()
    return bool(PROSE.search(text)) or bool(BEGINS.search(plain(text)))


def _opens_list(text: str, following: Line) -> bool:
    """Whether a line leads to the first item of a list of its own («…申请10件，其中» – «1. 当面3件»). 引出分项"""
    mark = mark_of(following.text)
    return mark is not None and mark.number == 1 and LEAD_IN.search(plain(text[-TAIL:])) is not None


def _begins_anew(line: Line) -> bool:
    """Whether a line is a numbered heading, so that nothing of the text before it goes on there."""
    mark = mark_of(line.text)
    return mark is not None and (mark.rank <= 2 or len(line.text) <= 30)


def _sums(view: PageView, line: Line) -> Iterator[Fact]:
    """«共 N 条，其中 … a 条、… b 条»: parts that are named as the whole and do not make N."""
    if "其中" not in line.text or len(line.text) > 3000:
        return
    text = folded(line.text)
    for sentence, start in _stretches(text):
        found = _mismatch(sentence)
        if found:
            yield _fact(view, "sum", text.quote(start, start + len(sentence)), line.element, found)


def _stretches(text: Folded) -> Iterator[tuple[str, int]]:
    """Sentences; where one ends with the total and the next begins with 其中, both together."""
    at = 0
    pieces = text.text.split("。")
    for number, piece in enumerate(pieces):
        following = pieces[number + 1] if number + 1 < len(pieces) else ""
        if following.startswith("其中"):
            yield f"{piece}。{following}", at
        elif AMONG.search(piece) and not (piece.startswith("其中") and number):
            yield piece, at
        at += len(piece) + 1


def _mismatch(sentence: str) -> float:
    """Confidence that the parts contradict the total, 0 where they do not or where the list may be open."""
    among = AMONG.search(sentence)
    if among is None or sentence.count("其中") != 1:
        return 0.0
    totals = list(TOTAL.finditer(sentence[: among.start()]))
    if not totals:
        return 0.0
    total = totals[-1]
    unit = total[2]
    rest = sentence[among.end() :].split(";")[0]
    parts = list(PART.finditer(rest))
    if not 2 <= len(parts) <= MOST_PARTS or any(part[2] != unit for part in parts) or OPEN_LIST.search(rest) or "余" in unit:
        return 0.0
    whole, figures = int(total[1]), [int(part[1]) for part in parts]
    beyond = sum(figures) - whole
    if beyond <= 0 or any(f > whole for f in figures):  # less than the whole: 其中 names some parts, not all
        return 0.0
    if _run_makes(whole, figures) or _has_subtotal(figures) or not _one_breakdown(rest, parts, unit):
        return 0.0
    return 0.8 if unit in CASES or beyond <= CLOSE * whole else 0.0


def _run_makes(whole: int, figures: Sequence[int]) -> bool:
    """Whether parts that follow each other make the whole: one of several breakdowns."""
    return any(whole in itertools.accumulate(figures[start:]) for start in range(len(figures)))


def _has_subtotal(figures: Sequence[int]) -> bool:
    """Whether a part is made up of those beside it («答复8件，同意6件，不予公开2件»), so that it counts them twice."""
    return any(
        0 < f and (f in list(itertools.accumulate(figures[at + 1 :]))[1:] or f in list(itertools.accumulate(figures[:at][::-1]))[1:])
        for at, f in enumerate(figures)
    )


def _one_breakdown(rest: str, parts: Sequence[re.Match[str]], unit: str) -> bool:
    """Whether the names before the figures divide the whole by the same thing: one known dimension, or the same ending. 同一划分口径

    An application comes in by one channel; what is published may go out by several.
    """
    names = [BETWEEN.split(rest[before : part.start()])[-1] for before, part in zip([0, *(p.end() for p in parts)], parts, strict=False)]
    dimensions = {frozenset(name for name, words in DIMENSIONS if words.search(text)) for text in names}
    if dimensions == {frozenset()}:
        return len({text[-1:] for text in names}) == 1
    return len(dimensions) == 1 and len(kinds := min(dimensions)) == 1 and (unit in CASES or "channel" not in kinds)


def _years(view: PageView, lines: Sequence[Line], title: str, year: int | None) -> Iterator[Fact]:
    """A period or a self-naming of the body that is never the title's year."""
    if year is None or str(year) not in title or sum(title.count(str(y)) for y in range(2000, 2040)) > 1:
        return
    named: list[tuple[int, Line, str]] = []
    for line in lines[:60]:
        text = folded(line.text[:2000])
        bare = QUOTED.sub(lambda m: "　" * len(m[0]), text.text)
        for match in PERIOD.finditer(bare):
            if match[2] in (None, match[1]):
                named.append((int(match[1]), line, text.quote(match.start(), match.end())))
        for match in SELF.finditer(bare):
            if any(word in bare for word in ("现公布", "本报告", "特此", "编制")) and len(bare) > 30:
                named.append((int(match[1]), line, text.quote(match.start(), match.end())))
    if named and all(y != year for y, _, _ in named):
        _, line, quote = named[0]
        yield _fact(view, "year", quote, line.element, 0.8)
