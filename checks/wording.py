"""What facts, places on a page and options of a rule are called in a letter to people who know none of our words. 对外用语"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from checks.model import OUTCOME_ZH, Entry, Fact, Link, Outcome, PageKind, Reading, Rule
from checks.predicates import PREDICATES
from checks.predicates.base import STATE_ZH
from checks.vocabulary import Vocabulary

PAGE_KIND_ZH: Mapping[PageKind, str] = {
    PageKind.HOME: "首页",
    PageKind.COLUMN: "栏目页",
    PageKind.ARTICLE: "文章",
    PageKind.GUIDE: "公开指南",
    PageKind.GUIDE_INDEX: "公开指南目录",
    PageKind.CATALOGUE: "公开目录",
    PageKind.APPLY: "依申请公开页",
    PageKind.POWER_LIST: "权力清单",
    PageKind.SERVICE_ITEM: "办事指南",
    PageKind.PENALTY: "行政处罚信息",
    PageKind.ANNUAL_REPORT: "年度报告",
    PageKind.BUDGET: "预决算",
    PageKind.REDIRECT_STUB: "跳转页",
    PageKind.SCRIPT_SHELL: "由脚本生成内容的空页",
    PageKind.NOT_FOUND: "“页面不存在”的提示",
    PageKind.BLOCKED: "拒绝访问的提示",
    PageKind.MOVED: "网站迁移的提示",
    PageKind.OTHER: "其他网页",
}

# kind of fact → what it is called; the kinds are those of ``checks.facts.kinds``
FACT_ZH: Mapping[str, str] = {
    "page.kind": "网页类型",
    "page.title": "网页标题",
    "page.published": "发布日期",
    "page.attachment": "附件",
    "page.image": "图片",
    "site": "网站标识",
    "site.name": "网站名称",
    "site.search": "站内检索",
    "link": "链接",
    "entry": "列表条目",
    "list.paging": "列表分页",
    "list.blank": "空白栏目",
    "list.awaits": "待脚本写入",
    "list.statement": "情况说明",
    "guide": "公开指南要素",
    "channels": "申请渠道",
    "form": "申请表单项目",
    "process": "办理流程",
    "catalogue": "目录条目要素",
    "item": "事项要素",
    "penalty": "处罚信息要素",
    "penalty.date": "处罚决定落款日期",
    "penalty.told": "正文述及的处罚要素",
    "penalty.personal": "未隐去的个人信息",
    "budget.year": "预决算所属年度",
    "budget": "预决算内容",
    "budget.secret": "涉密不予公开的说明",
    "budget.approved": "预决算批复日期",
    "licence": "许可决定要素",
    "random_check": "随机抽查事项要素",
    "fee": "收费清单要素",
    "quality": "产品质量抽查信息",
    "annual.year": "年度报告所属年度",
    "annual.section": "年度报告章节",
    "annual.part": "年度报告统计表和述及的事项",
    "annual.carried": "统计表结转数",
    "annual.sums": "统计表可核对的合计数",
    "annual.unequal": "统计表不相符的合计",
    "annual.defect": "年度报告文本缺陷",
    "limit": "网页所列期限",
    "apply.suspended": "暂停受理申请的公告",
    "org": "机构信息",
    "law.obsolete": "已废止规定的表述",
    "notice": "网页提示",
    "integrity.hidden_links": "隐藏元素内的站外域名数",
    "integrity.hijack": "网页被篡改的迹象",
    "integrity.mojibake": "乱码比例",
    "integrity.placeholder": "未填的模板占位",
    "page.meta": "网页标签",
    "page.script": "字体",
    "place.heading": "专栏标题",
    "page.tools": "公报功能",
    "place": "办公地点示意",
    "messages": "公众留言",
    "docs.number": "文号",
    "docs.mark": "失效标注",
    "docs.repealed": "失效文件清单所列文号",
    "consult.until": "征求意见截止日期",
    "home.row": "首页条目",
    "page.choice": "年份选择",
    "tab.head": "选项卡名称",
    "row.beside": "另列的条目",
    "page.truncated": "未读全",
    "reader.error": "读取程序出错",
}
# kind of fact → family of the vocabulary that names its subjects, where the two differ
FAMILIES: Mapping[str, str] = {"item": "items", "annual.section": "annual", "annual.part": "annual", "link": "roles"}

PLACES: Mapping[str, str] = {
    "/": "整页",
    "attachment": "附件",
    "links": "页面上的链接文字",
    "status": "服务器的应答",
    "url": "网址",
    "probe": "访问探测记录",
    "footer": "页面底部",
    "title": "网页标题",
    "breadcrumb": "“当前位置”一行",
}
SOMEWHERE = "网页内"  # of a path that tells a reader nothing
META = re.compile(r"meta\[([^\]]{1,60})\]")
META_ZH: Mapping[str, str] = {"keywords": "关键词", "description": "描述", "pubdate": "发布日期", "articletitle": "文章标题"}
IN_FILE = re.compile(r"attachment:p(\d+)")
STEP = re.compile(r"([a-z][a-z0-9]*)(?:\[(\d+)\])?$")
STEPS: Mapping[str, str] = {  # last step of a path that tells a reader something → how it is said; {n} is its number among its like
    "p": "第{n}段",
    "li": "列表第{n}条",
    "dd": "第{n}项",
    "dt": "第{n}项名目",
    "td": "第{n}格",
    "th": "第{n}格",
    "tr": "表格第{n}行",
    "a": "链接",
    "title": "网页标题",
    "body": "正文",
    **{f"h{n}": "小标题" for n in range(1, 7)},
}


def said(fact: Fact, vocabulary: Vocabulary, rule: Rule | None = None) -> str:
    """One fact in words: what, of which kind, with which value. 事实的说法"""
    family = vocabulary.elements.get(FAMILIES.get(fact.kind, fact.kind), {})
    name = _named(rule).get(fact.subject, "") or (family[fact.subject].name if fact.subject in family else "")
    value = _value(fact.value)
    return f"{FACT_ZH[fact.kind]}{f'“{name}”' if name else ''}{f'：{value}' if value else ''}"


def place_of(locator: str) -> str:
    """Where on a page a place is, as a reader would say it. 位置的说法"""
    if locator in PLACES:
        return PLACES[locator]
    if found := META.fullmatch(locator):
        return f"网页信息标签“{META_ZH.get(found[1].lower(), found[1])}”"
    if found := IN_FILE.match(locator):
        return f"附件第{found[1]}页"
    steps = [found for part in locator.split("/") if (found := STEP.match(part))]
    told = [(step[1], STEPS[step[1]].format(n=step[2] or 1)) for step in steps if step[1] in STEPS and step[1] != "body"]
    if not told:
        return "正文" if steps and steps[-1][1] == "body" else SOMEWHERE
    if told[-1][0] in ("td", "th") and len(told) > 1 and told[-2][0] == "tr":
        return told[-2][1] + told[-1][1]
    return told[-1][1]


@attrs.frozen
class Option:
    """How an option of a predicate is told. 参数

    Attributes:
        zh: its name.
        told: whether a letter names it; the rest (which links are followed, which pages count) is in the JSON form only.
        unit: what stands behind a number.
    """

    zh: str
    told: bool = True
    unit: str = ""


OPTIONS: Mapping[str, Option] = {
    "also": Option("可能另作的名称", told=False),
    "ask": Option("人工核查事项", told=False),
    "article": Option("内容页标签"),
    "bad_share": Option("允许的不规范条目比例", unit="%"),
    "absent": Option("未见时的结论", told=False),
    "accounts": Option("核查对象", told=False),
    "blocked_by": Option("打不开时不作结论的入口", told=False),
    "bodies_only": Option("仅对单位要求的要素", told=False),
    "bound": Option("适用单位名称含", told=False),
    "by_function": Option("视职能而定的类别"),
    "column": Option("栏目名称的写法", told=False),
    "days": Option("期限", unit="日"),
    "days_back": Option("核查基准日前公布的", unit="天"),
    "decided_from": Option("决定日期自"),
    "blank": Option("空白栏目达到", unit="个"),
    "cases": Option("改注日期的信息达到", unit="条"),
    "deadline": Option("次年公布期限"),
    "defects": Option("核查的缺陷"),
    "department": Option("部门的公布期限"),
    "counted": Option("日数的算法", told=False),
    "documents": Option("应有解读的文件字样"),
    "drafts": Option("征求意见的字样", told=False),
    "due": Option("核查日期"),
    "elements": Option("应列要素"),
    "endings": Option("政府域名后缀", told=False),
    "fail_share": Option("未打开次数的占比达到", unit="%"),
    "feedback": Option("意见反馈的字样"),
    "every": Option("各机关都有的类别"),
    "fields": Option("应列要素"),
    "first_year": Option("适用年度自", unit="年"),
    "gone": Option("机构改革完成日期"),
    "government": Option("政府的公布期限"),
    "kept_out": Option("不得载有"),
    "home": Option("首页标签"),
    "hours": Option("时限", unit="小时"),
    "kind": Option("核查对象", told=False),
    "kinds": Option("所查网页", told=False),
    "known_by": Option("各部分所循入口", told=False),
    "lag_days": Option("两处日期相隔不超过", unit="天"),
    "last_year": Option("适用年度至", unit="年"),
    "late_days": Option("日期早于首次出现或晚于网址日期超过", unit="天"),
    "least": Option("认作一条所需的最少要素数", told=False),
    "least_entries": Option("列表少于此条数不核查", unit="条"),
    "least_text": Option("正文不少于", unit="字"),
    "lookback_years": Option("回看", unit="年"),
    "long_months": Option("其他栏目未更新超过", unit="个月"),
    "long_stale": Option("此类栏目达到", unit="个"),
    "local": Option("地方规定期限", unit="个工作日"),
    "marks": Option("应有标识"),
    "max_clicks": Option("从首页点击不超过", unit="次"),
    "min_hosts": Option("站外域名数达到", unit="个"),
    "min_items": Option("当月至少", unit="条"),
    "min_share": Option("乱码比例达到", unit="%"),
    "months": Option("期限", unit="个月"),
    "name_unread": Option("逐页列出未能读取的", told=False),
    "national": Option("国家规定期限", unit="个工作日"),
    "needs_entries": Option("须列有条目", told=False),
    "never": Option("不算在内的字样", told=False),
    "news_days": Option("动态要闻类栏目未更新超过", unit="天"),
    "none": Option("一条也未见时的结论", told=False),
    "not_owed": Option("不承担此项的单位名称字样", told=False),
    "numbers": Option("允许的数值"),
    "online": Option("网上申请入口的字样", told=False),
    "online_never": Option("不算网上申请入口的字样", told=False),
    "optional": Option("非必列内容", told=False),
    "organs": Option("已撤并的机关"),
    "others": Option("非政府域名后缀", told=False),
    "pages": Option("所查网页", told=False),
    "parked": Option("域名出售、停放页面的字样", told=False),
    "parts": Option("应有内容"),
    "periods": Option("法定期限"),
    "plan_due": Option("工作要点核查日期"),
    "plan_words": Option("工作要点的字样"),
    "policy_months": Option("通知公告、政策文件类栏目未更新超过", unit="个月"),
    "promise_days": Option("承诺每年更新的，页面日期不早于此前", unit="天"),
    "required": Option("必设渠道"),
    "resumed": Option("恢复受理的字样", told=False),
    "role": Option("所查入口", told=False),
    "roles": Option("所循入口", told=False),
    "scope": Option("范围", told=False),
    "sections": Option("应有章节"),
    "shown_by": Option("表明此事已进行的字样", told=False),
    "since": Option("此日以前的不判"),
    "stale": Option("未按期更新的栏目达到", unit="个"),
    "strong": Option("单独一处迹象所需把握", unit="%"),
    "subs": Option("下级栏目"),
    "summary_due": Option("工作总结核查日期"),
    "summary_words": Option("工作总结的字样"),
    "timeout_s": Option("未打开即指等待达到", unit="秒"),
    "together": Option("同一页面几处迹象的把握之和达到", unit="%"),
    "tools": Option("应有功能"),
    "visits_per_day": Option("每日访问至少", unit="次"),
    "weeks": Option("核查基准日之前的完整周数", unit="周"),
    "working_days": Option("期限", unit="个工作日"),
    "wordings": Option("已废止的表述"),
    "words": Option("所查名称"),
    "year_from": Option("适用年度自", unit="年"),
    "year_to": Option("适用年度至", unit="年"),
    "about": Option("所指事项的字样", told=False),
    "contract": Option("合同环节", told=False),
    "elsewhere": Option("可另行列出的要素", told=False),
    "guide_words": Option("指南的字样", told=False),
    "items": Option("此类指南达到", unit="篇"),
    "unserved": Option("无须申办事项的字样", told=False),
    "missing": Option("缺失重点要素达到", unit="类"),
    "queried": Option("查询入口的字样", told=False),
    "result": Option("结果所在", told=False),
    "stages": Option("应公开环节"),
    "steps": Option("应公开环节"),
    "things": Option("应有内容"),
    "uncharged": Option("不据以判缺的要素", told=False),
    "beside": Option("栏目名称中可并用的字样", told=False),
    "contract_days": Option("结果公布后应有合同的天数", unit="天"),
    "failed": Option("未成交的字样", told=False),
    "leads": Option("可作线索的名称", told=False),
    "owed_from": Option("应公布合同的结果自"),
    "plan_like": Option("可能是工作要点的字样", told=False),
    "successors": Option("承接机关的字样", told=False),
    "summary_like": Option("可能是工作总结的字样", told=False),
    "told_in": Option("可作线索的年报章节", told=False),
}


def applied(rule: Rule) -> dict[str, Any]:
    """All options under which a rule was judged: those its file gives, and for the rest the predicate's own. 适用的参数"""
    fields = attrs.fields(PREDICATES[rule.check].params)
    return {field.name: rule.params[field.name] if field.name in rule.params else _default(field) for field in fields}


