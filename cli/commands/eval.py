"""``gongkai eval``: facts against labels that people wrote. 准确率"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from checks.scoring import ERRORS, Score, Share, named, score
from cli.context import Format, FormatOption, emit_json, note, show_table
from cli.exits import UsageError

NAMES = {
    "falsely accused": "误判为缺失",
    "missed": "漏判",
    "abstained": "未下结论",
    "invented": "凭空读出",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("eval")(evaluate)


def evaluate(
    labels: Annotated[Path, typer.Argument(metavar="LABELS", help="标注文件夹，每页一个 JSON")],
    predictions: Annotated[Path, typer.Argument(metavar="PREDICTIONS", help="gongkai facts 的输出，每页一行")],
    mistakes: Annotated[bool, typer.Option("--mistakes", help="逐条列出不一致之处")] = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """把读出的事实与人工标注比较，给出准确率及95%置信区间。"""
    found = score(read_labels(labels), read_predictions(predictions))
    if form is Format.JSON:
        emit_json(as_json(found, mistakes))
        return
    show_table(("项目", "正确/总数", "比例", "95%区间"), rows(found))
    if mistakes:
        show_table(("网页", "项目", "标注", "读出"), [(m.file, m.what, m.label[:60], m.predicted[:60]) for m in found.mistakes])
    note(f"不一致 {len(found.mistakes)} 处" + ("" if mistakes else "，--mistakes 可逐条列出"))


def rows(found: Score) -> list[tuple[str, str, str, str]]:
    """Measures as people read them: what is right first, then the kinds of error. 准确率表"""
    return [(_title(name), f"{share.right}/{share.n}", percent(share), _interval(share)) for name, share in sorted_shares(found)]


def sorted_shares(found: Score) -> list[tuple[str, Share]]:
    """Measures of what is right in the order they were taken, then errors by section. 排序"""
    right = [(name, share) for name, share in found.shares.items() if not name.endswith(ERRORS)]
    return right + sorted((name, share) for name, share in found.shares.items() if name.endswith(ERRORS))


def percent(share: Share) -> str:
    """A share in per cent, – where there is no case. 百分比"""
    return "–" if share.value is None else f"{share.value:.1%}"


def _interval(share: Share) -> str:
    low, high = share.interval()
    return f"{low:.1%}–{high:.1%}" if share.n else "–"


def _title(name: str) -> str:
    ending = next((ending for ending in NAMES if name.endswith(ending)), "")
    return f"{name.removesuffix(ending).strip()} {NAMES[ending]}" if ending else name


def as_json(found: Score, mistakes: bool) -> dict[str, Any]:
    """The score for scripts. 评分（JSON）"""
    told: dict[str, Any] = {
        name: {"right": share.right, "n": share.n, "value": share.value, "interval": share.interval()}
        for name, share in found.shares.items()
    }
    listed = [{"file": m.file, "what": m.what, "label": m.label, "predicted": m.predicted} for m in found.mistakes]
    return {"measures": told, "mistakes": listed if mistakes else len(listed)}


def read_labels(folder: Path) -> list[dict[str, Any]]:
    """All labels of a folder. UsageError names the file that is none. 读取标注"""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UsageError(f"{folder}：文件夹中没有标注（*.json）")
    return [_checked(file, file.read_text(encoding="utf-8")) for file in files]


def read_predictions(file: Path) -> dict[str, Any]:
    """Predictions by page, one JSON object a line. UsageError names file and line. 读取预测"""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"无法读取 {file}（{error.strerror}）") from error
    try:
        return named(_lines(file, text))
    except ValueError as error:
        raise UsageError(f"{file}：同一网页出现两次：{error}") from error


def _lines(file: Path, text: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield _checked(f"{file} 第{number}行", line)


def _checked(where: object, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{where}：不是 JSON（{error.msg}）") from error
    if not isinstance(value, dict) or not isinstance(value.get("file"), str):
        raise UsageError(f"{where}：缺少 file")
    return value
