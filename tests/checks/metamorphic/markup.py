"""Changes to the text of a page that leave what a reader sees as it is. 源码变换"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import opencc

# Scripts, styles and comments as a whole; else one tag.
MARKUP = re.compile(r"(<script\b.*?</script\s*>|<style\b.*?</style\s*>|<!--.*?-->|<!\[CDATA\[.*?\]\]>|</?[a-zA-Z!][^<>]*>)", re.S | re.I)
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>", re.S)
QUOTED = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"']*)"|'([^"']*)')""")
BLOCK_TAG = re.compile(r"(?=<(?:p|div|li|h[1-6]|ul|dl|table)\b)", re.I)
BODY = re.compile(r"<body\b[^<>]*>", re.I)
COMMENT = "<!-- 发布时间：2013-01-02　来源：测试　联系电话：010-00000000　当前位置：首页 > 测试 <a href='/t.html'>更多</a> -->"
SCRIPT = '<script type="text/javascript">var day = "2013-01-02", label = "发布时间：", phone = "010-00000000";</script>'
STYLE = '<style type="text/css">.t2013-01-02:before { content: "发布时间"; }</style>'


def _outside(change: Callable[[str], str], source: str) -> str:
    """The text between tags changed; tags, scripts, styles and comments as they are."""
    return "".join(piece if place % 2 else change(piece) for place, piece in enumerate(MARKUP.split(source)))


def _tags(change: Callable[[re.Match[str]], str], source: str) -> str:
    """Each tag changed; scripts, styles, comments and text as they are."""
    return "".join(_tag(change, piece) if place % 2 else piece for place, piece in enumerate(MARKUP.split(source)))


def _tag(change: Callable[[re.Match[str]], str], piece: str) -> str:
    found = TAG.fullmatch(piece)
    return change(found) if found else piece


def upper_case(source: str) -> str:
    """<DIV CLASS="x">, as old editors write it. 标签大写"""
    return _tags(lambda tag: f"<{tag[1]}{tag[2].upper()}{QUOTED.sub(lambda a: a[0].replace(a[1], a[1].upper(), 1), tag[3])}>", source)


def other_quotes(source: str) -> str:
    """Single quotes for double ones and the other way round. 引号互换"""
    return _tags(lambda tag: f"<{tag[1]}{tag[2]}{QUOTED.sub(_requoted, tag[3])}>", source)


def _requoted(attribute: re.Match[str]) -> str:
    return f"{attribute[1]}='{attribute[2]}'" if attribute[2] is not None else f'{attribute[1]} = "{attribute[3]}"'


def character_references(source: str) -> str:
    """Each Chinese character of the text as &#x…;. 字符引用"""
    return _outside(lambda text: re.sub(r"[\u3000-\u9fff]", lambda sign: f"&#x{ord(sign[0]):x};", text), source)


def comments(source: str) -> str:
    """Comments that hold dates, labels and links. 插入注释"""
    return _before_blocks(COMMENT, source)


def scripts(source: str) -> str:
    """Script and style blocks that hold dates and labels. 插入脚本与样式"""
    return _before_blocks(SCRIPT + STYLE, source)


def _before_blocks(insert: str, source: str) -> str:
    body = BODY.search(source)
    start = body.end() if body else 0
    parts = MARKUP.split(source[start:])
    return source[:start] + "".join(insert + part if place % 2 and BLOCK_TAG.match(part) else part for place, part in enumerate(parts))


@functools.cache
def converter(configuration: str) -> opencc.OpenCC:
    """A converter, which is dear to make. 转换器"""
    return opencc.OpenCC(configuration)


def converted(configuration: str) -> Callable[[str], str]:
    """Simplified ↔ Traditional: text and scripts, as a site keeps them in one form; attributes stay. 繁简转换"""

    def convert(source: str) -> str:
        return "".join(
            piece if place % 2 and not piece.lower().startswith("<script") else converter(configuration).convert(piece)
            for place, piece in enumerate(MARKUP.split(source))
        )

    return convert
