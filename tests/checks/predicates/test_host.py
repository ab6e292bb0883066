"""The portal's address: whose it is charged to, and when a redirect is only a matter of the registry."""

from __future__ import annotations

import attrs
import pytest

from checks.model import FetchError, PageKind

from .build import CANT_TELL, FAILED, PASSED, fact, home, link, outcome, read, unit

ENDINGS = {"endings": (".gov.cn",), "others": (".com", ".cn", ".org")}
PARKED = {"parked": ("域名出售",), "endings": (".gov.cn", ".xn--zfr164b")}
RUN = read("site", "f_host", value="云溪市市场监督管理局")


@pytest.mark.parametrize(
    ("address", "runs", "expected"),
    [
        ("http://www.yunxi.gov.cn/", True, PASSED),
        ("http://www.yunxi.com/", True, FAILED),
        ("http://www.yunxi.com/", False, CANT_TELL),
        ("http://8.8.8.8:8080/", True, FAILED),
        ("http://10.1.2.3/", True, CANT_TELL),
        ("http://127.0.0.1:9000/", True, CANT_TELL),
        ("http://www.yunxi.example/", True, CANT_TELL),
        ("http://govxcn.com/", False, CANT_TELL),
    ],
)
def test_domain_by_its_ending(address, runs, expected):
    """Charged only where a public address is no government's and the page says that an organ runs it."""
    facts = unit(home(*([RUN] if runs else []), final=address))
    assert outcome(facts, "official_domain", **ENDINGS) is expected


def test_a_second_name_or_a_copy_tells_nothing_of_the_official_name():
    """The page's own tag names a government's domain; an archive keeps a page under its own address."""
    tag = fact("page.meta", "SiteName=云溪市质量局\nSiteDomain=https://www.yunxi.gov.cn/")
    other = fact("page.meta", "SiteDomain=www.yunxi.com")
    kept = "https://archive.org/web/2018/http://www.yunxi.gov.cn/"
    assert outcome(unit(home(RUN, tag, final="http://www.yunxi.com/")), "official_domain", **ENDINGS) is CANT_TELL
    assert outcome(unit(home(RUN, other, final="http://www.yunxi.com/")), "official_domain", **ENDINGS) is FAILED
    assert outcome(unit(home(RUN, final=kept)), "official_domain", **ENDINGS) is CANT_TELL


def test_domain_of_a_firm_or_of_an_unread_home_is_left_open():
    """A copy on a firm's address, an error page: neither is the unit's own site."""
    firm = unit(home(read("site", "f_host", value="云溪科技有限公司"), final="http://www.yunxi.com/"))
    assert outcome(firm, "official_domain", **ENDINGS) is CANT_TELL
    assert outcome(unit(home(RUN, final="http://www.yunxi.com/", status=500)), "official_domain", **ENDINGS) is CANT_TELL


def moved(final, *facts, start="http://www.yunxi.gov.cn/", **more):
    """A unit registered at ``start`` whose home page answered from elsewhere."""
    made = unit(home(*facts, final=final, **more))
    return attrs.evolve(made, visit=attrs.evolve(made.visit, start_url=start))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (moved("http://www.yunxi.gov.cn/"), PASSED),
        (moved("http://zjj.yunxi.gov.cn/index.html"), PASSED),
        (moved("http://www.lucky.com/", title="幸运彩票"), FAILED),
        (moved("http://www.lucky.com/", title="云溪市质量局"), CANT_TELL),
        (moved("http://www.lucky.com/", title="首页-云溪市市场监督管理局网站"), CANT_TELL),
        (moved("http://wall.lucky.com/verify", title="安全验证", kind=PageKind.BLOCKED), CANT_TELL),
        (moved("http://cloud.lucky.com/", title="出错", status=503), CANT_TELL),
        (moved("http://yunxi.xn--zfr164b/", title="首页"), CANT_TELL),
        (moved("http://xn--fsqu00a.xn--zfr164b/", start="http://例子.政务/"), PASSED),
        (moved("http://www.lucky.com/", RUN), CANT_TELL),
        (moved("http://www.lanting.gov.cn/"), CANT_TELL),
        (moved("http://www.lucky.com/", start="http://www.yunxi.cn/"), CANT_TELL),
        (moved("http://www.yunxi.gov.cn/", title="yunxi.gov.cn 域名出售"), FAILED),
        (moved("http://www.yunxi.gov.cn/", read("site", "f_code", value="1100000001"), title="域名出售专项整治"), CANT_TELL),
        (moved("http://www.yunxi.gov.cn/", RUN, title="域名出售"), CANT_TELL),
        (moved("http://www.yunxi.gov.cn/", offered="域名出售 联系", links=[link("域名出售", "a")]), FAILED),
        (moved("http://www.yunxi.gov.cn/", offered="域名出售 联系", links=[link(f"栏目{i}", f"{i}/") for i in range(10)]), PASSED),
        (moved("http://www.yunxi.gov.cn/", fact("notice", "http://new.gov.cn/", "moved"), kind=PageKind.MOVED), CANT_TELL),
        (moved("http://www.yunxi.gov.cn/", kind=None, status=None, error=FetchError.TIMEOUT), CANT_TELL),
    ],
)
def test_registered_address(made, expected):
    """A jump within one owner's names is none; one to another government is the registry's matter."""
    assert outcome(made, "domain_kept", **PARKED) is expected
