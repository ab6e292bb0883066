"""The published database says what the ledger says, stands on its own, and replaces the old one only when it is whole."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import sqlite3
from pathlib import Path
from typing import Any

import attrs
import pytest

from archive.errors import ArchiveError
from archive.ledger import open_ledger
from checks.model import Decision, EpisodeState, Outcome, Review, Severity
from publish import database
from publish.database import publish
from publish.errors import PublishRefused
from publish.rows import stable_id
from publish.schema import TABLES
from publish.search import match_query
from publish.views import LINKS, VIEWS
from tests.publish.night import (
    CATALOGUE,
    FAX,
    FIRST,
    MAIL,
    OLD,
    RULES,
    SECOND,
    SECOND_NIGHT,
    at,
    episode,
    finding,
    published,
    run,
    two_nights,
)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second night, published."""
    return published(tmp_path_factory.mktemp("published"))[0]


def query(path: Path, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    """Rows of a published database."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(sql, parameters)]
    finally:
        connection.close()


def test_every_finding_of_the_latest_run_is_published_whatever_its_outcome(target: Path) -> None:
    """All four outcomes are there, with their evidence, once."""
    got = {
        (row["unit_id"], row["rule_id"], row["subject"], row["outcome_id"], row["message"], row["looked"], row["confidence"])
        for row in query(target, "select * from finding")
    }

    assert got == {(f.unit, f.rule, f.subject, f.outcome, f.message, f.looked, f.confidence) for f in SECOND_NIGHT}
    assert {row["quote"] for row in query(target, "select quote from evidence")} == {e.quote for f in SECOND_NIGHT for e in f.evidence}


def test_evidence_is_complete(target: Path) -> None:
    """Address, time, digest, locator and words of each piece of evidence, in order."""
    (number,) = (row["id"] for row in query(target, "select id from finding where subject = 'fax' and rule_id = 'guide.completeness'"))
    got = query(target, "select url, fetched_at, sha256, locator, quote, rendered from evidence where finding_id = ? order by id", number)

    assert got == [
        {"url": e.url, "fetched_at": "2015-07-31T02:00:00+00:00", "sha256": e.sha256, "locator": e.locator, "quote": e.quote, "rendered": 0}
        for e in FAX.evidence
    ]


def test_failures_carry_the_state_of_their_episode(target: Path) -> None:
    """confirmed, suspected and rejected by episode; other outcomes have no state."""
    states = {(row["rule_id"], row["subject"]): row["state_id"] for row in query(target, "select * from finding")}

    assert states == {
        ("guide.completeness", "fax"): "confirmed", ("apply.channels", "fax"): "suspected", ("guide.completeness", "email"): "rejected",
        ("guide.completeness", "hours"): None, ("guide.completeness", ""): None, ("integrity.hijack", ""): None, ("old.rule", ""): None,
    }  # fmt: skip


def test_a_failure_without_an_open_episode_is_only_suspected(tmp_path: Path) -> None:
    """Neither a missing episode nor one that was resolved before vouches for tonight's failure."""
    with two_nights(tmp_path / "ledger.db") as ledger:
        ledger.save_episodes([episode(FAX, EpisodeState.RESOLVED, resolved_run=SECOND)])
        ledger.record_findings(SECOND, [FAX, attrs.evolve(FAX, subject="new")])
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=CATALOGUE)

    states = query(tmp_path / "findings.db", "select state_id, episode_id from finding where unit_id = 'yunxi-zjj'")

    assert states == [{"state_id": "suspected", "episode_id": None}] * 2


@pytest.mark.parametrize(("decision", "state"), [(Decision.REJECT, "rejected"), (Decision.CONFIRM, "confirmed")])
def test_a_review_made_after_the_judgement_counts(tmp_path: Path, decision: Decision, state: str) -> None:
    """The latest decision on an open problem is published even if nothing was judged since."""
    with two_nights(tmp_path / "ledger.db") as ledger:
        for hour, each in ((8, Decision.CONFIRM), (9, Decision.REJECT), (10, decision)):
            ledger.add_review(Review(fingerprint=MAIL.fingerprint, decision=each, reviewer="王工", decided_at=at(31, hour)))
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=CATALOGUE)

    (row,) = query(tmp_path / "findings.db", "select state_id from finding where rule_id = 'apply.channels'")
    (kept,) = query(tmp_path / "findings.db", "select state_id, confirmed_by from episode where rule_id = 'apply.channels'")

    assert (row["state_id"], kept) == (state, {"state_id": state, "confirmed_by": "王工"})


