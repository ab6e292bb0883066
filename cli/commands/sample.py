"""``gongkai sample``: findings drawn for two evaluators, and what their judgements come to. 抽样评判"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import attrs
import typer

from archive.errors import ArchiveError
from archive.ledger import Ledger, open_ledger
from archive.store import naming
from checks.agreement import Case, Estimate, Kappa, kappa, precision, recall
from checks.model import OUTCOME_ZH, Outcome, Rule
from cli.commands.publish import chosen_run
from cli.context import Folders, Format, FormatOption, emit_json, folders, load_config, note, show_table
from cli.exits import UsageError
from config import Config
from publish.sampling import KEY_FILE, Answer, By, Drawn, Sample, SheetError, Told, draw, files, read_key, read_sheet

_ALL = "全部"


def register(app: typer.Typer) -> None:
    """Add the command with its two parts."""
    part = typer.Typer(name="sample", help="抽样评判：抽取检查结果，由两人分别评判，估计准确率和查全率。", no_args_is_help=True)
    part.command("draw")(draw_command)
    part.command("score")(score_command)
    app.add_typer(part)


def draw_command(
    ctx: typer.Context,
    size: Annotated[int, typer.Option("--size", metavar="N", min=1, help="抽多少项")] = 200,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="随机种子：相同的种子抽出相同的样本")] = 1,
    by: Annotated[By, typer.Option("--by", help="分层依据：rule 指标，outcome 结论，unit 单位")] = By.RULE,
    run: Annotated[str, typer.Option("--run", metavar="ID", help="批次；默认最近一个已判定的批次")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR", help="写入的文件夹；默认 var/sample")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明将抽多少，不写文件")] = False,
) -> None:
    """从一个批次的全部结论中分层随机抽样，写出两份不含本程序结论的评判表。"""
    loaded, place = load_config(ctx), folders(ctx)
    if not place.ledger.is_file():
        raise ArchiveError(f"没有找到账本 {place.ledger}，请先运行 gongkai audit")
    with open_ledger(place.ledger) as ledger:
        chosen = chosen_run(ledger, run)
        findings = [finding for unit in ledger.units_of(chosen.id) for finding in ledger.findings(chosen.id, unit)]
        pairs = {(finding.unit, finding.rule) for finding in findings}
        sample = draw(findings, _told(ledger, loaded, chosen.id, pairs), run=chosen.id, size=size, seed=seed, by=by)
    note(f"批次 {chosen.id}：{sample.total} 项中抽 {len(sample.drawn)} 项，{len(sample.strata)} 层，种子 {seed}")
    if empty := sum(not share for _, share in sample.strata.values()):
        note(f"有 {empty} 层一项也未抽到：样本数少于层数，估计不能代表这些层；可加大 --size 或换 --by")
    _write(sample, output or place.var / "sample", place, dry_run)


def _told(ledger: Ledger, loaded: Config, run: str, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], Told]:
    registry = next(iter(ledger.registries(run)), loaded.registry)
    names = {unit.id: unit.name for unit in registry.units}
    portals = {portal.id: portal.home_url for portal in registry.portals}
    homes = {unit.id: next((place.column_url or portals.get(place.portal, "") for place in unit.places), "") for unit in registry.units}
    rules = {rule.id: rule for rule in loaded.rules}
    return {
        (unit, rule): Told(unit=names.get(unit, unit), title=_title(rules, rule), look=_look(rules.get(rule)), home=homes.get(unit, ""))
        for unit, rule in pairs
    }


def _title(rules: dict[str, Rule], rule: str) -> str:
    return rules[rule].title if rule in rules else rule


def _look(rule: Rule | None) -> str:
    """What the rule asks for, in the words of its source: never what was found."""
    return "；".join(f"{cited.document} {cited.clause}：{cited.quote}".rstrip("：") for cited in rule.citations) if rule else ""


def _write(sample: Sample, folder: Path, place: Folders, dry_run: bool) -> None:
    for name, body in files(sample).items():
        target = folder / name
        if dry_run:
            print(f"将写入 {target}")
            continue
        with naming(target, "抽样文件"):
            folder.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
        print(f"已写入 {target}")
    if not dry_run:
        note(f"评判表各发一人，{KEY_FILE} 自存，评判结束前不给评判人看")


@attrs.frozen(kw_only=True)
class Line:
    """How the program did on one rule, as far as the two evaluators agree. 指标准确度"""

    rule: str
    title: str
    precision: Estimate
    recall: Estimate
    unproven: int


@attrs.frozen(kw_only=True)
class Result:
    """What two sheets come to. 评判结果

    Attributes:
        firm: kappa over what both judged; ``every`` with «cannot judge» as an answer like the others.
        missing: cases that one of them left blank; ``unsure`` that one could not judge; ``split`` on which they differ.
    """

    firm: Kappa
    every: Kappa
    drawn: int
    missing: int
    unsure: int
    split: tuple[tuple[Drawn, Answer, Answer], ...]
    lines: tuple[Line, ...]


def result(sample: Sample, first: dict[str, Answer], second: dict[str, Answer]) -> Result:
    """Agreement of two evaluators, and by what both say the program's precision and recall. 评判结果"""
    both = [(each, first[each.number], second[each.number]) for each in sample.drawn if each.number in first and each.number in second]
    firm = [(each, a, b) for each, a, b in both if Answer.CANT_JUDGE not in (a, b)]
    settled = [(each, a) for each, a, b in firm if a is b]
    rules = sorted({each.rule for each, _ in settled})
    titles = {each.rule: each.title for each in sample.drawn}
    groups = [(_ALL, _ALL, settled), *((rule, titles[rule], [pair for pair in settled if pair[0].rule == rule]) for rule in rules)]
    return Result(
        firm=kappa((a, b) for _, a, b in firm),
        every=kappa((a, b) for _, a, b in both),
        drawn=len(sample.drawn),
        missing=len(sample.drawn) - len(both),
        unsure=len(both) - len(firm),
        split=tuple((each, a, b) for each, a, b in firm if a is not b),
        lines=tuple(_line(rule, title, pairs) for rule, title, pairs in groups),
    )


