"""The review pages as HTTP sees them: what is shown to whom, forged and stale forms, files, several decisions at once."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
from collections.abc import Iterator
from pathlib import Path

import attrs
import httpx
import lxml.html
import pytest

from archive.ledger import open_ledger
from archive.records import Recheck
from checks.model import Decision, Review
from publish.reviewing.desk import Desk
from tests.publish.browse import text
from tests.publish.desk import HIJACK, address_of, datasette_for, desk_in, enter, entries, seen, serving, sign_in, token
from tests.publish.night import BUDGET, FAX, MAIL, OLD

PDF = b"%PDF-1.4 <script>alert(1)</script>"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A ledger and people."""
    return desk_in(tmp_path)


@pytest.fixture
def base(desk: Desk) -> Iterator[str]:
    """The served site."""
    with serving(datasette_for(desk).app()) as address:
        yield address


@pytest.fixture
def lisi(base: str) -> Iterator[httpx.Client]:
    """A reviewer."""
    with httpx.Client(base_url=base, timeout=60) as client:
        sign_in(client, "lisi")
        yield client


@contextlib.contextmanager
def somebody(base: str, person: str) -> Iterator[httpx.Client]:
    """Another one, signed in."""
    with httpx.Client(base_url=base, timeout=60) as client:
        sign_in(client, person)
        yield client


def shown(answer: httpx.Response) -> str:
    """What a reader sees."""
    return text(lxml.html.fromstring(answer.text))


def listed(answer: httpx.Response) -> list[str]:
    """Messages in the queue, in order."""
    return [
        str(link.text_content())
        for link in lxml.html.fromstring(answer.text).xpath("//table[contains(@class,'queue')]//td[@class='what']/a")
    ]


def test_the_queue_shows_what_waits_and_counts_the_rest(lisi: httpx.Client) -> None:
    """The gravest first; each view with its number; what is rejected or mended is elsewhere."""
    page = lisi.get("/-/review")

    assert listed(page) == [HIJACK.message, MAIL.message]
    for count in ("待确认 2", "已确认，可交办 1", "不成立 1", "已整改或已销号 1", "全部 5"):
        assert count in shown(page), count
    assert listed(lisi.get("/-/review?view=rejected")) == [BUDGET.message]
    assert listed(lisi.get("/-/review?view=closed")) == [OLD.message]
    assert listed(lisi.get("/-/review?view=nonsense&page=-1")) == [HIJACK.message, MAIL.message]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"severity": "critical"}, [HIJACK.message]),
        ({"unit": "yunxi.kfq"}, [BUDGET.message]),
        ({"rule": "apply.channels"}, [MAIL.message]),
        ({"region": "青石县"}, []),
        ({"stage": "overdue"}, []),
        ({"unit": "yunxi-zjj", "rule": "guide.completeness"}, [FAX.message, OLD.message]),
    ],
)
def test_the_queue_narrows_down(lisi: httpx.Client, conditions: dict[str, str], expected: list[str]) -> None:
    """By gravity, unit, rule, region, stage, and several together."""
    assert sorted(listed(lisi.get("/-/review", params={"view": "all", **conditions}))) == sorted(expected)


def test_a_page_of_the_queue_holds_fifty(desk: Desk, lisi: httpx.Client) -> None:
    """The next page goes on where the first ended, under the same conditions."""
    with open_ledger(desk.ledger) as ledger:
        first = ledger.episodes_of(MAIL.fingerprint)[-1]
        ledger.save_episodes(
            attrs.evolve(first, fingerprint=f"yunxi-zjj|apply.channels|s{n:03}", subject=f"s{n:03}", message=f"第{n:03}项")
            for n in range(70)
        )
    one = lisi.get("/-/review?rule=apply.channels")
    links = lxml.html.fromstring(one.text).xpath("//a[@rel='next']/@href")
    two = lisi.get(str(links[0]))

    assert (len(listed(one)), len(listed(two))) == (50, 21)
    assert not set(listed(one)) & set(listed(two))
    assert "第 2 / 2 页" in shown(two)


