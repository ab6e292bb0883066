"""The evidence pack: findings, their pages, pictures and rules, and a manifest that proves them whole. 证据包

Made from what is stored, without a clock: the same stored data gives the same bytes (a time stamp aside).
"""

from __future__ import annotations

import csv
import datetime as dt
import errno
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import attrs
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive.shots import HOW_ZH, Shot, read_shot
from archive.store import naming
from checks.masking import KINDS_ZH, mask_page

from .. import csv_export
from ..csv_cells import neutral
from ..exports import ExportOptions, export_to_stream, open_published
from . import verify
from .package import SHOT_COLUMNS, Packed, described
from .pages import Cited, cited, missing, opened
from .readme import Told, readme
from .signing import Stamp, fingerprint, public_pem
from .wacz import write_wacz
from .warc import Archive, Recorded
from .zipped import zip_folder

_WHAT = "证据包"
_FINDINGS = "select id, run_id, portal_id, rule_id from finding f where {} order by f.unit_id, f.rank, f.rule_id, f.subject, f.id"


@attrs.frozen(kw_only=True)
class Wanted:
    """What a pack is to hold, and what it is made from. 证据包的内容

    Attributes:
        title: what it is about, in words.
        var: folder of what the program writes: ``visits`` and ``shots`` lie below it.
        rules: texts of rules, Markdown, for their ids; of a rule that is no more, none.
        key, stamp: with what the manifest is signed and time-stamped; None for neither.
    """

    options: ExportOptions
    title: str
    database: Path
    var: Path
    software: str
    rules: Callable[[Iterable[str]], Mapping[str, str]]
    key: Ed25519PrivateKey | None = None
    stamp: Stamp | None = None


@attrs.frozen(kw_only=True)
class Done:
    """What a pack holds, in numbers. 证据包概况"""

    findings: int
    pages: int
    shots: int
    files: int
    masked: int
    missing: tuple[Cited, ...]


