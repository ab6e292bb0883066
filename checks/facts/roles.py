"""What a link is likely to lead to, from its words. Used to plan the crawl and to see what is offered but cannot be opened. 链接用途"""

from __future__ import annotations

import functools
import re

from checks.model import Link
from checks.parsing.fold import fold
from checks.vocabulary import Vocabulary

from .glance import finder

LONGEST = 40  # a longer text is no title of a document of these roles
LONGEST_PLACE = 14  # … and no name of a place
# Roles that single documents carry in their titles; all others name places only.
DOCUMENT_ROLES = frozenset({"guide", "catalogue", "apply", "annual_report", "plan", "power_list", "rules"})
FAMILY = "roles"
MARKS = "".join(sorted(set("·•>»›|:-[]【】()《》<>")))  # what menus set before and after their items


def role_of(link: Link, vocabulary: Vocabulary) -> str:
    """The role a link's words give it (``guide``, ``catalogue``, ``apply`` …: ids of the vocabulary family ``roles``), or ''. 链接用途"""
    return role_of_text(link.text or link.title, vocabulary)


@functools.lru_cache(maxsize=65536)
def role_of_text(text: str, vocabulary: Vocabulary) -> str:
    """The role that a link text or a title names.

    ``aliases`` must be the whole text, ``labels`` may stand inside it, ``never`` excludes. The longest label wins; on equal length the
    order of the vocabulary file decides.
    """
    words = fold(text).strip(MARKS)
    if not words or len(words) > LONGEST or not _known(vocabulary).search(words):
        return ""
    best = ("", 0)
    for role in vocabulary.family(FAMILY).values():
        if len(words) > LONGEST_PLACE and role.id not in DOCUMENT_ROLES:
            continue
        size = len(words) + 1 if words in role.aliases else max([len(word) for word in role.labels if word in words], default=0)
        if size > best[1] and not any(word in words for word in role.never):
            best = (role.id, size)
    return best[0]


@functools.lru_cache(maxsize=8)
def _known(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Finds any word of any role: most links name none."""
    roles = vocabulary.family(FAMILY).values()
    return finder(tuple(word for role in roles for word in (*role.labels, *role.aliases)))
