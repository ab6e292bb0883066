"""The named tags in a page's head that the national guideline knows. 网页标签"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Fact
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .glance import holds

TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource")
SIGNS = tuple(tag.lower().encode() for tag in TAGS)
MOST_VALUE = 60


def tags(view: PageView, context: Context) -> Iterator[Fact]:
    """One ``page.meta`` fact with the tags that stand in the head, a line each; none on a page without any of them. 网页标签"""
    if not view.is_html or view.attachment or not holds(view, *SIGNS):
        return
    present = {name for name, _ in view.metas}
    written = [f"{tag}={view.meta(tag)[:MOST_VALUE]}" for tag in TAGS if tag.lower() in present]
    if written:
        value = "\n".join(written)
        yield Fact(kind="page.meta", value=value, evidence=view.evidence(value, "//head/meta"), method="meta")
