"""Pages that are one document: which kind it is, by its title, its column and its body. 文件类页面"""

from __future__ import annotations

import re

from checks.model import PageKind
from checks.parsing.fold import fold, plain
from checks.parsing.main import main_content, main_lines, main_text, trail
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context, Element

from .channel_words import OTHER, blotted, grammar, tokens
from .follows import following, leads_list
from .glance import own_words
from .guide_sections import read_heads
from .kind_items import item, labelled, named_item, plainly_labelled, power, tabled, witnesses
from .kind_lists import listed, looked_up
from .kind_words import (
    ABOUT,
    APPLY_GUIDE,
    FEW_ROWS,
    NAMED_TEXT,
    OPENING,
    RULES_NAME,
    Verdict,
    are_rules,
    by,
    element_of,
    name_of,
    says,
    words_in,
)
from .page import attachments, images
from .shape import ORGAN, read_shape
from .title import LEAST_NAME, LEAST_TEXT, Title, headline
from .title_words import PIECES

YEAR = re.compile(r"(?:19|20)\d{2}|二[〇○零][一二〇○零][〇○零一二三四五六七八九]")
# Kinds of documents, told by the words of their title, in this order: how many words of the body are asked for besides, and how many
# where the title speaks about such a document.
DOCUMENTS: tuple[tuple[PageKind, int, int], ...] = (
    (PageKind.ANNUAL_REPORT, 0, 5),
    (PageKind.GUIDE, 0, 8),
    (PageKind.APPLY, 3, 7),
    (PageKind.POWER_LIST, 0, 4),
    (PageKind.PENALTY, 0, 3),
    (PageKind.BUDGET, 0, 3),
    (PageKind.SERVICE_ITEM, 2, 8),
)
# Of these a long text always has some words of its own; without any it tells of something else, whatever its title says.
SPEAKING = (PageKind.GUIDE, PageKind.PENALTY)
MUCH_TEXT = 200
ANNUAL_NAME = re.compile(
    r"(?:信息|政务|事务)公开[^,，。;；]{0,12}(?:年度?(?:工作)?报告|年报|工作报告|总结|情况的?(?:年度)?报告)|年度?[^,，。;；]{0,6}(?:信息|政务)公开[^,，。;；]{0,8}(?:报告|年报|总结|工作情况$)"
)
ANNUAL_STEP = re.compile(r"年报|年度报告")
ANNUAL_WORDS = 3
FULL_REPORT = 6  # in a body that only calls itself one
GUIDE_NAME = re.compile(
    r"(?:信息|政务)公开(?:工作|服务|使用|查询|查阅){0,2}(?:说明书?|须知|指引|导引|导读|向导|手册|简介|指南)|^(?:公开)?指南$|^公开说明$"
    r"|公开(?:指引|导引|向导|手册)$|(?:信息|资料)的?(?:获取|查询|查阅|索取)(?:[、与和及](?:获取|查询|查阅|索取|公开))?(?:服务)?(?:指南|指引|须知|说明)"
    r"|(?:获取|查询|查阅|索取)(?:政府|政务|公开){0,2}信息的?(?:指南|指引|须知|说明)|(?:如何|怎样|怎么)(?:获取|查询|查阅|得到|了解)[^,。;]{0,20}(?:政府|政务|公开)信息"
)
# Lines that begin with what the law asks of a guide, each with its text: no other page is written so.
GUIDE_LINES = tuple(
    re.compile(rf"^[\d(（一二三四五六七八九十)）、.．\s]{{0,8}}(?:政府|公开|政务){{0,2}}(?:信息)?的?(?:{words})(?:[:：]|\s*$)")
    for words in ("分类|类别|公开范围|公开内容", "编排体系|编排方式|编排", "获取方式|获取途径|获取形式|查阅方式|公开形式|公开方式")
)
LAW_CONTACTS = 2  # words of contact data in a body with all these lines
NO_SOURCE = re.compile(r"\s{0,9}(?:$|#|javascript:|about:)", re.I)
# Words of the body that only a guide to disclosure has.
GUIDE_OWN = re.compile(r"信息(?:的)?分类|编排|获取(?:方式|形式|途径|政府信息)|查阅|公开(?:的)?(?:范围|形式|方式|时限)|主动公开|依申请公开")
GUIDE_OWN_WORDS = 3
BESIDES_APPLYING = re.compile(r"编排|信息的?(?:分类|类别)|公开的?(?:范围|内容|形式|时限)")
# A decision named by its number alone: «望环罚〔2021〕3号».
PENALTY_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,10}罚(?:决|简|当场|处)?(?:字|决)?第?[〔\[(【]?(?:19|20)\d\d[〕\])】]?第?\d{1,6}号")
PENALTY_WORDS = 2
ISSUED = re.compile(r"(?:印发|公布|发布|修订)[^,。]{0,40}公开指南》?(?:\([^()]{0,16}\))?》?的(?:通知|公告|通告)$")
CONTACTS = re.compile(r"地址|电话|传真|邮箱|邮政?编码?|办公时间|受理时间|申请表")  # a guide of a few lines gives little else
GUIDE_WORDS = 5  # distinct words of a guide in a body whose title does not say so
TOPICS = 4  # texts of a guide that headings announce, of six
OF_DISCLOSURE = ("classify", "arrange")
FULL_GUIDE = 10  # words of a guide in a body that tell it without any name
APPLY_NAME = re.compile(
    r"申请.{0,6}公开|公开.{0,6}申请|申请(?:提供|获取|获得|索取)?(?:政府|政务)(?:信息|资讯)|(?:网上|在线|我要|信息)申请|申请表单?$|申请(?:流程|须知|方式|渠道)$|^\W{0,3}\d{0,2}\W{0,2}(?:怎样|如何|怎么)(?:提出|提交|办理|进行)?申请"
)
# Before the name of a guide: the text sends to another one, it does not call itself so.
REFERS = re.compile(r"(?:参照|参考|参见|请见|详见|见|查阅|查看|参阅|阅读|按照|登录|各(?:单位|部门|机关|级))[^,，。;；]{0,12}$")
REFERRED = 16  # characters before the name in which it may stand
APPLY_OWN = re.compile(
    r"(?:政府|政务)?(?:信息)?(?:公开)?申请(?:须知|说明|流程|方式|渠道|指南)$"
)  # a step or first line that is its name as a whole
LONGEST_STEP = 24  # characters of a first line that may be the page's own name
# What a notice is about that tells how to apply, rather than of applications: «关于受理公开申请方式的说明».
HOW_IS_TOLD = re.compile(r"公开申请(?:的)?(?:方式|渠道|途径|方法|受理方式|接收渠道|办理方式)(?:有关事项)?的(?:说明|公告|通告|提示)$")
HOW_TO_APPLY = re.compile(r"(?:方式|渠道|途径|须知|流程|程序|指南|指引|说明|办法|步骤|事项|入口|提交|递交)(?:一览表?)?$")
APPLY_BODY = re.compile(r"申请(?:公开|获取)|公开申请|依申请")
ACCESS = re.compile(r"^[^>]{0,24}资料[^>]{0,12}$")
CODE = "公开资料守则"  # what Hong Kong's departments take requests for information under
APPLY_WORDS = 4
MOST_PIECES = 4  # of a title tag; more are words for search engines
FULL_APPLY = 7  # words that tell it without a name
WITNESSES = 5  # … and in the body of a document whose name speaks about another
# Kinds of documents that often show no date of their own.
UNDATED = (PageKind.ANNUAL_REPORT, PageKind.POWER_LIST, PageKind.PENALTY, PageKind.BUDGET)
ARTICLE_STEP = re.compile(r"^(?:正文|内容|详细(?:内容|信息)?|详情|信息内容|文章(?:内容|正文)?|浏览文章|查看)$")