def test_rejected_findings_are_no_current_problems(target: Path) -> None:
    """The reader's list holds confirmed and suspected failures, the confirmed first."""
    got = [(row["状态"], row["对象"]) for row in query(target, "select * from 当前问题")]

    assert got == [("已确认", "传真号码"), ("存疑", "传真渠道")]


def test_readers_views_agree_with_the_findings(target: Path) -> None:
    """New problems, unproven items, numbers by unit and by rule, history, visits."""
    assert [row["对象"] for row in query(target, "select * from 本批新增问题")] == ["传真渠道"]
    assert [(row["问题"], row["整改确认基准日"]) for row in query(target, "select * from 已整改问题")] == [(OLD.message, "2015-07-31")]
    assert [row["原因"] for row in query(target, "select * from 无法核查清单")] == ["公开指南为图片，无法读取。"]
    units = {
        row["单位"]: (row["不合格已确认"], row["不合格存疑"], row["复核不成立"], row["无法核查"], row["合格"], row["不适用"])
        for row in query(target, "select * from 单位概况")
    }
    assert units == {
        "云溪市质量技术监督局": (1, 1, 0, 0, 1, 0), "云溪市质监局开发区分局": (0, 0, 1, 0, 0, 1), "青石县质量技术监督局": (0, 0, 0, 1, 0, 0), "lanting-zjj": (0, 0, 0, 0, 1, 0),
    }  # fmt: skip
    rules = {row["指标编号"]: (row["不合格单位数"], row["不合格"], row["无法核查"]) for row in query(target, "select * from 指标概况")}
    assert rules["guide.completeness"] == (1, 1, 1)
    assert [row["判定基准日"] for row in query(target, "select * from 历次结论 where 单位编号 = 'yunxi-zjj'")] == [
        "2015-07-31",
        "2015-06-30",
    ]
    assert {row["网站"] for row in query(target, "select * from 抽查范围 where 批次编号 = ?", SECOND)} == {
        "云溪市质监局网站",
        "青石县质监局网站",
        "lanting",
    }


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_can_be_read_and_its_links_lead_to_rows(target: Path, view: Any) -> None:
    """A column that is shown as a link holds ids of its table; facets are columns of the view."""
    rows = query(target, f'select * from "{view.name}"')
    for row in rows:
        for column, table in LINKS.items():
            if column in row:
                assert query(target, f"select 1 from {table} where id = ?", row[column])
        assert set(view.facets) <= set(row)


def test_units_rules_and_packs_that_are_no_longer_registered_are_still_shown(target: Path) -> None:
    """What findings refer to has a row, marked as not registered."""
    assert query(target, "select registered, name from unit where id = 'lanting-zjj'") == [{"registered": 0, "name": "lanting-zjj"}]
    assert query(target, "select home_url from portal where id = 'lanting'") == [{"home_url": "http://lanting.example/"}]
    assert query(target, "select title from rule where id = 'old.rule'") == [{"title": "old.rule"}]
    assert query(target, "select parent_id from unit where id = 'qingshi-zjj'") == [{"parent_id": None}]


def test_rules_carry_what_is_said_of_them(target: Path) -> None:
    """Headlines, mending, basis and checkability in words, the other row, known false positives; of a rule that is gone nothing is known."""
    columns = "title_passed, title_failed, mend, basis, checkable, row_other, false_positives"

    assert query(target, f"select {columns} from rule where id = 'guide.completeness'") == [
        {
            "title_passed": "公开指南要素齐全",
            "title_failed": "公开指南缺少要素",
            "mend": "补写所列要素。",
            "basis": "已核对文件原文",
            "checkable": "可自动核查",
            "row_other": "组织管理-5",
            "false_positives": "传真写在附件里；传真与电话同号",
        }
    ]


def test_adjustments_are_published_with_reason_and_author(target: Path) -> None:
    """And the findings that were judged under them name them."""
    assert query(target, "select id, rule_id, changes, reason, who, since, until, units from overlay") == [
        {
            "id": "local/guide.completeness",
            "rule_id": "guide.completeness",
            "changes": "params.least=3",
            "reason": "试点期间放宽",
            "who": "局办公室李某",
            "since": "2015-07-01",
            "until": None,
            "units": "yunxi-zjj",
        }
    ]
    assert query(target, "select message from finding where overlays = 'local/guide.completeness'") == [{"message": FAX.message}]
    assert query(target, 'select 调整 from "当前问题" where 问题 = ' + f"'{FAX.message}'") == [{"调整": "local/guide.completeness"}]


