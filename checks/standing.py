"""Whether rules made for organs at work bind the body behind a site that nobody registered. 主体资格"""

from __future__ import annotations

import re

from checks.assemble import UnitFacts
from checks.model import Entry, Evidence, Fact, Reading
from checks.parsing.fold import fold, plain

INSTITUTION = re.compile(r"(?:大学|学院|学校|中学|小学|高中|初中|幼儿园|医院|卫生院|(?:图书|博物|文化|美术|科技|体育|纪念)馆)$")
ORGAN = re.compile(r"局|厅|部|委员会|政府|办公室|管委会")
STOPPED = re.compile(
    r"(?:网站|本站|门户|网页)[^。；]{0,12}(?:停止(?:更新|运行|服务|使用)|停更|关停|关闭|停用|下线)[^。；]{0,12}(?:公告|通知|通告|公示|说明|启事)$"
)
OTHERS = re.compile(r"(?:栏目|频道|专栏|企业|公司)")
SAID = re.compile(
    r"本(?:网站|站)[^。；]{0,30}(?:不再(?:更新|维护|使用)|停止(?:更新|运行|服务|使用)|停更|关停|停用)[^。；]{0,20}"
)  # by a banner
AFTERMATH = 30  # days in which a site that stops may still publish a last item


def why_not_bound(unit: UnitFacts) -> tuple[str, Fact | Evidence] | None:
    """Why a person must say whether the rules bind this body, with what shows it; None where nothing speaks against. 是否受指标约束

    Who registers a unit with its region has said which rules bind it. Of an address tried out only the site can tell: a school or a hospital
    discloses by rules of its own ministry, and a site that said when it stopped is kept as an archive.
    """
    if unit.unit.region or not unit.own_site:
        return None
    return _institution(unit) or _stopped(unit) or _says_stopped(unit)


def _institution(unit: UnitFacts) -> tuple[str, Fact] | None:
    home = unit.home
    if home is None:
        return None
    told = [(f, _name(f)) for f in (*home.of("site", "f_host"), *home.of("site.name"))]
    named = [(f, name) for f, name in told if name]
    if not named or any(ORGAN.search(name) for _, name in named):
        return None
    found = next((pair for pair in named if INSTITUTION.search(pair[1])), None)
    return (f"网站由“{found[1][:40]}”主办，公共企事业单位适用何种规定需人工确认", found[0]) if found else None


def _name(fact: Fact) -> str:
    value = fact.value.value if isinstance(fact.value, Reading) else fact.value
    return fold(value) if isinstance(value, str) else ""


def _stopped(unit: UnitFacts) -> tuple[str, Fact] | None:
    """A dated row that tells of the site's own end, after which nothing new appeared."""
    for day, fact in unit.dated:
        if (unit.dated[0][0] - day).days > AFTERMATH:
            return None
        title = fold(fact.value.title) if isinstance(fact.value, Entry) else ""
        if STOPPED.search(title) and not OTHERS.search(title):
            return f"网站{day}发布“{title[:40]}”，其后没有新信息，主体是否存续需人工确认", fact
    return None


def _says_stopped(unit: UnitFacts) -> tuple[str, Evidence] | None:
    """A banner on the home page that tells the same, borne out by nothing new for as long."""
    said = SAID.search(plain(unit.home.text)) if unit.home is not None else None
    if unit.home is None or said is None or (unit.dated and (unit.context.as_of - unit.dated[0][0]).days <= AFTERMATH):
        return None
    quoted = unit.home.text[said.start() : said.end()]
    return f"首页告知“{quoted}”，此后的义务由谁承担需人工确认", unit.home.evidence(quoted, "text")
