"""Label → value pairs of a page: tables, definition lists, «label：value» lines, headings with text below, tabs. 标签与内容

Structure only: which labels mean what is the vocabulary's business. A pair may be read twice in two ways (a cell as a table value and the
«label：value» lines inside it); a reader takes the pair whose label it knows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from .fold import compact, fold
from .grid import inner_text
from .memo import per_view
from .numbering import unnumbered
from .texts import per_text
from .view import PageView

LONGEST_LABEL = 24
MAX_PAIRS = 8000
PUNCTUATION = re.compile(r"[^\w\u3400-\u9fff]+|_+")
BRACKETED = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]{0,40}[)）\]】〕]")
# How names of fields end. Tells heads of tables and bare label lines from values; never decides what a label means.
ENDING = re.compile(
    r"(?:名称|姓名|名字|编码|编号|代码|文号|字号|书号|案号|序号|号码|依据|根据|类别|类型|种类|分类|性质|对象|范围|机关|机构|部门|主体|处室|科室|单位|岗位|方式|形式|途径|渠道|地点|地址|场所"
    r"|窗口|电话|传真|邮箱|邮编|网址|信箱|邮政编码|流程|流程图|程序|步骤|环节|材料|资料|清单|条件|要求|标准|时限|期限|时间|日期|年限|内容|事项|事实|行为|事由|案由|情况|结果|决定|结论|证件"
    r"|批文|费用|收费|金额|幅度|频次|说明|备注|须知|须提交|人|当事人|代表人|负责人|联系人|申请人|相对人|职务|职责|职能|简历|分工|年检|年审|有效期|效力|数量|咨询|监督|投诉|答疑|问题解答|下载"
    r"|权限|责任|救济|项目|措施|指标|事项类|主题|体裁|概述|摘要|索引号)$"
)
SENTENCE = re.compile(r"[。；;！!？?]")
# Short texts that end like a label but are values.
VALUE_WORDS = re.compile(r"^(?:无|不|免|没有|暂|详见|见|参见|同上|本|以上|其他|按|依照|根据|国家|免费|长期|当场|即办|承诺件|否$|是$|有$)")


@attrs.frozen(eq=False)
class Pair:
    """A label with what stands under it. 标签与内容

    Attributes:
        label: as written, without its colon.
        key: folded label without number, punctuation and white space.
        value: text of the value on one line; '' if there is none.
        element / value_element: where label and value stand.
        form: ``table-row``, ``table-head``, ``dl``, ``line``, ``heading``, ``tab``.
        row: row of the table (0-based), or number of the line.
        hidden: label or value is hidden by inline style (panel of a tab, template).
        has_image, has_link, has_script: the value holds a picture, a link, or something only a script or a person fills
            (script, frame, input).
        group: what belongs together: ``t2`` a table of labels and values, ``t2-r5`` a row under a head, ``d1`` a list, '' the page.
        firm: whether an empty value proves that the label stands there without one; False where the reading of the layout is a guess.
    """

    label: str
    key: str
    value: str
    element: HtmlElement
    value_element: HtmlElement
    form: str
    row: int = 0
    hidden: bool = False
    has_image: bool = False
    has_link: bool = False
    has_script: bool = False
    group: str = ""
    firm: bool = True


@per_view
def label_pairs(view: PageView) -> tuple[Pair, ...]:
    """Every label with its value, in reading order by form: tables, lists, lines and headings, tabs. 全部标签"""
    from .label_lines import line_pairs

    blocks = block_pairs(view)
    tabs = [pair for pair in blocks if pair.form == "tab"]
    return tuple(itertools.islice(itertools.chain(blocks[: len(blocks) - len(tabs)], line_pairs(view), tabs), MAX_PAIRS))


@per_view
def block_pairs(view: PageView) -> tuple[Pair, ...]:
    """Those of ``label_pairs`` that stand in tables, lists of terms and tabs: quickly read, where lines of text are not. 表格、列表标签"""
    from .label_tables import list_pairs, tab_pairs, table_pairs

    return tuple(itertools.islice(itertools.chain(table_pairs(view), list_pairs(view), tab_pairs(view)), MAX_PAIRS))


@per_text
def key_of(label: str) -> str:
    """The folded label without number, white space and punctuation; words in brackets stay. 标签键"""
    return PUNCTUATION.sub("", fold(unnumbered(label)))


@per_text
def short_key_of(label: str) -> str:
    """``key_of`` without what stands in brackets: «办理时限（工作日）» → «办理时限». 去括注的标签键"""
    return key_of(BRACKETED.sub("", unnumbered(label)))


@per_text
def like_label(text: str) -> bool:
    """Whether a text may be a label: short, no sentence, not a number or a date. 是否可作标签"""
    text = text.strip().rstrip("：: ")
    if not text or len(text) > LONGEST_LABEL or SENTENCE.search(text) or "《" in text:
        return False
    key = key_of(text)
    return len(key) >= 2 and any("\u4e00" <= c <= "\u9fff" for c in key) and not re.search(r"\d{3}", key)


@per_text
def ends_like_label(text: str) -> bool:
    """Whether a text also ends as names of fields do. 是否以标签常用字结尾"""
    if not like_label(text):
        return False
    bare = short_key_of(text.strip().rstrip("：: ")) or key_of(text)
    return bool(ENDING.search(bare)) and not VALUE_WORDS.match(bare)


MEDIA = ("img", "a", "script", "iframe", "input", "select", "textarea", "object", "embed")


def media_of(elements: Iterator[HtmlElement] | list[HtmlElement]) -> tuple[bool, bool, bool]:
    """Whether elements hold a picture, a link, or something that only a script or a person fills. 图片、链接、脚本"""
    image = link = script = False
    for root in elements:
        if not len(root) and root.tag not in MEDIA:
            continue  # most hold nothing but text
        for node in root.iter(*MEDIA):
            if node.tag == "img":
                image = image or not _tiny(node)
            elif node.tag == "a":
                link = link or bool(node.get("href"))
            elif node.tag == "input":
                script = script or (node.get("type") or "text").lower() not in ("hidden", "button", "submit", "reset", "image")
            else:
                script = True
    return image, link, script


def make_pair(
    view: PageView,
    label: str,
    label_element: HtmlElement,
    value_element: HtmlElement,
    form: str,
    *,
    row: int = 0,
    group: str = "",
    value: str | None = None,
) -> Pair:
    """A pair whose value is one element's text; hidden text counts only where nothing visible stands there. 组成一对"""
    label = compact(label).rstrip("：: ")
    hidden = view.is_hidden(label_element) or view.is_hidden(value_element)
    text = inner_text(value_element) if value is None else value
    if not text and value is None and view._hidden_roots:
        text = inner_text(value_element, hidden=True)
        hidden = hidden or bool(text)
    image, link, script = media_of([value_element])
    return Pair(label, key_of(label), text, label_element, value_element, form, row, hidden, image, link, script, group)


def _tiny(image: HtmlElement) -> bool:
    """A picture too small to carry text: icon, spacer, tracking pixel."""
    for name in ("width", "height"):
        size = re.match(r"\s*(\d{1,5})", image.get(name) or "")
        if size and int(size[1]) < 24:
            return True
    return not image.get("src") and not image.get("data-src")
