"""Is what stands behind a label a value? One judgement for each element of a guide. 要素取值状态"""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from checks.model import State

LONGEST_VALUE = 400

PLACEHOLDER = re.compile(
    r"[×✕╳]{2,}|x{3,}|\*{2,}|(?<![a-z])xx(?=[\u4e00-\u9fff])|某某|\?{3,}|%[a-z_.]{2,30}%|^[\[【<{][^\]】>}]{1,16}[\]】>}]$|\{[a-z_.]{1,30}\}|[○〇●□■]{2,}|_{3,}|\{\{|\{\$|\$\{|待定|待补|待更新|待核实|待通知|未定$|尚未确定|敬请期待|(?:建设|筹备|完善|搬迁|更新)中|待完善|待公布|待确定|待填|另行公布|另行通知|\((?:链接|附后|略|填写|此处[^()]{0,8})\)|〔\s?〕|\[\s?\]|\(\s?\)"
    r"|loading|加载中|请填写|此处填写|未填|^(?:null|undefined|none|n/a|todo)$|^0{7,}$|^0{3,4}-0{6,}$|^\.{3,}$|^…+$"
)
NEGATED = re.compile(
    r"^(?:本机关|本局|本单位|本部门|我局|目前|现|暂时)*(?:无|暂无|没有|暂时没有|尚无|暂缺|未设|未设置|未设立|未开通|尚未开通|暂未开通|暂未设|无传真|不提供|暂不提供|不设|未配备|未公布|未公开|取消|已取消|停用|已停用|未安装|没装|没设|没开|已拆|拆除|不使用|不再使用|不另设|未接通)"
    r"(?![\u4e00-\u9fff]{0,3}\d{3})|^(?:暂|现|目前|都|均)?(?:不|未)(?:予)?(?:提供|开通|设|接收|受理|公开|对外|公布|配)|^(?:都|均)没有"
    r"|^[^\d@]{0,12}(?:暂停使用|已停用|停止使用|已撤销|已停机)"
)
INSTEAD = re.compile(r"[^,;。]{1,20}[,;]")  # «无专门机构，由办公室兼办»: what is refused, and then what there is instead
SAME = re.compile(r"^(?:同上|同电话|同联系电话|同前|与(?:联系|办公)?电话(?:号码)?(?:相?同|一致)|同办公电话|同左|同号)")
POINTS = re.compile(r"^(?:同|与|详?见|参见|请见)[\u4e00-\u9fff]{2,12}$")  # «同电话»: a value made of another label
ELSEWHERE = re.compile(r"^(?:详?见|请见|参见|请参见|详情见|附件)(?:附件|附表|下表|网站|本网站|目录|链接|公告)?|^附件\d?")
NUMBER = re.compile(r"\d[\d\-()/ 转]{3,40}\d|\d{5,}")
MASKED = re.compile(r"-?[x×✕╳*○〇●□_]{2}")  # «0999-555××××»
NO_ADDRESS = re.compile(r"(?<![a-z0-9])x{2,}@|@x{2,}\.")
CHINESE_CODE = re.compile(r"(?!〇{6})[〇零一二三四五六七八九]{6}")
CHINESE_NUMBER = re.compile(r"(?!〇{7})[〇零一二三四五六七八九]{7}")
HOTLINE = re.compile(r"^(?:拨打)?(?:12\d{3}|96\d{3,4}|110|119|120)(?:热线|市民热线|转\d+)?$")
CLOCK = re.compile(
    r"\d{1,2}[:：]\d{2}|\d{1,2}(?:时|点)|[一二三四五六七八九十]{1,3}(?:时|点)(?!间)|\d{1,2}\.[0-5]\d|(?<!\d)\d{3,4}[-~至]{1,3}\d{1,2}\.?\d{2}(?!\d)|24小时|全天候"
)
DAYS = re.compile(r"工作日|周[一二三四五六日末至]|星期|礼拜|每[天日周]|节假日|上午|下午|上班时间|工作时间|周内|朝九晚五")
URL = re.compile(
    r"https?:/{0,2}[a-z0-9][^\s,，。;；)）]{3,200}|www\.[a-z0-9][^\s,，。;；)）]{3,200}|(?<![@#a-z0-9.\-])[a-z0-9][a-z0-9.\-]{1,60}\.gov\.cn[^\s,，。;；)）]{0,100}"
)
AT = re.compile(r"@|#|\(at\)|\[at\]|\{at\}|\(#\)|\(a\)|☆|★|\*at\*|&#64;|\bat\b")
BEFORE_AT = re.compile(r"[a-z0-9][a-z0-9_.+\-]{0,63}[(\[]?$")
AFTER_AT = re.compile(r"^[)\]]?[a-z0-9][a-z0-9\-]{0,62}(?:(?:\.|\(dot\)|\[dot\]|。|点)[a-z0-9\-]{1,30}){1,4}")
PROTECTED = "[emailprotected]"
STARTS_TAKING = re.compile(
    r"(?:本|我)(?:机关|[局单部委办院所站镇乡]\S{0,2}?)(?:自|从|于)\d"
)  # «本机关自2008年5月1日起受理申请» names nobody
ORGAN_END = re.compile(
    r"局|厅|委|办|科|股|处|室|中心|政府|院|队|所|站|部|组|会|署|馆|校|公司|银行|支行|大厅|窗口|党|团|联|庭|社|学|园|场|矿|台|集团|机关|窗|岗|员|收"
)
PLACE = re.compile(
    r"路|街|道|号|楼|室|镇|乡|村|巷|大厦|广场|中心|院|区|县|市|旗|层|座|弄|社区|园|大院|屯|里|桥|口|侧|政府|局|馆|栋|幢|坊|胡同|办公"
)


