"""The digests as an Atom feed (RFC 4287). 订阅"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from lxml import etree

from .state import Entry

FILE = "feed.atom"
ADDRESS = "/-/feed.atom"
_ATOM = "http://www.w3.org/2005/Atom"
_NAME = "政府信息公开巡检"
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def feed(entries: Sequence[Entry], id: str, site: str = "") -> bytes:
    """The feed of digests, the latest first.

    Args:
        id: UUID of this feed; entries' ids come from it and from what they say.
        site: address under which people browse, '' if unknown; the feed's own id does not change with it.
    """
    spaces: Any = {None: _ATOM}
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=spaces, attrib={"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    _add(root, "id", f"urn:uuid:{id}")
    _add(root, "title", f"{_NAME}：变化摘要")
    _add(root, "updated", _moment(entries[0].at if entries else _EPOCH))
    author = _add(root, "author")
    _add(author, "name", _NAME)
    if site:
        _add(root, "link", rel="alternate", href=site)
        _add(root, "link", rel="self", href=site.rstrip("/") + ADDRESS)
    for entry in entries:
        node = _add(root, "entry")
        _add(node, "id", f"urn:uuid:{uuid.uuid5(uuid.UUID(id), entry.id)}")
        _add(node, "title", entry.title)
        _add(node, "updated", _moment(entry.at))
        if site:
            _add(node, "link", rel="alternate", href=site)
        _add(node, "content", entry.text, type="text")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    node = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attrib=attributes)
    if text:
        node.text = text
    return node


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
