"""What an edition of a bulletin corrects in the one before. 更正内容"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .values import Bulletin, Line


def latest_editions(bulletins: Iterable[Bulletin]) -> tuple[Bulletin, ...]:
    """Of each month and system the last edition, by month. 各月最后一版"""
    last: dict[tuple[str, str], Bulletin] = {}
    for bulletin in bulletins:
        known = last.get((bulletin.month, bulletin.system))
        if known is None or bulletin.edition > known.edition:
            last[bulletin.month, bulletin.system] = bulletin
    return tuple(last[key] for key in sorted(last))


def changed(before: Bulletin, after: Bulletin) -> tuple[str, ...]:
    """One sentence for each fact that was added, taken out or said otherwise; none if all is the same. 更正说明"""
    return tuple(_sentences(_facts(before), _facts(after)))


def _facts(bulletin: Bulletin) -> dict[tuple[str, str, str], tuple[str, Line]]:
    return {
        (notice.unit, line.row, line.fingerprint or line.text): (notice.name, line) for notice in bulletin.units for line in notice.lines
    }


def _sentences(before: dict[tuple[str, str, str], tuple[str, Line]], after: dict[tuple[str, str, str], tuple[str, Line]]) -> Iterator[str]:
    for key, (name, line) in before.items():
        if key not in after:
            yield f"删去{name}（{line.row}）：{line.text}"
    for key, (name, line) in after.items():
        if key not in before:
            yield f"增列{name}（{line.row}）：{line.text}"
        elif before[key][1].text != line.text:
            yield f"更正{name}（{line.row}）：“{before[key][1].text}”改为“{line.text}”"
