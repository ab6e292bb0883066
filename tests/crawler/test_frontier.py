"""Which link comes next and why not the others: the frontier as a pure state machine."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from checks.model import Entry, Link, LinkKind, PageKind, Paging, Plan, Portal, SkipReason
from checks.vocabulary import Vocabulary
from crawler.frontier import Candidate, Frontier, Outline
from crawler.policy import MAX_ATTACHMENTS, MAX_DEPTH, MAX_OFFSITE, MAX_ROLE_LINKS, Tier

HOME = "http://qingshi.example/"
PLAN = Plan(needs=(), window_from=dt.date(2015, 1, 1), as_of=dt.date(2015, 6, 30))


def link(path: str, text: str = "", via: str = "a") -> Link:
    url = path if "://" in path else HOME + path
    return Link(kind=LinkKind.WEB, url=url, href=path, text=text, via=via)


def entry(path: str, title: str, date: str | None = None, row: int = 0) -> Entry:
    return Entry(title=title, url=HOME + path, href=path, date=dt.date.fromisoformat(date) if date else None, row=row)


@pytest.fixture
def frontier(vocabulary: Vocabulary) -> Frontier:
    return Frontier(Portal(id="q", name="", home_url=HOME, hosts=("sub.qingshi.example",)), PLAN, vocabulary)


def start(frontier: Frontier, *links: Link, **more: Any) -> Candidate:
    """Take the home page and read these links on it."""
    home = frontier.take()
    assert home is not None
    frontier.read(home, Outline(url=HOME, links=links, **more))
    return home


def drain(frontier: Frontier) -> list[str]:
    """Paths in the order in which they would be fetched."""
    taken = []
    while candidate := frontier.take():
        taken.append(candidate.url.removeprefix(HOME))
    return taken


def reasons(frontier: Frontier) -> dict[str, SkipReason]:
    return {skip.url.removeprefix(HOME): skip.reason for skip in frontier.leftovers()}


def test_what_decides_most_comes_first(frontier: Frontier) -> None:
    """Roles in their order, then columns, then everything else of the home page."""
    start(
        frontier,
        link("x.html", "关于组织开展某某专项检查活动的有关情况说明材料"),
        link("col/", "工作交流"),
        link("report/", "信息公开年度报告"),
        link("guide.html", "信息公开指南"),
    )

    assert ["guide.html", "report/", "col/", "x.html"] == drain(frontier)


def test_each_page_once(frontier: Frontier) -> None:
    """Fragments, the scheme, www. and default ports do not make a page another; other parameters do."""
    start(
        frontier,
        link("a?x=1&y=2", "栏目一"),
        link("https://www.qingshi.example:443/a?x=1&y=2", "栏目二"),
        link("a?y=2&x=1", "栏目三"),
        link("", "首页"),
    )

    assert ["a?x=1&y=2", "a?y=2&x=1"] == drain(frontier)


def test_better_reason_replaces_a_worse_one(frontier: Frontier) -> None:
    """A page known only as some link of the home page becomes the guide when a role's words name it."""
    home = start(frontier, link("p.html", "点击这里查看本机关有关工作的详细情况说明"), link("col/", "工作交流"))
    frontier.read(home, Outline(url=HOME, links=(link("p.html", "政府信息公开指南"),)))
    first = frontier.take()

    assert first is not None
    assert ("http://qingshi.example/p.html", "guide", Tier.ROLE) == (first.url, first.role, first.tier)


def test_hosts_of_the_portal(frontier: Frontier) -> None:
    """www. and listed hosts belong to the portal; other subdomains do not, unless a role may live elsewhere."""
    start(
        frontier,
        link("http://www.qingshi.example/a", "栏目一"),
        link("http://sub.qingshi.example/b", "栏目二"),
        link("http://other.qingshi.example/c", "栏目三"),
        link("http://city.example/guide", "信息公开指南"),
        link("http://city.example/news", "今日要闻"),
    )
    skipped = reasons(frontier)

    assert ["http://city.example/guide", "http://www.qingshi.example/a", "http://sub.qingshi.example/b"] == drain(frontier)
    assert SkipReason.OFFSITE is skipped["http://other.qingshi.example/c"]
    assert SkipReason.OFFSITE is skipped["http://city.example/news"]


