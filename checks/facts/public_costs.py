"""What an account says of the three public costs: how many trips, travellers, cars, receptions and guests, and why they changed. 三公经费

The text is walked once: words that open a topic, words of buying and holding, and counts with their units. A count belongs to the topic
named last before it; money is no count, and no trip at all is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from checks.model import State

ABROAD, RECEPTION, CAR = "abroad", "reception", "car"
GROUPS, PEOPLE, BUY, HOLD = "b_abroad_groups", "b_abroad_people", "b_car_buy", "b_car_hold"
BATCH, GUESTS, REASON = "b_recept_batch", "b_recept_people", "b_reason"
COUNTS = (GROUPS, PEOPLE, BUY, HOLD, BATCH, GUESTS)
BESIDE = 8  # characters between a verb of buying and its car
NEAR = 160  # characters between a topic and a count of it
NUMBER = r"(?:\d[\d,]{0,8}|[零〇一二两三四五六七八九十百]{1,4}|无)"
NO_MONEY = r"(?![\d.,]*[万亿]?元)"
UNIT = r"\((?:[个批次人辆台团组]|批次|人次|个次|量){1,2}\)"
WALK = re.compile(
    r"(?P<abroad>因公出国|因公出境|出国|出境|因公)|(?P<reception>接待)|(?P<car>公务用车|公车|用车|车辆|机动车|小轿车|越野车)"
    rf"|(?P<column>团组数?量?|批次数?|人次数?|人数|保有量|购置数?量?){UNIT}(?!\n?[:为是共计约有达]{{0,3}}{NUMBER})"
    r"|(?P<buy>(?:购置|新购|购买|购入|更新)(?!费?用?(?:及|和|与|、)?运行))|(?P<hold>保有(?!量)|现有|共有|实有|拥有|在用|存量|年末)"
    rf"|(?P<named>团组数?量?|批次数?|人次数?|人数|保有量|数量?)(?:{UNIT})?\n?[:为是共计约有达]{{0,3}}(?P<value>{NUMBER}){NO_MONEY}(?P<after>批次|人次|[个批次人名辆台团])?"
    rf"|(?P<count>{NUMBER})(?:余|多)?(?P<unit>批次|人次|个团|批团|[个批次人名辆台团])"
    r"|(?P<none>(?:均?未|没有|无)(?:发生|安排|组织|产生|新增|使用|支出|开支|购置|新购|购买|更新|接待|因公)?)"
    r"|(?P<zero>(?<![\d.,])0(?:\.0{1,4})?(?:万|亿)?元|(?:支出|费用?|决算数?)为?零)"
)
OF_ABROAD = {
    "个": GROUPS,
    "批": GROUPS,
    "批次": GROUPS,
    "团": GROUPS,
    "个团": GROUPS,
    "批团": GROUPS,
    "次": GROUPS,
    "人": PEOPLE,
    "人次": PEOPLE,
    "名": PEOPLE,
}
OF_RECEPTION = {"批": BATCH, "批次": BATCH, "次": BATCH, "个": BATCH, "人": GUESTS, "人次": GUESTS, "名": GUESTS}
CHANGE = re.compile(
    r"(?:增加|减少|增长|下降|降低|上升|提高|增减|变化|变动|节约|压缩|差异)[^。;\n]{0,60}(?:原因|主要是|主要由|由于|因为?(?!公)|系)"
    r"|原因[^。;\n]{0,8}(?:是|为|:|在于)|(?:原因|由于|因为?(?!公))[^。;\n]{1,60}(?:增加|减少|增长|下降|降低|上升|节约|压缩)"
    r"|持平|(?:无|没有|未发生)(?:增减)?变[化动]|与(?:上年|去年|预算|年初)[^。;\n]{0,12}(?:相同|一致|相等)"
)
TOPIC = re.compile(r"三公|出国|接待|公务用车|公车")
REACH = 300  # characters from a topic's word to the reason of its change


def public_costs(text: str) -> Mapping[str, tuple[State, int]]:
    """Field → state and position in a folded text. Nothing is called absent in a text that does not speak of these costs. 三公经费要素"""
    found: dict[str, int] = {}
    doubted: set[str] = set()
    nothing: set[str] = set()  # topics for which nothing was spent
    topic, since, bought, buying = "", 0, -NEAR, False
    for token in WALK.finditer(text):
        at = token.start()
        if token["abroad"] or token["reception"] or token["car"]:
            topic, since = ABROAD if token["abroad"] else RECEPTION if token["reception"] else CAR, token.end()
            buying = token["car"] is not None and at - bought <= BESIDE  # 购置公务用车
        elif token["buy"] or token["hold"]:
            buying, bought = bool(token["buy"]), token.end() if token["buy"] else -NEAR
        elif at - since > NEAR and not token["none"]:
            continue
        elif token["none"]:
            nothing.add(topic)
            doubted.update(_none(text, at, token.end(), topic if at - since <= NEAR else "", found))
        elif token["zero"]:
            nothing.add(topic)
            doubted.update(_of(topic))
        else:
            field = _field(token, topic, buying)
            if field:
                found.setdefault(field, at)
    found |= _reason(text)
    doubted |= {REASON} if len(nothing - {""}) > 1 else set()  # there is hardly a change to explain
    speaks = "三公" in text or len({m[0] for m in TOPIC.finditer(text)}) >= 2
    return {field: _state(field, found, doubted, text, speaks) for field in (*COUNTS, REASON)}


def _field(token: re.Match[str], topic: str, buying: bool) -> str:
    """The field that a count fills, by its topic and its unit or name."""
    name = token["named"] or token["column"] or ""
    unit = token["unit"] or token["after"] or ""
    if name.startswith("保有"):
        return HOLD
    if name.startswith("购置"):
        return BUY
    if topic == CAR:
        counted = unit in ("辆", "台") or name.startswith("数")
        return (BUY if buying else HOLD) if counted else ""
    people = name.startswith("人") or unit in ("人", "人次", "名")
    if topic == ABROAD:
        return PEOPLE if people else GROUPS if name.startswith(("团组", "批次")) else OF_ABROAD.get(unit, "")
    if topic == RECEPTION:
        return GUESTS if people else BATCH if name.startswith("批次") else OF_RECEPTION.get(unit, "")
    return ""


def _of(topic: str) -> tuple[str, ...]:
    """What no money leaves open: nothing was spent, so perhaps there was nothing to count."""
    return {ABROAD: (GROUPS, PEOPLE), RECEPTION: (BATCH, GUESTS), CAR: (BUY,)}.get(topic, ())


def _none(text: str, start: int, end: int, topic: str, found: dict[str, int]) -> tuple[str, ...]:
    """«未发生因公出国费用» counts none of each; where it is not plain what there is none of, the field stays open."""
    after = re.split(r"[\n。;,]", text[end : end + 14], maxsplit=1)[0]
    said = ABROAD if re.search(r"出国|出境|因公|团组", after) else RECEPTION if "接待" in after else CAR if "车" in after else ""
    whole = text[start:end] + after
    if said == CAR or (not said and topic == CAR):
        if re.search(r"购|更新", whole):
            found.setdefault(BUY, start)
            return ()
        if re.match(r"(?:未|没有|无)(?:保留|配备)?(?:公务)?用车(?!运行|购置|费|支出)", whole):
            found.setdefault(HOLD, start)
            found.setdefault(BUY, start)
            return ()
        return (BUY, HOLD)
    fields = _of(said or topic)
    if said and re.search(r"发生|安排|组织|产生|支出|开支|因公|接待|出国", whole):
        for field in fields:
            found.setdefault(field, start)
        return ()
    if topic and re.search(r"发生|安排|组织|支出|开支", text[start:end]):
        for field in fields:
            found.setdefault(field, start)
        return ()
    return fields


def _reason(text: str) -> dict[str, int]:
    """Where the change of these costs is explained: near one of their words."""
    for found in CHANGE.finditer(text):
        if TOPIC.search(text, max(0, found.start() - REACH), found.end()):
            return {REASON: found.start()}
    return {}


# What a text must not hold anywhere before a field is called missing from it.
LOOSE: Mapping[str, re.Pattern[str]] = {
    GROUPS: re.compile(rf"团组|{NUMBER}个?批?团|出访"),
    PEOPLE: re.compile(rf"(?:出国|出境|团组|出访|因公)[^。]{{0,80}}{NUMBER}(?:人|名)"),
    BUY: re.compile(rf"(?:购置|新购|购买|更新)[^。]{{0,30}}{NUMBER}(?:辆|台)|未购|购置数"),
    HOLD: re.compile(r"保有|车改|[共现实拥]有|在用"),
    BATCH: re.compile(rf"批次|接待[^。]{{0,60}}{NUMBER}(?:批|次)"),
    GUESTS: re.compile(rf"接待[^。]{{0,80}}{NUMBER}(?:人|名)"),
    REASON: re.compile(r"原因|持平|由于|主要是"),
}


def _state(field: str, found: Mapping[str, int], doubted: set[str], text: str, speaks: bool) -> tuple[State, int]:
    if field in found:
        return State.VALID, found[field]
    open_ = not speaks or field in doubted or LOOSE[field].search(text) is not None
    return (State.UNREAD if open_ else State.ABSENT), -1