def test_a_problem_shows_all_that_is_known(lisi: httpx.Client) -> None:
    """Message, clause, evidence with links, where was looked, how it stands, what was said and when."""
    page = shown(lisi.get(address_of(FAX.fingerprint)))
    for part in (
        FAX.message,
        "第十九条第二款",
        FAX.evidence[0].quote,
        FAX.looked,
        "可以通报",
        "未交办",
        "2015-07-31 10:00",
        FAX.evidence[0].sha256,
    ):
        assert part in page, part
    assert "李工 2015-07-31 16:00" in shown(lisi.get(address_of(BUDGET.fingerprint)))
    whole = lxml.html.fromstring(lisi.get(address_of(FAX.fingerprint)).text)
    assert whole.xpath("//article[@class='evidence' or @class='citation'][not(h3)]") == []  # who reads by ear goes from heading to heading
    links = whole.xpath("//a/@href")
    assert f"/-/stored/20150731-second/yunxi/{FAX.evidence[0].sha256}?quote=" in "".join(links).replace("quote=%E8", "quote=")
    assert lisi.get(next(link for link in links if link.startswith("/findings/finding/"))).status_code == 200


@pytest.mark.parametrize(
    "path", ["/-/review/no~7Csuch~7Cproblem", "/-/review/x", "/-/review-file/1/" + "0" * 64, "/-/review-file/999999999999/" + "a" * 64]
)
def test_what_is_not_there_is_not_found(lisi: httpx.Client, path: str) -> None:
    """In Chinese."""
    answer = lisi.get(path)
    assert answer.status_code == 404
    assert "没有找到" in answer.text


def test_the_forms_are_exactly_those_that_a_person_may_fill_in(base: str) -> None:
    """A reader has none, a reviewer four, the office more; what does not fit the state of things is not offered."""
    offered = {}
    for person in ("du", "lisi", "zhao"):
        with somebody(base, person) as client:
            page = lxml.html.fromstring(client.get(address_of(FAX.fingerprint)).text)
        offered[person] = set(page.xpath("//section[@class='forms']//input[@name='decision']/@value"))
    assert offered["du"] == set()
    assert offered["lisi"] == {"confirm", "reject", "recheck", "note"}
    assert offered["zhao"] == {"confirm", "reject", "recheck", "note", "waive", "appeal", "issue"}


def test_a_reader_s_forged_form_is_refused(base: str, desk: Desk) -> None:
    """With token and all; so is one of somebody who has not signed in, and a wider decision hidden in a batch."""
    before = entries(desk)
    with somebody(base, "du") as reader:
        csrf = token(reader.get("/-/logout").text)
        answer = reader.post(address_of(MAIL.fingerprint), data={"csrftoken": csrf, "decision": "confirm", "seen": "0"})
        assert answer.status_code == 409 and "“查阅”角色不能填写“确认”" in shown(answer)
        assert reader.post("/-/review", data={"csrftoken": csrf, "decision": "confirm", "pick": f"0:{MAIL.fingerprint}"}).status_code == 409
        assert (
            reader.post(
                "/-/manual", data={"csrftoken": csrf, "unit": "yunxi-zjj", "row": "组织管理-3", "month": "2015-07", "text": "x"}
            ).status_code
            == 403
        )
        assert 'name="pick"' not in reader.get("/-/review").text
    with httpx.Client(base_url=base) as nobody:
        answer = nobody.post(address_of(MAIL.fingerprint), data={"decision": "confirm", "seen": "0"})
        assert answer.status_code == 403 and "须先登录" in answer.text
    with somebody(base, "zhao") as office:
        csrf = token(office.get("/-/logout").text)
        form = {"csrftoken": csrf, "decision": "waive", "note": "x", "until": "2099-01-01", "pick": f"0:{MAIL.fingerprint}"}
        assert "只能逐项填写" in shown(office.post("/-/review", data=form))
    assert entries(desk) == before


@pytest.mark.parametrize("csrf", [None, "", "x", "IldycmVhbGx5Ig.x"])
def test_without_the_token_nothing_is_entered_and_nothing_typed_is_lost(lisi: httpx.Client, desk: Desk, csrf: str | None) -> None:
    """The page says so and shows the words again, in their form."""
    form = {"decision": "reject", "seen": "0", "note": "邮箱写在页脚，见截图", **({} if csrf is None else {"csrftoken": csrf})}
    answer = lisi.post(address_of(MAIL.fingerprint), data=form)

    assert answer.status_code == 409
    page = lxml.html.fromstring(answer.text)
    assert "页面已过期" in text(page)
    assert page.xpath("//details[@open]//input[@value='reject']/ancestor::form//textarea/text()") == ["邮箱写在页脚，见截图"]
    assert entries(desk, MAIL.fingerprint) == ()


