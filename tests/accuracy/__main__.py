"""``python -m tests.accuracy``: score the facts of labelled pages and write docs/accuracy.md. 准确率

Own pages stand in two halves: one that was looked at while the readers were written, one that was set apart. Of the half set apart
only figures are printed, so that it stays unseen.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import checks.facts
import config
from checks.facts.report import as_label
from checks.parsing.view import PageView
from checks.scoring import ERRORS, Label, Score, Share, named, score
from checks.vocabulary import Context
from cli.commands.eval import percent, read_labels
from cli.commands.facts import named_pages, saved_page
from tests.accuracy import beside

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
    section = compare(asked.mistakes)
    if saved is not None:
        DOCUMENT.write_text("\n".join((HEAD, text, "", section)) + "\n", encoding="utf-8")


def compare(mistakes: bool) -> str:
    """The section in which others stand beside us. Where they are not installed, that is said, and their columns stay as they were. 与他人对照"""
    lacking = beside.missing()
    if lacking:
        print(f"未安装 {'、'.join(lacking)}：只更新本程序一列（make compare 安装）")
    others = {} if lacking else beside.readers()
    sets = {half: beside.Set(labels, folder, prefix, predictions(folder, prefix)) for half, (labels, folder, prefix) in places().items()}
    scores = {half: beside.beside(pages, others) for half, pages in sets.items()}
    for half in scores.keys() - {"apart"} if mistakes else ():
        for mistake in beside.better(scores[half]):
            print(f"{half}  {mistake.file}  {mistake.what}  标注 {mistake.label}  读出 {mistake.predicted}  （他人读对）")
    text = beside_table(scores, cells(DOCUMENT))
    print(text)
    return "\n".join((beside.HEADING, "", beside.ABOUT, text))


def places() -> dict[str, tuple[Sequence[Label], Path, str]]:
    """Where the labelled pages lie: labels, folder of the pages, prefix of their names."""
    found = {half: (read_labels(PAGES / half), PAGES / half, f"{half}/") for half in ("tuned", "apart")}
    return found | ({"saved": (read_labels(SHARED / "labels"), SHARED / "pages", "")} if SHARED.exists() else {})


def beside_table(scores: Mapping[str, Mapping[str, Score]], known: Mapping[tuple[str, str, str], str]) -> str:
    """One line for each measure and set of pages, one column for each reader, as Markdown; ``known`` are cells as they were written."""
    names = (beside.OURS, *beside.PACKAGES)
    lines = ["| measure | pages | " + " | ".join(names) + " |", "|---" * (len(names) + 2) + "|"]
    for measure in beside.MEASURES:
        for half, found in scores.items():
            row = measure, TITLES[half]
            told = (
                _cell(found[name].shares.get(measure) if (name, measure) not in beside.UNASKED else None)
                if name in found
                else known.get((*row, name), "–")
                for name in names
            )
            lines.append(f"| {' | '.join((*row, *told))} |")
    return "\n".join(lines)


def cells(document: Path) -> dict[tuple[str, str, str], str]:
    """(measure, pages, reader) → cell of the comparison as the document has it."""
    section = document.read_text(encoding="utf-8").partition(beside.HEADING)[2] if document.exists() else ""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("| ")]
    return {(row[0], row[1], name): cell for row in rows[1:] for name, cell in zip(rows[0][2:], row[2:], strict=True)}


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