def document(view: PageView, context: Context) -> Verdict | None:
    """A page with a headline and its day: one document. 有发布日期的文件"""
    found = headline(view, context.as_of)
    if found is None:
        return None
    shape = read_shape(view)
    many = shape.dated > FEW_ROWS and shape.prose < 40 * shape.dated
    names_column = len(fold(found.text)) < LEAST_NAME or fold(found.text) in map(fold, trail(view))
    if (many or names_column) and (leads_list(view, found) or listed(view, context)):
        return None
    return _titled(view, context, found) or _by_body(view, context) or by(PageKind.ARTICLE, found, "headline")


def _titled(view: PageView, context: Context, found: Title) -> Verdict | None:
    """The kind of document that a headline names, with the words of the body that it takes to believe it."""
    about = ABOUT.search(fold(found.text)) is not None
    if are_rules(view, found):
        return None
    for document, words, beyond in DOCUMENTS:
        element = element_of(context, document)
        if (
            says(found.text, element)
            and (document is not PageKind.ANNUAL_REPORT or _names_report(found))
            and (count := words_in(view, element)) >= (beyond if about else words)
            and (count or document not in SPEAKING or read_shape(view).prose < MUCH_TEXT)
        ):
            return by(document, found, "title")
    if PENALTY_NUMBER.search(fold(found.text)) and words_in(view, element_of(context, PageKind.PENALTY)) >= PENALTY_WORDS:
        return by(PageKind.PENALTY, found, "number")
    return None if about else _reported(view, context, found)


