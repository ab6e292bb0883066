"""The portal's address: a government's domain, and still the one that is registered. 域名"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import attrs

from checks.assemble import UnitFacts
from checks.model import Fact, Outcome, PageKind, State
from checks.pages import same_owner
from checks.parsing.address import ascii_host
from checks.parsing.fold import fold

from .base import Verdict, cited, home_read, reading, tags_of
from .own import is_named

FEW_LINKS = 10  # a seller's page has no more
COPIED = re.compile(r"/https?:/")  # an address within an address: a page kept by somebody else
GOVERNMENT = re.compile(r"(?:局|厅|委员会|人民政府|办公室|政府办|管委会|总署)(?:网站|门户网站|网)?$")


@attrs.frozen(kw_only=True)
class Domain:
    """Options of ``official_domain``: endings of a government's domain, and endings under which it may not be."""

    endings: tuple[str, ...]
    others: tuple[str, ...]


def official_domain(unit: UnitFacts, params: Domain) -> Iterator[Verdict]:
    """The unit's own site is under a government's domain. 域名规范

    Charged only where the home page itself says that an organ of government runs it: a copy elsewhere is not the unit's, nor does a
    second name tell what the first one is.
    """
    home = unit.home
    if home is None or not home_read(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why="首页未能打开")
        return
    host = _host(home.page.final_url or home.url)
    shown = home.evidence(f"{home.page.final_url or home.url} {home.title}".strip(), "url")
    runs = [f for f in home.of("site", "f_host") if reading(f).state is State.VALID and GOVERNMENT.search(fold(reading(f).value or ""))]
    if host.endswith(params.endings):
        yield Verdict(outcome=Outcome.PASSED, why=host, used=(shown,))
    elif not (host.endswith(params.others) or _public_number(host)):
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"所查网址为{host}，不是公网域名，正式网站的域名需人工核对", used=(shown,))
    elif COPIED.search(home.page.final_url or home.url):
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"所查网页是{host}保存的副本，正式网站的域名需人工核对", used=(shown,))
    elif (own := _host(f"http://{tags_of(home).get('SiteDomain', '').split('://')[-1]}")).endswith(params.endings):
        why = f"所查网址为{host}，网页标签写明网站域名为{own}，两者关系需人工核对"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why, used=(shown,))
    elif not runs:
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"所查网址为{host}，页面未写明由机关主办，未能确认是单位的正式网站", used=(shown,))
    else:
        why = f"首页网址为{host}，页面写明“{cited(runs[0].evidence.quote, 40)}”"
        yield Verdict(outcome=Outcome.FAILED, why=why, used=(shown, runs[0]))


def _host(url: str) -> str:
    name = urlsplit(url).hostname or ""
    return ascii_host(name) or name.lower()


def _public_number(host: str) -> bool:
    """Whether a host is a bare address of the public network."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return False


@attrs.frozen(kw_only=True)
class DomainKept:
    """Options of ``domain_kept``: endings of a government's domain; words by which sellers of domains show an address that nobody uses."""

    endings: tuple[str, ...]
    parked: tuple[str, ...]


def domain_kept(unit: UnitFacts, params: DomainKept) -> Iterator[Verdict]:
    """The registered address still leads to the unit's site and not to another owner's or to a seller of domains. 域名未迁移停用"""
    home = unit.home
    if home is None:
        yield Verdict(outcome=Outcome.CANT_TELL, why="首页未能打开")
        return
    start, end = _host(unit.visit.start_url), _host(home.page.final_url or home.url)
    words = fold(home.title + (home.offered if len(home.links) < FEW_LINKS else ""))
    offered = next((word for word in params.parked if fold(word) in words), "")
    ours = _names(unit, home.facts) or any(reading(f).state is State.VALID for f in home.of("site", "f_code"))
    told: tuple[Fact, ...] = tuple(f for f in home.of("notice") if f.subject in ("moved", "closed"))
    shown = home.evidence(f"{home.page.final_url or home.url} {home.title}".strip(), "url")
    if told or home.kind is PageKind.MOVED:
        quoted = cited(told[0].evidence.quote) if told else home.title
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"页面告知网站已迁移或停用：“{quoted}”，登记的网址需人工更新", used=told[:1])
    elif offered and not ours:
        yield Verdict(outcome=Outcome.FAILED, why=f"{end}显示的是域名出售或停放页面（“{cited(home.title, 40)}”）", used=(shown,))
    elif offered:
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"首页有“{offered}”字样，是否停放页面需人工核实", used=(shown,))
    elif same_owner(start.removeprefix("www."), end.removeprefix("www.")):
        outcome = Outcome.PASSED if home_read(unit) else Outcome.CANT_TELL
        yield Verdict(outcome=outcome, why=end if home_read(unit) else "首页未能打开", used=(shown,))
    elif not home_read(unit):
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"登记网址{start}转到{end}，该页未能读取", used=(shown,))
    elif (
        start.endswith(params.endings)
        and not end.endswith(params.endings)
        and not (_names(unit, home.facts) or _title_is_an_organs(unit, home.title))
    ):
        yield Verdict(outcome=Outcome.FAILED, why=f"登记网址{start}转到{end}，页面标题“{cited(home.title, 40)}”", used=(shown,))
    else:
        yield Verdict(outcome=Outcome.CANT_TELL, why=f"登记网址{start}转到{end}，登记的网址需人工更新", used=(shown,))


def _names(unit: UnitFacts, facts: tuple[Fact, ...]) -> bool:
    """Whether a page names the unit, or any organ of government, as the one that runs it."""
    runs = [fold(reading(f).value or "") for f in facts if f.kind == "site" and f.subject == "f_host" and reading(f).state is State.VALID]
    return any(fold(unit.unit.name) in name or GOVERNMENT.search(name) for name in runs)


def _title_is_an_organs(unit: UnitFacts, title: str) -> bool:
    """Whether a title is the unit's, or any organ of government's: a move that the registry does not know yet."""
    words = fold(title)
    return (is_named(unit) and fold(unit.unit.name) in words) or any(GOVERNMENT.search(part) for part in re.split(r"[-_|—]", words))
