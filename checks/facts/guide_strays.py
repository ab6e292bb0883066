"""Values of a guide's contact data that no label claims: where one stands, the label that has none is not blank. 无标签认领的取值"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checks.model import State
from checks.parsing.fold import fold
from checks.parsing.grid import table_above
from checks.vocabulary import Vocabulary

from .guide_labels import ORGAN_NAME, Candidate, labels_of
from .guide_tables import has_bodies
from .guide_text import Body, Piece
from .guide_values import CLOCK, DAYS, emails
from .guide_wording import WORDING

NEAR = 6  # lines beyond the block of labels
LONGEST = 60  # characters of a value that stands for itself
TELEPHONE = re.compile(r"(?:\(?\+?(?:86-?)?\(?0\d{2,3}\)?-{0,2})?\d{3,4}-?\d{4}(?:-\d{1,5}|转\d{1,5})?")
POSTCODE = re.compile(r"\d{6}")
ONLY_TIME = re.compile(r"[\d:.\-~—至到,;、()周星期礼拜一二三四五六七八九十日天每工作法定节假上下中午早晚夏冬季令时点分半及和除外]{3,60}")
WHOLE = ("hours", "address")
NUMBERS = ("phone", "fax", "zip")
EDGES = ":：,，;；。、.()（）-—| "
# Elements whose values look alike: what one of them has is not free for the other.
ALIKE: dict[str, tuple[str, ...]] = {"phone": ("phone", "fax"), "fax": ("phone", "fax"), "email": ("email", "net"), "net": ("email", "net")}


def has_stray(body: Body, candidates: tuple[Candidate, ...], name: str, vocabulary: Vocabulary) -> bool:
    """Whether a value of the element's shape stands in the office's block and belongs to no label there.

    Labels and values may have been set in a manner that was not understood: values before their labels, in the next row, in another
    column, at the head of the next line. Then a label without a value was read wrongly, and is not blank. 有无未认领的取值
    """
    claimed = [fold(c.value) for c in candidates if c.element in ALIKE.get(name, (name,)) and c.judged.state is State.VALID and c.value]
    near = _near(body, candidates)
    return any(
        _fits(name, part) and not any(part in value for value in claimed) for piece in near for part in _parts(name, piece, vocabulary)
    )


def _near(body: Body, candidates: Iterable[Candidate]) -> Iterator[Piece]:
    """Lines of the office's block: among its labels, as far below and above as their number goes, and in their tables."""
    own = [c for c in candidates if not c.decoy]
    lines = [c.piece for c in own]
    first, last = min(lines, default=0), max(lines, default=-1)
    reach = NEAR + min(len(own), last - first)
    tables = {table for c in own if (table := table_above(c.where)) is not None}
    others = {table for table in tables if has_bodies(table)}
    for piece in body.pieces:
        if piece.form or piece.decoy or len(piece.text) > 2 * LONGEST:
            continue
        table = table_above(piece.element) if tables else None
        if table not in others and (first - reach <= piece.index <= last + reach or table in tables):
            yield piece


def _parts(name: str, piece: Piece, vocabulary: Vocabulary) -> Iterator[str]:
    """What stands between the labels of a line; times and places only where nothing else is said there: a sentence tells others' as well."""
    text = piece.folded.text
    if name in WHOLE:
        yield labels_of(vocabulary)[0].sub("", text)[: LONGEST + 1].strip(EDGES)
        return
    words = map(fold, piece.text.split()) if name in NUMBERS else ()  # «339000 联系电话：» and «0999-8123401 4.»
    for line in (text, *words):
        for part in (line,) if name == "org" else labels_of(vocabulary)[0].split(line):
            bare = part.strip(EDGES)
            if 0 < len(bare) <= LONGEST:
                yield bare


def _fits(name: str, part: str) -> bool:
    """Whether a part of a line is a value of the element, and nothing else."""
    if name in ("phone", "fax"):
        return TELEPHONE.fullmatch(part) is not None
    if name == "zip":
        return POSTCODE.fullmatch(part) is not None
    if name in ("email", "net"):
        return bool(emails(part)) and part[0].isascii()
    if name == "hours":
        return bool(CLOCK.search(part) or DAYS.match(part)) and ONLY_TIME.fullmatch(part) is not None and not TELEPHONE.search(part)
    if name == "org":
        return ORGAN_NAME.fullmatch(part) is not None
    return (
        len(part) <= LONGEST
        and bool(WORDING["address"].search(part))
        and "。" not in part
        and not part.endswith("号楼")
        and "@" not in part
    )
