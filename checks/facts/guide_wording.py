"""What contact data look like without a label: signs that an element may stand in a guide although none was read. 联系要素的字样"""

from __future__ import annotations

import re

# Words (outside blocks of others) that make it unsafe to call an element absent although no label was found.
WORDING: dict[str, re.Pattern[str]] = {
    "org": re.compile(
        r"(?:受理|公开)(?:窗口|点|处)|(?:受理|公开)[^。;]{0,16}(?:办公室|科(?!研)|股)|负责[^。;]{0,20}(?:信息公开|受理)|(?:信息公开|受理|申请)[^。;]{0,20}负责|(?:办公室|中心|科|股|处)[^。;,]{0,8}(?:受理|负责|承办)|[\u4e00-\u9fff]{2}(?:办公室|办公厅|综合[科处股]|秘书[科处股]|法规[科处股]|信息中心|服务中心)"
        r"|(?:机构|单位|部门|科室|机关|主体)[^。;,]{0,6}[:为是]|[\u4e00-\u9fff]{2}[科股室](?=[,。;:()\d]|$)"
    ),
    "address": re.compile(
        r"[路街道巷][^,。;]{0,12}\d+号|[路街道巷弄村][^,。;]{0,8}[一二三四五六七八九十百]号|位于|设在[^,。;]{2,20}[楼室层]|地址[^。;]{0,6}[:为]"
        r"|(?:\d|[一二三四五六七八九十])(?:号楼|楼|层|室)|大楼|大厦|大院|院内|行政中心|办公楼|政务中心|(?:路|街|大道|巷)(?=[,;()]|$)|门牌|交叉口|交汇|对面"
    ),
    "hours": re.compile(
        r"\d{1,2}:\d\d[^。;]{0,8}(?:-|至|~)|\d{1,2}[点时][半到至-]|(?:接待|洽公|接件|开窗|上班|对外)[日时]|(?:办公|工作|受理|上班)时间(?:为|:)|工作日[^。;]{0,10}(?:上午|下午)|工作日(?:受理|办公|接待|有人)"
        r"|(?:周|星期|礼拜)[一二三四五六日天末]|(?<![个\d多几])(?:法定)?工作日(?![之以]?内)|朝九|全天|节假日"
    ),
    "phone": re.compile(
        r"(?<!\d)0\d{2,3}[-)]{0,2}\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|电话[^。;]{0,12}(?:\d{7}|转\d|内线)|(?<![\d-])[2-8]\d{6,7}(?![\d-])"
        r"|(?<!\d)400-?\d{3}-?\d{4}(?!\d)|\+86-?\d{9}|(?<![\d-])[2-8]\d{2}-\d{4}(?![\d-])|[〇零一二三四五六七八九]{7}"
    ),
    "fax": re.compile(r"传真[^。;]{0,24}\d{6}|\d{6}[^。;]{0,8}传真|电传|(?<![a-z])f\)?:?(?=\(?0?\d{3})"),
    "zip": re.compile(r"(?<!填写)(?<!联系方式、)邮(?:政编码|编|码)(?![^。;]{0,4}[、等])|(?<![\d\-.])\d{6}(?![\d年\-])"),
    "email": re.compile(
        r"(?:邮箱|邮件|信箱|e-?mail)[^。;]{0,16}(?:@|:[a-z0-9]|为|是)|[a-z0-9](?:@|\[at\]|\(at\)|#|·at·)[a-z0-9]"
        r"|(?<![网站址/@a-z0-9.:])(?!www\.)(?:[a-z0-9\-]{1,40}\.){1,4}(?:cn|com|net|org)(?![a-z0-9./])"
    ),
    "net": re.compile(r"(?:网址|网站|平台|系统)[^。;]{0,16}(?:https?:|www\.)"),
}
# The same in clauses as short as a value: words too general for a sentence. 短句中的字样
SHORT_WORDING: dict[str, re.Pattern[str]] = {
    "address": re.compile(
        r"附近|[东南西北]侧|[旁边]$|路口|交会|村委会|传达室|门卫|收发室|(?:南|北|东|西|城)[郊关]|驻地|地图|导航|路线|\b(?:road|street|avenue|add)\b"
    ),
    "hours": re.compile(
        r"[点时](?:半|整|钟|到|至|-)|(?:早|晚|上午|下午|午后)[^。;]{0,4}[点时]|\d{1,2}-\d{1,2},\d{1,2}-\d{1,2}|\d{4}-\d{4},\d{4}|双休|无休|休息|昼夜|作息|[集墟场]日|值班"
    ),
}
LONGEST_SHORT = 20  # characters of such a clause


def is_worded(name: str, text: str) -> bool:
    """Whether a short clause of a folded line speaks of the element. 短句是否涉及要素"""
    pattern = SHORT_WORDING.get(name)
    return pattern is not None and any(len(c) <= LONGEST_SHORT and pattern.search(c) for c in re.split("[。;]", text))