def write_pack(wanted: Wanted, target: Path) -> Done:
    """Write a pack as a ZIP file (``target`` ends in ``.zip``) or a folder, whole or not at all.

    Raises:
        ArchiveError: a stored file cannot be read, ``target`` exists as a folder with something in it, or the disk refuses.
        SigningError: the time-stamp server gave none.
    """
    with naming(target, _WHAT):
        if target.is_dir() and any(target.iterdir()):
            raise FileExistsError(errno.EEXIST, "文件夹已有内容", str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        # a name of its own beside the target: nothing that stands there is touched before the pack is whole
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as beside:
            building = Path(beside) / "pack"
            building.mkdir()
            done = _Builder(wanted, building).build()
            if target.suffix == ".zip":
                packed = Path(beside) / "pack.zip"
                zip_folder(building, packed)
                packed.replace(target)
            else:
                building.rename(target)
    return done


class _Builder:
    """Fills a folder, file by file."""

    def __init__(self, wanted: Wanted, folder: Path) -> None:
        self.wanted, self.folder = wanted, folder
        self.files: list[Packed] = []

    def build(self) -> Done:
        wanted = self.wanted
        with (self.folder / "findings.csv").open("wb") as stream:
            export_to_stream("findings", wanted.database, stream, wanted.options)
        self._enter("findings.csv", "检查结果及证据，一行一条证据")
        self._text("data-dictionary.md", csv_export.dictionary(), "检查结果及证据各列的含义")
        with open_published(wanted.database) as connection:
            where, asked = csv_export.conditions(wanted.options)
            findings = [tuple(row) for row in connection.execute(_FINDINGS.format(where), asked)]
            pages = cited(connection, wanted.options)
            runs = [
                dict(row) for row in connection.execute("select * from run order by as_of, id") if row["id"] in {f[1] for f in findings}
            ]
        recorded, lost = self._archive(pages)
        shots = self._shots(findings)
        self._rules({rule for *_, rule in findings})
        self._text("verify.py", Path(verify.__file__).read_text(encoding="utf-8"), "核对程序，只需 Python 3.8 以上")
        if wanted.key is not None:
            self._text(verify.KEY, public_pem(wanted.key).decode(), "签名所用的公钥")
        told = Told(
            title=wanted.title,
            runs=tuple((run["id"], run["as_of"], run["packs"]) for run in runs),
            findings=len(findings),
            recorded=tuple(recorded),
            missing=lost,
            shots=shots,
            fingerprint=fingerprint(wanted.key) if wanted.key else "",
            stamped=wanted.stamp is not None,
        )
        self._text("README.txt", readme(told), "本包说明")
        package = described(self.files, title=wanted.title, version=wanted.software)
        self._write("datapackage.json", package, "各文件的说明（Frictionless 数据包）")
        self._manifest(told, runs)
        masked = sum(bool(each.masked) for each in recorded)
        return Done(
            findings=len(findings), pages=len(recorded), shots=len(shots), files=len(self.files), masked=masked, missing=lost
        )  # fmt: skip

    def _archive(self, pages: tuple[Cited, ...]) -> tuple[list[Recorded], tuple[Cited, ...]]:
        warc = self.folder / "data.warc.gz"
        found: set[tuple[str, str]] = set()
        with warc.open("wb") as stream:
            archive = Archive(stream, warc.name, self.wanted.software)
            for file, page, of_case in opened(pages, self.wanted.var / "visits"):
                archive.add(file.visit, page, mask_page(page, of_case=of_case))
                found |= {(page.url, page.sha256), (page.final_url, page.sha256)}
        if archive.recorded:
            at = max(each.fetched_at for each in archive.recorded)
            write_wacz(
                self.folder / "evidence.wacz", warc, archive.recorded, title=self.wanted.title, software=self.wanted.software,
                at=at.astimezone(dt.UTC),
            )  # fmt: skip
            self._enter("evidence.wacz", "所据网页的原件（WACZ，内为 WARC 1.1）")
        warc.unlink()
        return archive.recorded, missing(pages, found)

    def _shots(self, findings: list[tuple[int, str, str, str]]) -> tuple[Shot, ...]:
        kept: list[Shot] = []
        rows: list[list[str]] = []
        for number, run, portal, _ in findings:
            taken = read_shot(self.wanted.var, run, portal, number)
            if taken is None:
                continue
            shot, png = taken
            name = f"screenshots/{number}.png"
            self._write(name, png, f"检查结果 {number} 所据网页的截图")
            kept.append(shot)
            hidden = "、".join(KINDS_ZH[kind] for kind in shot.masked)
            values = (
                *(name, number, shot.url, shot.page_sha256, HOW_ZH[shot.how], int(shot.marked), shot.charset, hidden, shot.taken_at),
                shot.sha256,
            )
            rows.append([neutral(str(value)) for value in values])
        if kept:
            with (self.folder / "screenshots.csv").open("w", encoding="utf-8-sig", newline="") as stream:
                csv.writer(stream).writerows([[name for name, *_ in SHOT_COLUMNS], *rows])
            self._enter("screenshots.csv", "截图清单：每张拍的是什么、怎样拍的")
        return tuple(kept)

    def _rules(self, ids: set[str]) -> None:
        for rule, text in sorted(self.wanted.rules(sorted(ids)).items()):
            self._text(f"rules/{rule}.md", text, f"检查指标 {rule} 的依据、参数和期间")

    def _text(self, name: str, text: str, about: str) -> None:
        self._write(name, text.encode(), about)

    def _write(self, name: str, data: bytes, about: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        self._enter(name, about)

    def _enter(self, name: str, about: str) -> None:
        path = self.folder / name
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        self.files.append(Packed(path=name, bytes=path.stat().st_size, sha256=sha256, about=about))

    def _manifest(self, told: Told, runs: list[dict[str, object]]) -> None:
        """The manifest, its signature and stamp, and the digests of all of them."""
        masked = [
            {"url": each.page_url, "fetched_at": each.fetched_at.isoformat(), "original_sha256": each.original, "sha256": each.sha256}
            | {"masked": list(each.masked), "withheld": each.withheld}
            for each in told.recorded
            if each.masked
        ]
        value = {
            "format": verify.FORMAT,
            "title": told.title,
            "software": self.wanted.software,
            "runs": [
                {key: run[key] for key in ("id", "as_of", "packs", "packs_sha256", "judgement_sha256", "code_version")} for run in runs
            ],
            "masked": masked,
            "missing": [{"url": page.url, "sha256": page.sha256, "fetched_at": page.fetched_at} for page in told.missing],
            "signed_by": told.fingerprint or None,
            "timestamped": told.stamped,
            "files": [attrs.asdict(file) for file in sorted(self.files, key=lambda file: file.path)],
        }
        manifest = json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
        beside = {verify.MANIFEST: manifest}
        if self.wanted.key is not None:
            beside[verify.SIGNATURE] = self.wanted.key.sign(manifest)
        if self.wanted.stamp is not None:
            beside[verify.STAMP] = self.wanted.stamp(manifest)
        digests = {file.path: file.sha256 for file in self.files}
        for name, data in beside.items():
            (self.folder / name).write_bytes(data)
            digests[name] = hashlib.sha256(data).hexdigest()
        (self.folder / verify.SUMS).write_bytes(verify.sums(digests))
