"""``python -m tests.accuracy``: score the facts of labelled pages and write docs/accuracy.md. 准确率

Own pages stand in two halves: one that was looked at while the readers were written, one that was set apart. Of the half set apart
only figures are printed, so that it stays unseen.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import checks.facts
import config
from checks.facts.report import as_label
from checks.parsing.view import PageView
from checks.scoring import ERRORS, Score, Share, named, score
from checks.vocabulary import Context
from cli.commands.eval import percent, read_labels
from cli.commands.facts import named_pages, saved_page

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = Path(__file__).resolve().parent / "pages"
SHARED = ROOT.parent / "shared" / "corpus"
DOCUMENT = ROOT / "docs" / "accuracy.md"
AS_OF = dt.date(2026, 1, 1)
TITLES = {"tuned": "own, tuned on", "apart": "own, set apart", "saved": "saved real pages"}
HEAD = """# Accuracy

What `gongkai facts` reads, held against labels that people wrote ([labels.md](labels.md)). Written by `make accuracy`.

Own pages are invented, in the manner of many systems; half of them was set apart before the readers were tuned and is never looked at.
The saved real pages do not belong to this project; their figures stand here as they were when the table was last written with them.
Errors (falsely accused, missed, abstained, invented) should be low, all else high; in brackets Wilson's 95 % interval.
"""


def main() -> None:
    """Score, print, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy")
    parser.add_argument("--mistakes", action="store_true", help="列出不一致之处（不含留出的一半）")
    asked = parser.parse_args()
    scores = {half: own(half) for half in ("tuned", "apart")}
    saved = saved_pages()
    if saved is None:
        print(f"没有 {SHARED}：只评自有网页")
    else:
        scores["saved"] = saved
    if asked.mistakes:
        for half in scores.keys() - {"apart"}:
            for mistake in scores[half].mistakes:
                print(f"{half}  {mistake.file}  {mistake.what}  标注 {mistake.label}  读出 {mistake.predicted}")
    text = table(scores)
    print(text)
    if saved is not None:
        DOCUMENT.write_text(HEAD + "\n" + text + "\n", encoding="utf-8")


def own(half: str) -> Score:
    """Score one half of the own pages."""
    return score(read_labels(PAGES / half), predictions(PAGES / half, prefix=f"{half}/"))


def saved_pages() -> Score | None:
    """Score the saved real pages, None where they are not at hand."""
    return score(read_labels(SHARED / "labels"), predictions(SHARED / "pages")) if SHARED.exists() else None


def predictions(folder: Path, prefix: str = "") -> dict[str, Mapping[str, object]]:
    """What the program reads on every page of a folder, as ``gongkai facts`` gives it."""
    context = Context(as_of=AS_OF, vocabulary=config.load(ROOT / "data").vocabulary, start_url="")
    found = []
    for name, path in named_pages([folder]):
        view = PageView(saved_page(path, ""))
        found.append({"file": prefix + name, **as_label(view, checks.facts.read(view, context), context)})
    return dict(named(found))


def table(scores: Mapping[str, Score]) -> str:
    """All measures, one column for each set of pages, as Markdown."""
    names = list(dict.fromkeys(name for found in scores.values() for name in found.shares))
    names.sort(key=lambda name: name.endswith(ERRORS))
    lines = ["| measure | " + " | ".join(TITLES[key] for key in scores) + " |", "|---" * (len(scores) + 1) + "|"]
    for name in names:
        lines.append(f"| {name} | " + " | ".join(_cell(found.shares.get(name)) for found in scores.values()) + " |")
    return "\n".join(lines)


def _cell(share: Share | None) -> str:
    if share is None or not share.n:
        return "–"
    low, high = share.interval()
    return f"{share.right}/{share.n} = {percent(share)} ({low:.1%}–{high:.1%})"


if __name__ == "__main__":
    main()
