"""Gathers what an evidence pack is made of: the published database, visit files, pictures, rules, key and time stamp. 证据包的取材"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import typer

from publish.evidence.pack import Wanted, write_pack
from publish.evidence.signing import SigningError, read_key, stamp_from
from publish.exports import ExportOptions, open_published

from .context import VERSION, as_plain, folders, load_config, note
from .exits import Exit, UsageError
from .pages.rules import lines_of


def export_evidence(ctx: typer.Context, options: ExportOptions, output: Path | None, *, key: Path | None, tsa: str, dry_run: bool) -> int:
    """Write an evidence pack to a ZIP file or a folder and say what is in it, and what is not. 导出证据包"""
    if output is None:
        raise UsageError("证据包要写明 -o 文件.zip 或文件夹")
    if not (options.finding or options.unit or options.run):
        raise UsageError("证据包要写明 --finding 结果编号、--unit 公开主体或 --run 批次")
    where = folders(ctx)
    title, count = describe(where.published, options)
    if not count:
        raise UsageError(f"{title}：没有检查结果，未写证据包")
    try:
        wanted = Wanted(
            options=options,
            title=title,
            database=where.published,
            var=where.var,
            software=f"gongkai/{VERSION}",
            rules=lambda ids: rule_texts(ctx, ids),
            key=read_key(key) if key else None,
            stamp=stamp_from(tsa) if tsa else None,
        )
        if dry_run:
            note(f"将写证据包 {output}：{title}，检查结果 {count} 项（未写入）")
            return Exit.DONE
        done = write_pack(wanted, output)
    except SigningError as error:
        note(f"未写证据包：{error}")
        return Exit.INCOMPLETE if tsa else Exit.USAGE
    note(f"已写入 {output}：检查结果 {done.findings} 项，网页 {done.pages} 份，截图 {done.shots} 张，共 {done.files} 个文件")
    if done.masked:
        note(f"{done.masked} 份网页隐去了个人信息，清单见包内 README.txt")
    for page in done.missing:
        note(f"原件已不在，未收入：{page.url}（{page.sha256}）")
    if not (key or tsa):
        note("没有签名，也没有时间戳：清单能证明文件此后未变，不能证明由谁、在何时制作（--key、--tsa）")
    return Exit.DONE


def describe(database: Path, options: ExportOptions) -> tuple[str, int]:
    """What is packed, in words, and how many findings that is. 证据包名称"""
    from publish.csv_export import conditions

    where, asked = conditions(options)
    with open_published(database) as connection:
        count = connection.execute(f"select count(*) from finding f where {where}", asked).fetchone()[0]
        names = [
            connection.execute("select name from unit where id = ?", [options.unit]).fetchone()[0] if options.unit else "",
            f"批次 {options.run}" if options.run else "",
            connection.execute("select title from rule where id = ?", [options.rule]).fetchone()[0] if options.rule else "",
            f"检查结果 {options.finding}" if options.finding else "",
            connection.execute("select name from outcome where id = ?", [options.outcome]).fetchone()[0] if options.outcome else "",
        ]
    return "，".join(filter(None, names)), int(count)


def rule_texts(ctx: typer.Context, ids: Iterable[str]) -> Mapping[str, str]:
    """Rules at hand as Markdown, parameters included. 指标文本"""
    loaded = load_config(ctx)
    home = {name: pack for pack in loaded.packs for name in pack.rules}
    rules = {rule.id: rule for rule in loaded.rules}
    made = {}
    for name in ids:
        if name in rules:
            rule = rules[name]
            params = json.dumps(as_plain(rule.params), ensure_ascii=False, indent=1)
            lines = (f"# {rule.title}", "", *lines_of(rule, home[name]), "", "参数：", "", "```json", params, "```", "")
            made[name] = "\n".join(lines)
    return made
