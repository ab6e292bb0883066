"""Words and marks by which titles are told from what stands around them. 标题用语"""

from __future__ import annotations

import re

TITLE_NAME = re.compile(r"title|(?:^|[\s_-])tit(?:$|[\s_-])|(?:^|[\s_-])bt(?:$|[\s_-])|biaoti|headline|subject", re.I)
LIT_NAME = re.compile(r"(?:^|[\s_-])(?:hover|cur|current|on|active|selected|act|now|sel)(?:$|[\s_-])", re.I)
PIECES = re.compile(r"\s*(?:[_|｜丨∣┃—–»>]+|－|-{1,2}|\s{2,})\s*")
NAMING = re.compile(r"^(?:信息|文章|新闻|公告)?(?:标\s{0,3}题|题\s{0,3}目)\s?[:：]\s?")  # a label before the name
NAMED = re.compile(r"(?:信息|文章|文件|新闻|公文)?(?:标\s{0,8}题|题\s{0,8}[名目]|名\s{0,8}称)\s?[:：]?")  # one in an element of its own
SITE_LIKE = re.compile(
    r"(?:网|网站|网站群|门户|平台|系统|在线|首页|主页|信息港|手机版|移动版|触屏版|wap版)[!！]?(?:欢迎您)?$|(?:人民政府|委员会|管理局|监督局|林业局|教育局|[省市县区]局|总局|厅|办公室)$|欢迎(?:您|你|光临|访问|浏览)[!！]?$|^(?:欢迎|首页|无标题文档|新建网页|untitled|document|title)|^(?:index|default|home)$",
    re.I,
)
PLACEHOLDER = re.compile(r"^(?:文章|新闻|信息|栏目)?标题\d*$|^title$|^无标题|\{\{|\$\{", re.I)
DECORATION = re.compile(r"^[\[【「<《·•■◆●▪\s]+(?=[^\]】」》]*$)|^[\[【「](?P<inside>[^\[\]【】「」]+)[\]】」]$")
HEADING_STEP = re.compile(r"/h[1-4](?:\[\d+\])?(?:/[^/]+)?$")
LIST_STEP = re.compile(r"(?:(?:信息|文章|新闻|栏目|内容)?列表页?|栏目页)$")  # what some systems add to the way to a column
IN_ENGLISH = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})\s{0,2}[A-Z][A-Za-z][A-Za-z &/.]{2,40}$"
)  # the same name once more: «政务动态 NEWS CENTER»
# A line that is no name: text, a numbered heading, a label with its value, a way through the site.
NO_NAME = re.compile(
    r"[。；！？，]|[:：]$|(?:\.{2,3}|…)$|^\W{0,2}[一二三四五六七八九十\d]{1,3}\W{0,2}[、.．)）]|^.{0,4}名[称稱]|^[→>»]|^[问問]\s?[:：]|^(?:.{0,2}地址|.{0,2}[电電][话話]|[邮郵][编編]|[邮郵]政[编編][码碼]|[传傳]真|.{0,2}[邮郵]箱|[联聯][系繫]人)[:：]|^[\u4e00-\u9fff]{1,12}[〔\[（(【]\d{4}[〕\]）)】]第?\d{1,5}[号號]$"
)
CODE = re.compile(r"[!-~]{0,60}\d[!-~]{0,60}")  # an index number, as written
DAY_FIRST = re.compile(r"(?:发[表布]|更新)于\s?(?:19|20)\d\d")
LABELLED_DAY = re.compile(r"[:：]\s?(?:19|20)\d\d\D\d")
DOC_NO = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(【]\d{4}[〕\]）)】]第?\d{1,5}号")  # a document's number, which is not its name
RED_HEAD = re.compile(r"[\u4e00-\u9fff]{2,30}文件")  # whose paper it is, above number and name
# How the names of papers end that stand in the middle above their text; a column or a list is not called so.
GENUS = re.compile(r"(?:指南|说明|须知|报告|总结|决定书|办法|规定|细则|制度|规则|守则|条例|通知|通告|公告|方案|意见)$")
RULING = re.compile(r"^(?:行政|当场|不予)[\u4e00-\u9fff]{2,6}决定书$")  # the name of a ruling, however short
LEAST_PAPER = 8  # characters
CUT, LEAST_CUT = ("...", "…"), 9  # how a piece of the title tag ends that was cut off, and how long it is then
SIGNS, STATED = str.maketrans("", "", "，！？"), str.maketrans("", "", "，！")
# What a template calls every page of its make.
NOT_NAMES = frozenset(
    "首页 网站首页 正文 列表 更多 内容 详细内容 详细信息 详细页 详情 详情页 信息详情 信息内容 文章内容 文章正文 文章详情 内容详情 内容页 查看详情".split()
)
# Names of the fields that stand above a document, in cells that the page's style may call titles: «<td class="title">信息索引号</td>».
FIELD_NAMES = frozenset(
    "信息索引号 索引号 生成日期 成文日期 公开日期 发布日期 发文日期 文件编号 文号 发文字号 发布机构 发文机关 内容概述 主题分类 组配分类 体裁分类 "
    "公开方式 公开形式 公开范围 公开时限 效力状况 有效性 信息名称 文件名称 关键词 主题词".split()
)


def is_paper(text: str) -> bool:
    """Whether a line reads as the name of a paper rather than of a column: «关于……的公告». 文件名称"""
    return len(text) >= LEAST_PAPER and "关于" in text and GENUS.search(text) is not None


def unmarked(text: str, *, asked: bool = True) -> str:
    """A line without the signs that names of news hold as running text does: «护水，我们在行动！»; ``asked``: nor its question mark, which a
    survey's questions have as well. 去除句中标点"""
    return text.translate(SIGNS if asked else STATED)


def repeated(text: str, tag: str) -> bool:
    """Whether the folded pieces of a title tag repeat a folded line, or its beginning where a piece is cut off («…的通...»). 标题栏是否重复"""
    if text in tag or not any(sign in tag for sign in CUT):
        return text in tag
    cut = (piece for piece in tag.split("|") if piece.endswith(CUT) and len(piece) >= LEAST_CUT)
    return any(text.startswith(piece.rstrip(".…")) for piece in cut)
