"""No extractor needs more for a page than in proportion to its size: counted in steps, for a clock would not say the same twice."""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.pages import read_view
from checks.parsing.paths import path_finder
from checks.parsing.tree import chains
from checks.parsing.view import PageView
from tests.broken import patterns, spoil
from tests.broken.reading import a_page, context, read_all
from tests.broken.shapes import SHAPES, page
from tests.broken.steps import counted

SMALL = 4_000  # bytes
FEW = 15_000  # steps: of less, what is the same for every page is too large a part
STEEPEST = 2.5
TELLING = ("lines of labels", "links in lines", "table of labels", "tables", "list rows", "records", "headings by number", "mixed line ends",
           "unclosed bold", "hidden links", "click handlers", "one attribute", "definitions", "scripts by number", "2,000 levels of fonts", "panels")  # fmt: skip


@pytest.mark.parametrize("name", TELLING)
def test_twice_the_page_takes_twice_the_work(name: str) -> None:
    """A loop within a loop over lines, links, cells or siblings shows here, whatever it costs."""
    small, large = page(SHAPES[name], SMALL), page(SHAPES[name], 2 * SMALL)
    read_all(large)  # what is remembered of words and labels is so for both
    once, twice = counted(small), counted(large)
    steep = {work: (once.get(work, 0), steps) for work, steps in twice.items() if steps > FEW and steps > STEEPEST * once.get(work, 0)}
    assert not steep


def test_work_that_grows_faster_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test above would see of an extractor that looks at every line for each line."""
    from tests.broken import timing

    def slow(view, context):  # type: ignore[no-untyped-def]
        return [None for line in view.lines for other in view.lines if other.text == line.text[::-1]]

    monkeypatch.setitem(timing.EXTRACTORS, "slow", slow)
    monkeypatch.setattr("tests.broken.steps.PROJECT", ("checks", "tests"))
    once, twice = (counted(page(SHAPES["lines of labels"], size)) for size in (SMALL, 2 * SMALL))
    assert twice["slow"] > STEEPEST * once["slow"]


def test_no_pattern_nests_repetitions() -> None:
    """None may take exponential time. Of one the inner part begins with a sign that the outer's rest never takes."""
    assert [name for name, pattern in patterns.patterns().items() if patterns.nests(patterns.parsed(pattern))] == [
        name for name in patterns.patterns() if name.startswith("predicates.site.EMAIL")
    ]


def test_no_pattern_begins_without_bound() -> None:
    """A search would try such a head from every character anew. Those that do are listed, each with why it may."""
    found = {name.split(" ")[0] for name, pattern in patterns.patterns().items() if patterns.leads(patterns.parsed(pattern))}
    assert found == set(patterns.LEADING)


@pytest.mark.parametrize(("pattern", "nested", "led"), [
    (r"(?:a+)+b", True, True), (r"a{1,9}b", False, False), (r"x(?:a|b+)*", True, False), (r"(?:x|\s*)y", False, True),
    (r"(?<!a)b", False, False), (r"a+", False, False),
])  # fmt: skip
def test_repetitions_are_seen(pattern: str, nested: bool, led: bool) -> None:
    """What the two tests above look for."""
    parsed = patterns.parser.parse(pattern)
    assert (patterns.nests(parsed), patterns.leads(parsed)) == (nested, led)


@pytest.mark.parametrize("name", ["flat links", "table of cells", "towers", "unclosed bold", "nested tables, 500", "records"])
def test_paths_are_those_of_the_parser(name: str) -> None:
    """On a large page places are counted by our own means."""
    view = PageView(a_page(page(SHAPES[name], 20_000)))
    theirs, ours = view.tree.getroottree().getpath, path_finder(view.tree)
    assert [ours(element) for element in view.elements] == [theirs(element) for element in view.elements]


def test_more_rows_than_are_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands beyond them was not looked at, so nothing is missing."""
    body = page(SHAPES["list rows"], 4_000)
    cut = "page.truncated"
    assert cut not in {fact.kind for fact in read_view(PageView(a_page(body)), context()).facts}
    monkeypatch.setattr(sys.modules["checks.facts.read"], "MOST_ANCHORS", 5)
    monkeypatch.setattr("checks.parsing.rowgroups.MOST_ANCHORS", 5)
    assert cut in {fact.kind for fact in read_view(PageView(a_page(body)), context()).facts}


def test_shapes_are_as_large_as_asked() -> None:
    """Just under the size, and never over it."""
    assert all(
        0.5 * 50_000 < len(page(shape, 50_000)) <= 50_000 for name, shape in SHAPES.items() if name not in ("numbered clauses", "towers")
    )
    assert len(spoil.PIECES) + len(SHAPES) > 60
    assert chains(PageView(a_page(page(SHAPES["2,000 levels"], 50_000))))


LABELS = "信息公开指南 依申请公开 联系电话：0555-1234567 办公地址： 电子邮箱 索引号：000-1 发布日期：2021-01-01 设定依据 收费标准：无 行政处罚决定书 一、概述 上一页 版权所有".split()
NESTS = "div p span b a table tr td th ul li dl dt dd h2 form select option script font".split()


def _nest(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    attribute = st.sampled_from(["", ' href="/a.html"', ' style="display:none"', ' class="list"', ' colspan="2"', ' id="con_1"'])
    return st.builds(
        lambda name, extra, parts: f"<{name}{extra}>{''.join(parts)}</{name}>",
        st.sampled_from(NESTS),
        attribute,
        st.lists(inner, max_size=3),
    )


@given(body=st.lists(st.recursive(st.sampled_from(LABELS), _nest, max_leaves=12), min_size=1, max_size=5).map("".join))
@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_labels_in_any_tags_are_read_and_twice_the_same(body: str) -> None:
    """Every reader ends without raising, and a page says the same at every reading."""
    source = f"<title>公开</title>{body}".encode()
    assert read_all(source) == []
    assert repr(read_view(PageView(a_page(source)), context())) == repr(read_view(PageView(a_page(source)), context()))