def standards(rule: Rule, subject: str = "") -> Iterator[str]:
    """The options that decide, in words; of several required things the one in question. 判定标准"""
    own = subject.removeprefix("sub_").rpartition("/")[2]
    for name, value in applied(rule).items():
        option = OPTIONS[name]
        if not option.told or value in (None, (), [], {}, ""):
            continue
        if isinstance(value, Mapping) and own in value and name != "numbers":
            yield f"{option.zh}{len(value)}项，本项为“{_first(value[own])}”"
        elif name == "periods":
            yield f"{option.zh}：" + "；".join(_period(period) for period in value)
        elif name == "numbers":
            yield f"{option.zh}：" + "；".join(f"{_named(rule).get(key, key)} {_value(numbers)}" for key, numbers in value.items())
        elif option.unit == "%":
            yield f"{option.zh}{value:.0%}"
        else:
            yield f"{option.zh}{'' if option.unit else '：'}{_value(value)}{option.unit}"


def _default(field: attrs.Attribute[Any]) -> Any:
    factory = getattr(field.default, "factory", None)  # no option's value has one
    return factory() if callable(factory) else field.default


def _named(rule: Rule | None) -> dict[str, str]:
    """Names that the rule's file itself gives to subjects."""
    tables = [value for value in rule.params.values() if isinstance(value, Mapping)] if rule else []
    return {key: name for table in tables for key, named in table.items() if isinstance(name := _first(named), str)}