def _line(rule: str, title: str, pairs: Sequence[tuple[Drawn, Answer]]) -> Line:
    cases = [Case(weight=each.weight, ours=each.outcome is Outcome.FAILED, theirs=answer is Answer.FAILED) for each, answer in pairs]
    unproven = sum(each.outcome is Outcome.CANT_TELL and answer is Answer.FAILED for each, answer in pairs)
    return Line(rule=rule, title=title, precision=precision(cases), recall=recall(cases), unproven=unproven)


def score_command(
    first: Annotated[Path, typer.Argument(metavar="A", help="第一人填好的评判表（XLSX 或 CSV）")],
    second: Annotated[Path, typer.Argument(metavar="B", help="第二人填好的评判表")],
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help=f"抽样底表；默认第一份评判表旁的 {KEY_FILE}")] = None,
    form: FormatOption = Format.TEXT,
) -> None:
    """比较两人的评判：一致性系数、分歧、各指标估计的准确率和查全率，均附95%区间和样本数。"""
    try:
        sample = read_key(key or first.with_name(KEY_FILE))
        judged = result(sample, read_sheet(first, sample), read_sheet(second, sample))
    except SheetError as error:
        raise UsageError(str(error)) from error
    if form is Format.JSON:
        emit_json(_plain(sample, judged))
        return
    note(
        f"批次 {sample.run}，种子 {sample.seed}，抽 {judged.drawn} 项；未填 {judged.missing}，无法判断 {judged.unsure}，分歧 {len(judged.split)}"
    )
    show_table(
        ["一致性", "系数", "95%区间", "相同的比例", "项数"],
        [("合格、不合格、不适用", *_kappa(judged.firm)), ("另计“无法判断”", *_kappa(judged.every))],
    )
    rows = [(each.number, each.unit_name, each.title, each.subject, a, b, OUTCOME_ZH[each.outcome]) for each, a, b in judged.split]
    if rows:
        show_table(["编号", "单位", "指标", "对象", "甲", "乙", "程序"], rows, title="分歧")
    show_table(
        ["指标", "名称", "准确率", "95%区间", "样本", "查全率", "95%区间", "样本", "程序无法核查的不合格"],
        [(line.rule, line.title, *_estimate(line.precision), *_estimate(line.recall), str(line.unproven)) for line in judged.lines],
        title="准确率和查全率",
    )
    note("准确率：程序判为不合格的，两人都判为不合格的比例。查全率：两人都判为不合格的，程序也判为不合格的比例。")
    note("按各层抽样比例加权；只用两人判断相同的样本，分歧、无法判断和未填的不计入。")


def _kappa(value: Kappa) -> tuple[str, str, str, str]:
    if value.value is None:
        return "不能计算" if value.cases else "无样本", "", f"{value.agreed:.1%}" if value.cases else "", str(value.cases)
    return f"{value.value:.3f}", f"{value.low:.3f}—{value.high:.3f}", f"{value.agreed:.1%}", str(value.cases)


def _estimate(value: Estimate) -> tuple[str, str, str]:
    if value.value is None:
        return "—", "", "0"
    return f"{value.value:.1%}", f"{value.low:.1%}—{value.high:.1%}", str(value.cases)


def _plain(sample: Sample, judged: Result) -> dict[str, Any]:
    return {
        "run": sample.run,
        "seed": sample.seed,
        "by": sample.by.value,
        "drawn": judged.drawn,
        "missing": judged.missing,
        "unsure": judged.unsure,
        "kappa": attrs.asdict(judged.firm),
        "kappa_every_answer": attrs.asdict(judged.every),
        "disagreements": [
            {"number": each.number, "fingerprint": each.fingerprint, "first": a.value, "second": b.value, "ours": each.outcome.value}
            for each, a, b in judged.split
        ],
        "rules": [attrs.asdict(line) for line in judged.lines],
    }
