"""Pages that say nothing before a script has run. 脚本外壳页"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from checks.model import LinkKind
from checks.parsing.main import Part, main_lines, read_main
from checks.parsing.memo import per_view
from checks.parsing.paths import xpath
from checks.parsing.regions import NEVER_CONTENT, region_of
from checks.parsing.view import PageView

HAN = re.compile(r"[\u3400-\u9fff]")
TEMPLATE = re.compile(r"\{\{[^{}\n]{0,200}\}\}|\$\{[^{}\n]{0,80}\}|\{\$[^{}\n]{0,80}\}")
# Elements that frameworks fill: empty in the page as sent.
ROOTS = xpath(
    "//*[@id='app' or @id='root' or @id='__next' or @id='__nuxt' or @id='q-app' or @id='main-app' or @ng-app or @ng-view or @ui-view or @v-cloak "
    "or @data-reactroot or self::app-root or self::router-view or self::ng-view]"
)
# What Vue puts values in; it takes these attributes away when it has.
BINDINGS = xpath("//*[@v-text or @v-html or @v-for]")
LEAST_BINDINGS = 5
# Words in scripts that fetch what the page will show.
LOADING = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\s*\(|jQuery\.(?:ajax|get|post)|\.load\s*\(\s*['\"]|\bfetch\s*\(|XMLHttpRequest|axios|new\s+Vue\s*\(|createApp\s*\(|"
    r"ng-repeat|v-for=|layui\.use|template\.render|laytpl|doT\.template|Mustache|juicer\s*\("
)
FEW_HAN = 30  # less is a title and a word or two
ROOT_HAN = 200
OWN_TEXT = 80
LONG_TEXT = 800  # a page that says this much says something
LEAST_DOORS = 3  # links by which an entry page leads to its columns; one with fewer shows no menu
LONGEST_DOOR = 10  # characters; what is longer is a document's title
NO_DOOR = re.compile(
    r"更多|查看|详细|more|首页|设为|收藏|登录|退出|返回|下载|打印|关闭", re.I
)  # on a portal of many titles these lead on, and name nothing
WRITES = re.compile(r"<script[^>]{1,300}?\bsrc\s{0,4}=|document\.write", re.I)


@per_view
def shell_reason(view: PageView) -> str:
    """Why the page counts as a shell, '' if it does not. 外壳页原因

    A redirect, a frame set and a page that shows pictures are no shells: there is something to follow or to see.
    """
    if not view.is_html or (len(view.text) > LONG_TEXT and "{{" not in view.text):
        return ""
    if any(link.via == "refresh" for link in view.links) and not ROOTS(view.tree):
        return ""
    scripts = [s for s in view.tree.iter("script") if s.get("src") or len(s.text or "") > 40]
    if not scripts or next(view.tree.iter("frameset"), None) is not None:
        return ""
    han = len(HAN.findall(view.text))
    if han < ROOT_HAN and any(len(HAN.findall("".join(_shown(root)))) < FEW_HAN for root in ROOTS(view.tree) if not _in_a_corner(root)):
        return "empty application root"
    if han < ROOT_HAN and "v-" in view.source and not view.page.rendered and len(BINDINGS(view.tree)) >= LEAST_BINDINGS:
        return "unfilled bindings"
    if "{" in view.text:
        lines = [line for line in view.lines if not line.hidden]
        templated = sum(bool(TEMPLATE.search(line.text)) for line in lines)
        if templated >= 3 and templated > 0.4 * len(lines):
            return "unfilled templates"
    if han >= FEW_HAN or len(view.text) >= 300 or next(view.tree.iter("iframe", "img"), None) is not None:
        return ""
    if any(field.get("type") != "hidden" for field in view.tree.iter("input", "select", "textarea", "button")):
        return ""
    return "no readable text, scripts only"


def _in_a_corner(root: HtmlElement) -> bool:
    """Whether an application is drawn in the head, a menu or a search box alone: the page's content needs none. 页头小组件"""
    return any(region_of(node)[0] in NEVER_CONTENT for node in (root, *root.iterancestors()) if node.tag not in ("body", "html"))


def is_shell(view: PageView) -> bool:
    """Whether nothing can be read on the page unless its scripts run. 是否脚本外壳页"""
    return bool(shell_reason(view))


@per_view
def wants_browser(view: PageView) -> str:
    """Why a browser may show more than the page as sent, '' if there is no sign of it. 是否需要浏览器渲染

    Shells; pages whose own content is (nearly) empty or templated while scripts fetch data. For planning: it accuses of nothing.
    """
    reason = shell_reason(view)
    if reason or not view.is_html or view.page.rendered:
        return reason
    lines = main_lines(view)
    if any(TEMPLATE.search(line.text) for line in lines):
        return "templates in the content"
    own = sum(len(line.text) - line.linked for line in lines)
    if own >= OWN_TEXT or any(part is Part.ROW for part in read_main(view).parts):
        return ""
    return "content loaded by script" if LOADING.search(view.source) else ""


def _shown(root: HtmlElement) -> Iterator[str]:
    for node in root.iter():
        if node.tag in ("script", "style", "noscript"):
            continue
        yield node.text or ""
        yield node.tail or "" if node is not root else ""


def frames(view: PageView) -> tuple[str, ...]:
    """Sources of frames that stand in the page's own content, '' where a script or nothing is named. 正文内嵌框架"""
    return tuple(link.href if link.kind is LinkKind.WEB else "" for link in view.links if link.via == "frame" and not link.hidden)


@per_view
def has_menu(view: PageView) -> bool:
    """Whether enough links of a page may be items of a menu: short words, or a picture, for a page of the same site. 是否见到菜单

    Words behind which a script acts are shown to a reader all the same.
    """
    host = urlsplit(view.base_url).netloc
    menu = set()
    for link in view.links:
        if not _names_a_door(link.text):
            continue
        inside = link.kind is LinkKind.WEB and link.via not in ("frame", "refresh", "written") and urlsplit(link.url or "").netloc == host
        acts = link.kind in (LinkKind.SCRIPT, LinkKind.EMPTY) and bool(link.text)
        if inside or acts:
            menu.add(link.url or link.text)
            if len(menu) >= LEAST_DOORS:
                return True
    return False


def _names_a_door(words: str) -> bool:
    return len(words) <= LONGEST_DOOR and not NO_DOOR.search(words)


def may_write_menu(view: PageView) -> bool:
    """Whether a page has scripts that may write links into it: from a file, or straight into the text. 脚本可能写出菜单

    A browser shows what they write, unless one of them could not be had: a page as shown is asked the same.
    """
    return view.is_html and WRITES.search(view.source) is not None


def wants_menu(view: PageView) -> bool:
    """Whether an entry page shows no menu that its scripts may write: a browser may see it. A frame set has its menu in a frame. 首页未见菜单"""
    entry = view.page.depth == 0 and next(view.tree.iter("frameset"), None) is None
    return entry and not has_menu(view) and may_write_menu(view)