def _names_report(title: Title) -> bool:
    """Whether a title that holds the words of a report names one: it has its year, and is not that of rules on reporting."""
    return YEAR.search(title.text) is not None and RULES_NAME.search(fold(title.text)) is None


def _reported(view: PageView, context: Context, found: Title) -> Verdict | None:
    """An annual report under a name of its own, or in the column of annual reports: its year and its subjects tell."""
    element = element_of(context, PageKind.ANNUAL_REPORT)
    named = ANNUAL_NAME.search(fold(found.text)) or any(ANNUAL_STEP.search(fold(step)) for step in trail(view)[-2:])
    barred = RULES_NAME.search(fold(found.text)) or any(word in fold(found.text) for word in element.never)
    if not named or barred or words_in(view, element) < ANNUAL_WORDS:
        return None
    dated = YEAR.search(found.text) or YEAR.search(main_text(view)[:OPENING])
    return by(PageKind.ANNUAL_REPORT, found, "subjects") if dated else None


def _reported_by(view: PageView, context: Context) -> Verdict | None:
    """An annual report whose page is headed by nothing but the name of the organ: it calls itself so, and has the subjects of one."""
    name = name_of(view, context)
    if name is None or not ORGAN.search(fold(name.text)):
        return None
    called = ANNUAL_NAME.search(plain(main_text(view)[:OPENING]))
    full = words_in(view, element_of(context, PageKind.ANNUAL_REPORT)) >= FULL_REPORT
    return by(PageKind.ANNUAL_REPORT, name, "calls itself so") if called and full and YEAR.search(main_text(view)[:OPENING]) else None


def _by_body(view: PageView, context: Context) -> Verdict | None:
    """The kind of document that the body shows, whatever its name."""
    return (
        _reported_by(view, context)
        or labelled(view, context, PageKind.PENALTY)
        or (guide_text(view, context) if _own_guide(view) or _named_guide(view, context) else None)
        or labelled(view, context, PageKind.SERVICE_ITEM)
        or guide_text(view, context)
        or apply(view, context)
        or tabled(view, context)
        or power(view, context)
        or named_item(view, context)
        or plainly_labelled(view, context)
    )


def _own_guide(view: PageView) -> bool:
    return len({found[0] for found in GUIDE_OWN.finditer(own_words(view))}) >= GUIDE_OWN_WORDS


def _has_guide_lines(view: PageView) -> bool:
    texts = [fold(line.text) for line in main_lines(view)]
    return all(any(pattern.search(text) for text in texts) for pattern in GUIDE_LINES)


def _named_guide(view: PageView, context: Context) -> bool:
    name = name_of(view, context)
    return name is not None and GUIDE_NAME.search(fold(name.text)) is not None


