"""Fetched pages as WARC 1.1: what a visit file holds, in the form that archives exchange. 网页存档

Everything is made from the visit file alone: the same page is the same bytes, whenever and wherever it is written.
"""

from __future__ import annotations

import datetime as dt
import http
import io
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import BinaryIO
from urllib.parse import parse_qsl, urlsplit

import attrs
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from archive.visit import digest
from checks.masking import MaskedPage
from checks.model import Page, Visit

NAMES = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # of addresses, RFC 9562
RENDERED = "urn:gongkai:rendered:"
#: bodies are kept decoded, so that these headers are true no more; their values stay under another name
TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})
KEPT_AS = "X-Archive-Orig-"
WITHHELD = "本页正文含个人信息，无法逐处隐去，未收入证据包。原文 SHA-256：{}\n"


@attrs.frozen(kw_only=True)
class Recorded:
    """One record that a reader of the archive can open. 存档记录

    Attributes:
        url: address of the record; of what a browser drew, a name made of the page's address.
        sha256: of the body as it stands in the archive; ``original`` as it was fetched.
        masked: what of a person was hidden in it (keys of ``KINDS_ZH``); ``withheld`` if for that the body was left out.
        offset, length: place in the archive file.
    """

    url: str
    page_url: str
    fetched_at: dt.datetime
    status: int
    mime: str
    sha256: str
    original: str
    rendered: bool
    masked: tuple[str, ...]
    withheld: bool
    offset: int
    length: int


class _Sha256Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


class Archive:
    """Writes records to a stream, each compressed for itself, and remembers where they stand. 写网页存档

    Args:
        name: file name that the first record gives.
        software: who writes.
    """

    def __init__(self, stream: BinaryIO, name: str, software: str) -> None:
        self._stream = stream
        self._writer = _Sha256Writer(stream, gzip=True, warc_version="1.1")
        self._software, self._name = software, name
        self._opened: set[str] = set()
        self.recorded: list[Recorded] = []

    def add(self, visit: Visit, page: Page, done: MaskedPage) -> None:
        """Write what is known of one fetched page: the answer with its headers, what was asked for it, and how it was found.

        Args:
            done: what of its body may leave.
        """
        self._begin(visit)
        if page.status is None and not page.body:
            self._put(
                page.url, "metadata", page.fetched_at, _fields({"fetch-error": page.error, **_found(page)}), "application/warc-fields"
            )
            return
        body = WITHHELD.format(page.sha256).encode() if done.withheld else done.body
        url = RENDERED + page.final_url if page.rendered else page.final_url
        headers = {"WARC-Payload-Digest": f"sha256:{digest(body)}"}
        if done.kinds:
            headers |= {"X-Gongkai-Masked": ",".join(done.kinds), "X-Gongkai-Original-Payload-Digest": f"sha256:{page.sha256}"}
        began = self._stream.tell()
        if page.rendered:
            kind = "text/plain; charset=utf-8" if done.withheld else page.header("content-type")
            answer = self._put(url, "resource", page.fetched_at, body, kind, headers)
        else:
            answer = self._put(url, "response", page.fetched_at, body, "", headers, http_headers=_answered(page, body, done.withheld))
        ended = self._stream.tell()
        told = {**_found(page), "original-sha256": page.sha256}
        if done.kinds:
            told |= {"masked": ",".join(done.kinds), "withheld": "yes" if done.withheld else "no"}
        if not page.rendered:
            beside = {"WARC-Concurrent-To": answer}
            self._put(url, "request", page.fetched_at, b"", "", beside, http_headers=_asked(page, visit))
        self._put(url, "metadata", page.fetched_at, _fields(told), "application/warc-fields", {"WARC-Concurrent-To": answer})
        self.recorded.append(
            Recorded(
                url=url, page_url=page.final_url, fetched_at=page.fetched_at, status=page.status or 200,
                mime="text/plain" if done.withheld else page.header("content-type").partition(";")[0].strip().lower() or "unk",
                sha256=digest(body), original=page.sha256, rendered=page.rendered, masked=done.kinds, withheld=done.withheld, offset=began,
                length=ended - began,
            )
        )  # fmt: skip

    def _begin(self, visit: Visit) -> None:
        """Before the first page of a visit: whose records follow."""
        key = f"{visit.run_id}/{visit.portal_id}"
        if key in self._opened:
            return
        self._opened.add(key)
        told = {
            "software": self._software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "http-header-user-agent": visit.user_agent,
            "isPartOf": f"gongkai run {visit.run_id}, portal {visit.portal_id}",
            "description": "Bodies are decoded; request records are rebuilt from address and user agent. 正文已解压；请求记录由地址和用户代理重建。",
        }
        self._put("", "warcinfo", visit.started_at, _fields(told), "application/warc-fields", {"WARC-Filename": self._name})

    def _put(
        self,
        url: str,
        kind: str,
        at: dt.datetime,
        body: bytes,
        content_type: str,
        headers: Mapping[str, str] | None = None,
        http_headers: StatusAndHeaders | None = None,
    ) -> str:
        """Write one record; returns its id, which is made of what it holds."""
        seed = "|".join((kind, url, at.isoformat(), digest(body), str(self._stream.tell())))
        name = f"<urn:uuid:{uuid.uuid5(NAMES, seed)}>"
        told = {"WARC-Record-ID": name, "WARC-Date": _warc_date(at), **(headers or {})}
        if not content_type and http_headers is None:
            content_type = "application/octet-stream"
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), length=len(body), warc_content_type=content_type, warc_headers_dict=told, http_headers=http_headers
        )  # fmt: skip
        self._writer.write_record(record)
        return name