def _first(named: object) -> object:
    """A thing's own name: the first of a list of words that mean it, or the one that a table about it gives."""
    if isinstance(named, Mapping):
        return named.get("name", named)
    return named[0] if isinstance(named, list | tuple) and named else named


LIMITS = {"reply": "答复", "extension": "延长", "completion": "告知补正", "third_party": "第三方提出意见"}


def _period(period: Mapping[str, object]) -> str:
    when = f"至{period['until']}" if "until" in period else "此后"
    return when + "、".join(f"{zh}{period[name]}个工作日" for name, zh in LIMITS.items() if name in period)


def _value(value: object) -> str:
    match value:
        case Reading():
            return STATE_ZH[value.state] + (f"，“{value.value}”" if value.value else "")
        case Entry():
            return f"“{value.title}”" + (f"，{value.date}" if value.date else "")
        case Link():
            return f"“{value.text or value.title}”"
        case PageKind():
            return PAGE_KIND_ZH[value]
        case Outcome():
            return OUTCOME_ZH[value]
        case bool():
            return "是" if value else "否"
        case float():
            return f"{value:.1%}"
        case dt.date() | int() | str():
            return str(value)
        case Mapping():
            return "、".join(_value(_first(inner)) for inner in value.values())
        case tuple() | list():
            return "、".join(_value(inner) for inner in value)
    return ""