def test_a_stale_page_is_refused_with_what_happened_meanwhile(base: str, lisi: httpx.Client, desk: Desk) -> None:
    """The second of two reviewers sees what the first said, and their own words; sent again from the new page it is taken."""
    with somebody(base, "wangwu") as wangwu:
        stale = wangwu.get(address_of(MAIL.fingerprint)).text
        assert enter(lisi, MAIL.fingerprint, "confirm", note="属实").status_code == 303
        form = {"csrftoken": token(stale), "seen": seen(stale), "decision": "reject", "note": "渠道另有一页"}
        answer = wangwu.post(address_of(MAIL.fingerprint), data=form)
        assert answer.status_code == 409
        assert "李思“确认”" in shown(answer) and "渠道另有一页" in answer.text
        again = {**form, "seen": seen(answer.text)}
        assert wangwu.post(address_of(MAIL.fingerprint), data=again).status_code == 303
        assert wangwu.post(address_of(MAIL.fingerprint), data=again).status_code == 409  # pressed twice
    assert [each.reviewer for each in entries(desk, MAIL.fingerprint)] == ["李思", "王武"]


def test_words_of_a_form_that_is_gone_are_shown_all_the_same(base: str, lisi: httpx.Client) -> None:
    """Who may not confirm any more reads what they had typed."""
    enter(lisi, MAIL.fingerprint, "confirm", note="一")
    page = lisi.get(address_of(MAIL.fingerprint)).text
    form = {"csrftoken": token(page), "seen": seen(page), "decision": "confirm", "note": "再次确认的说明"}
    answer = lisi.post(address_of(MAIL.fingerprint), data=form)
    assert answer.status_code == 409
    assert "再次确认的说明" in shown(answer)


def test_after_an_entry_the_browser_is_sent_back_with_a_message(lisi: httpx.Client) -> None:
    """Reloading does not enter again; the ruling stands on the page."""
    answer = enter(lisi, MAIL.fingerprint, "confirm", note="<b>属实</b>")
    assert answer.status_code == 303
    page = lisi.get(answer.headers["location"])
    assert "已记入：确认（李思" in shown(page)
    assert "经人工确认（李思）" in shown(page)
    assert "&lt;b&gt;属实&lt;/b&gt;" in page.text


def test_several_at_once_are_entered_one_by_one(lisi: httpx.Client, desk: Desk) -> None:
    """What cannot be taken is named and stays ticked, the words stay; the others are entered."""
    page = lisi.get("/-/review?view=all")
    csrf = token(page.text)
    with open_ledger(desk.ledger) as ledger:
        number = ledger.reviews(BUDGET.fingerprint)[-1].number
    picks = [f"0:{MAIL.fingerprint}", f"0:{BUDGET.fingerprint}", f"0:{HIJACK.fingerprint}", "0:no|such|one", "garbage"]
    answer = lisi.post("/-/review?view=all", data={"csrftoken": csrf, "decision": "reject", "note": "页脚已有", "pick": picks})

    assert answer.status_code == 409
    assert "已记入 2 项；3 项没有记入" in shown(answer)
    assert "已有新的意见（李工" in shown(answer) and "页脚已有" in answer.text
    ticked = lxml.html.fromstring(answer.text).xpath("//input[@name='pick'][@checked]/@value")
    assert f"{number}:{BUDGET.fingerprint}" in ticked
    assert [each.note for each in entries(desk, MAIL.fingerprint)] == ["页脚已有"]
    assert len(entries(desk, BUDGET.fingerprint)) == 1

    good = lisi.post("/-/review?view=all", data={"csrftoken": csrf, "decision": "confirm", "pick": [f"0:{FAX.fingerprint}"]})
    assert good.status_code == 303
    assert "已记入 1 项" in shown(lisi.get(good.headers["location"]))
    none = lisi.post("/-/review?view=all", data={"csrftoken": csrf, "decision": "confirm"})
    assert "没有选中任何问题" in shown(none)


def test_a_file_comes_back_to_be_saved_and_never_shown(base: str, lisi: httpx.Client, desk: Desk) -> None:
    """Whatever it holds, it runs nothing of ours; strangers do not get it."""
    page = lisi.get(address_of(MAIL.fingerprint)).text
    form = {"csrftoken": token(page), "seen": seen(page), "decision": "note", "note": "见附件"}
    answer = lisi.post(address_of(MAIL.fingerprint), data=form, files=[("files", ("回复 (1).pdf", PDF, "text/html"))])
    assert answer.status_code == 303
    link = next(iter(lxml.html.fromstring(lisi.get(address_of(MAIL.fingerprint)).text).xpath("//a[@class='file']/@href")))
    file = lisi.get(link)

    assert file.content == PDF
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E5%9B%9E%E5%A4%8D%20%281%29.pdf" in file.headers["content-disposition"]
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in file.headers["content-security-policy"]
    with httpx.Client(base_url=base) as nobody:
        assert nobody.get(link).status_code == 302
    number = entries(desk, MAIL.fingerprint)[0].number
    assert lisi.get(f"/-/review-file/{number}/{'0' * 64}").status_code == 404


