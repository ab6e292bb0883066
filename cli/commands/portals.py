"""``gongkai portals``: what is registered, and whether the configuration is right. 登记簿"""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import attrs
import typer

from cli.context import Format, FormatOption, as_plain, emit_json, load_config, show_table


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="查看和检查登记簿")
    group.command("list")(list_portals)
    group.command("check")(check)
    app.add_typer(group, name="portals")


def list_portals(
    ctx: typer.Context,
    enabled: Annotated[bool, typer.Option("--enabled", help="只列启用的网站")] = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """列出网站及其公开主体。"""
    registry = load_config(ctx).registry
    portals = [portal for portal in registry.portals if portal.enabled or not enabled]
    units = {portal.id: [u for u in registry.units if any(place.portal == portal.id for place in u.places)] for portal in portals}
    if form is Format.JSON:
        for portal in portals:
            emit_json({**as_plain(attrs.asdict(portal)), "units": [unit.id for unit in units[portal.id]]})
        return
    rows = [
        (p.id, p.name, p.home_url, p.region, "启用" if p.enabled else "停用", "、".join(unit.name for unit in units[p.id])) for p in portals
    ]
    show_table(["编号", "网站", "首页", "地区", "状态", "公开主体"], rows)


def check(ctx: typer.Context) -> None:
    """检查全部配置，一次列出所有错误；没有错误时给出数目。"""
    loaded = load_config(ctx)
    status = Counter(portal.enabled for portal in loaded.registry.portals)
    print(
        f"配置无误：网站 {status[True] + status[False]} 个（启用 {status[True]}），公开主体 {len(loaded.registry.units)} 个，"
        f"指标体系 {len(loaded.packs)} 个，指标 {len(loaded.rules)} 项" + (f"，调整 {len(loaded.overlays)} 项" if loaded.overlays else "")
    )
