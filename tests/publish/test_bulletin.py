"""What a month's bulletin names, and what it must not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

from archive.ledger import Ledger
from checks.model import Decision, Outcome, Severity
from publish.bulletin.values import from_json, to_json

from .bulletin_month import CUTOFF, day, facts, fails, issue, made, manual, night, opened, passes, reasons, says

FAX = fails()
MAIL = fails("email")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """An empty ledger."""
    return opened(tmp_path)


def two_looks(ledger: Ledger, *findings: object) -> None:
    """Two nights of October, so that the machine confirms what both saw."""
    for number in (10, 12):
        night(ledger, day(10, number), findings or (FAX,))  # type: ignore[arg-type]


def test_only_what_is_confirmed_is_notified(ledger: Ledger) -> None:
    """A second look confirms; what one night alone saw waits."""
    night(ledger, day(10, 10), [FAX])
    night(ledger, day(10, 12), [FAX, MAIL])
    bulletin = made(ledger)
    assert facts(bulletin) == [("yunxi", "主动公开-2", "公开指南未列fax")]
    assert reasons(bulletin) == ["存疑，尚未确认"]
    (line,) = bulletin.sheet
    assert (line.name, line.row, line.rule, line.clause) == ("云溪市市监局", "主动公开-2", "guide.completeness", "月通报 一（一）2")
    assert (line.verdict, line.last_month, line.sha256, line.url) == ("机器（再次核查一致）", "上月未印发", "ab" * 32, FAX.evidence[0].url)
    assert line.note == "当月2次核查均见"


def test_a_veto_needs_two_persons(ledger: Ledger) -> None:
    """Neither the machine's second look nor one person is enough."""
    veto = fails("", rule="integrity.hijack", severity=Severity.CRITICAL)
    two_looks(ledger, veto)
    assert reasons(made(ledger)) == ["单项否决，须两人确认"]
    says(ledger, veto, Decision.CONFIRM, day(11, 1), "王工")
    assert facts(made(ledger)) == []
    says(ledger, veto, Decision.CONFIRM, day(11, 2), "李工")
    bulletin = made(ledger)
    assert [line.verdict for line in bulletin.sheet] == ["人工复核（王工、李工）"]


@pytest.mark.parametrize("when", [day(11, 2), day(11, 7)], ids=["before the cut-off", "after it"])
@pytest.mark.parametrize("decision", [Decision.REJECT, Decision.WAIVE, Decision.APPEAL])
def test_what_speaks_against_a_problem_counts_until_the_bulletin_goes_out(ledger: Ledger, decision: Decision, when: dt.datetime) -> None:
    """Nobody is charged with what a person has meanwhile rejected, waived or contested."""
    two_looks(ledger)
    says(ledger, FAX, decision, when)
    bulletin = made(ledger)
    assert facts(bulletin) == [] and len(bulletin.held) == 1


def test_a_confirmation_after_the_cutoff_waits_for_a_later_one(ledger: Ledger) -> None:
    """The cut-off closes what speaks for charging; a later cut-off takes it in."""
    night(ledger, day(10, 10), [FAX])
    says(ledger, FAX, Decision.CONFIRM, day(11, 7))
    assert reasons(made(ledger)) == ["核查截止后才确认"]
    assert len(facts(made(ledger, cutoff=day(11, 8)))) == 1


def test_a_second_look_after_the_cutoff_confirms_nothing_before_it(ledger: Ledger) -> None:
    """The ledger says confirmed by then; at the cut-off it was suspected. So does a person's word that a night has taken over."""
    night(ledger, day(10, 10), [FAX, MAIL])
    says(ledger, MAIL, Decision.CONFIRM, day(11, 7))
    night(ledger, day(11, 8), [FAX, MAIL])
    assert [each.confirmed_by for each in ledger.episodes()] == ["王工", "second-look"]
    assert reasons(made(ledger)) == ["核查截止后才确认"] * 2


def test_a_waiver_that_ran_out_still_covers_the_days_it_covered(ledger: Ledger) -> None:
    """What was seen during a waiver is not charged once it is over."""
    two_looks(ledger)
    says(ledger, FAX, Decision.WAIVE, day(10, 1), until=dt.date(2026, 10, 31))
    assert reasons(made(ledger)) == ["豁免期内"]
    night(ledger, day(11, 3), [FAX])
    assert facts(made(ledger)) == []
    assert len(facts(made(ledger, month="2026-11", cutoff=day(12, 5), at=day(12, 5)))) == 1


