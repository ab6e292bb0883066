"""What a heading announces and what a sentence says of a guide's textual elements, in official and in everyday words. 指南文字性要素的用语

Three tables by element, from sure to vague: ``HEADS`` (a short line that announces the text below it), ``SAYS`` (a sentence that says it
without a heading) and ``HINTS`` (words that make it unsafe to call the element absent). All are matched on folded text.
"""

from __future__ import annotations

import re

from .guide_text import masked

LONGEST_HEAD = 26
LONGEST_SENTENCE = 400  # what a longer sentence says, it says at its beginning

NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
VENUE = (
    r"(?:网站|网页|网上|门户|平台|公报|公告栏|公示栏|公布栏|公开栏|宣传栏|阅报栏|阅报架|报栏|橱窗|看板|发布会|查阅点|查阅处|查阅室|查阅架|查阅场所|触摸屏|电子屏|显示屏|大屏|报刊|报纸|广播|喇叭"
    r"|电视|档案馆|图书馆|文化馆|借阅|大厅|服务台|服务站|便民亭|公众号|微信|微博|客户端|手机|小册子|宣传册|手册|专栏|专页|栏目|首页|新媒体|融媒体|医保网|信息网|服务网|app)"
)
GETTING = r"(?:公开|公布|发布|公示|张贴|获取|获得|取得|取阅|借阅|洽阅|查阅|查询|查看|查找|查到|查得|可查|看到|能看|可看|来看|上看|网看|里看|浏览|阅览|阅读|了解|翻阅|翻看|检索|下载|索取|得到|知道|知悉|印成)"
FORM = r"(?:申请表|申请书|表格|单子|《[^》]{0,20}申请[^》]{0,6}》|申请)"
DAYS = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})个?(?:工作日|日|天)"
ANSWER = r"(?:答复|答覆|回复|回覆|回信|函复|函覆|复函|告知|办结|办毕|结果|回音|回执|寄出|给予|作出)"

