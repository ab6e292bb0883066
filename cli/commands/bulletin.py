"""``gongkai bulletin``: the monthly notice as DOCX, XLSX and HTML. 通报表"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import attrs
import typer

from archive.errors import ArchiveError
from archive.ledger import Ledger, open_ledger
from archive.records import IssuedBulletin
from archive.store import naming
from cli import bulletins
from cli.context import BEIJING, Folders, folders, load_config, note, now, parse_month
from cli.exits import UsageError
from cli.settings import TEMPLATE_FILE, load_form, settings_file
from publish.bulletin import view
from publish.bulletin.compute import Request, compute, pages_cited
from publish.bulletin.docx import TemplateError, docx
from publish.bulletin.holding import Moments
from publish.bulletin.html import html
from publish.bulletin.material import gather, nights_of
from publish.bulletin.values import Bulletin, from_json, to_json
from publish.bulletin.xlsx import xlsx


class Kind(enum.StrEnum):
    """A form in which a bulletin is written. 文件格式"""

    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("bulletin")(bulletin)


def bulletin(
    ctx: typer.Context,
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", help="被核查的月份，如 2026-10")],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR", help="写入的文件夹；默认 var/bulletins")] = None,
    form: Annotated[str, typer.Option("--format", metavar="LIST", help="文件格式，以逗号隔开")] = "docx,xlsx,html",
    preview: Annotated[bool, typer.Option("--preview", help="按现有数据计算预览，不印发；未印发的月份默认如此")] = False,
    issue: Annotated[bool, typer.Option("--issue", help="印发：内容存入账本，以后只按所存内容生成")] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="印发人")] = "",
    edition: Annotated[int, typer.Option("--edition", metavar="N", min=0, help="第几版；默认最后一版")] = 0,
    system: Annotated[str, typer.Option("--system", metavar="ID", help="只含此单位及其下属单位")] = "",
    cutoff: Annotated[str, typer.Option("--cutoff", metavar="MOMENT", help="核查截止，如 2026-11-05（当日24时）；默认次月移送日24时")] = "",
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="DOCX 模板；默认 data/templates/bulletin.docx")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只计算和说明，不写文件、不入账")] = False,
) -> None:
    """生成某月的政府信息公开情况通报表：预览、印发，或把已印发的再写一遍。"""
    parse_month(month)
    kinds = _kinds(form)
    if issue and (preview or not by.strip()):
        raise UsageError("印发须写明 --by 印发人，且不能同时用 --preview")
    place = folders(ctx)
    if not place.ledger.is_file():
        raise ArchiveError(f"没有找到账本 {place.ledger}，请先运行 gongkai audit")
    with open_ledger(place.ledger) as ledger:
        issued = [each for each in map(_content, ledger.bulletins(month)) if each.system == system]
        if issued and not (issue or preview):
            made = _edition(issued, edition)
            files = _files(made, template.read_bytes(), kinds) if template else _as_issued(ledger, made, kinds)
        else:
            if edition not in (0, len(issued) + 1):
                raise UsageError(f"{month} 已印发 {len(issued)} 版，下一版是第 {len(issued) + 1} 版")
            look = _template(place, template)
            made = _computed(ctx, ledger, month, system, by.strip() if issue else "", cutoff, issued, look)
            every = _files(made, look, tuple(Kind) if issue else kinds)  # what cannot be written is not issued either
            if issue and not dry_run:
                _enter(ledger, made, look, every)
            files = {kind: body for kind, body in every.items() if kind in kinds}
    _tell(made)
    _write(view.file_name(made), files, output or place.var / "bulletins", dry_run)


def _kinds(text: str) -> tuple[Kind, ...]:
    try:
        return tuple(dict.fromkeys(Kind(part.strip()) for part in text.split(",")))
    except ValueError:
        raise UsageError(f"文件格式 {text!r} 应为 {'、'.join(Kind)} 中的一种或几种，以逗号隔开") from None


def _content(kept: IssuedBulletin) -> Bulletin:
    return from_json(kept.json)


def _edition(issued: list[Bulletin], edition: int) -> Bulletin:
    found = next((each for each in reversed(issued) if edition in (0, each.edition)), None)
    if found is None:
        raise UsageError(f"没有第 {edition} 版；已印发 {len(issued)} 版")
    return found


def _template(place: Folders, given: Path | None) -> bytes:
    path = given or settings_file(place.data, TEMPLATE_FILE)
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"模板 {path} 无法读取（{error.strerror}）") from None


def _computed(
    ctx: typer.Context, ledger: Ledger, month: str, system: str, by: str, cutoff: str, issued: list[Bulletin], look: bytes
) -> Bulletin:
    loaded, place, at = load_config(ctx), folders(ctx), now()
    form = load_form(place.data)
    begun = [run.started_at for run in nights_of(ledger, month)]
    close = _moment(cutoff) if cutoff else bulletins.usual_cutoff(month, form, begun, not issued, at)
    if close > at:
        raise UsageError(f"核查截止时间 {view.moment_zh(close)} 还没有到")
    material = gather(ledger, month, close)
    if system and system not in {unit.id for unit in material.registry.units}:
        raise UsageError(f"登记簿中没有公开主体 {system}")
    for says in (*bulletins.timing(month, form, at), *bulletins.wording(material)):
        note(says)
    request = Request(
        month=month,
        form=form,
        moments=Moments(cutoff=close, at=at),
        system=system,
        by=by,
        template=hashlib.sha256(look).hexdigest() if by else "",
    )
    made = compute(request, material, bulletins.guidance(loaded, bulletins.titles(place, pages_cited(material))))
    if by and issued and not made.changes:
        raise UsageError(f"与第 {len(issued)} 版的通报内容相同，没有可更正的")
    return made


def _moment(text: str) -> dt.datetime:
    """A day given on the command line ends at 24:00; a moment without its zone is Beijing time."""
    try:
        if "T" in text or " " in text:
            moment = dt.datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
        return bulletins.day_ends(dt.date.fromisoformat(text))
    except ValueError:
        raise UsageError(f"核查截止 {text!r} 应写作 2026-11-05 或 2026-11-05T18:00") from None


def _files(made: Bulletin, look: bytes, kinds: tuple[Kind, ...]) -> dict[Kind, bytes]:
    writers: Mapping[Kind, Callable[[], bytes]] = {
        Kind.DOCX: lambda: docx(made, look),
        Kind.XLSX: lambda: xlsx(made),
        Kind.HTML: lambda: html(made),
    }
    try:
        return {kind: writers[kind]() for kind in kinds}
    except TemplateError as error:
        raise UsageError(str(error)) from error


def _as_issued(ledger: Ledger, made: Bulletin, kinds: tuple[Kind, ...]) -> dict[Kind, bytes]:
    """The files as they went out."""
    kept = {kind: ledger.attachment(sha256) for kind, sha256 in made.files}
    if missing := [kind for kind in kinds if kept.get(kind) is None]:
        raise ArchiveError(f"账本 {ledger.path}：缺少已印发的文件（{'、'.join(missing)}）")
    return {kind: kept[kind] or b"" for kind in kinds}


def _enter(ledger: Ledger, made: Bulletin, look: bytes, files: Mapping[Kind, bytes]) -> None:
    """Keep the bulletin, its template and its files; the ledger's own edition counts the bulletins of all systems of a month."""
    with ledger.atomic():
        ledger.keep_attachment(TEMPLATE_FILE, look)
        names = tuple((kind.value, ledger.keep_attachment(f"{view.file_name(made)}.{kind}", body).sha256) for kind, body in files.items())
        kept = ledger.bulletins(made.month)
        if sum(_content(each).system == made.system for each in kept) != made.edition - 1:
            raise ArchiveError(f"{made.month} 的通报表刚被他人印发，请核对后再印发")
        text = to_json(attrs.evolve(made, files=names))
        ledger.issue_bulletin(IssuedBulletin(month=made.month, edition=len(kept) + 1, at=made.at, issued_by=made.by, json=text))


def _write(name: str, files: Mapping[Kind, bytes], folder: Path, dry_run: bool) -> None:
    for kind, body in files.items():
        target = folder / f"{name}.{kind}"
        if not dry_run:
            with naming(target, "通报表"):
                folder.mkdir(parents=True, exist_ok=True)
                part = target.with_name(f"{target.name}.part")
                part.write_bytes(body)
                part.replace(target)
        print(f"{'将写入' if dry_run else '已写入'} {target}")


def _tell(made: Bulletin) -> None:
    """What is in it, on stderr: the counts, and what was left out and why."""
    standing = view.standing(made) or "第1版"
    facts = sum(len(notice.lines) for notice in made.units)
    note(f"{view.title(made)}（{standing}）：核查截止 {view.moment_zh(made.cutoff)}")
    note(f"通报 {len(made.units)} 个单位 {facts} 项；抽查 {len(made.read)} 个单位；无法核查 {len(made.unproven)} 项")
    if made.held_counts:
        note(f"未列入 {sum(count for _, count in made.held_counts)} 项：{'、'.join(f'{why} {count}' for why, count in made.held_counts)}")
    if not made.nights:
        note("当月没有已发布的巡检")
    for change in made.changes:
        note(f"与上一版相比：{change}")
