"""``gongkai tell``: one digest of what changed, to whoever wants to know. 通知"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from typing import Annotated

import attrs
import typer

from archive.errors import ArchiveError
from archive.ledger import Ledger, open_ledger
from checks.reviewing import Reviews
from cli.context import Folders, folders, load_config, note, now
from cli.exits import Exit, UsageError
from cli.settings import FEED, Telling, load_telling
from config import Config
from config.structure import nearest
from publish.telling import feed, state
from publish.telling.channels import Channel, NotTaken, send
from publish.telling.digest import Digest, Now, digest, now_of, snapshot, text, title
from publish.telling.state import Entry, State

STATE_FILE = "telling.json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("tell")(tell)


def tell(
    ctx: typer.Context,
    only: Annotated[str, typer.Option("--channel", metavar="NAME", help="只用此渠道；默认全部启用的渠道和 Atom 订阅")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示将发送的内容，不发送、不记进度")] = False,
) -> None:
    """把上次通知以来的变化汇成一条摘要，发给 data/telling.toml 中启用的渠道，并写入 Atom 订阅。"""
    place = folders(ctx)
    if not place.ledger.is_file():
        raise ArchiveError(f"没有找到账本 {place.ledger}，请先运行 gongkai audit")
    telling = load_telling(place.data, os.environ)
    channels = _chosen(telling, only)
    loaded = load_config(ctx)
    with open_ledger(place.ledger) as ledger:
        standing = _now(ledger, loaded)
    progress = place.var / STATE_FILE
    if dry_run:
        kept = state.load(progress)
        for name in ([FEED] if not only else []) + [channel.name for channel in channels]:
            told = digest(standing, kept.before(name))
            print(f"—— {name}{'' if told.anything else '（没有变化，不发送）'}\n{text(told, telling.site)}")
        return
    with state.alone(progress):
        kept = state.load(progress)
        if not only:
            kept = _feed(place, kept, standing, telling.site)
        failed = _send(place, kept, standing, channels, telling.site, os.environ)
    if failed:
        note(f"{failed} 个渠道未送达；所缺的内容下次一并发送")
        raise typer.Exit(Exit.INCOMPLETE)


def _chosen(telling: Telling, only: str) -> tuple[Channel, ...]:
    enabled = tuple(channel for channel in telling.channel if channel.enabled)
    if not only:
        return enabled
    chosen = tuple(channel for channel in enabled if channel.name == only)
    if not chosen:
        raise UsageError(f"没有启用的渠道 {only}；{nearest(only, [channel.name for channel in enabled])}")
    return chosen


def _now(ledger: Ledger, loaded: Config) -> Now:
    registries = (loaded.registry, *ledger.registries())
    return now_of(
        at=now(),
        episodes=ledger.episodes(),
        reviews=Reviews(ledger.reviews()),
        runs=ledger.runs(),
        folded=ledger.folded(),
        standings=ledger.standings(),
        units={unit.id: unit.name for registry in registries for unit in registry.units},
        rules={rule.id: rule.title_failed for rule in loaded.rules},
    )


def _feed(place: Folders, kept: State, standing: Now, site: str) -> State:
    """The feed is a channel like the others; it is written also if nothing is new, so that readers find it."""
    told = digest(standing, kept.before(FEED))
    kept = attrs.evolve(kept, feed=kept.feed or str(uuid.uuid4()))
    if told.anything:
        entry = Entry(id=told.id, title=title(told), text=text(told, site), at=told.at)
        kept = kept.entered(entry).moved(FEED, snapshot(standing))
    state.write(place.var / feed.FILE, feed.feed(kept.entries, kept.feed, site), "订阅")
    state.save(place.var / STATE_FILE, kept)
    print(f"订阅：{place.var / feed.FILE}{'' if told.anything else '（没有变化）'}")
    return kept


def _send(place: Folders, kept: State, standing: Now, channels: tuple[Channel, ...], site: str, environment: Mapping[str, str]) -> int:
    """Send to each what it does not know yet; returns how many did not take it. Each mark is kept as soon as its channel took the digest."""
    failed = 0
    for channel in channels:
        told: Digest = digest(standing, kept.before(channel.name))
        if not told.anything:
            print(f"{channel.name}：没有变化，未发送")
            continue
        try:
            besides = send(channel, told, site, environment)
        except NotTaken as error:
            failed += 1
            note(f"{channel.name}：未送达：{error}")
            continue
        kept = kept.moved(channel.name, snapshot(standing))
        state.save(place.var / STATE_FILE, kept)
        print(f"{channel.name}：已送达（{title(told)}）{f'；{besides}' if besides else ''}")
    return failed
