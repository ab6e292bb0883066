"""Organisation information: duties, structure, leaders with résumés and portfolios, wherever the page is. 机构信息

Only what a page shows is said, never that something is absent: another page may have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs
from lxml.html import HtmlElement

from checks.model import Fact, LinkKind, Reading, State
from checks.parsing.fold import fold, plain
from checks.parsing.labels import key_of, label_pairs
from checks.parsing.main import CRUMB, FOOTER, HIDDEN, main_lines, read_main, trail
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context, Element

from .fields import state_of
from .page import attachments, images
from .title import read_title

FAMILY = "org"
KIND = "org"
OFFICE = "office"  # subject of the duties of one office
LONGEST_HEADING = 24
LITTLE_TEXT = 30
CHARGED_WITH = ("主持", "分管", "主管", "协助", "负责")  # a name ends where they begin
LONGEST_LABEL = 12  # a label within a line
UNITS_SAID = re.compile(r"(?:内|下)设(?:机构|科室|股室|处室)?[有为]?(?![\u4e00-\u9fff]{0,4}领导)(?=[\u4e00-\u9fff])")
LEAST_DUTY = 10  # characters of duties told on one line
SHORT_LABELS = {"duty": ("职责", "职能"), "leaders": ("领导", "局长", "主任", "队长", "馆长", "支队长")}  # of a part told on one line
UNIT_NAME = re.compile(
    r"(?:^|[、，。；：:（(）)\s\d.．>])([\u4e00-\u9fff]{1,12}?(?:科|处|室|股|中心|大队|支队|站|部|办|所))(?=$|[、，。；：:（(）)\s]|负责|承担|主要|职责|职能|(?:联系|办公|咨询)?电话)"
)
ABOUT = re.compile(r"^(?:发布|更新|信息)(?:时间|日期|来源)|来源\s?[:：]|字体|字号|浏览次数|点击数|阅读次数")
OFFICE_NAME = re.compile(r"^[\u4e00-\u9fff]{1,12}(?:科|处|室|股|中心|大队|支队|站|部|办|所|馆|队|院|委)(?:[（(][^（）()]{1,20}[)）])?$")
ABOUT_OFFICE = re.compile(r"^[\u4e00-\u9fff]{0,12}(?:简介|介绍|职责|职能|概况)$")
OVERVIEW = re.compile(
    r"(?:概况|简介|简况|概览|介绍)$|^走进"
)  # the page may tell of a place or a trade as well: only its own headings say what of the organ is there
TRAIL_STEP = re.compile(r"[-—–>»›/|＞]+")
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武"
    "钱戴严莫孔向常汤康易乔赖温欧牛樊葛邢安齐伍庞颜倪庄聂章鲁岳翟申耿关兰焦俞左柳甘祝包代宁尚符舒阮纪柯梅童毕裴霍成苗曲谷盛冉翁柴路辛靳管祁卜蒙尤鲍涂凌喻季阳霞单占费车项卫华丛储晏卓池"
    "巩殷应查解党屈景仇宫祖邬滕骆桂全傅闵娄连农詹褚简饶窦芦蔚苟"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "皇甫", "司徒", "夏侯", "令狐", "慕容", "端木")
NOT_NAMES = frozenset(
    re.findall(
        r"\S+",
        "单位 单项 方案 方面 高级 高度 金融 石油 江苏 江西 安全 安排 安徽 常务 关于 成立 成员 余额 马上 白天 全面 全体 全局 全市 "
        "全县 管理 温馨 项目 路线 何时 任务 任职 任命 应急 应当 查看 查询 查阅 解读 解决 连续 简介 简历 党组 党委 党员 党建 代理 "
        "代表 万元 万人 毛泽东 农业 农村 农林 农机 农办 华侨 章程 向上 包括 易地 于是 景区 时间 龙江 宁夏 宁波 路政 龙头 车辆 管委会 ",
    )
)


@attrs.frozen(eq=False)
class Block:
    """A part of a page under a heading, or the whole page under its title. 段"""

    heading: str
    lines: Sequence[Line]
    where: HtmlElement
    page: bool = False


def org(view: PageView, context: Context) -> Iterator[Fact]:
    """``org`` facts: the parts that the page shows, blank or unreadable ones included. 机构信息"""
    family = context.vocabulary.family(FAMILY)
    done: set[str] = set()
    blocks = list(_blocks(view, context, family))
    for block in blocks:
        for part, element in family.items():
            if part in done or part in ("resume", "portfolio") or not _says(block.heading, element):
                continue
            fact = READERS[part](view, block, element)
            if fact is not None:
                done.add(part)
                yield fact
                if part == "leaders":
                    yield from _of_leaders(view, block, fact, family)
    if blocks:
        yield from _run_in(view, family, done)
    if "duty" not in done:
        yield from _office(view, context, family["duty"])


def _blocks(view: PageView, context: Context, family: Mapping[str, Element]) -> Iterator[Block]:
    """The page under its title or its place in the menu; headings and tabs inside."""
    lines = main_lines(view)
    title = read_title(view, context.as_of)
    names = [title.text] if title else []
    names += [step.strip() for steps in trail(view)[-1:] for step in TRAIL_STEP.split(steps)[-1:]]
    names = [name for name in dict.fromkeys(names) if len(name) <= LONGEST_HEADING]
    told = any(_says(name, element) for name in names for element in family.values())
    if not lines or not (told or any(OVERVIEW.search(fold(name)) for name in names)):
        return
    for name in names:
        yield Block(
            name,
            [line for line in lines if line.text != name and not ABOUT.search(plain(line.text[:60]))],
            lines[0].element,
            page=True,
        )
    for pair in label_pairs(view):
        if pair.form in ("heading", "tab", "dl") and len(pair.key) <= LONGEST_HEADING:
            inside = [line for line in lines if line.element is pair.value_element or _within(line.element, pair.value_element)]
            text = inside if inside and pair.form != "heading" else _under(lines, pair.element, pair.value)
            if text or (told and state_of(pair) is State.BLANK):
                yield Block(pair.label, text, pair.element)


def _office(view: PageView, context: Context, element: Element) -> Iterator[Fact]:
    """The duties of one office, on a page below a column of duties: of the organ's own they are a part.

    The last step names the office, and the page is about it: other documents are filed under offices, too.
    """
    steps = [step.strip() for told in trail(view) for step in TRAIL_STEP.split(told)]
    title = read_title(view, context.as_of)
    if title is None or not OFFICE_NAME.search(plain(steps[-1]) if steps else "") or not any(_says(step, element) for step in steps[:-1]):
        return
    if fold(title.text) != fold(steps[-1]) and not ABOUT_OFFICE.search(fold(title.text)):
        return
    block = Block(
        steps[-1] or title.text, [line for line in main_lines(view) if not ABOUT.search(plain(line.text[:60]))], view.tree, page=True
    )
    fact = _duty(view, block, element) if block.lines else None
    if fact is not None and isinstance(fact.value, Reading) and fact.value.state is State.VALID:
        yield attrs.evolve(fact, subject=OFFICE, method="under duties", confidence=0.8)


def _within(element: HtmlElement, root: HtmlElement) -> bool:
    return root in element.iterancestors()


def _under(lines: Sequence[Line], heading: HtmlElement, value: str) -> list[Line]:
    """Lines whose text makes up the value of a heading."""
    start = next((n for n, line in enumerate(lines) if line.element is heading), None)
    if start is None:
        return []
    kept: list[Line] = []
    for line in lines[start + 1 :]:
        if line.text not in value:
            break
        kept.append(line)
    return kept


def _says(heading: str, element: Element) -> bool:
    key = key_of(heading)
    return any(label in key for label in element.labels) and not any(word in key for word in element.never)


def _text(block: Block) -> str:
    return "\n".join(line.text for line in block.lines if line.linked * 2 <= len(line.text))


def _duty(view: PageView, block: Block, element: Element) -> Fact | None:
    text = _text(block)
    words = sum(word in fold(text) for word in element.aliases)
    if len(text) >= LITTLE_TEXT and words >= 2:
        return _fact(view, "duty", State.VALID, text, block, 0.9)
    return _empty(view, "duty", block) if len(text) < LITTLE_TEXT else None


def _units(view: PageView, block: Block, element: Element) -> Fact | None:
    names = list(dict.fromkeys(name for line in block.lines[:300] for name in _offices(line.text[:400])))
    if len(names) >= 2:
        return _fact(view, "units", State.VALID, "、".join(names[:30]), block, 0.9)
    return _empty(view, "units", block) if len(_text(block)) < LITTLE_TEXT and not names else None


def _offices(text: str) -> Iterator[str]:
    """Names of offices in a text, as written there."""
    return (text[m.start(1) : m.end(1)] for m in UNIT_NAME.finditer(plain(text)) if len(m[1]) > 2)


def _run_in(view: PageView, family: Mapping[str, Element], done: set[str]) -> Iterator[Fact]:
    """Parts that a page about the organ tells behind their label on one line: «内设机构：办公室、法规科», «职责：负责…», «局长：张三»; offices also without one: «内设办公室、法规科»."""
    for line in main_lines(view)[:300]:
        told = UNITS_SAID.search(plain(line.text[:400])) if "units" not in done else None
        if told and (
            fact := _units_said(
                view, Block(line.text[told.start() : told.end()], [line], line.element), line.text[told.end() :][:400], family["units"]
            )
        ):
            done.add("units")
            yield fact
        label, colon, rest = line.text.replace(":", "：").partition("：")
        if not colon or len(label) > LONGEST_LABEL:
            continue
        for part, said in ON_A_LINE.items():
            if part in done or not (_says(label, family[part]) or key_of(label) in SHORT_LABELS.get(part, ())):
                continue
            fact = said(view, Block(label, [line], line.element), rest[:400], family[part])
            if fact is not None:
                done.add(part)
                yield fact


def _units_said(view: PageView, block: Block, rest: str, element: Element) -> Fact | None:
    names = list(dict.fromkeys(_offices(rest)))
    return _fact(view, "units", State.VALID, "、".join(names[:30]), block, 0.85) if len(names) >= 2 else None


def _duty_said(view: PageView, block: Block, rest: str, element: Element) -> Fact | None:
    told = len(rest) >= LEAST_DUTY and any(word in fold(rest) for word in element.aliases)
    return _fact(view, "duty", State.VALID, rest, block, 0.8) if told else None


def _leaders_said(view: PageView, block: Block, rest: str, element: Element) -> Fact | None:
    """Names in running text: they are there, and no list whose lack of résumés could be charged."""
    told = next(_people(block.lines, element), None)
    return _unread(view, "leaders", block, block.lines[0].text[:60], "写在概况文字中，需人工看一眼") if told else None


def _leaders(view: PageView, block: Block, element: Element) -> Fact | None:
    lines = _outside_footer(view) if block.page else block.lines
    found = list(_people(lines, element))
    if found:
        return _fact(view, "leaders", State.VALID, "、".join(f"{name}（{post}）" for name, post in found[:20]), block, 0.85)
    return _empty(view, "leaders", block) if len(_text(block)) < LITTLE_TEXT else None


def _outside_footer(view: PageView) -> list[Line]:
    """Every visible line but the footer's: rows of linked names may look like a menu."""
    parts = read_main(view).parts
    return [line for line, part in zip(view.lines, parts, strict=True) if part not in (FOOTER, HIDDEN, CRUMB)]


