"""Why an outcome could not be told: whose matter each reason is, and what to do about it. A table; the first row that fits counts. 无法核查的原因"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping

import attrs

from .model import Outcome


class Whose(enum.StrEnum):
    """Whose matter it is that something could not be told. 原因在谁"""

    SITE = "site"
    WAY = "way"
    PROGRAM = "program"
    NATURE = "nature"
    SETTING = "setting"


WHOSE_ZH: Mapping[Whose, str] = {
    Whose.SITE: "网站：页面本身打不开、不全或没有写明",
    Whose.WAY: "访问过程：网络、限时限量或网站不允许程序访问，未必是网站的问题",
    Whose.PROGRAM: "本程序：页面上可能有，程序读不出来",
    Whose.NATURE: "事项本身：公开网页不足以得出结论，须由人核查",
    Whose.SETTING: "巡检设置：登记、节假日表或判定日期需要补充",
}


@attrs.frozen(kw_only=True)
class Reason:
    """A reason for ``cant_tell``. 无法核查的原因

    Attributes:
        id: short key, stable.
        words: one of these stands in what is said (quotations left out).
        about: what it means.
        do: what a person does about it.
    """

    id: str
    words: tuple[str, ...]
    whose: Whose
    about: str
    do: str


# Grave and particular reasons first: of several in one sentence the first row that fits is the one to be mended first.
REASONS: tuple[Reason, ...] = (
    Reason(
        id="program-error",
        words=("判定程序出错", "读取程序出错", "抓取程序出错", "无证据"),
        whose=Whose.PROGRAM,
        about="程序自身出错，或得出了结论而拿不出原文",
        do="报告给维护人员；该项不作任何结论。",
    ),
    Reason(
        id="later-date",
        words=("不能说明其后至",),
        whose=Whose.SETTING,
        about="用较早的访问判定较晚的日期",
        do="以该日期重新巡检。",
    ),
    Reason(
        id="holiday-table",
        words=("节假日表",),
        whose=Whose.SETTING,
        about="节假日表没有这一段日期，工作日数不出来",
        do="按国务院办公厅的放假安排补充节假日表后重新判定。",
    ),
    Reason(
        id="no-history",
        words=("此前的巡检", "此前没有巡检", "无从对照"),
        whose=Whose.SETTING,
        about="要与此前各次巡检对照，而此前没有巡检过",
        do="继续按期巡检；有了可以对照的记录后自会得出结论。",
    ),
    Reason(
        id="no-samples",
        words=("由访问探测判定",),
        whose=Whose.SETTING,
        about="站点能否访问只由专门的访问探测判定，探测记录还没有或不足",
        do="由运维人员开启定时的访问探测，满七日后再看。",
    ),
    Reason(
        id="unfinished",
        words=("抓取未完成", "未读完", "达到页数上限", "达到流量上限", "达到时间上限"),
        whose=Whose.WAY,
        about="到了页数、流量或时间上限，或中途被打断",
        do="在登记簿中放宽该网站的上限后再次巡检。",
    ),
    Reason(
        id="home-shut",
        words=("首页未能", "页面未能打开", "首页访问出错", "首页内容由脚本"),
        whose=Whose.SITE,
        about="首页或整个网站没有打开",
        do="用浏览器打开首页；打得开的，查看是否拦截了程序访问；打不开的，由站点可用性监测判定。",
    ),
    Reason(
        id="robots",
        words=("robots.txt", "地址不允许访问"),
        whose=Whose.WAY,
        about="网站不允许程序访问该处，程序照办",
        do="用浏览器人工查看该处。",
    ),
    Reason(
        id="offsite",
        words=("在站外", "另见别处", "不是登记的公开载体", "只给出网址", "另见他处", "另一网站", "其他网站"),
        whose=Whose.NATURE,
        about="内容在别的网站上，或页面说另见别处",
        do="人工打开该处；确属本单位公开载体的，登记后再次巡检。",
    ),
    Reason(
        id="script",
        words=("脚本", "链接没有网址", "框架"),
        whose=Whose.PROGRAM,
        about="内容或入口由脚本写出，或在嵌入的框架里，没有浏览器读不出来",
        do="装上浏览器再次巡检；仍读不出的，人工查看。",
    ),
    Reason(
        id="unread-file",
        words=("附件", "图片", "防抓取", "不识图", "扫描"),
        whose=Whose.PROGRAM,
        about="内容在附件、图片或扫描件里，程序没有读",
        do="人工打开附件或图片核对。",
    ),
    Reason(
        id="cut-page",
        words=("过大", "后页未读", "只读了前一部分", "未读到底", "未读到足够早", "未读全", "未翻到", "未读至"),
        whose=Whose.PROGRAM,
        about="页面或列表太长，没有读到头",
        do="放宽上限后再次巡检，或人工翻看其余各页。",
    ),
    Reason(
        id="garbled",
        words=("乱码",),
        whose=Whose.SITE,
        about="页面文字有乱码，读不准",
        do="用浏览器核对；浏览器中也是乱码的，属网站问题。",
    ),
    Reason(
        id="door-shut",
        words=("入口", "打不开", "未能打开", "未能查看", "未能读取", "访问出错", "页面不存在", "链接未能核实", "未能核对", "未访问", "层级过深"),
        whose=Whose.SITE,
        about="页面、条目或可能载有此项的入口没有打开",
        do="用浏览器打开所列入口；打得开而内容齐全的，结论以人工为准；打不开的，网站应予修复。",
    ),
    Reason(
        id="undated",
        words=("未注日期", "未注年度", "未见注明", "未注明", "公布日期不明", "没有日期", "年份不明", "未写年份", "日期", "哪份现行"),
        whose=Whose.SITE,
        about="页面或条目没有写明日期、年度，时限和更新无从核对",
        do="人工向单位核实日期；网站宜在页面上注明发布日期。",
    ),
    Reason(
        id="whose-page",
        words=("未见可确认为本单位", "未能确认其内容", "未能确认就是", "不能确认为完整", "有多份", "机关类别不明", "属别的单位", "未能确认"),
        whose=Whose.NATURE,
        about="看到了相近的内容，不能确认就是本单位的或所要的",
        do="人工看一眼所列网页，是则记合格，不是则记不合格。",
    ),
    Reason(
        id="vague",
        words=(
            "内容不全", "说法不一", "近似", "只是提到", "有所提及", "未写明", "只说明", "页面文字过少", "此名目", "没有申请方法", "不显示",
            "迹象不足", "疑似", "少量", "要素过少",
        ),
        whose=Whose.NATURE,
        about="页面上有所涉及，写得不够明确，够不上合格也够不上不合格",
        do="人工核对原文。",
    ),
    Reason(
        id="not-seen",
        words=("未见", "未读出", "未读到", "未能从", "没有读出", "未找到"),
        whose=Whose.PROGRAM,
        about="没有看到可以逐项核对的内容，又不能排除它在程序没看到的地方",
        do="从首页人工查找；找到的请提供网址。",
    ),
    Reason(
        id="manual",
        words=("人工", "不提交表单", "现场", "须由"),
        whose=Whose.NATURE,
        about="须由人核查：要提交申请、到现场，或查内部材料",
        do="人工核查后用通报表的“人工核查”一栏记录。",
    ),
    Reason(
        id="other",
        words=("不能", "不明", "不知", "可能", "无法", "未能", "未予", "尚未", "不足"),
        whose=Whose.NATURE,
        about="其他不足以得出结论的情形",
        do="人工核对所列网页和原因。",
    ),
)  # fmt: skip

# What each outcome means, whose matter it is and what follows from it.
OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    Outcome.PASSED: ("在网页上看到了所要求的内容，附原文。", "不需处理。"),
    Outcome.FAILED: (
        "看遍了可能载有此项的地方，确有缺失，或看到了不符合要求的原文。首次发现为“存疑”，再次核查一致或经人工确认后才可通报。",
        "单位按“整改”一栏处理；认为有误的，连同网址告知巡检单位复核。",
    ),
    Outcome.CANT_TELL: (
        "没有看全，或看到的不足以得出结论。既不是合格，也不是不合格，不列入通报。",
        "按下表的原因处理；在此之前由人工核查。",
    ),
    Outcome.INAPPLICABLE: ("单位没有此项义务，或未到期限。", "不需处理；认为单位负有此项义务的，说明理由由人工核对。"),
}

_QUOTED = re.compile(r"“[^”]{0,400}”")


def reason_of(message: str) -> Reason | None:
    """The reason that a message gives; what it quotes from a page is no reason. None if the table does not know it. 原因归类"""
    said = _QUOTED.sub("", message)
    return next((reason for reason in REASONS if any(word in said for word in reason.words)), None)
