"""Facts that a transformation rightly changes on one page, each with the reason. 例外"""

from __future__ import annotations

from collections.abc import Mapping

ALL_NAMES = ("no names", "meaningless names")
ALL_AROUND = ("top menu", "menu in a table", "double menu", "hot list")
# (page, transformations) → (what may differ, why)
TABLE: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        "article-future-date-utf16",
        ALL_NAMES,
        ("page_kind", "title", "published", "entries", "more_pages"),
        "its only date lies in the future and is no day of publication, so that nothing marks the notice among the blocks around it",
    ),
    (
        "item-penalty-rows-mixed",
        ALL_NAMES,
        ("penalty_fields",),
        "only the class of its block tells that a frame belongs to the share bar: without it the frame may hold what is missing",
    ),
    ("n-apply-form-only", ALL_NAMES, ("guide.address",), "only the class tells that an address without a label is the footer's"),
    (
        "n-notfound-not-approved-asp-gb18030",
        ALL_AROUND,
        ("page_kind", "title", "published", "entries", "more_pages", "site"),
        "one sentence of refusal beside a list of news: with more around it the list is what the page shows",
    ),
    ("r-guide-cloned-site-junk-tags", ("scripts and styles",), ("guide.email",), "a script beside an empty field may fill it"),
    ("r-item-unfilled-template-values", ("no names",), ("item_fields",), "the names of its empty boxes tell that a script is to fill them"),
    (
        "r-power-query-page-eight-columns",
        ("top menu", "menu in a table"),
        ("title",),
        "its heading names the list, one bureau and a count: with a menu above, the name is read with what follows it",
    ),
    (
        "r-catalogue-department-matrix-broken-href",
        ALL_AROUND,
        ("entries", "more_pages"),
        "two rows in a small block of a landing page that is all menus: with more menus around the block is no main list",
    ),
    (
        "r-guide-index-broken-comment-menu",
        ALL_NAMES,
        ("channels", "page_kind", "guide", "entries", "more_pages"),
        "a menu laid bare by a broken comment is known as one by its class alone",
    ),
    ("m-item-numbered-prose-2011", ("scripts and styles",), ("item_fields.fee_std",), "a script beside an empty field may fill it"),
    (
        "kind-catalogue-mojibake",
        ("meaningless names",),
        ("page_kind", "entries", "more_pages"),
        "misread characters make the words of its menu as long as titles: without its class the menu looks like a list",
    ),
)


def allowed(page: str, transformation: str) -> tuple[str, ...]:
    """Beginnings of the paths of facts that may differ."""
    return tuple(path for name, where, paths, _ in TABLE if name == page and transformation in where for path in paths)


def pairs() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """All exceptions, one for each page and transformation."""
    return {(name, transformation): paths for name, where, paths, _ in TABLE for transformation in where}