def test_a_hint_is_no_charge(ledger: Ledger) -> None:
    """Rules of severity ``info`` are for reading."""
    two_looks(ledger, attrs.evolve(FAX, severity=Severity.INFO))
    assert reasons(made(ledger)) == ["提示类指标，不作为问题通报"]


def test_a_rule_without_a_row_is_told_apart_from_the_bulletin(ledger: Ledger) -> None:
    """It does not vanish: the preview lists it."""
    two_looks(ledger, fails("", rule="links.dead"), fails("", rule="gone.rule"))
    assert reasons(made(ledger)) == ["指标未对应通报项，另行告知单位"] * 2


def test_an_adjustment_may_move_a_fact_to_another_row(ledger: Ledger) -> None:
    """The row is that under which it was judged."""
    two_looks(ledger, attrs.evolve(FAX, overlays=("local/x",)))
    bulletin = made(ledger)
    assert facts(bulletin) == [("yunxi", "组织管理-5", "公开指南未列fax")]
    assert bulletin.sheet[0].note == "当月2次核查均见；按调整判定：local/x"


def test_only_nights_of_the_month_that_went_out_count(ledger: Ledger) -> None:
    """By date of judgement in Beijing, published, begun before the cut-off."""
    night(ledger, day(9, 29), [FAX])
    night(ledger, day(9, 30), [FAX])  # judged for 1 October
    night(ledger, day(10, 5), [MAIL], published=False)
    night(ledger, day(10, 7), [MAIL], published=False)
    assert [text for *_, text in facts(made(ledger))] == ["公开指南未列fax"]
    assert made(ledger).nights == (dt.date(2026, 10, 1),)
    assert facts(made(ledger, month="2026-08")) == []


def test_a_fact_is_told_as_the_last_night_of_the_month_saw_it(ledger: Ledger) -> None:
    """With that night's words and evidence."""
    night(ledger, day(10, 10), [FAX])
    night(ledger, day(10, 12), [attrs.evolve(FAX, message="公开指南传真号码：有名目无内容")])
    assert [text for *_, text in facts(made(ledger))] == ["公开指南传真号码：有名目无内容"]


def test_a_night_after_the_cutoff_is_left_out(ledger: Ledger) -> None:
    """Also where it speaks for the month, as an audit after the fact does."""
    two_looks(ledger)
    night(ledger, day(11, 7), [FAX, MAIL], as_of=dt.date(2026, 10, 31))
    says(ledger, MAIL, Decision.CONFIRM, day(11, 8))
    assert len(made(ledger).nights) == 2
    assert len(facts(made(ledger, cutoff=day(11, 9), at=day(11, 9)))) == 2


def test_a_later_bulletin_is_no_earlier_one(ledger: Ledger) -> None:
    """An old month that is done again, and a correction, know nothing of what came out for the month itself or after it."""
    two_looks(ledger)
    issue(ledger, "2026-10")
    (line,) = made(ledger).units[0].lines
    assert line.earlier == ()


def test_what_was_mended_since_is_said(ledger: Ledger) -> None:
    """It failed in the month; that it is met by now is a fact too."""
    two_looks(ledger)
    night(ledger, day(11, 3), [passes()])
    (line,) = made(ledger).units[0].lines
    assert line.mended == dt.date(2026, 11, 4)
    assert made(ledger).sheet[0].note.startswith("2026-11-04核查时已合格")


def test_what_earlier_bulletins_said_is_said_again(ledger: Ledger) -> None:
    """Months in which it was notified, and the day since when it is known."""
    for number in (10, 12):
        night(ledger, day(9, number), [FAX])
    issue(ledger, "2026-09", cutoff=day(10, 5), at=day(10, 6))
    night(ledger, day(10, 10), [FAX, MAIL])
    night(ledger, day(10, 12), [FAX, MAIL])
    mail, fax = made(ledger).units[0].lines
    assert (fax.earlier, fax.since) == (("2026-09",), dt.date(2026, 9, 11))
    assert (mail.earlier, mail.since) == ((), dt.date(2026, 10, 11))
    assert {line.text: line.last_month for line in made(ledger).sheet} == {"公开指南未列fax": "是", "公开指南未列email": "否"}
    assert "2026-09已通报；以前月份已发现（2026-09-11起）" in {line.text: line.note for line in made(ledger).sheet}["公开指南未列fax"]