# A heading with one of these words is about something else, or about people and places.
NOT_A_HEAD: dict[str, re.Pattern[str]] = {
    "classify": re.compile(r"不予公开|免予公开|依申请|申请公开|公开申请|谁|机构|部门|联系"),
    "arrange": re.compile(r"邮政|编制(?:依据|说明|目的)|机构编|依据"),
    "obtain": re.compile(
        r"电话|地址|时间|邮箱|申请|监督|投诉|举报|申诉|救济|意见|不满|反映|联系|没公开|未公开|依据|表格|下载|密码|状态|进度"
    ),
    "procedure": re.compile(
        r"机构|部门|科室|处室|单位|窗口|受理点|受理处|谁|地址|地点|电话|时间|时段|联系|网址|邮箱|复议|诉讼|监督|不满|不服|不予公开|申请表$|申请书$|下载|查询|平台$|系统$|表格$|用语|说明$(?<!申请说明)|办事(?:服务|大厅|指南)|\|"
    ),
    "fee": re.compile(r"依据目录|收费(?:项目|公示|目录)|经费|财务|缴费网"),
    "supervision": re.compile(r"抽查|监督检查|意见(?:征集|箱|建议)"),
}
HEADS: dict[str, re.Pattern[str]] = {
    "classify": re.compile(
        r"信息的?(?:分类|类别|类型|种类|类目|范围|内容|构成|组成|情况$)|公开的?(?:信息的?)?(?:主要)?(?:范围|内容|事项|类别|种类|分类)|公开(?:些|了)?(?:什么|哪些|啥)"
        r"|(?:什么|哪些|哪几类|啥)(?:政府)?信息|信息.{0,4}(?:怎样|怎么|怎麼|如何|几|多少)(?:个)?[分类种]|(?:有|分)(?:成|为)?(?:几|哪些|哪几)[个大]?[类种]|^(?:内容)?(?:分类|类别|种类|类目)(?:[、与和及]|$|情况|办法|方法|标准|原则|目录)"
        r"|分类(?:公开|目录|说明|[、与和及])|目录分类"
    ),
    "arrange": re.compile(
        r"编排|编目|编号|编码|编列|索引号?(?:说明|规则|编|$)|排列|排序|目录.{0,4}(?:组织|结构|格式|体系|顺序|规则|构成|编制|怎[样么]|如何|形式)|怎[样么]排|如何排|怎[样么]编|如何编|次序|什么顺序|体系"
    ),
    "obtain": re.compile(
        r"获取|获得|取得|得到|索取|查阅|查询|查找|查看|浏览|阅览|检索|公开的?(?:信息的?)?(?:形式|方式|渠道|途径|载体|场所|平台|地点|地方)|渠道|途径|管道|(?:哪儿|哪里|何处|哪些地方).{0,8}(?:看|查|公开|公布|找|发布|有)|看.{0,4}信息"
        r"|(?:怎样|怎么|如何)(?:才)?(?:能)?(?:看|查|找|得|拿|知道|了解)|(?:看|查|找)(?:到)?(?:信息|公开)|从(?:哪里|哪儿|何处)"
    ),
    "procedure": re.compile(
        r"申请|办理|答复|答覆|流程|程序|步骤|手续|办事|要信息|怎么要|怎样要|如何要|怎么向|怎样向|如何向|索要|(?:怎样|怎么|如何)(?:办理|办$|办\?)|多久|几天"
    ),
    "fee": re.compile(r"收费|收取|费用|规费|资费|成本费|工本费|免费|邮费|要钱|花钱|收钱|交钱|多少钱|价格|缴费|付费|[有关与及和]费"),
    "supervision": re.compile(
        r"监督|救济|投诉|举报|复议|诉讼|起诉|诉愿|申诉|上诉|不服|不满|异议|意见|维权|权利(?:保障|保护)|权益(?:保障|保护)|覆核|复核|反映|问责"
    ),
}
SAYS: dict[str, re.Pattern[str]] = {
    "classify": re.compile(
        r"(?:信息|公开|内容|资料|文件)[^。;]{0,14}?(?:分为|划分|按|分成|设为|计分|共分|归为|归入|包括|包含|涉及|涵盖|主要是|主要有|设有|设|(?<![部充])分(?![别局公析享管工割发支钟办送行院解之开散数批])|有)[^。;]{2,90}?"
        + NUMERAL
        + r"(?:大|个大|个)?(?:类(?!型)|种(?!方式|形式|途径|渠道|情形|情况|方法|办法|费用|选择)|部分|方面|类别|主题|领域|专题|栏目|板块|门类)"
        r"|(?:信息|公开)[^。;]{0,12}(?:分为|划分为|分成|计分|(?<![部充])分(?![别局公析享管工割发支钟办送行院解之开散数批]))[^。;]{1,40}[、,][^。;]{1,40}"
        r"|信息(?:主要)?(?:是|有|包括|包含|涵盖|涉及|:)[^。;]{2,40}、[^。;]{1,40}"
        r"|(?:共|计|有|分|分为|分成)" + NUMERAL + r"(?:大|个大|个)?(?:类|种|类别)(?=[。;,:!)]|$|信息)"
        r"|(?:主动)?公开[^。;]{0,16}(?:以下|下列|如下)[^。;]{0,10}(?:信息|内容|类)|(?:主动)?公开的?(?:信息|内容|范围|事项)[^。;]{0,6}(?:(?:包括|有|涉及)[^。;]{6}|(?:为|是|:)[^。;]{1,40}、)|信息分类[^。;]{0,8}(?:为|有|包括|如下|:)"
    ),
    "arrange": re.compile(
        r"编排(?:体系|方式|规则|方法)?(?:为|是|:|采用|采取|按|依|由)|索引号?[^。;]{0,20}(?:由|包括|编码|组成|构成|拼|位|为首)|(?:标注|标明|配|附|带|有|标有|给|编)[^。;,]{0,10}索引号"
        r"|(?:按照?|依照?|以|用|先按)[^。;]{1,30}(?:编排|排列|排序|编号|编目|编码|编制目录|编列|编成|归档|分卷|为序|造册|分类编|次序|为首列|顺序|列在)|编码[^。;]{0,8}由|(?:每|一|各)条?信息[^。;]{0,12}(?:个|有|的)?(?:编?号|号码|代码)"
        r"|目录[^。;]{0,14}(?:由[^。;]{2,40}组成|含[^。;]{2,40}[项栏列]|分[^。;]{2,20}[项栏列]|结构编|倒序|编排|排列)|(?:倒序|次序|先后|新到旧|旧到新|时间|日期|年份)[^。;,]{0,4}(?:排列|排序|为序|编排|编号)|号码由|由新到旧|由近及远|从新到旧"
        r"|(?:标注|标明|著录|载明|列明)[^。;]{0,8}(?:序号|编号|题名|名称|标题|日期|文号)[^。;]{0,4}[、和及]"
        r"|(?:三|两|二|四|多|\d)级(?:编号|编码|目录|类目)|编(?:成|入|为)[^。;,]{0,8}目录|逐(?:年|条)编号"
    ),
    "obtain": re.compile(
        VENUE
        + r"[^。;]{0,40}?"
        + GETTING
        + r"|"
        + GETTING
        + r"[^。;]{0,20}(?:在|到|于|从|由|请|通过|透过|以|用|上|登录|登)[^。;]{0,24}"
        + VENUE
        + r"|(?:以|通过|采取|采用|用)[^。;]{0,40}"
        + VENUE
        + r"[^。;]{0,30}(?:形式|方式|渠道)"
    ),
    "procedure": re.compile(
        r"(?:填写|填好|填具|填张|填|写明|写好|写一|写清|写|提交|递交|提出|提起|交|领|寄|送|下载)[^。;]{0,24}"
        + FORM
        + r"|申请(?!公开的)[^。;]{0,30}(?:书面提出|当面|邮寄|递交|送到|送来|寄来|寄到|提出|提交|交到)|"
        + DAYS
        + r"[^。;]{0,16}"
        + ANSWER
        + r"|自?收[到件][^。;]{0,24}"
        + DAYS
        + r"|登记[^。;]{0,4}(?:、|-|—|→|,|;)?(?:受理|审[查核]|分办|分送|转办|审批)|一般件[^。;]{0,6}"
        + DAYS
        + r"|填表(?:递交|、递交)"
    ),
    "fee": re.compile(
        r"收费|收取(?!材料|邮件|信件|回执|申请)|费用|免费|减免|免收|缴费|成本费|工本费|规费|邮寄费|复印费|要钱|花钱|收钱|付钱|分文|一分钱|不取(?![消得代])|付费|无偿(?:提供|获取)|每[页张份][^。;]{0,6}[元角]"
    ),
    "supervision": re.compile(
        r"投诉|举报|复议|诉讼|起诉|诉愿|申诉|上诉|去法院|监督(?:电话|部门|机构|检查|邮箱|信箱)|救济|覆议|(?:向|找|到|打)[^。;]{0,24}反映|(?:不服|不满|异议|有意见|做得不对)[^。;]{0,30}(?:找|打|向|到|去|可)"
    ),
}
# What proves a match of ``SAYS`` wrong, in the same sentence.
NOT_SAID: dict[str, re.Pattern[str]] = {
    "classify": re.compile(r"不予公开|免予公开|区分处理|时限|期限|参见|详见|见《|分别(?:作出|答复)|需要的信息|所需信息|申请人"),
    "arrange": re.compile(
        r"邮政编码|编制本指南|申请|处理|答复|(?:规定|要求|条例》?)[^。;,]{0,8}编制|编号登记|登记编号|文件编号|证件编号|申请编号|机构编"
    ),
    "obtain": re.compile(
        r"申请表|申请书|提出申请|公开申请|申请公开|(?:在线|网上|线上)申请|投诉|举报|指南|不予受理|接收申请|受理申请|回信|申请人|版权|开通|备案"
    ),
    "procedure": re.compile(r"投诉|举报|行政复议|行政诉讼|起诉|核对一次|更新"),
    "fee": re.compile(
        r"免费(?:向社会)?公开|向社会免费|免费(?:提供)?查阅|免费获取|免费(?:开放|阅读|停车|发放|参观|索取|邮寄指南|电话|热线|邮箱|软件|咨询)|收费(?:项目|标准|依据)[、及]?(?:依据|标准)?(?:信息|目录|等|、)|行政事业性收费|[、,]收费[、,等]|收费公示"
    ),
    "supervision": re.compile(r"复议应诉|(?:受理|办理)(?:群众)?(?:投诉|举报)(?:的)?(?:情况|信息)|监督检查(?:情况|结果|信息)|举报奖励"),
}
# Remedies are told to the reader; the same words in a list of subjects are not.
ADDRESSED = re.compile(r"可|向|有权|得(?:提|向)|依法|电话|打|渠道|请|找|\d{7}|部门|机构|投诉人")
HINTS: dict[str, re.Pattern[str]] = {
    "classify": re.compile(
        r"分类|类别|类目|种类|公开范围|范围|(?:公开|信息)的?内容|内容(?:有|包括|为|是)|分为|划分|几[类种]|"
        + NUMERAL
        + r"大?个?[类种](?![人型设])|方面的?信息|等信息|信息(?:主要)?(?:有|是|包括)"
        + r"|主题|门类|专题|板块|领域|归档|归类|涵盖|(?:信息|文件|内容|资料|事项|公开)[^。;]{0,30}、[^。;、]{1,12}、"
    ),
    "arrange": re.compile(
        r"编排|索引号|(?<!邮政)编码|排列|排序|(?<!当日)(?<!日)编号(?!登记)|编目|(?:顺序|次序)(?![^。;]{0,8}(?:处理|办理|答复|受理))|为序|倒序|分卷|条目|目录[^。;]{0,10}(?:按|依|含|由|栏|列|以)|流水号"
        r"|(?:标注|标明|著录|载明|列明)[^。;]{0,12}(?:号|名|日期)|归档|归类|归集|立卷|成册|装订|逐[年月条]|分年|先后(?![^。;]{0,8}(?:处理|办理|答复|受理))|(?:按|依|以)[^。;《]{0,12}(?:时间|日期|年[份度]|主题|类别|文号|字母|笔画|拼音)"
    ),
    "obtain": re.compile(
        r"获取|取得(?![实成效进])|索取|公开形式|公开方式|公开渠道|公开途径|查阅|查询|查看|查找|浏览|检索|本站|官网|网址|打开|点开|张贴|看到|查到|找到|"
        + VENUE
    ),
    "procedure": re.compile(r"申请|答复|答覆|受理|" + DAYS),
    "fee": re.compile(r"(?<![经消学耗浪旅军党话])费(?!解|力|心|时)|钱|无偿|成本|物价|\d元|免收|收取|分文"),
    "supervision": re.compile(
        r"监督|投诉|举报|复议|诉讼|起诉|法院|救济|不服|异议|纪检|监察|反映|申诉|上级|意见|不满|维权|诉愿|追究|纪委|督[查察]|信访|侵犯"
    ),
}
# The law's own list of what a guide contains («分类、编排体系、获取方式») says nothing itself (art. 12, Regulation of 2019).
LISTED = re.compile(
    r"分类[、,](?:目录)?编排体系|编排体系[、,和与及]获取方式|目录[^。]{0,10}包括[^。]{0,6}索引|指南[^。]{0,6}包括|(?:编制|编写|制定|公布|更新)[^。;]{0,10}(?:本|此|这份)指南|(?:本|此|这份)指南[^。;]{0,12}(?:网站|公布|编制|编写)"
)
APPLICATION = re.compile(r"依申请|申请公开|公开申请|不予公开|免予公开")
MARKS = re.compile(
    r"^[\[【〔《<▲△▼◆◇●○■□★☆※➤►▶·•*#\-—→>»✓✔☞]*(?:\(?[壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊己庚辛壬癸a-g]{1,2}[、.:)])?(?:问\d{0,2}:|q\d{0,2}[:.、]|答:)?"
)
JOINED_HEADS = re.compile("[、和与及]")
TAIL = re.compile(r"(?<![?:!。,\]】〕》)…—\-])[?:!。,\]】〕》)…—\-]+$")