def _answered(page: Page, body: bytes, withheld: bool) -> StatusAndHeaders:
    """Status and headers as received, but for those that speak of the transfer."""
    left = TRANSFER | {"content-type"} if withheld else TRANSFER
    headers = [(KEPT_AS + name if name.lower() in left else name, _clean(value)) for name, value in page.headers]
    headers += [("Content-Type", "text/plain; charset=utf-8")] if withheld else []
    headers.append(("Content-Length", str(len(body))))
    status = page.status or 200
    phrase = http.HTTPStatus(status).phrase if status in http.HTTPStatus._value2member_map_ else "-"
    return StatusAndHeaders(f"{status} {phrase}", headers, protocol="HTTP/1.1")


def _asked(page: Page, visit: Visit) -> StatusAndHeaders:
    parts = urlsplit(page.final_url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [("Host", parts.netloc), ("User-Agent", _clean(visit.user_agent))]
    return StatusAndHeaders(f"GET {target} HTTP/1.1", headers, is_http_request=True)


def _found(page: Page) -> dict[str, object]:
    """How the page was come by, in the words of the standard where it has some."""
    asked = {"asked-for": page.url} if page.url != page.final_url else {}
    return {**asked, "via": page.found_on, "anchor": page.anchor, "hopsFromSeed": "L" * page.depth}


def _fields(told: Mapping[str, object]) -> bytes:
    return "".join(f"{name}: {_clean(str(value))}\r\n" for name, value in told.items() if value).encode()


def _clean(value: str) -> str:
    """A value that stays on its line."""
    return " ".join(value.split())


def _warc_date(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def cdxj(recorded: Sequence[Recorded], filename: str) -> str:
    """The index of an archive: one line a record, sorted by address and time. 索引"""
    lines = []
    for each in recorded:
        told = {
            "url": each.url, "mime": each.mime, "status": str(each.status), "digest": f"sha256:{each.sha256}", "length": str(each.length),
            "offset": str(each.offset), "filename": filename,
        }  # fmt: skip
        lines.append(f"{surt(each.url)} {each.fetched_at.astimezone(dt.UTC):%Y%m%d%H%M%S} {json.dumps(told, ensure_ascii=False)}\n")
    return "".join(sorted(lines))


def surt(url: str) -> str:
    """An address turned round for sorting (``cn,gov,example)/path``), as replay programs look it up. 排序用网址"""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url.lower()
    try:
        port = parts.port
    except ValueError:
        port = None
    host = (parts.hostname or "").lower()
    host = host.partition(".")[2] if host.split(".")[0].rstrip("0123456789") == "www" and "." in host else host
    named = ",".join(reversed(host.split(".")))  # of numbered addresses too: so do the programs that look them up
    port_part = f":{port}" if port not in (None, 80, 443) else ""
    path = parts.path.rstrip("/") or "/"
    query = "&".join(sorted("=".join(pair) if pair[1] else pair[0] for pair in parse_qsl(parts.query, keep_blank_values=True)))
    return f"{named}{port_part}){path}{'?' + query if query else ''}".lower()
