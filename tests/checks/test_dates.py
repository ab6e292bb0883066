"""Dates as Chinese pages write them. 日期"""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.parsing.dates import date_in_url, find_dates, number, resolve_month_day

AS_OF = dt.date(2021, 1, 5)


@pytest.mark.parametrize(
    ("text", "day", "quoted"),
    [
        ("2015-06-24", "2015-06-24", "2015-06-24"),
        ("[2015-06-24 16:35]", "2015-06-24", "2015-06-24"),
        ("2015/6/24", "2015-06-24", "2015/6/24"),
        ("发布：2015.06.24", "2015-06-24", "2015.06.24"),
        ("2015年6月 24日", "2015-06-24", "2015年6月 24日"),
        ("05.06.2015", "2015-06-05", "05.06.2015"),
        ("Jun 24, 2015", "2015-06-24", "Jun 24, 2015"),
        ("通知24 June 2015", "2015-06-24", "24 June 2015"),
        ("24/06/2015", "2015-06-24", "24/06/2015"),
        ("二○一○年六月十三日", "2010-06-13", "二○一○年六月十三日"),
        ("二〇一五年十二月廿一日", "2015-12-21", "二〇一五年十二月廿一日"),
        ("二零一五年六月三十日", "2015-06-30", "二零一五年六月三十日"),
        ("二Ｏ一五年十月卅日", "2015-10-30", "二Ｏ一五年十月卅日"),
        ("２０１５－０６－２４", "2015-06-24", "２０１５－０６－２４"),
        ("中華民國104年6月24日", "2015-06-24", "民國104年6月24日"),
        ("发布时间：2020-12-04 10:41:20 阅读次数：3", "2020-12-04", "2020-12-04"),
        ("2021-01-07", "2021-01-07", "2021-01-07"),
    ],
)
def test_dates_are_found_and_quoted(text: str, day: str, quoted: str) -> None:
    """The date and the characters it was read from."""
    (found,) = find_dates(text, AS_OF)

    assert (found.date.isoformat(), found.text, text[found.start : found.end]) == (day, quoted, quoted)
    assert not found.year_inferred


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("[01-04]", "2021-01-04"),
        ("(12-29)", "2020-12-29"),
        ("08-11", "2020-08-11"),
        ("通知公告 08-11", "2020-08-11"),
        ("1月4日", "2021-01-04"),
        ("（02-29）", "2020-02-29"),
    ],
)
def test_a_missing_year_is_resolved_backwards(text: str, day: str) -> None:
    """Month and day without a year mean the latest such day up to as_of."""
    (found,) = find_dates(text, AS_OF)

    assert (found.date.isoformat(), found.year_inferred) == (day, True)


@pytest.mark.parametrize(
    "text",
    [
        "0851-25782065",
        "京质监办发〔2015〕43号",
        "2015-2016学年",
        "2015年6月1日至6月30日",
        "2015-06-01至2015-06-30",
        "有效期至2015-06-24",
        "192.168.1.1",
        "V2015.1.2",
        "000014348/2020-05-28",
        "索引号 11370000-2015-06-00123",
        "104年6月24日",
        "2022-01-01",
        "1989-12-31",
        "2015-13-01",
        "2015-02-30",
        "05/06/2015",
        "(3-2)",
        "适合10-12岁儿童",
        "8月1日起施行的规定",
    ],
)
def test_what_is_no_date_of_publication(text: str) -> None:
    """Numbers, ranges, versions, impossible, ambiguous and future days are left out."""
    assert find_dates(text, AS_OF) == ()


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("/art/2015/6/24/art_1_2.html", "2015-06-24"),
        ("./201505/t20150524_958254.html", "2015-05-24"),
        ("/20150624/guid.html", "2015-06-24"),
        ("/2015-12/04/content_1.htm", "2015-12-04"),
    ],
)
def test_dates_in_addresses(url: str, day: str) -> None:
    """Addresses carry the day of import."""
    assert str(date_in_url(url, AS_OF)) == day


@pytest.mark.parametrize("url", ["/col/col12377/index.html", "/content/post_3140358.html", "/202006/x.html", "/203012/x.html", "/"])
def test_addresses_without_a_date(url: str) -> None:
    """Ids and bare months are no dates."""
    assert date_in_url(url, AS_OF) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6", 6),
        ("06", 6),
        ("六", 6),
        ("十", 10),
        ("十三", 13),
        ("二十", 20),
        ("二十八", 28),
        ("廿一", 21),
        ("卅", 30),
        ("〇三", 3),
        ("x", None),
        ("", None),
    ],
)
def test_numbers(text: str, value: int | None) -> None:
    """Arabic and Chinese numbers of days and months."""
    assert number(text) == value


def test_the_day_after_as_of_still_counts_without_a_year() -> None:
    """A server one day ahead does not turn tomorrow into last year."""
    assert resolve_month_day(1, 6, AS_OF) == dt.date(2021, 1, 6)


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2021, 1, 5)),
    st.sampled_from(["{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y.%m.%d}", "{:%Y年%m月%d日}"]),
    st.text(alphabet="关于通知的 ：()", max_size=8),
)
def test_every_day_survives_being_written(day: dt.date, form: str, before: str) -> None:
    """Whatever stands before it, a date in a usual form is found."""
    assert [found.date for found in find_dates(f"{before}{form.format(day)}", AS_OF)] == [day]


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    """No input raises, and what is found stands in the text."""
    for found in find_dates(text, AS_OF):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize("piece", ["1", "：", "年", "2015-", "2015年", "〇", "  ", "民国1", "[", "2015-01-01", "2015年1月"])
def test_long_runs_do_not_explode(piece: str) -> None:
    """Work grows with the length and no faster: ten times the text costs far less than a hundred times the time."""

    def cost(size: int) -> float:
        start = time.process_time()
        find_dates(piece * (size // len(piece)), AS_OF)
        return time.process_time() - start

    assert cost(150_000) < 100 * max(cost(15_000), 0.005)
