"""What an audit is asked to visit: registered portals, an address, a folder, the demo. 巡检对象"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import attrs

from checks.model import Portal, Registry, Unit
from checks.model.unit import Place
from config import Config
from config.registry import load_registry, url_trouble

from .context import Folders
from .exits import UsageError
from .folder_server import serve_folder

DEMO = "demo"
_DEMO_URL = re.compile(rf"{DEMO}:([\w-]+)(.*)")


@attrs.frozen(kw_only=True)
class Targets:
    """Portals to visit, with the registry that says who discloses on them. 巡检对象

    Attributes:
        sources: what tells these portals from others of the same names; a run is resumed for the same sources only.
        as_of: the judgement date that goes with the targets (the demo's), None if there is none.
    """

    registry: Registry
    portals: tuple[Portal, ...]
    sources: tuple[str, ...]
    as_of: dt.date | None = None


@contextlib.contextmanager
def targets(
    loaded: Config,
    folders: Folders,
    *,
    starts: Sequence[str] = (),
    portals: Sequence[str] = (),
    demo: bool = False,
    allow_private: bool = False,
) -> Iterator[Targets]:
    """Resolve what was asked for; folders are served on loopback while the context lasts.

    Without starts, portals and demo: every enabled portal of the registry.

    Raises:
        UsageError: unknown portal, folder that does not exist, bad address, nothing to visit.
    """
    if sum(map(bool, (starts, portals, demo))) > 1:
        raise UsageError("--start、--portal、--demo 只能用其中一种")
    with contextlib.ExitStack() as servers:
        if demo:
            yield _demo(folders.data / DEMO, servers)
        elif starts:
            yield _started(starts, allow_private, servers)
        else:
            yield _registered(loaded.registry, portals)


def _registered(registry: Registry, wanted: Sequence[str]) -> Targets:
    known = {p.id: p for p in registry.portals}
    unknown = [p for p in wanted if p not in known]
    if unknown:
        raise UsageError(f"登记簿中没有网站 {'、'.join(unknown)}；用 gongkai portals list 查看")
    chosen = tuple(known[p] for p in dict.fromkeys(wanted)) if wanted else tuple(p for p in registry.portals if p.enabled)
    if not chosen:
        raise UsageError("登记簿中没有启用的网站；请在 portals.toml 中启用，或用 --portal、--start 指定")
    return Targets(registry=registry, portals=chosen, sources=tuple(f"{p.id} {p.home_url}" for p in chosen))


def _started(starts: Sequence[str], allow_private: bool, servers: contextlib.ExitStack) -> Targets:
    """The started host counts as the unit's registered place; nothing else is known of the unit."""
    portals: dict[str, Portal] = {}
    sources: list[str] = []
    sites: tuple[str, ...]
    for start in dict.fromkeys(starts):
        folder = Path(start)
        if folder.is_dir():
            url, name, private = _served(folder, servers), folder.resolve().name, False
            sites = (urlsplit(url).netloc,)  # a saved copy is somebody else's pages: no other door of this machine is open to them
        elif "://" in start:
            trouble = url_trouble(start)
            if trouble:
                raise UsageError(f"网址 {start}：{trouble}")
            url, name, private = start, urlsplit(start).netloc, allow_private
            sites = ()
        else:
            raise UsageError(f"{start}：不是文件夹，也不是 http(s) 网址")
        identity = _identity(name, portals)
        portals[identity] = Portal(id=identity, name=name, home_url=url, allow_private=private, private_sites=sites)
        # two folders may have one name, and two addresses one host: neither may take over the other's visit
        sources.append(f"{identity} {folder.resolve() if folder.is_dir() else start}")
    units = tuple(Unit(id=p.id, name=p.id, places=(Place(portal=p.id),)) for p in portals.values())
    return Targets(registry=Registry(portals=tuple(portals.values()), units=units), portals=tuple(portals.values()), sources=tuple(sources))


def _served(folder: Path, servers: contextlib.ExitStack) -> str:
    try:
        return servers.enter_context(serve_folder(folder))
    except ValueError as error:
        raise UsageError(f"{folder}：{error}") from error


def _identity(name: str, taken: dict[str, Portal]) -> str:
    base = re.sub(r"[^0-9A-Za-z.-]+", "-", name).strip("-.").lower() or "portal"
    number = next(n for n in range(1, len(taken) + 2) if (base if n == 1 else f"{base}-{n}") not in taken)
    return base if number == 1 else f"{base}-{number}"


def _demo(folder: Path, servers: contextlib.ExitStack) -> Targets:
    """The bundled portals, each served from its folder."""
    registry = _read_demo(folder)
    names = {match[1] for p in registry.portals if (match := _DEMO_URL.match(p.home_url))}
    served = _placed(registry, {name: servers.enter_context(serve_folder(folder / name)).rstrip("/") for name in sorted(names)})
    as_of = tomllib.loads((folder / "truth.toml").read_text(encoding="utf-8"))["as_of"]
    return Targets(registry=served, portals=served.portals, sources=tuple(f"{DEMO} {p.id}" for p in served.portals), as_of=as_of)


def demo_registry(folders: Folders, starts: Mapping[str, str]) -> Registry:
    """The bundled portals' registry as it was when they were visited: ``starts`` gives the start address of each visited portal. 示范登记簿"""
    registry = _read_demo(folders.data / DEMO)
    found = ((_DEMO_URL.match(p.home_url), starts.get(p.id, "")) for p in registry.portals)
    return _placed(registry, {match[1]: start.removesuffix(match[2] or "/") for match, start in found if match and start})


def _read_demo(folder: Path) -> Registry:
    return load_registry(folder / "portals.toml", base=folder.parent, schemes=("http", "https", DEMO))


def _placed(registry: Registry, bases: Mapping[str, str]) -> Registry:
    """The registry with ``demo:NAME`` replaced by the address at which the folder NAME is, or was, served."""

    def placed(url: str) -> str:
        match = _DEMO_URL.match(url)
        return f"{bases[match[1]]}{match[2] or '/'}" if match and match[1] in bases else url

    portals = tuple(attrs.evolve(p, home_url=placed(p.home_url)) for p in registry.portals)
    units = tuple(attrs.evolve(u, places=tuple(attrs.evolve(p, column_url=placed(p.column_url)) for p in u.places)) for u in registry.units)
    return Registry(portals=portals, units=units)