def head_text(text: str) -> str:
    """A folded heading without ornaments, question marks and brackets. 去掉修饰的标题"""
    bare = MARKS.sub("", text, count=1)
    return TAIL.sub("", bare)


def topics_of(title: str) -> frozenset[str]:
    """The textual elements that a heading announces. 标题所指要素"""
    words = masked(head_text(title))
    if not 1 < len(words) <= LONGEST_HEAD:
        return frozenset()
    parts = {words, *(part for part in JOINED_HEADS.split(words) if len(part) > 1)}
    return frozenset(n for n, head in HEADS.items() if any(head.search(p) and not NOT_A_HEAD[n].search(p) for p in parts))


def says(name: str, sentence: str) -> bool:
    """Whether a folded sentence says by itself what an element asks for. 句子是否已说明要素"""
    words = masked(sentence[:LONGEST_SENTENCE])
    if LISTED.search(words) or NOT_SAID[name].search(words) or not SAYS[name].search(words):
        return False
    if name == "supervision":
        return bool(ADDRESSED.search(words))
    return not (name == "classify" and APPLICATION.search(words) and not re.search(r"主动公开|分为", words))


def hints_at(name: str, sentence: str) -> str:
    """A word of a folded sentence that may belong to the element, '' if there is none. 相关字样"""
    words = masked(sentence)
    if name == "fee" and NOT_SAID["fee"].search(words):
        return ""
    if LISTED.search(words) and name != "procedure":
        return ""
    found = HINTS[name].search(words)
    return found[0] if found else ""
