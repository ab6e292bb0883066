"""Episodes of the ledger in terms of runs that went out. 问题的发布"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import attrs

from checks.model import Episode, Run


def placed(episode: Episode, out: Collection[str], judged: Sequence[Run], resolved: Run | None = None) -> Episode | None:
    """The episode with its runs among those that went out; None if it has not come out at all. 对应到已发布的批次

    A run that was kept back (``--no-publish``, a lost file) may have been the first or last to see a problem. The nearest published one
    stands for it: for the first the next that follows, for the last the one before, so that no month is claimed in which nothing went out.

    Args:
        out: ids of all published runs.
        judged: those in which the unit was judged, by start.
        resolved: the run that saw the problem gone, published or not.
    """
    after = [run for run in judged if run.started_at >= episode.first_at]
    first = episode.first_run if episode.first_run in out else next((run.id for run in after), "")
    if not first:
        return None
    seen = [run.id for run in after if run.started_at <= episode.last_at]
    last = episode.last_run if episode.last_run in out else (seen or [first])[-1]
    gone = [run.id for run in after if resolved is not None and run.started_at >= resolved.started_at]
    resolved_run = episode.resolved_run if episode.resolved_run in out else next(iter(gone), "")
    return attrs.evolve(episode, first_run=first, last_run=last, resolved_run=resolved_run)
