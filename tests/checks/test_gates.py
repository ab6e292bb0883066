"""A first look that is cheap never hides what the closer one would find; and what is remembered of a text is what its function says."""

from __future__ import annotations

import re

import pytest

from checks.facts import documents, messages, penalty, tools, unfilled
from checks.facts.glance import foreign, places
from checks.facts.penalty_more import CARD_NUMBER, ID_NUMBER, LONG_NUMBER, MOBILE
from checks.parsing import texts
from checks.parsing.label_lines import MOST_TARGETS, leads_away
from checks.parsing.main import DATE, shows_date
from checks.parsing.texts import per_text
from checks.vocabulary import Context
from tests.checks.list_fixtures import make_view

FACT_SIGNS = "经查 查明 经查明 已查明 现查明 经调查 经核查 经审理 经检查 调查核实".split()


def test_words_are_found_in_what_is_not_ascii() -> None:
    """Markup between characters is passed over: the closer look tells."""
    assert foreign(make_view("<p>公<b>开 地</b>图</p>")).decode() == "公开地图"


def test_every_place_of_a_word() -> None:
    """Places may overlap; text and bytes alike."""
    assert list(places("aaXaa", "aa")) == [0, 3]
    assert list(places(b"aaa", b"aa")) == [0, 1]
    assert list(places("", "a")) == []


@pytest.mark.parametrize("word", tools.PLACE_WORDS)
def test_a_place_is_looked_for_by_each_of_its_words(word: str, context: Context) -> None:
    """Each word lets the page be read for the office's place."""
    view = make_view(f"<title>通知</title><p>{word}</p><p>查阅地点：青石路1号</p>")

    assert "site" in [fact.subject for fact in tools.tools(view, context)]
    assert not list(tools.tools(make_view("<title>通知</title><p>查阅地点：青石路1号</p>"), context))


@pytest.mark.parametrize("day", messages.DAYS)
@pytest.mark.parametrize("asked", sorted(messages.ASKED))
def test_messages_are_looked_for_by_each_of_their_words(asked: str, day: str) -> None:
    """A day of asking alone is enough for the closer look, behind another day, too."""
    assert messages._may_be_signed(make_view(f"<p>发布{day}：2015-06-01</p><p>{asked}{day}：2015-06-01</p>"))
    assert not messages._may_be_signed(make_view(f"<p>发布{day}：2015-06-01 {asked}</p>"))


@pytest.mark.parametrize("last", ["号", "號"])
@pytest.mark.parametrize("year", ["2010", ""])
def test_a_number_is_looked_for_by_its_last_character(last: str, year: str, context: Context) -> None:
    """Filled in or not, in either script; what shows no number at all is not looked at."""
    view = make_view(f"<title>关于检查的通知</title><p>青质监发〔{year}〕5{last}</p>" if year else f"<p>青质监发〔〕{last}</p>")

    assert [fact.kind for fact in documents.documents(view, context)] == ["docs.number"]
    assert not list(documents.documents(make_view("<p>青质监发〔2010〕5</p>"), context))


@pytest.mark.parametrize("sign", unfilled.SIGNS)
def test_a_template_is_looked_for_by_each_of_its_signs(sign: str) -> None:
    """Each sign holds one of the characters that are looked for first."""
    assert unfilled._may_hold(f"本局{sign}年")
    assert not unfilled._may_hold("本局2015年")


@pytest.mark.parametrize("sign", FACT_SIGNS)
def test_facts_of_a_case_are_looked_for_by_each_of_their_words(sign: str) -> None:
    """What the slow pattern finds holds what is looked for before it."""
    text = f"{sign}，当事人未按规定公示其收费标准"

    assert penalty.SENTENCES["p_fact"][0].search(text.replace("，", ","))
    assert penalty.NEEDED["p_fact"].search(text)
    assert "p_fact" in dict(penalty._sentences(make_view(f"<h1>行政处罚决定书</h1><p>{text}。</p>")))


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "【】"])
def test_a_number_of_a_decision_is_looked_for_by_its_year(brackets: str) -> None:
    """In any brackets."""
    text = f"青商罚字{brackets[0]}2015{brackets[1]}12号"
    found = dict(penalty._sentences(make_view(f"<h1>行政处罚决定书</h1><p>{text}</p>")))

    assert "p_docno" in found
    assert found["p_docno"].value == text


@pytest.mark.parametrize(
    ("pattern", "number"),
    [(ID_NUMBER, "110101199001011237"), (ID_NUMBER, "11010119900101123X"), (CARD_NUMBER, "62" + "1" * 14), (MOBILE, "13800000000")],
)
def test_numbers_of_persons_are_long(pattern: re.Pattern[str], number: str) -> None:
    """A line without so many digits in a row holds none of them."""
    assert pattern.fullmatch(number)
    assert LONG_NUMBER.search(number)


@pytest.mark.parametrize(("text", "shown"), [("二〇一五年六月", True), ("全年六月", False), ("今年二月", False), ("2015年度", False)])
def test_a_year_in_words_is_looked_for_by_its_last_digit(text: str, shown: bool) -> None:
    """Not every year is a date."""
    assert shows_date(text) is shown is (DATE.search(text) is not None)


def test_links_of_a_block_are_asked_for_once_and_said_of_each_line() -> None:
    """A line that is mostly links leads away; one beside it in the same block that is mostly text does not."""
    view = make_view('<p><a href="/1">另一网页的链接</a><br>本行说明<a href="/2">甲</a></p><p><a href="#">办理条件</a></p>')
    away, stays, opens = view.lines

    assert [leads_away(view, line) for line in (away, stays, opens)] == [True, False, False]
    many = make_view("<p>" + '<a href="#">字</a>' * MOST_TARGETS + '<a href="/1">字</a></p>')
    assert not leads_away(many, many.lines[0])


def test_an_answer_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked once of each text; when the room is full all is forgotten; a very long text is asked anew each time."""
    asked: list[str] = []

    @per_text
    def size(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [size("a"), size("b"), size("a")] == [1, 1, 1]
    assert asked == ["a", "b"]
    monkeypatch.setattr(texts, "ROOM", 2 * (texts.ENTRY + 1))
    assert size("c") == 1
    assert [size("c"), size("a")] == [1, 1]
    assert asked == ["a", "b", "c", "a"]
    long = "甲" * (texts.LONGEST_KEPT + 1)
    assert size(long) == size(long) == len(long)
    assert asked[4:] == [long, long]


def test_no_answer_is_an_answer() -> None:
    """None is remembered as well."""
    asked: list[str] = []
    nothing = per_text(asked.append)

    assert (nothing("a"), nothing("a")) == (None, None)
    assert asked == ["a"]


def test_what_is_shown_by_the_same_words_is_one_piece_of_evidence() -> None:
    """At another place it is another."""
    view = make_view("<p>受理机构</p><p>受理机构</p>")
    first, second = view.tree.iter("p")

    assert view.evidence("受理机构", first) is view.evidence("受理机构", first)
    assert view.evidence("受理机构", first) != view.evidence("受理机构", second)
    assert view.evidence("受理", first) != view.evidence("受理机构", first)
