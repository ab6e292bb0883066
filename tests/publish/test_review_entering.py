"""Entries in the ledger: one after the other, each with what stood there before, files within bounds."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from archive.errors import ArchiveError
from archive.ledger import Ledger, open_ledger
from archive.ledger_reading import read_ledger
from checks.model import Decision, Review, Scope
from checks.reviewing import Reviews, Verdict
from publish.reviewing.desk import Desk, Office, is_busy
from publish.reviewing.entering import MOST_BYTES, MOST_FILES, Draft, Refused, Upload, draft_of, enter, file_name, working_days_on
from tests.publish.desk import HIJACK, PEOPLE, desk_in, entries
from tests.publish.night import BUDGET, FAX, MAIL

LISI, WANGWU, ZHAO, GUAN, DU = PEOPLE
NOW = dt.datetime(2015, 8, 3, 2, tzinfo=dt.UTC)
PDF = b"%PDF-1.4 ..."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A ledger and people."""
    return desk_in(tmp_path)


@pytest.fixture
def ledger(desk: Desk) -> Iterator[Ledger]:
    """The ledger, open."""
    with open_ledger(desk.ledger) as opened:
        yield opened


def draft(fingerprint: str, decision: Decision, seen: int = 0, **more: object) -> Draft:
    """An entry to be made."""
    return Draft(fingerprint=fingerprint, decision=decision, seen=seen, **more)  # type: ignore[arg-type]


def test_an_entry_is_kept_with_who_and_when(ledger: Ledger) -> None:
    """The note is trimmed, the name is the person's."""
    entry = enter(ledger, draft(MAIL.fingerprint, Decision.CONFIRM, note=" 已核对\n"), LISI, NOW)

    assert ledger.reviews(MAIL.fingerprint) == (entry,)
    assert (entry.reviewer, entry.decided_at, entry.note, entry.decision) == ("李思", NOW, "已核对", Decision.CONFIRM)


