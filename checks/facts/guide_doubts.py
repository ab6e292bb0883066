"""Contact data that stand in somebody else's block and may be the office's none the less: no element is called missing then. 归属存疑的联系方式"""

from __future__ import annotations

import re

from checks.model import State

from .guide_labels import Candidate
from .guide_text import Body, is_decoy, is_named_before, is_settled

OFFICE_BLOCK = 2  # this many elements of contact data make a block of the office
SELDOM = ("email", "fax", "zip", "hours")  # which a chapter on remedies that names no desk gives for the office rather than for itself
OWN_READING = re.compile(r"办公室(?:信息)?查[阅询](?:点|处|室)|在(?:本局|本机关|局|我局)[^,。;]{0,8}查[阅询]")  # the organ's office itself
# A heading of contact data that names no desk, in a chapter on remedies: «四、监督保障 (二)工作机构».
CONTACTS = re.compile(r"^[^,。;:]{0,8}(?:工作机构|办公机构|机构信息|联系方式|联系我们)$")


def is_doubtful(body: Body, found: Candidate, candidates: tuple[Candidate, ...]) -> bool:
    """Contact data under a chapter on supervision that names nobody, in a guide whose office has no block of its own, may be the office's. 联系方式归属存疑"""
    if found.unsure:
        return True
    if found.decoy != body.pieces[found.piece].decoy:
        return False
    title = body.pieces[found.piece].path[-1:]
    undecided = OWN_READING.search(found.decoy) or any(CONTACTS.search(t) and not is_decoy(t, body.own_names) for t in title)
    if undecided and office_size(candidates) < OFFICE_BLOCK:
        return True
    named = any(c.element == "org" and c.decoy == found.decoy for c in candidates)
    if is_settled(body, found.decoy):
        return not named and not is_named_before(body, body.pieces[found.piece])
    own = {c.element for c in candidates if not c.decoy}
    theirs = {c.element for c in candidates if c.decoy == found.decoy}
    halves = len(theirs) >= OFFICE_BLOCK and own.isdisjoint(theirs)  # of one office's data, rather than two offices
    return halves or found.element in SELDOM or office_size(candidates) < OFFICE_BLOCK


def office_size(candidates: tuple[Candidate, ...]) -> int:
    """How many elements of contact data the office's own blocks show."""
    return len({c.element for c in candidates if not c.decoy and c.judged.state is not State.ABSENT and c.element != "net"})
