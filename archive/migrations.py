"""The ledger's tables, built step by step; a step that has been released is never changed, only followed by another."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

LEDGER = Migrations("gongkai-ledger")


@LEDGER()
def m001_first_tables(db: Database) -> None:
    """Runs, visits, findings with evidence, episodes, reviews, manual findings, first-seen dates."""
    for statement in _FIRST_TABLES:
        db.execute(statement)


@LEDGER()
def m002_what_a_run_leaves_behind(db: Database) -> None:
    """Of each run: pages our readers failed on, whether its findings went into the episodes, the registry it was judged by."""
    for statement in _RUNS_REMEMBER:
        db.execute(statement)


@LEDGER()
def m003_findings_name_adjustments(db: Database) -> None:
    """Of each finding: the adjustments under which its rule was judged."""
    db.execute("alter table finding add column overlays text not null default '[]'")


@LEDGER()
def m004_nights(db: Database) -> None:
    """What each night saw of each unit: rows with the dates they bore, columns as they stood. It takes the place of first-seen dates alone."""
    for statement in _NIGHTS:
        db.execute(statement)


@LEDGER()
def m005_reviews_are_entries(db: Database) -> None:
    """Of each review: term, scope, files, what it answers. Re-checks and issued bulletins. What people entered can only be added to."""
    for statement in _ENTRIES:
        db.execute(statement)


_ENTRIES = (
    "alter table review add column until text",
    "alter table review add column scope text not null default 'problem'",
    "alter table review add column attachments text not null default '[]'",
    "alter table review add column answers integer not null default 0",
    "create table attachment (sha256 text primary key, body blob not null) strict, without rowid",
    # what was seen when a page was fetched again at a person's request
    """create table recheck (
        id integer primary key, review integer not null references review(id), url text not null, at text not null, file text not null,
        sha256 text not null, status integer, error text not null, quote text not null, seen integer
    ) strict""",
    "create index recheck_by_review on recheck(review)",
    """create table bulletin (
        id integer primary key, month text not null, edition integer not null, at text not null, issued_by text not null, json text not null,
        unique (month, edition)
    ) strict""",
    *(
        f"""create trigger {table}_{verb}_never before {verb} on {table}
        begin select raise(abort, '{table} rows are only added'); end"""
        for table in ("review", "manual_finding", "attachment", "recheck", "bulletin")
        for verb in ("update", "delete")
    ),
)

_NIGHTS = (
    """create table night (
        unit text not null, day text not null, at text not null, home integer not null, whole integer not null, walked text not null,
        primary key (unit, day)
    ) strict, without rowid""",
    """create table sighting (
        unit text not null, place text not null, address text not null, title text not null, shown text not null, day text not null,
        url text not null, fetched_at text not null, sha256 text not null, locator text not null, quote text not null,
        rendered integer not null,
        primary key (unit, place, address, title, shown)
    ) strict, without rowid""",
    """create table column_sighting (
        unit text not null, key text not null, day text not null, address text not null, name text not null, role text not null,
        kind text not null, newest text, row_count integer not null, cadence integer, titles text not null, url text not null,
        primary key (unit, key, day)
    ) strict, without rowid""",
    # nothing ever read it, and sightings say the same with the date shown and the evidence
    "drop table first_seen",
)

_RUNS_REMEMBER = (
    "alter table run add column reader_errors integer not null default 0",
    "alter table run add column folded integer not null default 0",
    "alter table run add column registry text not null default ''",
    # every run that was judged until now was folded while judging
    "update run set folded = 1 where judgement_sha256 <> ''",
    "create table registry (sha256 text primary key, json text not null) strict, without rowid",
)

_FIRST_TABLES = (
    """create table run (
        id text primary key, as_of text not null, started_at text not null, ended_at text,
        packs text not null, packs_sha256 text not null, named_packs integer not null, code_version text not null,
        portals text not null, judgement_sha256 text not null, published integer not null
    ) strict""",
    """create table visit (
        run text not null references run(id), portal text not null, start_url text not null,
        started_at text not null, ended_at text not null, stop text not null, file text not null, sha256 text not null,
        pages integer not null, seconds real not null, bytes integer not null, note text not null,
        primary key (run, portal)
    ) strict""",
    """create table finding (
        id integer primary key, run text not null references run(id), unit text not null, portal text not null,
        rule text not null, pack text not null, subject text not null, subject_name text not null,
        outcome text not null, severity text not null, message text not null, confidence real not null, looked text not null
    ) strict""",
    "create index finding_by_unit on finding(unit, run, outcome)",
    "create index finding_by_run on finding(run, unit)",
    "create index finding_by_identity on finding(unit, rule, subject, outcome, run)",
    """create table evidence (
        finding integer not null references finding(id) on delete cascade, position integer not null,
        url text not null, fetched_at text not null, sha256 text not null, locator text not null, quote text not null,
        rendered integer not null,
        primary key (finding, position)
    ) strict, without rowid""",
    """create table episode (
        fingerprint text not null, unit text not null, portal text not null, rule text not null, subject text not null,
        state text not null, severity text not null, message text not null, first_run text not null, last_run text not null,
        first_at text not null, last_at text not null, nights integer not null, confirmed_by text not null, resolved_run text not null,
        primary key (fingerprint, first_run)
    ) strict""",
    """create table review (
        id integer primary key, fingerprint text not null, decision text not null, reviewer text not null,
        decided_at text not null, note text not null
    ) strict""",
    "create index review_by_fingerprint on review(fingerprint)",
    """create table manual_finding (
        id integer primary key, unit text not null, row text not null, month text not null, text text not null,
        author text not null, at text not null
    ) strict""",
    """create table first_seen (
        unit text not null, url text not null, title text not null, at text not null,
        primary key (unit, url, title)
    ) strict, without rowid""",
)