def test_one_hop_to_another_site(frontier: Frontier) -> None:
    """A guest page's own links are not followed, its frames are; the number of guest pages is limited."""
    start(frontier, *(link(f"http://city.example/g{n}", "信息公开指南") for n in range(MAX_OFFSITE + 5)))
    guest = frontier.take()
    assert guest is not None
    frontier.read(
        guest, Outline(url=guest.url, links=(link("http://city.example/nav", "信息公开目录"), link("http://qingshi.example/own", "目录")))
    )

    urls = drain(frontier)

    assert MAX_OFFSITE - 1 == len(urls)
    assert "http://city.example/nav" not in urls
    assert "own" not in urls


def test_newest_entries_of_a_column(frontier: Frontier) -> None:
    """Of an ordinary column the five newest rows are read, whatever their order; the rest are not needed."""
    start(frontier, link("col/", "工作交流"))
    column = frontier.take()
    assert column is not None
    rows = tuple(entry(f"a{n}", f"质量提升行动工作情况通报第{n}期", f"2015-05-{n + 10}", n) for n in range(12))
    frontier.read(column, Outline(url=column.url, kind=PageKind.COLUMN, entries=rows))

    assert {f"a{n}" for n in (7, 8, 9, 10, 11)} == set(drain(frontier))
    assert {f"a{n}": SkipReason.NOT_NEEDED for n in range(7)} == reasons(frontier)


def test_second_list_page_has_no_sample_of_its_own(frontier: Frontier) -> None:
    """The sample counts for the column, not for each page of its list."""
    start(frontier, link("col/", "工作交流"))
    column = frontier.take()
    assert column is not None
    rows = tuple(entry(f"a{n}", f"质量提升行动工作情况通报第{n}期", f"2015-05-{n + 10}", n) for n in range(5))
    frontier.read(column, Outline(url=column.url, entries=rows, paging=Paging(more=True, next_url=HOME + "col/2")))
    second = frontier.take()
    assert second is not None
    assert (HOME + "col/2", 2) == (second.url, second.list_page)
    more = tuple(entry(f"b{n}", f"质量提升行动工作情况通报第{n}期", f"2015-04-{n + 10}", n) for n in range(5))
    frontier.read(second, Outline(url=second.url, entries=more))

    assert {f"a{n}" for n in range(5)} == set(drain(frontier))


def test_reports_are_read_wherever_they_stand(frontier: Frontier) -> None:
    """A row whose title is itself a document that rules ask for is read, even if its list is not."""
    start(frontier, link("col/", "工作交流"))
    column = frontier.take()
    assert column is not None
    rows = (
        *(entry(f"a{n}", f"质量提升行动工作情况通报第{n}期", "2015-05-10", n) for n in range(9)),
        entry("r", "2014年政府信息公开年度报告", "2015-03-01", 9),
    )
    frontier.read(column, Outline(url=column.url, entries=rows))

    assert "r" in drain(frontier)


@pytest.mark.parametrize(("role", "dates", "walked"), [("工作交流", "2014-01-01", False), ("信息公开年度报告", "2010-01-01", True)])
def test_whole_lists_and_windows(frontier: Frontier, role: str, dates: str, walked: bool) -> None:
    """A list whose absence of rows must be provable is walked beyond the window; any other is not, and says why."""
    start(frontier, link("col/", role))
    column = frontier.take()
    assert column is not None
    rows = tuple(entry(f"a{n}", f"质量提升行动工作情况通报第{n}期", dates, n) for n in range(5))
    frontier.read(column, Outline(url=column.url, entries=rows, paging=Paging(more=True, next_url=HOME + "col/2")))
    skipped = reasons(frontier)

    assert walked is ("col/2" in drain(frontier))
    assert walked is (skipped.get("col/2") is not SkipReason.WINDOW)


def test_attachments(frontier: Frontier) -> None:
    """Documents are fetched from pages that rules read; elsewhere they are not needed, and media never are."""
    start(frontier, link("guide.html", "信息公开指南"), link("col/", "工作交流"))
    guide, column = frontier.take(), frontier.take()
    assert guide is not None
    assert column is not None
    frontier.read(guide, Outline(url=guide.url, kind=PageKind.GUIDE, links=(link("guide.doc", "附件：申请表"), link("film.mp4", "视频"))))
    frontier.read(column, Outline(url=column.url, links=(link("x.pdf", "某材料"),)))
    skipped = reasons(frontier)

    assert ["guide.doc"] == drain(frontier)
    assert (SkipReason.NOT_NEEDED, SkipReason.NOT_NEEDED) == (skipped["film.mp4"], skipped["x.pdf"])


