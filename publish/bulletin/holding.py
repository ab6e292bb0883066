"""Whether a month's failure may be notified, and if not, why. 能否列入通报"""

from __future__ import annotations

import datetime as dt

import attrs

from archive.months import Failure
from checks.model import Episode, EpisodeState, Severity
from checks.reviewing import HOLD_ZH, Hold, Reviews, Verdict, handling

from .material import Material
from .values import BEIJING

SECOND_LOOK = "second-look"
_LOOKS = 2
ONLY_A_HINT = "提示类指标，不作为问题通报"
LATER = "核查截止后才确认"


@attrs.frozen(kw_only=True)
class Moments:
    """The moments that decide what is known. 时点

    Attributes:
        cutoff: what speaks for notifying counts up to here.
        at: what speaks against it counts up to here.
    """

    cutoff: dt.datetime
    at: dt.datetime

    @property
    def closing_day(self) -> dt.date:
        """The last day before the cut-off, in Beijing."""
        return (self.cutoff - dt.timedelta(microseconds=1)).astimezone(BEIJING).date()


@attrs.frozen(kw_only=True)
class Judged:
    """A failure with its life and what keeps it out of the bulletin. 是否列入

    Attributes:
        episode: as far as it was known at the cut-off; None if no night opened one.
        why: '' if it is to be notified.
    """

    failure: Failure
    episode: Episode | None
    by: tuple[str, ...] = ()
    why: str = ""


class Holding:
    """Decides for each of a month's failures whether it is notified. 判断"""

    def __init__(self, material: Material, moments: Moments) -> None:
        self._material, self._moments = material, moments
        self._before = Reviews(review for review in material.reviews if review.decided_at < moments.cutoff)
        self._since = Reviews(review for review in material.reviews if review.decided_at <= moments.at)
        self._today = max(moments.closing_day, moments.at.astimezone(BEIJING).date())

    def judged(self, failure: Failure) -> Judged:
        """Whether a failure is notified: every reason to hold it back counts, whether it is older or younger than the cut-off.

        A waiver counts also for the day on which the problem was last seen in the month.
        """
        seen = self._material.all_runs[failure.run]
        lives = self._material.episodes.get(failure.finding.fingerprint, ())
        episode = next((life for life in lives if life.first_at <= seen.started_at <= life.last_at), None)
        if episode is None:
            return Judged(failure=failure, episode=None, why=HOLD_ZH[Hold.SUSPECTED])
        known = _as_known(episode, self._before, self._material.looks.get(episode.fingerprint, ()))
        then = handling(known, self._before, self._moments.closing_day)
        now = handling(episode, self._since, self._today)
        waived = handling(known, self._since, seen.as_of).waiver is not None
        holds = tuple(dict.fromkeys((*then.holds, *now.holds, *((Hold.WAIVED,) if waived else ()))))
        why = "；".join(HOLD_ZH[hold] for hold in holds)
        if holds and {Hold.SUSPECTED, Hold.SECOND}.issuperset(holds) and not now.holds:
            why = LATER
        if Severity.INFO in (failure.finding.severity, episode.severity):
            why = ONLY_A_HINT
        by = then.ruling.by if then.ruling.verdict is Verdict.CONFIRMED else ()
        return Judged(failure=failure, episode=known, by=by, why=why)


def _as_known(episode: Episode, before: Reviews, looks: tuple[dt.datetime, ...]) -> Episode:
    """The episode without a confirmation that came after the cut-off: the ledger keeps only the latest state of it."""
    if before.ruling(episode.fingerprint, episode.severity).verdict is Verdict.CONFIRMED or episode.state is EpisodeState.REJECTED:
        return episode
    by_machine = episode.confirmed_by == SECOND_LOOK and sum(look >= episode.first_at for look in looks) >= _LOOKS
    if episode.confirmed_by == "" or by_machine:
        return episode
    resolved = episode.state is EpisodeState.RESOLVED
    return attrs.evolve(episode, confirmed_by="", state=episode.state if resolved else EpisodeState.SUSPECTED)