@pytest.mark.parametrize(
    ("wanted", "person", "why"),
    [
        (draft(MAIL.fingerprint, Decision.CONFIRM), DU, "角色不能填写"),
        (draft(MAIL.fingerprint, Decision.REJECT), LISI, "须写明理由"),
        (draft(MAIL.fingerprint, Decision.REJECT, note=" \n"), LISI, "须写明理由"),
        (draft(MAIL.fingerprint, Decision.ISSUE, until=NOW.date()), LISI, "角色不能填写"),
        (draft(MAIL.fingerprint, Decision.ISSUE, until=NOW.date()), ZHAO, "尚不能交办"),
        (draft(MAIL.fingerprint, Decision.WAIVE, note="x"), ZHAO, "截止日期"),
        (draft(MAIL.fingerprint, Decision.WAIVE, note="x", until=dt.date(2015, 8, 2)), ZHAO, "早于当日"),
        (draft(MAIL.fingerprint, Decision.NOTE, note="x", scope=Scope.UNIT), LISI, "只针对本问题"),
        (draft(MAIL.fingerprint, Decision.NOTE, note="x" * 5001), LISI, "最多 5000 字"),
        (draft("yunxi-zjj|no.rule|", Decision.CONFIRM), LISI, "没有这个问题"),
        (draft("", Decision.CONFIRM), LISI, "没有这个问题"),
        (draft(BUDGET.fingerprint, Decision.CONFIRM), LISI, "已有新的意见（李工“不成立”，2015-07-31 16:00）"),
        (draft(MAIL.fingerprint, Decision.CONFIRM, files=(Upload(name="a.pdf", body=PDF),)), LISI, "不收附件"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(ledger: Ledger, wanted: Draft, person: object, why: str) -> None:
    """The reason is said; no row, no file."""
    before = ledger.reviews()
    with pytest.raises(Refused, match=why), ledger.atomic():
        enter(ledger, wanted, person, NOW)  # type: ignore[arg-type]
    assert ledger.reviews() == before


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.exe", b"MZ", "类型不收"),
        ("a.html", b"<script>", "类型不收"),
        ("a.svg", b"<svg/>", "类型不收"),
        ("无后缀", b"x", "类型不收"),
        ("a.pdf", b"<html>", "内容不是 pdf"),
        ("a.docx", PDF, "内容不是 docx"),
        ("a.pdf", b"", "空文件"),
        ("a.pdf", PDF + b"\0" * MOST_BYTES, "超过 10 MB"),
    ],
)
def test_files_of_other_kinds_or_sizes_are_refused(ledger: Ledger, name: str, body: bytes, why: str) -> None:
    """By ending, by how they begin, by length."""
    with pytest.raises(Refused, match=why):
        enter(ledger, draft(MAIL.fingerprint, Decision.NOTE, note="见附件", files=(Upload(name=name, body=body),)), LISI, NOW)


def test_files_are_kept_under_their_own_names(ledger: Ledger) -> None:
    """Without folder or what no file name holds; too many are refused."""
    files = (Upload(name="C:\\公文\\回复 “x”.PDF", body=PDF), Upload(name="../../etc/y.txt", body="字".encode()))
    entry = enter(ledger, draft(MAIL.fingerprint, Decision.NOTE, note="见附件", files=files), LISI, NOW)

    assert [each.name for each in entry.attachments] == ["回复 “x”.PDF", "y.txt"]
    assert [ledger.attachment(each.sha256) for each in entry.attachments] == [PDF, "字".encode()]
    many = tuple(Upload(name=f"{n}.pdf", body=PDF) for n in range(MOST_FILES + 1))
    with pytest.raises(Refused, match="最多 5 个"):
        enter(ledger, draft(MAIL.fingerprint, Decision.NOTE, entry.number, note="x", files=many), LISI, NOW)
    assert file_name("\x00\n") == "附件"


def test_a_waiver_of_wider_scope_holds_for_other_problems_of_the_unit(ledger: Ledger) -> None:
    """And not for those of a unit whose id begins alike."""
    enter(ledger, draft(FAX.fingerprint, Decision.WAIVE, note="改版", until=dt.date(2015, 9, 30), scope=Scope.UNIT), ZHAO, NOW)

    assert [each.scope for each in ledger.reviews_reaching(MAIL.fingerprint)] == [Scope.UNIT]
    assert all(each.fingerprint == BUDGET.fingerprint for each in ledger.reviews_reaching(BUDGET.fingerprint))
    with pytest.raises(Refused, match=r"尚不能交办：.*豁免期内"):
        enter(ledger, draft(HIJACK.fingerprint, Decision.ISSUE, until=dt.date(2015, 9, 30)), ZHAO, NOW)


def test_two_at_once_cannot_both_be_the_first(desk: Desk) -> None:
    """Of ten people who saw the same page, one entry is taken; the others are told that there is a new one."""
    office = Office(desk)
    people = [attrs.evolve(LISI, name=f"复核{n}") for n in range(10)]
    told: list[str] = []
    start = threading.Barrier(len(people))

    def press(person: object) -> None:
        start.wait()
        try:
            office._write(lambda ledger: enter(ledger, draft(HIJACK.fingerprint, Decision.CONFIRM), person, NOW))  # type: ignore[arg-type]
            told.append("")
        except Refused as error:
            told.append(str(error))

    threads = [threading.Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told.count("") == 1
    assert all("已有新的意见" in why for why in told if why)
    assert len(entries(desk, HIJACK.fingerprint)) == 1


def test_an_entry_waits_for_a_night_that_is_being_entered(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than the ledger itself waits; in the end it is refused, and said to be so."""
    monkeypatch.setattr("archive.ledger.BUSY_MS", 50)
    office, entered = Office(desk), threading.Event()

    def press() -> None:
        office._write(lambda ledger: enter(ledger, draft(MAIL.fingerprint, Decision.CONFIRM), LISI, NOW))
        entered.set()

    with open_ledger(desk.ledger) as night:
        with night.atomic():
            thread = threading.Thread(target=press)
            thread.start()
            assert not entered.wait(0.5)
            monkeypatch.setattr("publish.reviewing.desk.PATIENCE", 0.1)
            with pytest.raises(ArchiveError) as caught:
                Office(desk)._write(lambda ledger: None)
            assert is_busy(caught.value)
        assert entered.wait(30)
        thread.join()
    assert len(entries(desk, MAIL.fingerprint)) == 1


def test_two_different_persons_confirm_a_critical_problem(ledger: Ledger) -> None:
    """The first alone is half; the same again is refused."""
    first = enter(ledger, draft(HIJACK.fingerprint, Decision.CONFIRM), LISI, NOW)
    with pytest.raises(Refused, match="另一人"):
        enter(ledger, draft(HIJACK.fingerprint, Decision.CONFIRM, first.number), LISI, NOW)
    enter(ledger, draft(HIJACK.fingerprint, Decision.CONFIRM, first.number), WANGWU, NOW)

    said = Reviews(ledger.reviews()).ruling(HIJACK.fingerprint, HIJACK.severity)
    assert (said.verdict, said.by) == (Verdict.CONFIRMED, ("李思", "王武"))


def test_who_only_looks_waits_for_no_writer_and_sees_one_moment(desk: Desk) -> None:
    """While a night is being entered the old state is read, whole; nothing can be written through it."""
    with open_ledger(desk.ledger) as writer, read_ledger(desk.ledger) as reader:
        before, version = reader.reviews(), reader.version
        with writer.atomic():
            writer.add_review(Review(fingerprint=MAIL.fingerprint, decision=Decision.NOTE, reviewer="某", decided_at=NOW, note="x"))
            assert reader.reviews() == before
            with reader.looking():
                assert reader.reviews() == before
        assert len(reader.reviews()) == len(before) + 1
        assert reader.version != version
        with pytest.raises(Exception, match="只读"):
            reader.add_review(Review(fingerprint=MAIL.fingerprint, decision=Decision.NOTE, reviewer="某", decided_at=NOW, note="x"))
        with reader.looking():
            held = reader.reviews()
            writer.add_review(Review(fingerprint=MAIL.fingerprint, decision=Decision.NOTE, reviewer="某", decided_at=NOW, note="y"))
            assert reader.reviews() == held


@pytest.mark.parametrize(("field", "value"), [("decision", "destroy"), ("decision", ""), ("until", "31.12.2015"), ("scope", "world")])
def test_a_form_that_makes_no_sense_is_refused(field: str, value: str) -> None:
    """Instead of an error of ours."""
    with pytest.raises(Refused):
        draft_of(MAIL.fingerprint, {"decision": "note", "note": "x", field: value})


def test_fifteen_working_days_are_three_weeks() -> None:
    """Weekends are left out."""
    assert working_days_on(dt.date(2015, 7, 31), 15) == dt.date(2015, 8, 21)
    assert working_days_on(dt.date(2015, 8, 1), 1) == dt.date(2015, 8, 3)