def test_manual_findings_alone_make_a_bulletin(ledger: Ledger) -> None:
    """Of the month asked for, entered before the cut-off, of a row there is."""
    manual(ledger)
    manual(ledger, "别的月份", month="2026-09")
    manual(ledger, "没有的项", row="组织管理-9")
    bulletin = made(ledger)
    assert facts(bulletin) == [("kfq", "组织管理-3", "未提供考核材料")]
    assert (bulletin.sheet[0].verdict, bulletin.sheet[0].url) == ("人工核查（赵某）", "")
    assert reasons(bulletin) == ["通报项不在通报表所列范围"]
    assert facts(made(ledger, cutoff=day(11, 1))) == []


def test_units_stand_in_the_registrys_order_and_a_system_has_its_own(ledger: Ledger) -> None:
    """A system is a unit with all below it."""
    findings = [fails(unit=unit) for unit in ("qingshi", "kfq", "yunxi", "stranger")]
    two_looks(ledger, *findings)
    assert [notice.unit for notice in made(ledger).units] == ["yunxi", "kfq", "qingshi", "stranger"]
    system = made(ledger, system="yunxi")
    assert [notice.unit for notice in system.units] == ["yunxi", "kfq"]
    assert [each.unit for each in system.read] == ["yunxi", "kfq"]
    assert system.system_name == "云溪市市监局"


def test_scope_names_the_units_really_read(ledger: Ledger) -> None:
    """A night that could tell nothing of a unit did not read it."""
    blind = attrs.evolve(FAX, unit="kfq", outcome=Outcome.CANT_TELL, message="公开指南为图片，无法读取", evidence=())
    night(ledger, day(10, 10), [FAX, blind])
    bulletin = made(ledger)
    assert [(each.unit, each.nights, each.pages) for each in bulletin.read] == [("yunxi", 1, 120)]
    assert [(each.name, each.why) for each in bulletin.unread] == [("开发区分局", "各项均无法核查"), ("青石县市监局", "没有访问记录")]
    (line,) = bulletin.unproven
    assert (line.name, line.reason, line.do) == ("开发区分局", "公开指南为图片，无法读取", "打开图片辨认。")


def test_what_only_people_can_check_is_asked_once(ledger: Ledger) -> None:
    """Not once for each unit: the manual rows say it."""
    inside = attrs.evolve(fails("", rule="management.internal-3"), outcome=Outcome.CANT_TELL, evidence=())
    night(ledger, day(10, 10), [passes(), inside])
    assert made(ledger).unproven == ()


def test_a_correction_says_what_changed(ledger: Ledger) -> None:
    """Taken out, added; nothing changed is nothing said."""
    two_looks(ledger)
    first = issue(ledger, "2026-10")
    assert (first.edition, first.changes, first.held) == (1, (), ())
    assert made(ledger).changes == ()
    says(ledger, FAX, Decision.REJECT, day(11, 12))
    manual(ledger)
    second = made(ledger, cutoff=day(11, 13), at=day(11, 13), by="办公室")
    assert second.edition == 2
    assert second.changes == ("删去云溪市市监局（主动公开-2）：公开指南未列fax", "增列开发区分局（组织管理-3）：未提供考核材料")
    assert second.held == () and second.held_counts == (("经复核不成立", 1),)


def test_the_text_comes_back_whole(ledger: Ledger) -> None:
    """Everything that is kept is read again, to the byte; controls that no document holds are gone."""
    two_looks(ledger, fails(message="公开指南\x00未列\n传真\x0b"))
    manual(ledger)
    bulletin = made(ledger, by="办公室")
    assert from_json(to_json(bulletin)) == bulletin
    assert to_json(from_json(to_json(bulletin))) == to_json(bulletin)
    assert bulletin.units[0].lines[0].text == "公开指南 未列 传真"
    assert bulletin.cutoff == CUTOFF