def _people(lines: Sequence[Line], element: Element) -> Iterator[tuple[str, str]]:
    """Names that stand beside a post, on one line or on neighbouring ones."""
    seen: set[str] = set()
    previous = ""
    for line in lines[:600]:
        written = line.text[:200]
        text = bare = plain(written)
        at, post = next(((at, p) for p in element.aliases if (at := text.find(p)) >= 0), (0, ""))
        post = written[at : at + len(post)]
        for word in (*element.aliases, *CHARGED_WITH):
            bare = bare.replace(word, "|" * len(word))
        found = (m for m in re.finditer(r"[\u4e00-\u9fff·]{2,4}", bare) if is_name(m[0], bare, m.start(), m.end()))
        names = [written[m.start() : m.end()] for m in found]
        short = names[:1] if len(text) <= 60 else []
        name = short[0] if short else ""
        if name and not post:
            previous = name
            continue
        if post and (name or previous) and (name or previous) not in seen and len(text) <= 120:
            seen.add(name or previous)
            yield name or previous, post
        previous = ""


def is_name(word: str, text: str = "", start: int = 0, end: int = 0) -> bool:
    """Whether two to four characters, standing alone, look like a person's name. 是否像姓名"""
    if len(word) < 2 or word in NOT_NAMES or word[:2] in NOT_NAMES:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if any("\u4e00" <= c <= "\u9fff" for c in (before, after) if c):
        return False
    return (word[0] in SURNAMES and 2 <= len(word) <= 3) or (word[:2] in COMPOUND and 3 <= len(word) <= 4) or "·" in word[1:-1]


