"""Search finds what a person would find by reading: every place where the word stands, and no other."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.search import index_text, match_query

TEXTS = (
    "2015年部门预算及“三公经费”决算公开",
    "三公，经费",
    "本局三公经费预算。收费标准",
    "免费",
    "费用由申请人承担",
    "甬政办发〔2015〕105号",
    "办公时间：周一至周五９:00-17:00",
    "三公经",
    "公经费",
    "Email: zwgk@yunxi.example",
    "",
    "预 算",
)


def found(query: str, texts: tuple[str, ...] = TEXTS) -> set[str]:
    """Texts that the index finds for a query."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table fts using fts5(text, content='', prefix='1', tokenize='unicode61')")
    connection.executemany("insert into fts(rowid, text) values (?, ?)", [(n, index_text(text)) for n, text in enumerate(texts)])
    matched = connection.execute("select rowid from fts where fts match ?", [match_query(query)]).fetchall()
    connection.close()
    return {texts[number] for (number,) in matched}


@pytest.mark.parametrize(
    "word", ["费", "三", "算", "预算", "三公", "公经", "经费", "三公经", "公经费", "三公经费", "收费标准", "不存在", "年部门预算", "公开"]
)
def test_words_of_any_length_are_found_where_they_stand(word: str) -> None:
    """One, two and more characters: the same texts as reading each of them."""
    assert found(word) == {text for text in TEXTS if word in text}


def test_all_words_must_occur() -> None:
    """Words divided by a space may stand anywhere, in any order."""
    assert found("收费 预算") == {"本局三公经费预算。收费标准"}


def test_document_numbers_are_found_with_and_without_brackets() -> None:
    """Digits and brackets: 〔2015〕105号, 105号, 2015."""
    number = "甬政办发〔2015〕105号"
    assert (found("〔2015〕105号"), found("105号"), found("发〔2015")) == ({number}, {number}, {number})


def test_width_and_case_do_not_matter() -> None:
    """Full-width digits and capital letters are folded on both sides."""
    assert found("9:00") == {"办公时间：周一至周五９:00-17:00"}
    assert found("EMAIL") == {"Email: zwgk@yunxi.example"}


def test_a_phrase_does_not_reach_over_punctuation() -> None:
    """三公，经费 is not 三公经费; 2014年，12项 is not 年12项."""
    assert "三公，经费" not in found("三公经费") | found("公经")
    assert found("年12项", ("2014年，12项", "2014年12项")) == {"2014年12项"}


@pytest.mark.parametrize("query", ['"', "AND", "NOT 预算", "*", "预算*", "(", "^", "text:预算", "''", "——", "预算 OR", "-"])
def test_no_input_is_an_error(query: str) -> None:
    """FTS5's operators are words like others."""
    found(query)


def test_an_empty_search_finds_nothing() -> None:
    """Punctuation alone is no word."""
    assert found("……") == set()


@given(st.lists(st.text(alphabet="公开费年预算1a，〔 "), min_size=1, max_size=6), st.text(alphabet="公开费年预算", min_size=1, max_size=4))
def test_search_equals_reading(texts: list[str], word: str) -> None:
    """Whatever the texts and the Chinese word."""
    unique = tuple(dict.fromkeys(texts))
    assert found(word, unique) == {text for text in unique if word in text}


@given(st.text(max_size=30))
def test_any_text_can_be_searched_for(query: str) -> None:
    """Any input gives an expression that FTS5 accepts."""
    found(query)
