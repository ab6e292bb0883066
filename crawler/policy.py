"""What a focused crawl follows, as tables and small pure functions. 抓取策略

The roles are the vocabulary's (``data/vocabulary/roles.toml``); this table says how much of a column with that role is worth reading.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

import attrs

from checks.facts.walk import reached
from checks.model import Entry, Link, PageKind, Paging, Portal
from checks.parsing.address import ascii_host, without_doubles
from checks.parsing.fold import fold


class Tier(enum.IntEnum):
    """The order in which links are followed: what may decide most comes first. 优先级"""

    START = 0  # the home page
    JUMP = 1  # frames, refreshes, scripted redirects: the page itself, one address further
    ROLE = 2  # guide, catalogue, apply …
    SITEMAP = 3  # robots.txt, sitemap.xml
    NEEDED_LIST = 4  # further pages of lists that must be read to their end
    COLUMN = 5  # places that navigation names
    HOME_LINK = 6  # everything else the home page links
    LIST = 7  # further pages of dated lists
    NEEDED_ENTRY = 8  # entries and attachments in columns that rules read
    SAMPLE = 9  # the newest entries of any other column
    MAPPED = 10  # addresses that only sitemap.xml names
    AGAIN = 11  # second tries


@attrs.frozen
class RolePolicy:
    """How much of a column with this role is read.

    Attributes:
        rank: order within the ROLE tier.
        entries: how many entries of its lists are fetched.
        whole: walk its lists to the end, whatever their dates (absence must be provable); otherwise back to the window.
        elsewhere: may be followed one hop to another site (bureaus keep these on the city's portal).
    """

    rank: int
    entries: int
    whole: bool = False
    elsewhere: bool = False


ROLES: Mapping[str, RolePolicy] = {
    "guide": RolePolicy(0, 20, whole=True, elsewhere=True),
    "catalogue": RolePolicy(1, 50, elsewhere=True),
    "apply": RolePolicy(2, 20, whole=True, elsewhere=True),
    "annual_report": RolePolicy(3, 30, whole=True, elsewhere=True),
    "disclosure": RolePolicy(4, 10),
    "sitemap": RolePolicy(5, 0),
    "org": RolePolicy(6, 30, whole=True),
    "leaders": RolePolicy(7, 30, whole=True),
    "power_list": RolePolicy(8, 40, whole=True, elsewhere=True),
    "penalty": RolePolicy(9, 30),
    "plan": RolePolicy(10, 20, whole=True),
    "rules": RolePolicy(11, 10),
    "service": RolePolicy(12, 40),
    "budget": RolePolicy(13, 10),
    "dated": RolePolicy(14, 5),
}
OTHER = RolePolicy(99, 5)  # any column without a role, and roles that the table does not know
NEEDED = frozenset(role for role, policy in ROLES.items() if policy.entries > OTHER.entries)
NEEDED_KINDS = frozenset(
    {
        PageKind.GUIDE,
        PageKind.GUIDE_INDEX,
        PageKind.CATALOGUE,
        PageKind.APPLY,
        PageKind.POWER_LIST,
        PageKind.SERVICE_ITEM,
        PageKind.PENALTY,
        PageKind.ANNUAL_REPORT,
        PageKind.BUDGET,
    }
)
# Kinds of page on which an entry's own words are worth following even among list rows: one document, not a list of cases.
DOCUMENT_ROLES = frozenset({"guide", "apply", "annual_report", "catalogue", "plan", "org", "leaders", "power_list"})

ATTACHMENTS = frozenset({"pdf", "doc", "docx", "xls", "xlsx", "wps"})
# Never a page: neither parsed nor part of any rule.
_PICTURES = "jpg jpeg png gif bmp ico webp svg tif tiff psd dwg"
_FILMS = "mp3 mp4 avi wmv flv mov mpg rm rmvb swf m3u8 ts"
_FILES = "css js json zip rar 7z gz tar exe msi apk iso ppt pptx ttf woff woff2"
MEDIA = frozenset(f"{_PICTURES} {_FILMS} {_FILES}".split())
YEAR = re.compile(r"(?:19[89]|20[0-4])\d")  # «2014» names the column of a year; no list has so many pages
_PAGER = "首页 上一页 下一页 上页 下页 前一页 后一页 尾页 末页 第一页 最后一页 go 跳转 转到"
# How the CMSs in use write addresses of articles: dates and long numbers.
ARTICLE_PATH = re.compile(
    r"/t?20\d{2}[-/]?\d{2}|/20\d{2}/\d{1,2}/|/(?:content|info|detail|article|art|post|show)[/_-]?\w*\d{3,}|/contents/\d+/|\d{7,}\.", re.I
)
PAGER_WORDS = frozenset(_PAGER.split())
# Furniture of every page: leads nowhere that a rule reads. (From the home page these are followed all the same.)
_WINDOW = "打印 打印本页 关闭 关闭窗口 返回 返回首页 返回顶部 回到顶部 收藏 加入收藏 设为首页 分享 rss 大 中 小"
_EDITIONS = "登录 注册 用户登录 english 繁体 繁體 繁体版 繁體版 简体 无障碍 无障碍浏览 手机版"
FURNITURE = frozenset(f"{_WINDOW} {_EDITIONS}".split())
COLUMN_TEXT = (2, 14)  # characters of a column's name
ARTICLE_TEXT = 9  # shorter texts are hardly an article's title
MAX_DEPTH = 5
MAX_LIST_PAGES = 30
MAX_UNDATED_PAGES = 3
MAX_JUMPS = 5  # frames and refreshes, one leading to the next: a page that reloads itself under new names never ends
MAX_OFFSITE = 15
MAX_SITEMAPS = 20
MAX_ATTACHMENTS = 12  # of one page
MAX_ROLE_LINKS = 120  # of one role; a list of cases whose titles all carry the word must not eat the budget


def policy_of(role: str) -> RolePolicy:
    """The policy of a role; '' and unknown roles get the ordinary column's."""
    return ROLES.get(role, OTHER)


@functools.lru_cache(maxsize=20_000)
def extension_of(url: str) -> str:
    """Lower-case extension of a URL's path, '' if there is none. 扩展名"""
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[1].lower() if "." in name else ""


def is_attachment(url: str) -> bool:
    """Whether the address is that of a document whose text can be read. 附件"""
    return extension_of(url) in ATTACHMENTS


def is_media(url: str) -> bool:
    """Whether the address is that of a picture, archive, film or script."""
    return extension_of(url) in MEDIA


def is_pager(link: Link) -> bool:
    """Whether the link is part of a pager: such links are followed by what the list says, never by their words. 翻页链接"""
    words = fold(link.text).strip("[]()<>«»‹›. ")
    return (words.isdigit() and not YEAR.fullmatch(words)) or words in PAGER_WORDS


def is_column(link: Link) -> bool:
    """Whether the link's words look like the name of a column («通知公告», «更多»). 栏目链接"""
    words = fold(link.text)
    return COLUMN_TEXT[0] <= len(words) <= COLUMN_TEXT[1] and words not in FURNITURE and not is_pager(link)


def is_titled(text: str) -> bool:
    """Whether a link's words are long enough for an article's title."""
    return len(fold(text)) >= ARTICLE_TEXT


def is_picture(link: Link) -> bool:
    """Whether the link shows no words (a picture) and its address is not an article's: it may lead to a column. 图片链接"""
    return not link.text and link.via in ("a", "area") and not link.hidden and not ARTICLE_PATH.search(urlsplit(link.url or "").path)


@functools.lru_cache(maxsize=20_000)
def site_key(url: str) -> str:
    """Host and port, without ``www.`` and without the default port, a Chinese name as it is asked for: what tells sites apart."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    name = parts.hostname or ""
    host = (ascii_host(name) or name).removeprefix("www.")
    return host if port is None or port in (80, 443) else f"{host}:{port}"


@functools.lru_cache(maxsize=20_000)
def page_key(url: str) -> str:
    """What tells pages apart: the scheme, ``www.``, doubled slashes and the fragment do not, the order of parameters does."""
    parts = urlsplit(url)
    return f"{site_key(url)}{without_doubles(parts.path or '/')}" + (f"?{parts.query}" if parts.query else "")


def sites_of(portal: Portal) -> frozenset[str]:
    """Site keys that belong to a portal: its home's and those it lists. 门户站点"""
    return frozenset({site_key(portal.home_url), *(site_key(h if "//" in h else f"http://{h}") for h in portal.hosts)})


def same_owner(host: str, other: str) -> bool:
    """Whether two site keys plausibly have one owner: one is part of the other, or both end in the same three labels (``x.gov.cn``)."""
    a, b = host.split(":")[0], other.split(":")[0]
    if a == b or a.endswith("." + b) or b.endswith("." + a):
        return True
    return a.split(".")[-3:] == b.split(".")[-3:] and len(a.split(".")) >= 3 and not a.replace(".", "").isdigit()


def walks_on(entries: Sequence[Entry], paging: Paging | None, *, role: str, window_from: dt.date, page_no: int) -> bool:
    """Whether the following page of a list is to be fetched. 是否继续翻页

    It is until the rows have come past the window, in the judge's sense of it. A list without dates is followed a few pages only, unless
    its role demands the whole.
    """
    if paging is None or not paging.next_url or page_no >= MAX_LIST_PAGES:
        return False
    if policy_of(role).whole:
        return True
    dates = [entry.date for entry in entries if entry.date is not None]
    if not dates:
        return page_no < MAX_UNDATED_PAGES
    return not reached(dates, window_from)


def newest(entries: Iterable[Entry], count: int) -> list[Entry]:
    """The ``count`` newest entries that lead somewhere; undated ones keep their place at the end. 最新条目"""
    led = [entry for entry in entries if entry.url] if count > 0 else []
    return sorted(led, key=lambda entry: (entry.date is None, -(entry.date.toordinal() if entry.date else 0), entry.row))[:count]