def guide_text(view: PageView, context: Context) -> Verdict | None:
    """The text of a guide, whatever stands above it: most of a guide's subjects, and it calls itself one. 公开指南正文"""
    element = element_of(context, PageKind.GUIDE)
    shape = read_shape(view)
    name = name_of(view, context)
    if are_rules(view, name) or _tells_applying_only(view, name):
        return None
    if name is not None and says(name.text, element) and not ABOUT.search(fold(name.text)) and _attached(view, name):
        return by(PageKind.GUIDE, name, "attached")
    names = [fold(name.text)] if name is not None else []
    names += [fold(step) for step in trail(view)[-1:]]
    columns = () if name is not None and name.document else _tag_columns(view)
    named = any(says(text, element) for text in (*names, *columns))
    alike = any(GUIDE_NAME.search(text) for text in names)
    told = name is not None and (says(name.text, element) or GUIDE_NAME.search(fold(name.text)) is not None)
    brief = told and len(set(CONTACTS.findall(own_words(view)))) >= FEW_ROWS
    applying = any(says(text, element_of(context, PageKind.APPLY)) or APPLY_NAME.search(text) for text in names)
    lawful = not applying and len(set(CONTACTS.findall(own_words(view)))) >= LAW_CONTACTS and _has_guide_lines(view)
    if max(shape.prose, following(view, name).text) < (LEAST_TEXT if brief or lawful else NAMED_TEXT) or (
        shape.dated > FEW_ROWS and leads_list(view, name)
    ):
        return None
    text = own_words(view)
    calls_itself = _own_name(text[:OPENING], element) or "本指南" in text or "《指南》" in text
    count = words_in(view, element)
    own = _own_guide(view) and not applying  # a page to apply on tells much of what a guide does
    calls_itself = calls_itself and not (applying and "本指南" not in text and "《指南》" not in text)  # it only refers to the guide
    enough = (
        (named and (brief or count >= FEW_ROWS))
        or (alike and count >= GUIDE_WORDS)
        or ((calls_itself or own) and count >= GUIDE_WORDS + 2)
        or lawful
    )
    announced = not (enough or applying) and (told or calls_itself) and _announces(view, FEW_ROWS if named else TOPICS, told)
    if not (enough or announced) or (own and not named and not alike and count < FULL_GUIDE and not calls_itself and not lawful):
        return None
    issued = name is not None and ISSUED.search(fold(name.text)) and count >= GUIDE_WORDS + 2  # the notice prints it in full
    if (
        name is not None
        and not issued
        and (any(word in fold(name.text) for word in element.never) or (ABOUT.search(fold(name.text)) and count < FULL_GUIDE))
    ):
        return None
    line = next((line for line in main_lines(view) if any(label in fold(line.text) for label in element.labels)), main_lines(view)[0])
    return Verdict(
        kind=PageKind.GUIDE,
        quote=line.text,
        where=view.locator(line.element),
        method=f"{count} words of a guide",
        confidence=0.9 if named else 0.75,
    )


def _announces(view: PageView, least: int, told: bool) -> bool:
    """Whether headings announce as many of a guide's texts, in whatever words; without a name one that no guide to a service has."""
    topics = {topic for head in read_heads(view)[0] for topic in head.topics}
    return len(topics) >= least and (told or not topics.isdisjoint(OF_DISCLOSURE))


def _tells_applying_only(view: PageView, name: Title | None) -> bool:
    """Whether a page is called a guide to applying and says nothing of what a guide to disclosure has besides."""
    return name is not None and APPLY_GUIDE.search(fold(name.text)) is not None and not BESIDES_APPLYING.search(own_words(view))


def _own_name(opening: str, element: Element) -> bool:
    """Whether the opening words name a guide without sending the reader to it."""
    return any(
        not REFERS.search(opening[max(0, found.start() - REFERRED) : found.start()])
        for label in element.labels
        for found in re.finditer(re.escape(label), opening)
    )


def _attached(view: PageView, name: Title) -> bool:
    """Whether what stands below the name is a file, a picture or a frame of it."""
    below = following(view, name)
    return bool(attachments(view) or images(view) or _embeds(view)) and below.first < FEW_ROWS and below.said < NAMED_TEXT


def _embeds(view: PageView) -> bool:
    """Whether a frame or a viewer of files stands in the content and shows something of its own."""
    return any(
        not NO_SOURCE.match(node.get("src") or node.get("data") or "") and not view.is_hidden(node)
        for node in main_content(view).iter("iframe", "embed", "object")
    )


