"""What the steps that decide a page kind share: the verdict, the page's name, and the words that tell of a kind. 类型判定的用语"""

from __future__ import annotations

import itertools
import re

import attrs

from checks.model import PageKind
from checks.parsing.fold import fold, plain
from checks.parsing.main import main_lines
from checks.parsing.view import PageView
from checks.vocabulary import Context, Element

from .glance import count_words
from .title import Title, read_title

FAMILY = "kinds"
FEW_ROWS = 3
NAMED_TEXT = 100  # characters that follow a name; fewer are no document
OPENING = 600  # characters at the beginning of the content
# A title that speaks about a document: news of it, an explanation, a paper that sends it on.
ABOUT = re.compile(
    r"关于.{2,80}(?:通知|公告|通告|通报|函|请示|批复|意见|解读|说明|公示)[\s）)]{0,2}$|图解|一图|图说|读懂|解读|答记者问|发布会|召开|举行|举办|组织|开展|部署|推进"
    r"|推行|打造|晒出|亮出|出台|落地|提速|瘦身|助力|受好评|荣获|获评|更新(?=[\u4e00-\u9fff]{2})(?!日期|时间|版)|完善(?=[\u4e00-\u9fff]{2})|[局市县区省府委厅]公布"
    r"|修订(?:说明|情况|工作|完善)|征求意见|征集意见|启动|完成|做好|报送|出炉|上线|发布(?!日期|时间|平台)|培训|督查|检查|考核|点评"
)
# A guide to applying is called nearly as the guide to disclosure is.
APPLY_GUIDE = re.compile(r"(申请公开)(?:工作|服务|办事|办理)?指南")
# Rules on how something is done, which are no instance of it: «年度报告制度», «依申请公开办法（试行）».
RULES_NAME = re.compile(r"(?:制度|办法|规定|细则|规程|条例)(?:\([^()]{0,12}\))?》?$")
ARTICLE_OF_RULES = re.compile(r"^\W{0,4}第[一二三四五六七八九十百\d]{1,4}条(?![^,。]{0,2}规定)")
LEAST_ARTICLES = 2


@attrs.frozen(kw_only=True)
class Verdict:
    """A page kind with the words it rests on. 类型判定"""

    kind: PageKind
    quote: str
    where: str
    method: str
    confidence: float = 0.9


def name_of(view: PageView, context: Context) -> Title | None:
    """The page's title. 页面名称"""
    return read_title(view, context.as_of)


def element_of(context: Context, name: str) -> Element:
    """The words of a kind. 类型用语"""
    return context.vocabulary.family(FAMILY)[name]


def says(text: str, element: Element) -> bool:
    """Whether a title or a step holds a label of the kind and none of the words that rule it out. 是否名为此类"""
    words = re.sub(r"[“”\"'‘’]", "", fold(text))
    if "公开" in words and "指南" in words:
        words = APPLY_GUIDE.sub(r"\1", words)
    return any(label.strip("“”") in words for label in element.labels) and not any(word in words for word in element.never)


def are_rules(view: PageView, title: Title | None) -> bool:
    """Whether a page is a set of rules by its name and its numbered articles. 是否为制度条文"""
    if title is None or not RULES_NAME.search(fold(title.text)):
        return False
    articles = (line for line in main_lines(view) if line.text[:6].find("第") >= 0 and ARTICLE_OF_RULES.match(plain(line.text)))
    return next(itertools.islice(articles, LEAST_ARTICLES - 1, None), None) is not None


def words_in(view: PageView, element: Element) -> int:
    """How many words of the kind the content holds. 正文用语数"""
    return count_words(view, element.aliases)


def by(kind: PageKind, title: Title, method: str) -> Verdict:
    """A verdict that rests on the page's title. 依名称判定"""
    return Verdict(kind=kind, quote=title.quote, where=title.where, method=method, confidence=0.9)
