"""Tonight's findings folded into episodes: suspected, confirmed, resolved, or rejected by a person. 问题的生命周期"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

import attrs

from checks.model import Episode, EpisodeState, Finding, Outcome, Review, Run
from checks.reviewing import Reviews, ruled

CONFIRM_AFTER = dt.timedelta(hours=12)


def fold(
    episodes: Iterable[Episode],
    findings: Iterable[Finding],
    run: Run,
    reviews: Iterable[Review] = (),
    browser_portals: Collection[str] = (),
    confirm_after: dt.timedelta = CONFIRM_AFTER,
) -> tuple[Episode, ...]:
    """The episodes after a run. 归并

    A first failure opens an episode as ``suspected``. An independent second look (another run that began at least ``confirm_after``
    later) confirms it; a "not found" finding (one that says where was looked) is confirmed only by a look that had a browser.
    Only ``passed`` resolves; ``cant_tell`` and ``inapplicable`` change nothing: unknown never turns into failed, nor into fixed.
    A person's latest decision stands above all, also when the finding comes back. A run that began before an episode was last seen
    (one that was interrupted and finished late) says nothing about it.

    Args:
        browser_portals: portals that were visited with a browser in this run.

    Returns:
        All episodes, by fingerprint and first run.
    """
    said = Reviews(reviews)
    current: dict[str, Episode] = {}
    closed: list[Episode] = []
    for episode in sorted(episodes, key=lambda e: (e.fingerprint, e.first_at, e.first_run)):
        if episode.state is EpisodeState.RESOLVED:
            closed.append(episode)
        else:
            current[episode.fingerprint] = episode
    for finding in sorted(findings, key=lambda f: f.fingerprint):
        key = finding.fingerprint
        known = current.get(key)
        if known is not None and run.started_at < known.last_at:
            continue
        if finding.outcome is Outcome.FAILED:
            current[key] = _open(finding, run) if known is None else _seen_again(known, finding, run, browser_portals, confirm_after)
        elif finding.outcome is Outcome.PASSED and known is not None and known.is_open:
            closed.append(attrs.evolve(known, state=EpisodeState.RESOLVED, resolved_run=run.id))
            del current[key]
    reviewed = (ruled(e, said.ruling(e.fingerprint, e.severity)) for e in current.values())
    return tuple(sorted([*closed, *reviewed], key=lambda e: (e.fingerprint, e.first_at, e.first_run)))


def _open(finding: Finding, run: Run) -> Episode:
    return Episode(
        fingerprint=finding.fingerprint,
        unit=finding.unit,
        portal=finding.portal,
        rule=finding.rule,
        subject=finding.subject,
        state=EpisodeState.SUSPECTED,
        severity=finding.severity,
        message=finding.message,
        first_run=run.id,
        last_run=run.id,
        first_at=run.started_at,
        last_at=run.started_at,
    )


def _seen_again(known: Episode, finding: Finding, run: Run, browser_portals: Collection[str], confirm_after: dt.timedelta) -> Episode:
    if run.id == known.last_run:  # the same run judged again is no second look
        return attrs.evolve(known, message=finding.message, severity=finding.severity)
    later = run.started_at - known.first_at >= confirm_after
    thorough = not finding.looked or finding.portal in browser_portals
    confirmed = known.state is EpisodeState.SUSPECTED and later and thorough
    return attrs.evolve(
        known,
        state=EpisodeState.CONFIRMED if confirmed else known.state,
        confirmed_by="second-look" if confirmed else known.confirmed_by,
        severity=finding.severity,
        message=finding.message,
        last_run=run.id,
        last_at=run.started_at,
        nights=known.nights + 1,
    )