def test_too_large_a_form_is_refused_before_it_is_read(lisi: httpx.Client) -> None:
    """By what the browser says of its length."""
    with socket.create_connection((lisi.base_url.host, lisi.base_url.port or 80)) as line:
        line.sendall(b"POST /-/review HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("kind", "body"), [("multipart/form-data; boundary=x", b"garbage"), ("multipart/form-data", b""), ("text/plain", b"x"), ("", b"")]
)
def test_what_is_no_form_is_no_error_of_ours(lisi: httpx.Client, kind: str, body: bytes) -> None:
    """It is refused."""
    answer = lisi.post(address_of(MAIL.fingerprint), content=body, headers={"Content-Type": kind} if kind else {})
    assert answer.status_code in (400, 409)


def test_what_was_fetched_again_stands_beside_the_first_capture(lisi: httpx.Client, desk: Desk) -> None:
    """Time, hash, status, and whether the words were seen: three answers, each in words."""
    cited = FAX.evidence[0]
    with open_ledger(desk.ledger) as ledger:
        asked = ledger.add_review(
            Review(
                fingerprint=FAX.fingerprint, decision=Decision.RECHECK, reviewer="李思", decided_at=dt.datetime(2015, 8, 1, tzinfo=dt.UTC)
            )
        )
        assert "要求重新取证（尚未进行）" in shown(lisi.get(address_of(FAX.fingerprint)))
        at = dt.datetime(2015, 8, 1, 6, tzinfo=dt.UTC)
        common = {"review": asked.number, "url": cited.url, "quote": cited.quote, "at": at}
        ledger.add_recheck(Recheck(**common, sha256="e" * 64, status=200, seen=False, file="rechecks/recheck-20150801T060000/yunxi.visit"))  # type: ignore[arg-type]
        ledger.add_recheck(Recheck(**common, error="超时"))  # type: ignore[arg-type]
        ledger.add_recheck(Recheck(**common, sha256=cited.sha256, status=200, seen=True))  # type: ignore[arg-type]
    answer = lisi.get(address_of(FAX.fingerprint))

    assert "尚未进行" not in shown(answer)
    for part in ("重新取证前后对照", "2015-08-01 14:00", "e" * 64, "网页上未见这段原文", "超时", "不能比对", "仍在网页上", "与首次相同"):
        assert part in shown(answer), part
    assert f"/-/stored/recheck-20150801T060000/yunxi/{'e' * 64}" in answer.text


def test_a_finding_s_page_tells_its_handling_to_those_signed_in(base: str, lisi: httpx.Client) -> None:
    """Live from the ledger, with the way to the review page; strangers see the published page alone."""
    enter(lisi, MAIL.fingerprint, "confirm")
    link = lxml.html.fromstring(lisi.get(address_of(MAIL.fingerprint)).text).xpath("//a[contains(@href,'/findings/finding/')]/@href")[0]
    inside = shown(lisi.get(link))
    assert "处理情况" in inside and "经人工确认（李思）" in inside
    with httpx.Client(base_url=base) as nobody:
        outside = nobody.get(link)
        assert outside.status_code == 200
        assert "处理情况" not in outside.text and "李思" not in outside.text


def test_the_front_page_tells_those_signed_in_what_waits(base: str, lisi: httpx.Client, desk: Desk) -> None:
    """Live from the ledger, each number the way to its part of the queue; what is past its day comes first; strangers see none of it."""
    late = Review(
        fingerprint=FAX.fingerprint,
        decision=Decision.ISSUE,
        reviewer="赵主任",
        decided_at=dt.datetime(2015, 8, 3, tzinfo=dt.UTC),
        until=dt.date(2015, 8, 20),
    )
    with open_ledger(desk.ledger) as ledger:
        ledger.add_review(late)

    def waiting(client: httpx.Client) -> list[tuple[str, str, int]]:
        boxes = lxml.html.fromstring(client.get("/").text).xpath("//section[@aria-labelledby='desk']//a")
        return [(box.get("href"), box.xpath("string(span)"), int(box.xpath("string(b)"))) for box in boxes]

    told = waiting(lisi)
    assert told == [("/-/review?view=overdue", "逾期或复测不合格", 1), ("/-/review?view=todo", "待确认", 2)]
    assert listed(lisi.get(told[0][0])) == [FAX.message]
    with httpx.Client(base_url=base) as nobody:
        assert waiting(nobody) == []
