"""What a link is likely to lead to, from its words. Used to plan the crawl and to see what is offered but cannot be opened. 链接用途"""

from __future__ import annotations

import functools
import re

from checks.model import Link
from checks.parsing.fold import fold
from checks.vocabulary import Vocabulary

from .glance import finder

LONGEST = 40  # a longer text is no title of a document of these roles
LONGEST_PLACE = 14  # … and no name of a place, unless it is an organ's with the name of its disclosure behind
# Roles that single documents carry in their titles; all others name places only.
DOCUMENT_ROLES = frozenset({"guide", "catalogue", "apply", "annual_report", "plan", "power_list", "rules"})
FAMILY = "roles"
DISCLOSURE = "disclosure"
# «…局政府信息公开专栏»: an organ's name, the label, what kind of place it is. Sentences put a verb where the organ's name ends.
ORGAN_COLUMN = re.compile(
    r"(?:局|厅|部|署|委|办|政府|中心|办公室|委员会|管委会|联合会|协会|总会|总队|支队|大队|[省市县区州盟旗镇乡]|街道|办事处|学院|大学|学校|医院|法院|检察院"
    r"|研究院|研究所|监狱|总站|集团|公司|网|网站|门户)的?(?:(?:政府|部门)?信息公开|政务公开)"
    r"(?:公开|专题|专栏|专网|专区|专页|栏目?|平台|系统|门户|网站?|目录|指南|年报|年度报告){0,3}$"
)
AT_WORK = re.compile(r"关于|调研|检查|督查|督导|视察|考察|召开|开展|推进|部署|指导|开通|上线|改版|举办|组织")  # news of a place is no place
MARKS = "".join(sorted(set("·•>»›|:-[]【】()《》<>")))  # what menus set before and after their items


def role_of(link: Link, vocabulary: Vocabulary) -> str:
    """The role a link's words give it (``guide``, ``catalogue``, ``apply`` …: ids of the vocabulary family ``roles``), or ''. 链接用途"""
    return role_of_text(link.text or link.title, vocabulary)


@functools.lru_cache(maxsize=65536)
def role_of_text(text: str, vocabulary: Vocabulary) -> str:
    """The role that a link text or a title names.

    ``aliases`` must be the whole text, ``labels`` may stand inside it, ``never`` excludes. The longest label wins; on equal length the
    order of the vocabulary file decides. A text longer than a place's name has the role ``disclosure`` only if ``ends_as_column``.
    """
    words = fold(text).strip(MARKS)
    if not words or len(words) > LONGEST or not _known(vocabulary).search(words):
        return ""
    best = ("", 0)
    column = len(words) > LONGEST_PLACE and ends_as_column(words)
    for role in vocabulary.family(FAMILY).values():
        own_column = column and role.id == DISCLOSURE
        if len(words) > LONGEST_PLACE and role.id not in DOCUMENT_ROLES and not own_column:
            continue
        size = len(words) + 1 if words in role.aliases else max([len(word) for word in role.labels if word in words], default=0)
        # An organ's name may hold a word that is none of a column's: 统计局.
        if size > best[1] and (own_column or not any(word in words for word in role.never)):
            best = (role.id, size)
    return best[0]


def ends_as_column(words: str) -> bool:
    """Whether a folded text is an organ's name that ends in the name of its disclosure column: the name of a place, however long. 以专栏名结尾"""
    return ORGAN_COLUMN.search(words) is not None and AT_WORK.search(words) is None


@functools.lru_cache(maxsize=8)
def _known(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Finds any word of any role: most links name none."""
    roles = vocabulary.family(FAMILY).values()
    return finder(tuple(word for role in roles for word in (*role.labels, *role.aliases)))