def test_the_pack_is_the_version_that_was_applied(tmp_path: Path) -> None:
    """A finding points at the version its run used, also when another is at hand by now."""
    newer = attrs.evolve(CATALOGUE, packs=tuple(attrs.evolve(pack, version="2.0") for pack in CATALOGUE.packs))
    with two_nights(tmp_path / "ledger.db") as ledger:
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=newer)

    packs = {row["pack_id"] for row in query(tmp_path / "findings.db", "select pack_id from finding where rule_id <> 'old.rule'")}

    assert packs == {"yunxi-2015@1.2"}


def test_the_file_is_sound_compact_and_strict(target: Path) -> None:
    """Every reference leads somewhere, every table checks its types, every reference has an index and there are statistics."""
    assert query(target, "pragma foreign_key_check") == []
    assert query(target, "pragma integrity_check") == [{"integrity_check": "ok"}]
    assert query(target, "pragma freelist_count") == [{"freelist_count": 0}]
    assert query(target, "select count(*) as n from sqlite_stat1")[0]["n"] > 0
    strict = {
        row["name"]: row["strict"]
        for row in query(target, "select name, strict from pragma_table_list where schema = 'main' and type = 'table'")
    }
    assert all(strict[table.name] for table in TABLES)
    for table in TABLES:
        leading = {
            row["name"]
            for index in query(target, f"pragma index_list({table.name})")
            for row in query(target, f"pragma index_info({index['name']})")
            if row["seqno"] == 0
        }
        assert {column.name for column in table.columns if column.to} | (set(table.facets) - {"id"}) <= leading, table.name


def test_label_columns_facets_and_orders_name_columns() -> None:
    """A slip in the schema's data would break a page."""
    for table in TABLES:
        columns = {column.name for column in table.columns}
        assert {table.label, *table.facets, *filter(None, [table.sort.lstrip("-")]), *table.unique} <= columns, table.name
        assert {column.to for column in table.columns if column.to} <= {each.name for each in TABLES}


def test_a_finding_keeps_its_number_over_the_nights(tmp_path: Path) -> None:
    """Publishing another night with other wording and evidence leaves addresses as they were."""
    with two_nights(tmp_path / "ledger.db") as ledger:
        publish(ledger, tmp_path / "findings.db", run=FIRST, catalogue=CATALOGUE)
        before = query(tmp_path / "findings.db", "select id, message from finding where subject = 'fax'")
        ledger.record_findings(SECOND, [MAIL, attrs.evolve(FAX, message="公开指南正文中没有传真号码。", evidence=FAX.evidence[:1])])
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=CATALOGUE)
        after = query(tmp_path / "findings.db", "select id, message from finding where subject = 'fax' and rule_id = 'guide.completeness'")

    assert (before[0]["id"], before[0]["message"]) != (0, after[0]["message"])
    assert before[0]["id"] == after[0]["id"]


def test_numbers_are_distinct_and_survive_a_spreadsheet() -> None:
    """The same question asked twice (two portals of one unit) gets two numbers; fifteen digits are what spreadsheets keep."""
    taken: set[int] = set()
    many = [stable_id(attrs.evolve(FAX, subject=str(number)), taken) for number in range(1000)]
    assert len(set(many)) == 1000
    assert max(many) < 10**15

    assert len({stable_id(FAX, taken), stable_id(FAX, taken), stable_id(MAIL, taken)}) == 3


def test_publishing_twice_gives_the_same_file(tmp_path: Path) -> None:
    """The same ledger gives the same bytes."""
    with two_nights(tmp_path / "ledger.db") as ledger:
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=CATALOGUE)
        first = (tmp_path / "findings.db").read_bytes()
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=CATALOGUE)

    assert (tmp_path / "findings.db").read_bytes() == first


