"""Fields of an item told in running text, without labels: «凡在本县取水的单位，向水利局提出申请…20个工作日内办结，不收费». 行文中的事项要素

What a sentence states in so many words is a value; what no sentence states is not missing for that: the text was not written in fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from checks.parsing.fold import folded
from checks.parsing.labels import Pair
from checks.parsing.main import main_lines
from checks.parsing.view import PageView

LEAST_LINE = 12  # characters: a shorter line is no sentence
MOST_LINES = 400
LONGEST_LINE = 4000
# Field → what says it, its value in the group ``v``. Bounded throughout; matched on folded text.
SAYS: Mapping[str, re.Pattern[str]] = {
    "setting_basis": re.compile(
        r"(?:根据|依据|按照|依照|依据是)(?P<v>《[^》]{2,60}》(?:\([^()]{1,40}\))?(?:第[一二三四五六七八九十百\d]{1,6}条)?)"
    ),
    "organ": re.compile(
        r"由(?P<v>[\u3400-\u9fff]{2,24}?(?:局|委员会|厅|政府|办公室))(?:负责)?(?:审批|审查决定|核发|颁发|作出|实施|批准|许可|决定|办理)"
    ),
    "applicant": re.compile(
        r"(?:^|[。;,])(?:凡)?(?P<v>[^。;,]{2,40}的(?:单位|个人|企业|公民|法人|居民|人员|家庭|组织)(?:[和或、](?:单位|个人|企业|组织))?)"
    ),
    "conditions": re.compile(r"(?P<v>(?<!不)(?:应当?|须|需)?(?<!不)(?:符合|具备|满足)(?:下列|以下|如下)?[^。;]{2,80})"),
    "materials": re.compile(
        r"(?P<v>(?:提交|携带|带上|带好|提供|准备|备齐|递交|持)[^。;]{0,40}?(?:申请[表书]|身份证|户口簿|营业执照|证明|复印件|材料)[^。;,]{0,60})"
    ),
    "accept_place": re.compile(
        r"[到在至往](?P<v>[^。;,到在至往]{2,40}?(?:[路街道巷]\d{1,4}号[^。;,]{0,20}|(?:大厅|服务中心)[^。;,]{0,16}(?:窗口|楼|柜台)?|\d{1,4}[室房]))(?=[^。;]{0,12}(?:申请|办理|提出|交|递|受理))"
    ),
    "time_limit": re.compile(
        r"(?P<v>\d{1,3}个?(?:工作日|日|天)(?:之?内|以内)?|[一二三四五六七八九十]{1,3}个?(?:工作日|日)(?:之?内|以内)?|当[场日](?=[^。;,]{0,6}(?:办|取|发)))(?=[^。;]{0,24}(?:作出|办结|办完|决定|审批|发给|颁发|核发|答复|办理))"
    ),
    "fee_std": re.compile(
        r"(?P<v>(?:全程)?(?:不收取?(?:任何)?费用?|免费(?:办理)?|不收费)|收费标准[^。;]{2,40}|(?:每[份证本件]|收取?)[^。;,]{0,10}\d{1,5}元)"
    ),
    "result_form": re.compile(
        r"(?:发给|颁发|核发|发放|领取|制发)(?P<v>[^。;,]{0,4}《?[\u3400-\u9fff]{2,20}(?:证书?|批文|批复|通知书|决定书|执照)》?)"
    ),
    "consult": re.compile(r"(?:咨询|联系)(?:服务)?(?:电话|热线|请拨打?|请打)[^。;\d]{0,6}(?P<v>(?:0\d{2,3}-?)?\d{7,8})"),
    "complaint": re.compile(r"(?:投诉|监督|举报)(?:服务)?(?:电话|热线|请拨打?)[^。;\d]{0,6}(?P<v>(?:0\d{2,3}-?)?\d{7,8}|12\d{3})"),
}


def prose_pairs(view: PageView) -> Iterator[tuple[str, Pair]]:
    """Fields that sentences of the content state, each with the words that state it. 句中要素"""
    found: set[str] = set()
    numbers = {id(line): number for number, line in enumerate(view.lines)}
    for line in main_lines(view)[:MOST_LINES]:
        if len(line.text) < LEAST_LINE or line.hidden:
            continue
        even = folded(line.text[:LONGEST_LINE])
        for name, pattern in SAYS.items():
            match = pattern.search(even.text) if name not in found else None
            if match is not None:
                found.add(name)
                value = even.quote(*match.span("v"))
                yield name, Pair("", "", value, line.element, line.element, "line", numbers[id(line)])