def apply(view: PageView, context: Context) -> Verdict | None:
    """A page to apply for information: its name, its column or its body says so. 依申请公开页面"""
    name = name_of(view, context)
    shape = read_shape(view)
    element = element_of(context, PageKind.APPLY)
    if name is None or (shape.dated > 0 and leads_list(view, name)) or are_rules(view, name):
        return None
    title = fold(name.text)
    if any(word in title for word in element.never):
        return None
    if name.document and ABOUT.search(title):
        tells = HOW_IS_TOLD.search(title) and _ways(own_words(view), context) >= FEW_ROWS
        return by(PageKind.APPLY, name, "tells the ways") if tells else None
    if ACCESS.search(title) and CODE in own_words(view):
        return by(PageKind.APPLY, name, "code on access")
    if says(name.text, element) and "申请表" in title and _attached(view, name):
        return by(PageKind.APPLY, name, "attached")
    if headline(view, context.as_of) is None and (says(name.text, element) or any(says(step, element) for step in trail(view)[-2:])):
        return by(PageKind.APPLY, name, "column name")
    text = own_words(view)
    count = words_in(view, element)
    columns = (*trail(view)[-2:], *_tag_columns(view), *(line.text for line in main_lines(view)[:1] if len(line.text) <= LONGEST_STEP))
    named = (
        says(name.text, element) or APPLY_NAME.search(title) or any(says(step, element) or APPLY_OWN.match(fold(step)) for step in columns)
    )
    told = named and HOW_TO_APPLY.search(title) is not None
    if named and (
        count >= APPLY_WORDS or shape.fields >= FEW_ROWS or (ways := _ways(text, context)) >= FEW_ROWS or (told and ways + count > FEW_ROWS)
    ):
        return by(PageKind.APPLY, name, f"{count} words")
    asked = APPLY_BODY.search(text[:OPENING]) is not None
    return by(PageKind.APPLY, name, f"{count} words") if asked and count + min(shape.fields, 2) >= FULL_APPLY else None


def _ways(text: str, context: Context) -> int:
    """How many ways of handing in an application a folded text names."""
    patterns = grammar(context.vocabulary)
    return len({token.name for token in tokens(blotted(text, patterns), patterns)} - {OTHER}) if "申请" in text else 0


def _tag_columns(view: PageView) -> tuple[str, ...]:
    """What the title tag says behind the page's own name: often the column, where no breadcrumb does («申请步骤 - 信息公开申请 - 某局»)."""
    pieces = [piece for piece in PIECES.split(title_text(view)) if piece]
    return tuple(pieces) if 1 < len(pieces) <= MOST_PIECES else ()


def named(view: PageView, context: Context) -> Verdict | None:
    """A document that shows no date: its name says what it is, its words agree, and text follows the name. 无日期的已知文件"""
    name = name_of(view, context)
    if name is None or leads_list(view, name) or following(view, name).text < (LEAST_TEXT if name.document else NAMED_TEXT):
        return None
    for document in UNDATED:
        element = element_of(context, document)
        if (
            says(name.text, element)
            and witnesses(view, context, document) >= (WITNESSES if ABOUT.search(fold(name.text)) else 2)
            and (document is not PageKind.ANNUAL_REPORT or _names_report(name))
        ):
            return by(document, name, "name")
    reported = None if ABOUT.search(fold(name.text)) else _reported(view, context, name)
    if reported is not None:
        return reported
    last = trail(view)[-1:]
    if (last and ARTICLE_STEP.match(fold(last[0]))) or fold(name.text) == fold(view.meta("articletitle")):
        return item(view, context) or by(PageKind.ARTICLE, name, "breadcrumb")
    return None


def told(view: PageView, context: Context) -> Verdict | None:
    """A document without a date that is none of the known ones: a name as documents have it, and text below. 无日期的其他文件"""
    name = name_of(view, context)
    if name is None or not name.document or leads_list(view, name) or listed(view, context) or looked_up(view):
        return None
    return by(PageKind.ARTICLE, name, "name and text")