def _of_leaders(view: PageView, block: Block, leaders: Fact, family: Mapping[str, Element]) -> Iterator[Fact]:
    """Résumés and portfolios on the leaders' page; unread where the names lead to pages that cannot be opened."""
    text = fold("\n".join(line.text for line in block.lines))
    dead = [link for link in view.links if link.kind in (LinkKind.EMPTY, LinkKind.SCRIPT) and is_name(fold(link.text))]
    reading = leaders.value
    assert isinstance(reading, Reading)
    for part, least in (("resume", 2), ("portfolio", 1)):
        element = family[part]
        words = [word for word in element.aliases if word in text]
        labelled = any(label in text for label in element.labels)
        line = next((line for line in block.lines if any(w in fold(line.text) for w in (words or element.labels))), None)
        if (len(words) >= least or (labelled and words)) and line is not None:
            yield _fact(view, part, State.VALID, line.text, Block(block.heading, [line], line.element), 0.85)
        elif dead:
            yield _unread(view, part, block, dead[0].text, "姓名链接打不开")
        elif reading.state is State.UNREAD or images(view) or attachments(view):
            yield _unread(view, part, block, block.heading, "图片或附件未读")


def _empty(view: PageView, part: str, block: Block) -> Fact | None:
    """A heading without text: unread where pictures, files or links stand below, blank where nothing does."""
    if images(view) or attachments(view) or any(line.linked for line in block.lines):
        return _unread(view, part, block, block.heading, "图片、附件或链接未读")
    if _text(block).strip() or block.page:
        return None  # an empty page is the column's defect, or a script's
    return _fact(view, part, State.BLANK, "", block, 0.7)


def _unread(view: PageView, part: str, block: Block, quote: str, why: str) -> Fact:
    return Fact(
        kind=KIND,
        subject=part,
        value=Reading(state=State.UNREAD, label=block.heading),
        evidence=view.evidence(quote, block.where),
        method=why,
        confidence=0.6,
    )


def _fact(view: PageView, part: str, state: State, value: str, block: Block, confidence: float) -> Fact:
    quote = " ".join(line.text for line in block.lines[:6]) or block.heading
    where = block.lines[0].element if block.lines else block.where
    reading = Reading(state=state, value=value[:1000] or None, label=block.heading)
    return Fact(kind=KIND, subject=part, value=reading, evidence=view.evidence(quote, where), method="heading", confidence=confidence)


READERS = {"duty": _duty, "units": _units, "leaders": _leaders}
ON_A_LINE = {"units": _units_said, "duty": _duty_said, "leaders": _leaders_said}
