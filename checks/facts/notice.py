"""Pages that are an error, a wall or a notice instead of content. 错误页、拦截页、迁移关停公告"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import attrs

from checks.model import Fact, LinkKind
from checks.parsing.fold import fold, folded, plain
from checks.parsing.main import Part, main_lines, read_main, trail
from checks.parsing.memo import per_view
from checks.parsing.tree import title_text
from checks.parsing.view import Line, PageView
from checks.vocabulary import Context

GONE = frozenset({404, 410})
REFUSED = frozenset({401, 403, 405, 406, 407, 412, 418, 421, 423, 429, 444, 451, 493, 509, 521})
# Marks of bot walls in the source; each names the wall for the reader.
WALLS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("动态脚本防护", re.compile(r"\$_ts\s*=\s*window\[|\$_ts\.(?:nsd|cd)|<meta[^>]{0,80}\br=['\"]?m['\"]?[^>]{0,80}>|window\['\$_ts'\]")),
    (
        "Cookie 校验跳转",
        re.compile(
            r"__jsl_clearance|__jsluid|acw_sc__v[23]|var\s+arg1\s*=\s*'[0-9A-F]{20,}|yunsuo_session|_yd_cookie|security_verify_data"
        ),
    ),
    (
        "浏览器校验",
        re.compile(r"cf-browser-verification|cf_chl_opt|challenge-platform|_Incapsula_Resource|Checking your browser|DDoS-GUARD"),
    ),
    # A page without text whose script sets a cookie and asks again: made anew by each wall, alike in that.
    (
        "Cookie 校验跳转",
        re.compile(
            r"document\.cookie\s*=[\s\S]{0,1500}?location(?:\.reload\b|(?:\.href)?\s*=\s*(?:window\.)?location\b|\.replace\(\s*(?:window\.)?location\b)"
        ),
    ),
    ("验证码", re.compile(r"TCaptcha|initGeetest|geetest_|aliyun_waf|awsc\.js|hcaptcha|/_guard/|punish\?x5secdata|recaptcha/api")),
)
WALL_WORDS = re.compile(
    r"(?:请求|访问|操作|ip地?址?|您的行为).{0,12}(?:已?被(?:拦截|阻断|禁止|拒绝|屏蔽)|存在(?:异常|风险|威胁))|(?:网站|web应用|应用)防火墙|waf拦截|安全(?:狗|卫士|验证中)|云(?:盾|锁|防护)|创宇盾|玄武盾"
    r"|访问(?:过于|太)频繁|(?:请|进行).{0,4}(?:完成|通过|进行)?(?:安全|人机|滑动|滑块)验证|拖动滑块|请输入验证码(?:后)?(?:继续|访问)|accessdenied|requestblocked|403forbidden|^forbidden"
    r"|(?:拖动|滑动|完成|点击|进行|通过)[^。]{0,10}(?:拼图|滑块|验证)|(?:人机|访问|身份|安全)(?:校验|验证)[^。]{0,8}(?:继续|访问|通过|刷新)|(?:我不是|不是|是否|非)机器人|您的浏览器[^。]{0,12}(?:检查|检测|校验)"
    r"|(?:检查|检测|校验)(?:您|你)的?浏览器|(?:输入|填写)[^。]{0,12}(?:验证码|字符)[^。]{0,6}(?:继续|访问|浏览|查看)|(?:请求|访问)[^。]{0,12}(?:频繁|人数过多|人数较多|受限|受到限制)[^。]{0,10}(?:稍后|稍候|限制|重试|再试|联系)"
    r"|(?:可疑|异常|恶意|非法)(?:的)?(?:访问|请求|攻击)|(?:请求|访问)(?:行为)?(?:存在|有)?(?:异常|可疑|安全威胁|安全风险)|防护系统拦截|ip(?:地址)?[^。]{0,14}(?:不在|被限制|被禁|受限|黑名单|白名单|允许)"
    r"|(?:启用|开启|打开)(?:浏览器)?(?:javascript|cookies?)[^。]{0,10}(?:刷新|重试|继续|访问)|justamoment|没有权限(?:访问|查看)|无权(?:访问|查看)|拒绝访问|禁止访问"
    r"|(?:请求|访问|操作|提交)[^。;]{0,30}被[^。;]{0,16}(?:拦截|阻断|屏蔽)|疑似[^。;]{0,6}攻击|本次操作已?被?(?:拦截|禁止|阻断)|(?:访问|请求|操作)(?:频率|频度|速度|次数)?(?:过于|过|太)(?:频繁|快|高|多)"
    r"|触发[^。;]{0,6}安全(?:规则|策略|防护)|不符合[^。;]{0,6}安全策略|requestedurlwasrejected|yoursupportidis|(?:请|需要?|须)(?:先|您先)?登[录陆]后(?:再|才能|方可|可)?(?:继续)?(?:查看|浏览|访问)(?:$|[!。,]|(?:本|此|该)(?:页|内容|信息|文))"
)
# Said to the visitor, or of a page. A number that only ends in 404 is no status.
MISSING_WORDS = re.compile(
    r"(?:页面|网页|栏目|链接|地址|网址|(?<![首主黄插单目])页)(?:或页面)?(?:可能|也许)?(?:已|已经)?(?:经)?(?:不存在|不存在了|没有?找到|未找到|找不到(?:了)?|无法找到|被?删除|被?移除|丢失|走丢|失联|失效|下线|过期|飞走)"
    r"|(?:找不到|没有找到|无法找到|未找到|未能找到|不存在)(?:您|你|该|此|这个)?(?:所?(?:要|想|需|请求|访问|查看|浏览)的?)*(?:访问|查看|浏览|请求)?的?(?:页|网页|文件|文章|信息|内容|栏目|资源|地址|服务器)"
    r"|(?<![\d-])404(?=错误|error|not|-|页面|$)|error404|httpstatus404|notfound|cannotbefound|couldnotbefound|pagenotfound|doesn.texist"
    r"|(?:页面|网页|链接)[^。;]{0,4}(?:跑丢|溜走|不见了|迷路|开小差|去火星)"
)
# Said of what a page shows as much as of the page: it counts where nothing speaks for a document.
GONE_WORDS = re.compile(
    r"(?:没有|无)(?:这|此|该|对应|指定)(?:条|篇|个)?的?(?:文章|信息|内容|记录|栏目)|(?:找不到|未找到|不存在|没有找到)(?:对应|相应|指定|这|此|该)(?:条|篇|个)?的?(?:文章|信息|内容|记录|数据|栏目)"
    r"|(?:文件|文章|信息|内容|资源|文档|数据|记录)(?:或页面)?(?:可能|也许)?(?:已|已经)?(?:经)?(?:不存在|不存在了|没有?找到|未找到|找不到(?:了)?|无法找到|被?删除|被?移除|丢失|走丢|失联|飞走)"
    r"|(?:文章|信息|内容|新闻)(?:已|还|尚)?(?:不存在或)?(?:未|没有|尚未)(?:通过|经过)?审核|(?:文章|信息|内容|新闻)(?:已|已经)被?(?:下线|下架|撤下|撤稿)"
)
TO_VISITOR = re.compile(
    r"(?:没有|无|找不到|未找到)(?:对应|相应|指定|这|此|该)|没有找到(?:对应|相应|指定|这|此|该)(?:条|篇|个)?的?(?:文章|信息)|参数错误|您|你|访问|浏览|抱歉|对不起|sorry|请求的|^(?:该|此|这)|^.{0,2}(?:文章|信息|内容|资源|文件|数据|记录)(?:或页面)?(?:已|不存在|没有|未找到|找不到|被)"
)
# Words of documents and of instructions: they speak of what is gone without being gone.
OF_DOCUMENTS = re.compile(
    r"申请|应当|告知|规范性|条例|规定|废止|清理|有效期|公告|现将|如发现|如遇|如有|若有|若发现|如果|举报|承诺|不得|严禁|档案|证书|证件|许可证|证明|执照|失信|信用|依法|处理|文号|第[一二三四五六七八九十\d]{1,4}条|的(?:,|情形|情况)"
    r"|自\S{0,12}之?日起|打不开|反馈|拨打|常见问题|怎么办|如何"
)
BROKEN_WORDS = re.compile(
    r"httpstatus50\d|internalservererror|50[0234](?:错误|error|-|internal|badgateway|service)|服务器(?:内部)?(?:错误|出错|异常|繁忙)|运行时错误|servererrorin|系统(?:繁忙|异常|错误|维护)|程序(?:出错|异常)"
    r"|httperror50\d|serviceisunavailable|badrequest\(|(?:oledb|odbc)(?:provider|driver)[^。]{0,40}错误|activeserverpages错误|(?:vbscript|jscript)(?:运行时|编译器)错误|无法加载(?:控制器|模块)|^(?:对不起,?)?(?:非法)?参数(?:错误|有误|不正确|非法)[!。]?$"
    r"|badgateway|serviceunavailable|gatewaytime-?out|数据库(?:连接)?(?:失败|错误|异常)|fatalerror|stacktrace|ora-\d{5}|网站(?:正在)?(?:升级)?维护|暂时无法访问|源站.{0,6}(?:问题|异常|错误)"
)
OWN = r"(?:本|我|该|原|各|此|老|旧)?(?:局|委|办|厅|院|会|单位|部门|县|市|区|省|政府|门户)?(?:政府|门户|官方|部门|旧版|单位)?"
OF_THIS_SITE = re.compile(r"本(?:网站|站|栏目|专栏|页面|平台|系统)|我(?:局|单位|委|办|厅)[^。]{0,6}网站")  # folded
MOVED_WORDS = re.compile(
    r"(?:网站|网址|域名|站点|网页|栏目|平台|专栏|页面|系统|主页)[^。；]{0,40}?(?:已|现|将|正式|整体|全部)?(?:经)?(?:迁移|搬迁|迁至|移至|转移|转至|搬至|变更|更换|调整|改版|切换|更新|并入|合并)(?:到|至|为|成|整合)"
    r"|(?:本站|网站|站点|域名)[^。；，,]{0,16}(?:已|现|将|正式|整体)[^。；，,]{0,8}(?:并入|迁[至往])"
    r"|(?:网站|域名|网址|地址)(?:变更|迁移|搬迁|更换|调整)(?:公告|通知|通告|提示|启事|说明)|新(?:版)?(?:网站|网址|域名|地址|门户)[^。；]{0,20}?(?:为|是|:|http|www)"
)
CLOSED_WORDS = re.compile(
    r"(?:网站|站点|域名|平台|栏目|专栏|本站)[^。；]{0,40}?(?:已|现|将|正式|予以|停止|永久|暂时|临时|暂)(?:经|于)?[^。；]{0,20}?(?:关停|关闭|停用|下线|注销|停止(?:更新|服务|运行|使用|访问|维护)|不再(?:更新|保留|维护|使用|提供))"
    r"|(?:网站|站点)?(?:关停|关闭|下线|停用|停止服务|停止更新)(?:公告|通知|通告)"
)
ADDRESS = re.compile(
    r"(?:https?://|www\.)[\w.-]{1,80}(?::\d{1,5})?(?:/[\w./%?=&#~+-]{0,120})?|(?<![\w@.-])[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){1,4}\.(?:cn|com|net|org)\b(?:/[\w./%-]{0,120})?",
    re.I | re.A,
)
DATED = re.compile(
    r"(?<![请請]求)(?<![访訪][问問])(?<![拦攔]截)(?<!事件)(?:[时時][间間]|日期|(?<![请請]求)[来來]源)[:：]?\s?.{0,12}(?:19|20)\d\d[-/.年]"
)
CODE_TITLE = re.compile(r"^(?:error|http|status|错误|出错了)?[\s:：-]{0,3}(?P<code>[45]\d\d)(?:$|[\s:：_|,，.-]|错误|error)", re.I)
SUPPOSED = re.compile(r"(?:如遇|如发现|如有|若有|若发现|若遇|如果|假如|凡|若)[^,。;]{0,24}$")  # before what is only supposed
FEW_HITS = 5
PLAINLY_MISSING = re.compile(
    r"(?:您|你)(?:所?(?:要|想|需|请求|访问|查看|浏览|打开))|页面(?:已|可能)?不存在|(?<![\d-])404(?=错误|error|not|-|页面|$)|notfound"
)
ABOUT_TITLE = re.compile(r"^[^,，。；;]{0,40}关于.{2,60}(?:公告|通知|通告|决定|办法|意见|函|批复|公示|通报|请示|报告|规定|说明|方案)")
DOCUMENT_TITLE = re.compile(
    r".{4}(?:公告|通知|通告|决定|办法|规定|目录|清单|指南|须知|制度|批复|公示|通报|一览表|登记表|名单)[\s）)】]{0,3}$"
)
FIELD = re.compile(
    r"^.{0,3}(?:地\s?址|联?系?电\s?话|邮\s?编|邮政编码|传\s?真|电子邮[箱件]|办公时间|办公地[址点]|联系人|主任|局长|文\s?号|索引号|发文机关|成文日期|负责人)\s{0,4}[:：]"
)
FEW_FIELDS = 2
LONGEST_TITLE = 90
LONGEST = 400  # characters of a line that are searched
MOST_LINES = 60
QUOTED = 120
GATEWAY_TEXT = 3000
GATEWAY_WORDS, FEW_BARE = 300, 3  # a page of a gateway that shows when it refused
LITTLE = 60  # characters of a page that says one sentence
SMALL = 500  # folded characters of a page that is nothing but a notice
FEW_LINKS = 15
MUCH = re.compile(r"(?:[^\u3400-\u9fff]*+[\u3400-\u9fff]){151}")


@attrs.frozen(kw_only=True)
class Notice:
    """What the page is instead of content. 提示页

    Attributes:
        subject: not_found, error, blocked, moved or closed.
        value: the new address for moved and closed ('' if none is given); else what shows it.
        quote, where: for the evidence.
    """

    subject: str
    value: str
    quote: str
    where: str
    method: str
    confidence: float = 1.0


@per_view
def read_notice(view: PageView) -> Notice | None:
    """The notice a page consists of, None for pages with content of their own. 提示页识别"""
    status = view.page.status
    wall = _wall(view)
    if wall:
        return wall
    if status in GONE:
        return Notice(
            subject="not_found", value=f"HTTP {status}", quote=title_text(view) or f"HTTP {status}", where="status", method="status"
        )
    if status in REFUSED:
        return Notice(
            subject="blocked", value=f"HTTP {status}", quote=title_text(view) or f"HTTP {status}", where="status", method="status"
        )
    if status is not None and status >= 500:
        return Notice(subject="error", value=f"HTTP {status}", quote=title_text(view) or f"HTTP {status}", where="status", method="status")
    if not view.is_html:
        return None
    return _numbered(view) or _moved(view) or _worded(view)


def notice(view: PageView, context: Context) -> Iterator[Fact]:
    """``notice`` facts: subject not_found, error, blocked, moved or closed. 提示页"""
    found = read_notice(view)
    if found:
        yield Fact(
            kind="notice",
            subject=found.subject,
            value=found.value,
            evidence=view.evidence(found.quote, found.where),
            method=found.method,
            confidence=found.confidence,
        )


def _wall(view: PageView) -> Notice | None:
    """A bot wall: its script, and next to no text beside it."""
    if not view.is_html or _says_much(view.text):
        return None
    source = view.source[:200_000]
    for name, mark in WALLS:
        found = mark.search(source)
        if found and len(view.text) < SMALL:
            return Notice(subject="blocked", value=name, quote=found[0][:80], where="//script", method="script")
    if view.page.status == 202 and len(view.text) < 100:
        return Notice(subject="blocked", value="HTTP 202", quote=title_text(view) or "HTTP 202", where="status", method="status")
    return None


def _says_much(text: str) -> bool:
    """Whether more than 150 Chinese characters are said."""
    return MUCH.match(text) is not None


def _numbered(view: PageView) -> Notice | None:
    """An error page of a gateway, named by the status it stands for."""
    code = CODE_TITLE.match(plain(title_text(view)))
    if code is None or len(view.text) > GATEWAY_TEXT or trail(view):
        return None
    number = int(code["code"])
    subject = "not_found" if number in GONE else "error" if number >= 500 else "blocked" if number in REFUSED else ""
    return (
        Notice(subject=subject, value=title_text(view), quote=title_text(view), where="//title", method="title", confidence=0.9)
        if subject
        else None
    )


def _worded(view: PageView) -> Notice | None:
    """A refusal or error page served as a normal one. A headline or the body of a document speaks against it. 软错误页"""
    if len(view.text) > 2 * SMALL and sum(len(line.text) for line in main_lines(view)) > SMALL:
        return None
    bare = len(view.text) <= GATEWAY_WORDS and sum(link.via == "a" for link in view.links) <= FEW_BARE
    if DATED.search(view.text) and not bare:
        return None  # a document that speaks of refusals, not a refusal
    small = len(view.text) <= 2 * SMALL and len(view.folded.text) <= SMALL
    title = folded(title_text(view))
    for subject, says in (("blocked", _refuses), ("not_found", _is_missing), ("error", _is_broken)):
        in_title = len(title.text) < 40 and says(title.text)
        line = _saying(view, says, small)
        if line is None and not (in_title and small):
            continue
        if subject == "blocked" and _saying(view, _plainly_missing, small) is not None:
            continue  # «you may not see the page, or it is not there»: the page is not there
        if subject != "blocked" and _is_document(view, line, small):
            return None
        quote = line.text if line is not None else title_text(view)
        return Notice(
            subject=subject,
            value=quote[:QUOTED],
            quote=quote[:QUOTED],
            where=view.locator(line.element) if line is not None else "//title",
            method="words",
            confidence=0.95 if in_title or len(view.text) < 200 else 0.8,
        )
    return None


def _refuses(words: str) -> bool:
    return WALL_WORDS.search(words) is not None


def _is_missing(words: str) -> bool:
    for pattern in (MISSING_WORDS, GONE_WORDS):
        for found in itertools.islice(pattern.finditer(words), FEW_HITS):
            if SUPPOSED.search(words, max(0, found.start() - 30), found.start()):
                continue
            if OF_DOCUMENTS.search(words) and not PLAINLY_MISSING.search(words):
                continue
            if pattern is MISSING_WORDS or TO_VISITOR.search(words):
                return True
    return False


def _plainly_missing(words: str) -> bool:
    return PLAINLY_MISSING.search(words) is not None and _is_missing(words)


def _is_broken(words: str) -> bool:
    return BROKEN_WORDS.search(words) is not None


def _saying(view: PageView, says: Callable[[str], bool], small: bool) -> Line | None:
    """The line that says so: on a page of nothing else, or in a short main content on a page that keeps its menus."""
    if small:
        lines: tuple[Line, ...] = tuple(line for line in view.lines if not line.hidden)[:MOST_LINES]
    else:
        lines = main_lines(view)
        if not lines or len(lines) > 6 or sum(len(line.text) for line in lines) > 200:
            return None
    return next((line for line in lines if line.linked <= 0.5 * len(line.text) and says(fold(line.text[:LONGEST]))), None)


def _is_document(view: PageView, saying: Line | None, small: bool) -> bool:
    """Whether the page has the headline of a document, or labelled fields and numbered text beside the line that sounds like an error. 是否文件"""
    lines = view.lines if small else main_lines(view)
    shown = (line for line in lines if line is not saying and not line.hidden and line.linked <= 0.5 * len(line.text))
    others = [line.text for line in itertools.islice(shown, MOST_LINES)]
    heads = [title_text(view), *others]
    if saying is not None and ABOUT_TITLE.search(plain(saying.text[:LONGEST_TITLE])):
        return True
    if any(_heads_document(text) for text in heads if len(text) <= LONGEST_TITLE):
        return True
    return sum(FIELD.match(plain(text)) is not None for text in others) >= FEW_FIELDS


def _heads_document(text: str) -> bool:
    even, words = plain(text), fold(text)
    found = ABOUT_TITLE.search(even) or DOCUMENT_TITLE.search(even)
    return found is not None and not PLAINLY_MISSING.search(words) and not BROKEN_WORDS.search(words)


def _moved(view: PageView) -> Notice | None:
    """A notice that the site moved or closed, with nothing much beside it."""
    lines = main_lines(view)
    own = "\n".join(line.text for line in lines)
    menus = read_main(view).parts.count(Part.MENU)
    whole = (
        len(view.text) <= 900
        and sum(not link.hidden for link in view.links if link.via == "a") <= FEW_LINKS
        and not trail(view)
        and menus < 4
    )
    if len(own) > 700 or not lines:
        return None
    text = folded(own)
    if not whole and (len(own) > 250 or not OF_THIS_SITE.search(text.text)):
        return None
    title = folded(title_text(view))
    for subject, words in (("moved", MOVED_WORDS), ("closed", CLOSED_WORDS)):
        found = words.search(text.text) or (words.search(title.text) if whole else None)
        if found is None:
            continue
        address = _address(view, own)
        if subject == "moved" and not address and CLOSED_WORDS.search(text.text):
            subject = "closed"
        if subject == "moved" and not address and not words.search(title.text):
            continue
        line = next((line for line in lines if words.search(folded(line.text).text)), lines[0])
        if not address and len(own) < LITTLE and _is_missing(fold(line.text[:LONGEST])):
            return None  # «this column does not exist or was closed»
        return Notice(
            subject=subject,
            value=address,
            quote=line.text,
            where=view.locator(line.element),
            method="words",
            confidence=0.9 if whole else 0.7,
        )
    return None


def _address(view: PageView, own: str) -> str:
    """The new address: in the text, else where a script or a link of the notice leads."""
    written = ADDRESS.search(own)
    if written:
        return written[0]
    return next(
        (link.url or "" for link in view.links if link.kind is LinkKind.WEB and link.via in ("refresh", "a") and link.url != view.url), ""
    )