@attrs.frozen
class Judged:
    """What a value is worth: its state, and why where that is not plain. 取值判断"""

    state: State
    why: str = ""


def judge(element: str, value: str) -> Judged:
    """State of a folded value (text behind the label, without white space) of a guide element. 判断取值

    A value that is present but broken counts as valid: accuracy is another question.
    """
    value = (
        value[:LONGEST_VALUE].strip(":：,，;；.。、-~_—|/\\·()（）*\"'“”=")
        if not PLACEHOLDER.search(value[:LONGEST_VALUE])
        else value[:LONGEST_VALUE]
    )
    if not value:
        return Judged(State.BLANK)
    if PROTECTED in value:
        return Judged(State.UNREAD, "protected")
    found = JUDGES[element](value)
    if found.state is State.VALID:
        return found
    if PLACEHOLDER.search(value):
        return Judged(State.PLACEHOLDER)
    if NEGATED.search(value):
        rest = value[instead.end() :] if (instead := INSTEAD.match(value)) else ""
        return Judged(State.UNREAD, "instead") if rest and JUDGES[element](rest).state is State.VALID else Judged(State.NEGATED)
    if ELSEWHERE.match(value):
        return Judged(State.UNREAD, "elsewhere")
    return found


def emails(text: str) -> list[tuple[int, int]]:
    """Where e-mail addresses stand in a folded text, disguised ones («(at)», «#») included. 电子邮箱"""
    found: list[tuple[int, int]] = []
    for sign in AT.finditer(text):
        before = BEFORE_AT.search(text, max(0, sign.start() - 66), sign.start())
        after = AFTER_AT.match(text[sign.end() : sign.end() + 160])
        if (
            before
            and after
            and not NO_ADDRESS.search(text, before.start(), sign.end() + after.end())
            and (not found or before.start() >= found[-1][1])
        ):
            found.append((before.start(), sign.end() + after.end()))
    return found


def _phone(value: str) -> Judged:
    if HOTLINE.match(value):
        return Judged(State.ABSENT, "hotline")
    if CHINESE_NUMBER.search(value):
        return Judged(State.VALID)
    numbers = [found[0] for found in NUMBER.finditer(value) if not MASKED.match(value, found.end())]
    if any(not _is_dummy(number) for number in numbers):
        return Judged(State.VALID)
    if SAME.match(value):
        return Judged(State.VALID, "same")
    return Judged(State.PLACEHOLDER if numbers or MASKED.search(value) else State.PARTIAL)


def _is_dummy(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    return len(digits) >= 7 and (set(digits[-7:]) == {"0"} or digits.endswith(("1234567", "12345678")))


def _zip(value: str) -> Judged:
    if SAME.match(value):
        return Judged(State.VALID, "same")
    if CHINESE_CODE.search(value):
        return Judged(State.VALID)
    digits = re.search(r"\d{4,8}", value)
    if not digits or MASKED.match(value, digits.end()):
        return Judged(State.PARTIAL if not digits else State.PLACEHOLDER)
    return Judged(State.PLACEHOLDER if set(digits[0]) == {"0"} else State.VALID)


def _email(value: str) -> Judged:
    if NO_ADDRESS.search(value):
        return Judged(State.PLACEHOLDER)
    if emails(value):
        return Judged(State.VALID)
    if re.search(r"[a-z0-9_.\-]{3,}(?:@|#|＠)|[a-z0-9_\-]{2,}\.[a-z]{2,4}", value) and not re.search(r"x{3}", value):
        return Judged(State.VALID, "broken")
    return Judged(State.PARTIAL)


def _net(value: str) -> Judged:
    return Judged(State.VALID) if emails(value) or URL.search(value) else Judged(State.PARTIAL)


def _hours(value: str) -> Judged:
    return Judged(State.VALID) if CLOCK.search(value) else Judged(State.UNREAD, "above") if SAME.match(value) else Judged(State.PARTIAL)


def _address(value: str) -> Judged:
    if SAME.match(value):
        return Judged(State.UNREAD, "above")  # the line above gives it, perhaps without a label
    if PLACEHOLDER.search(value) or NEGATED.search(value) or ELSEWHERE.match(value):
        return Judged(State.PARTIAL)
    if len(value) >= 3 and re.search(r"[\u4e00-\u9fff]{2}", value) and (PLACE.search(value) or len(value) >= 6):
        return Judged(State.VALID)
    return Judged(State.PARTIAL)


def _org(value: str) -> Judged:
    if PLACEHOLDER.search(value) or NEGATED.search(value) or ELSEWHERE.match(value):
        return Judged(State.PARTIAL)
    if value in ("本机关", "本局", "本单位", "本部门", "本委", "本办", "我局"):
        return Judged(State.PARTIAL)
    if STARTS_TAKING.match(value):
        return Judged(State.PARTIAL)
    return Judged(State.VALID) if len(value) >= 2 and ORGAN_END.search(value) else Judged(State.PARTIAL)


JUDGES: dict[str, Callable[[str], Judged]] = {
    "org": _org,
    "address": _address,
    "hours": _hours,
    "phone": _phone,
    "fax": _phone,
    "email": _email,
    "net": _net,
    "zip": _zip,
}