def test_a_refused_night_leaves_the_old_file_and_never_goes_out_later(tmp_path: Path) -> None:
    """The health gate's reasons come through; neither the file nor a later publication shows the refused run."""
    target = tmp_path / "findings.db"
    with two_nights(tmp_path / "ledger.db") as ledger:
        publish(ledger, target, run=FIRST, catalogue=CATALOGUE)
        before = target.read_bytes()

        with pytest.raises(PublishRefused, match="一半网站无法访问") as refused:
            publish(ledger, target, run=SECOND, catalogue=CATALOGUE, refusals=["一半网站无法访问", "判定出错"])

        assert refused.value.reasons == ("一半网站无法访问", "判定出错")
        assert target.read_bytes() == before
        ledger.record_run(run("third", dt.date(2015, 8, 31), 31), [])
        ledger.record_findings("third", [finding("qingshi-zjj", "guide.completeness", "fax", "传真", Outcome.PASSED, "列有传真。")])
        publish(ledger, target, run="third", catalogue=CATALOGUE)

    assert {row["run_id"] for row in query(target, "select run_id from finding")} == {FIRST, "third"}
    assert [row["id"] for row in query(target, "select id from run order by as_of")] == [FIRST, "third"]


def test_publishing_marks_the_run(tmp_path: Path) -> None:
    """A later publication may build on it."""
    with two_nights(tmp_path / "ledger.db") as ledger:
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=CATALOGUE)

        assert [each.published for each in ledger.runs()] == [True, True]


def test_an_unknown_run_is_an_error(tmp_path: Path) -> None:
    """The message names ledger and run."""
    with open_ledger(tmp_path / "ledger.db") as ledger, pytest.raises(ArchiveError, match=r"ledger\.db：没有批次 nowhere"):
        publish(ledger, tmp_path / "findings.db", run="nowhere", catalogue=CATALOGUE)


@pytest.mark.parametrize("failing", ["_build", "_verify", "_flush", "os.replace"])
def test_a_failure_at_any_step_leaves_the_old_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    """The disk fills while building, while checking or while flushing: the old file stays and the message names it."""
    target = tmp_path / "findings.db"
    with two_nights(tmp_path / "ledger.db") as ledger:
        publish(ledger, target, run=FIRST, catalogue=CATALOGUE)
        before = target.read_bytes()

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(f"publish.database.{failing}", full)
        with pytest.raises(ArchiveError, match=r"发布库 .*findings\.db"):
            publish(ledger, target, run=SECOND, catalogue=CATALOGUE)

        assert [each.published for each in ledger.runs()] == [True, False]
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["findings.db", "ledger.db"]


def test_a_database_with_a_reference_to_nothing_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the finished file catches what the building got wrong."""
    monkeypatch.setattr(database.rows, "citation_rows", lambda _: [{"rule_id": "nowhere", "document": "", "clause": "", "quote": ""}])
    with two_nights(tmp_path / "ledger.db") as ledger, pytest.raises(ArchiveError, match="引用不存在的行"):
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=CATALOGUE)

    assert not (tmp_path / "findings.db").exists()


def test_leftovers_of_a_killed_publication_do_no_harm(tmp_path: Path) -> None:
    """Half-built files from before are replaced."""
    for name in ("findings.db.building", "findings.db.part"):
        (tmp_path / name).write_bytes(b"half" * 1000)

    target, _ = published(tmp_path)

    assert query(target, "select count(*) as n from finding") == [{"n": len(SECOND_NIGHT)}]


def test_two_publications_do_not_build_over_each_other(tmp_path: Path) -> None:
    """While another holds the folder, publishing says so."""
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        with pytest.raises(ArchiveError, match="另一个发布正在进行"):
            published(tmp_path)
    finally:
        os.close(folder)


def test_full_text_covers_unit_rule_object_message_places_looked_and_quotes(target: Path) -> None:
    """Each of these finds its finding."""
    for words in ("质量技术 传真号码", "指南要素完整", "申请须知", "传真电话", "收费标准", "目录 年度报告"):
        assert query(target, "select rowid from finding_fts where finding_fts match ?", match_query(words)), words


def test_an_empty_ledger_run_is_published_empty(tmp_path: Path) -> None:
    """A run without findings gives a sound file without findings."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        ledger.record_run(run("empty", dt.date(2015, 6, 30), 1), [])
        done = publish(ledger, tmp_path / "findings.db", run="empty", catalogue=CATALOGUE)

    assert (done.units, dict(done.outcomes)) == (0, {})


def test_severities_of_unknown_rules_come_from_their_findings(target: Path) -> None:
    """A rule that is gone keeps the severity it was judged with."""
    assert query(target, "select severity_id from rule where id = 'old.rule'") == [{"severity_id": Severity.MINOR.value}]
    assert len(query(target, "select id from rule")) == len(RULES) + 1
