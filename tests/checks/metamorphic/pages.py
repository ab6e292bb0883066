"""The pages that are transformed, by family, and which of them for which transformation. 变换所用网页"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LABELLED = ROOT / "tests" / "accuracy" / "pages" / "tuned"
DEMO = ROOT / "data" / "demo"
PORTALS = ("yunxi", "qingshi", "lanting")
EVERY = 5  # of the demo's pages, many of which are alike
SHARE = 2  # one page in so many for each transformation, besides the first of each family


def families() -> Mapping[str, Sequence[Path]]:
    """Labelled pages by the first word of their names, pages of the demo portals by portal."""
    found: dict[str, list[Path]] = {}
    for page in sorted(LABELLED.glob("*.html")):
        words = page.stem.split("-")
        found.setdefault(words[1] if len(words[0]) == 1 else words[0], []).append(page)
    for portal in PORTALS:
        found[portal] = sorted((DEMO / portal).rglob("*.html"))[::EVERY]
    return found


def chosen(pages: Sequence[Path], transformation: str) -> Sequence[Path]:
    """Pages of a family for a transformation: the first always, of the rest a fixed half that differs from transformation to transformation."""
    return [page for place, page in enumerate(pages) if not place or zlib.crc32(f"{page.stem} {transformation}".encode()) % SHARE == 0]


def name_of(page: Path) -> str:
    """How a page is called where exceptions are listed."""
    return page.stem if page.is_relative_to(LABELLED) else page.relative_to(DEMO).as_posix()