def test_caps_have_a_name(frontier: Frontier) -> None:
    """What was left out because there was enough of it is not said to be of no use."""
    start(frontier, link("guide.html", "信息公开指南"), link("col/", "工作交流"))
    guide, column = frontier.take(), frontier.take()
    assert guide is not None
    assert column is not None
    files = tuple(link(f"{n}.doc", f"附件{n}") for n in range(MAX_ATTACHMENTS + 1))
    frontier.read(guide, Outline(url=guide.url, kind=PageKind.GUIDE, links=files))
    cases = tuple(link(f"p{n}", f"行政处罚决定书第{n}号") for n in range(MAX_ROLE_LINKS + 10))
    frontier.read(column, Outline(url=column.url, links=cases))
    skipped = reasons(frontier)

    assert {SkipReason.LIMIT} == {skipped[f"{MAX_ATTACHMENTS}.doc"], skipped[f"p{MAX_ROLE_LINKS + 9}"]}


def test_the_graver_reason_counts(frontier: Frontier) -> None:
    """A link that one page made us leave alone and that another would have had us follow, had it not been too deep, was too deep."""
    home = start(frontier, link("col/", "工作交流"))
    far = Candidate(url=HOME + "far", tier=Tier.COLUMN, depth=MAX_DEPTH)
    frontier.read(far, Outline(url=far.url, links=(link("x/", "关于组织开展某某专项检查活动的有关情况说明"), link("x/", "公开指南栏目"))))
    frontier.read(home, Outline(url=HOME))

    assert SkipReason.DEPTH is reasons(frontier)["x/"]


def test_depth_has_an_end(frontier: Frontier) -> None:
    """A site that always links one further is not followed for ever; the link beyond says so."""
    start(frontier, link("1", "下级栏目"))
    last = None
    while candidate := frontier.take():
        last = candidate
        frontier.read(candidate, Outline(url=candidate.url, links=(link(str(candidate.depth + 1), "下级栏目"),)))

    assert last is not None
    assert MAX_DEPTH == last.depth
    assert {str(MAX_DEPTH + 1): SkipReason.DEPTH} == reasons(frontier)


def test_second_try(frontier: Frontier) -> None:
    """A link of the home page is tried again, once, after everything else; one from deep inside is not."""
    start(frontier, link("dead", "工作交流"), link("col/", "学习园地"))
    dead = frontier.take()
    assert dead is not None
    assert frontier.retry(dead)
    assert ["col/", "dead"] == drain(frontier)
    assert not frontier.retry(Candidate(url=HOME + "dead", tier=Tier.AGAIN, firm=True, attempt=2))
    assert not frontier.retry(Candidate(url=HOME + "deep", tier=Tier.SAMPLE))


def test_home_redirected(frontier: Frontier) -> None:
    """The home page may move within its owner's domain; a stranger's site is not adopted."""
    assert frontier.adopt("https://qingshi.example/portal/")
    assert frontier.adopt("http://new.qingshi.example/")
    assert not frontier.adopt("http://casino.example/")


def test_unfinished_links_are_skips(frontier: Frontier) -> None:
    """What waits, and what was asked for without an answer, is accounted for when the budget is spent."""
    start(frontier, link("a", "栏目一"), link("b", "栏目二"))
    asked = frontier.take()
    assert asked is not None

    assert {"a": SkipReason.BUDGET, "b": SkipReason.BUDGET} == {
        skip.url.removeprefix(HOME): skip.reason for skip in frontier.leftovers([asked])
    }


def test_refused_links(frontier: Frontier) -> None:
    """A link that robots.txt closes is one skip, and is not asked for again when another page links it."""
    home = start(frontier, link("secret", "工作计划"))
    closed = frontier.take()
    assert closed is not None
    frontier.refuse(closed, SkipReason.ROBOTS)
    frontier.read(home, Outline(url=HOME, links=(link("secret", "工作计划"),)))

    assert [] == drain(frontier)
    assert {"secret": SkipReason.ROBOTS} == reasons(frontier)


def test_cases_do_not_eat_the_budget(frontier: Frontier) -> None:
    """A thousand links that all carry a role's word are not a thousand places."""
    start(frontier, link("col/", "工作交流"))
    column = frontier.take()
    assert column is not None
    frontier.read(column, Outline(url=column.url, links=tuple(link(f"p{n}", f"行政处罚决定书第{n}号") for n in range(1000))))

    assert len(drain(frontier)) <= 130
