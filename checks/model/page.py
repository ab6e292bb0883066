"""What was fetched: pages and the visit they belong to."""

from __future__ import annotations

import datetime as dt
import enum

import attrs


class FetchError(enum.StrEnum):
    """Why a URL gave no response we can read. A value, not an exception. 抓取失败原因"""

    DNS = "dns"  # 域名无法解析
    CONNECT = "connect"  # 无法连接
    TIMEOUT = "timeout"  # 超时
    TLS = "tls"  # 证书或加密协商失败
    RESET = "reset"  # 连接中断
    TOO_LARGE = "too_large"  # 超过大小上限
    BAD_CODING = "bad_coding"  # 压缩内容损坏或解压后过大
    REDIRECTS = "redirects"  # 重定向过多
    ROBOTS = "robots"  # robots.txt 不允许
    ADDRESS = "address"  # 地址不允许访问（内网、回环等）
    BROWSER = "browser"  # 浏览器渲染失败
    NO_BROWSER = "no_browser"  # 需要浏览器而本机没有
    INCOMPLETE = "incomplete"  # 已渲染，但页面取数据的请求失败或被拒绝：所见可信，未见不可信
    NO_PAGE = "no_page"  # 应答成功而内容为空
    BAD_URL = "bad_url"  # 网址不合法
    OTHER = "other"


class Stop(enum.StrEnum):
    """Why a visit ended. 访问结束原因"""

    DONE = "done"  # every link that a rule may need was read
    PAGES = "pages"  # page budget spent
    BYTES = "bytes"  # byte budget spent
    SECONDS = "seconds"  # time budget spent
    UNREACHABLE = "unreachable"  # the start page gave no response
    BLOCKED = "blocked"  # bot wall or repeated refusals
    ROBOTS = "robots"  # robots.txt closes the whole site
    CRASHED = "crashed"  # our own failure


STOP_ZH = {
    Stop.DONE: "完成",
    Stop.PAGES: "达到页数上限",
    Stop.BYTES: "达到流量上限",
    Stop.SECONDS: "达到时间上限",
    Stop.UNREACHABLE: "网站无法访问",
    Stop.BLOCKED: "被网站拦截",
    Stop.ROBOTS: "robots.txt 不允许",
    Stop.CRASHED: "抓取程序出错",
}


class SkipReason(enum.StrEnum):
    """Why a link that was seen was not fetched. 未访问原因"""

    ROBOTS = "robots"
    BUDGET = "budget"
    DEPTH = "depth"
    OFFSITE = "offsite"
    ADDRESS = "address"
    WINDOW = "window"  # older pages of a list, beyond the window that any rule asks for
    NOT_NEEDED = "not_needed"  # no rule depends on it
    LIMIT = "limit"  # one of a kind of which enough was read: rows, attachments, list pages, links of one role, jumps
    BAD_URL = "bad_url"


@attrs.frozen(kw_only=True)
class Page:
    """One fetched (or failed) URL. 网页快照

    Attributes:
        url: the address asked for; ``final_url`` the one that answered, after redirects.
        status: HTTP status, or None when ``error`` says why there was no response.
        error: why the page cannot be read. ``INCOMPLETE`` and ``NO_PAGE`` come with a status and a body: there was an answer.
        fetched_at: aware, UTC.
        headers: as received, in order, names as sent.
        body: decompressed bytes; for a rendered page the browser's serialised DOM in UTF-8.
        sha256: hex digest of ``body``.
        rendered: True if a browser produced the body.
        found_on / anchor: the page and the link text that led here (None for a start page).
        depth: clicks from the start page.
    """

    url: str
    final_url: str
    status: int | None
    fetched_at: dt.datetime
    error: FetchError | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    sha256: str = ""
    rendered: bool = False
    found_on: str | None = None
    anchor: str | None = None
    depth: int = 0

    def header(self, name: str) -> str:
        """The first value of a header, or ''. Names are compared without case."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


@attrs.frozen(kw_only=True)
class Skip:
    """A link that was seen and not fetched, with the reason. 未访问链接"""

    url: str
    reason: SkipReason
    anchor: str = ""
    found_on: str = ""


@attrs.frozen(kw_only=True)
class Plan:
    """What a visit sets out to look for; kept in the visit file so that judging can refuse to guess. 抓取计划

    Attributes:
        needs: fact families that the chosen rules depend on (``Rule.needs``), sorted.
        window_from: lists are walked back to this date, inclusive.
        as_of: the date the judgement will speak for.
        max_pages, max_bytes, max_seconds: budgets of the portal.
        browser: whether a browser was available to this visit.
    """

    needs: tuple[str, ...]
    window_from: dt.date
    as_of: dt.date
    max_pages: int = 600
    max_bytes: int = 300_000_000
    max_seconds: int = 3600
    browser: bool = False


@attrs.frozen(kw_only=True)
class Visit:
    """One portal in one run. 一次访问"""

    portal_id: str
    run_id: str
    start_url: str
    started_at: dt.datetime
    ended_at: dt.datetime
    stop: Stop
    plan: Plan
    user_agent: str = ""
    note: str = ""
