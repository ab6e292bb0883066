"""What it means for a shown page that one of its requests got no answer: pure, by kind, address and outcome. 数据缺失"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.guard import METHODS
from crawler.policy import same_owner, site_key

READING = re.compile(r"list|query|search|page|dataproxy|select|find|load|get|data|column|channel|catalog|menu|tree|info")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# What a word of a path begins or ends with if the address saves, sends or signs in; addresses and architecture do neither.
WRITING = re.compile(
    r"^(?:save|insert|updat|delet|remov|upload|submit|log[io]n|regist|apply|vote|comment|message|mail|send|sms|add(?!ress|itional))"
    r"|(?:save|insert|update|delete|remove|upload|submit|log[io]n|vote|comment|mail|sms)$|^(?:log|del)$"
)
COUNTING = re.compile(r"^(?:count(?:er)?|hits?|click|visit(?:or)?s?|stat|statistics?|analytics|tongji|webdig|pv|uv|track|beacon)$")
# Scripts of other hosts without which a page's own scripts do nothing. Statistics, sharing and the like are none.
LIBRARY = re.compile(r"jquery|vue|react|angular|axios|layui|require(?:js|\.)|element-|polyfill|template|handlebars|mustache|knockout", re.I)
DATA = frozenset({"xhr", "fetch"})
GONE = frozenset({404, 410})


class Loss(enum.Enum):
    """What a page lost with a request. 缺失程度"""

    NONE = enum.auto()
    PERHAPS = enum.auto()  # data, if the page is bare without it
    SURE = enum.auto()


def path_words(url: str) -> tuple[str, ...]:
    """The words of an address's path, lower case: ``/api/saveList`` has three. 路径中的词"""
    return tuple(word.lower() for word in WORD.findall(urlsplit(url).path))


def reads_by_post(method: str, url: str, resource_type: str) -> bool:
    """Whether a POST is a script's way of reading a list. Anything that might send, save, count or sign in is not. 以 POST 读取列表"""
    return method == "POST" and resource_type in DATA and bool(READING.search(urlsplit(url).path.lower())) and not _acts(url)


def _acts(url: str) -> bool:
    return any(WRITING.search(word) or COUNTING.search(word) for word in path_words(url))


def loss_of(kind: str, method: str, url: str, *, sites: Iterable[str], status: int | None = None, refused: bool = False) -> Loss:
    """What a page lost with a request that failed (``status`` None), was ``refused`` for its number, or was answered with an error.

    Args:
        kind: the browser's word for what asked: ``xhr``, ``script`` …; style sheets, pictures and frames (which are pages) hold no data.
        sites: the portal's own; a site with the same owner is as good.
    """
    if kind not in DATA and kind != "script":
        return Loss.NONE
    site, own = site_key(url), frozenset(sites)
    reading = method in METHODS or reads_by_post(method, url, kind)
    if not any(same_owner(site, ours) for ours in own):
        needed = LIBRARY.search(url) if kind == "script" else reading and not _counts(url)
        return Loss.PERHAPS if needed else Loss.NONE
    # A missing file is missing for every reader, and a counter tells nothing: they count if there is nothing else to see.
    light = status in GONE or refused or _counts(url) or (method not in METHODS and _acts(url)) or (kind == "script" and site not in own)
    return Loss.PERHAPS if light else Loss.SURE


def _counts(url: str) -> bool:
    return any(COUNTING.search(word) for word in path_words(url))
