"""Is an evidence pack whole? Needs nothing but Python 3.8: this file also lies in every pack. 核对证据包

    python verify.py            the folder in which it lies
    python verify.py PACK       another folder, or a ZIP file
    --key FILE                  public key of whoever signed, got from them and not from the pack
    --tsa-root FILE             root certificate of the time-stamp authority

Ends with 0 if every file is there, unchanged, and no other; with 5 if not, naming each; with 2 if there is no pack.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO

MANIFEST, SUMS, SIGNATURE, STAMP, KEY = "manifest.json", "SHA256SUMS", "manifest.json.sig", "manifest.json.tsr", "signing-key.pem"
FORMAT = "gongkai-evidence-pack/1"
WHOLE, USAGE, BROKEN = 0, 2, 5
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
HINT = "用法：python verify.py [证据包文件夹或 ZIP] [--key 公钥文件] [--tsa-root 根证书文件]"


@dataclass
class Report:
    """What was found: files with what is wrong with them, and what else there is to say. 核对结果"""

    files: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def code(self) -> int:
        """How the program ends."""
        return BROKEN if self.wrong else WHOLE

    def lines(self) -> Iterator[str]:
        """The report for people."""
        for name, problem in self.wrong:
            yield f"{problem}：{name}"
        yield from self.notes
        yield f"未通过：{len(self.wrong)} 处不符" if self.wrong else f"通过：{self.files} 个文件齐全，与清单一致"


class NotAPack(Exception):
    """There is nothing here to check. 不是证据包"""


class _Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.names = sorted(each.relative_to(path).as_posix() for each in path.rglob("*") if not each.is_dir() or each.is_symlink())
        self.twice: list[str] = []

    def open(self, name: str) -> IO[bytes]:
        return open(self.path / name, "rb")


class _Zip:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = zipfile.ZipFile(path)
        listed = [info.filename for info in self.file.infolist() if not info.filename.endswith("/")]
        self.names = sorted(set(listed))
        self.twice = sorted({name for name in listed if listed.count(name) > 1})

    def open(self, name: str) -> IO[bytes]:
        return self.file.open(name)


def verify(pack: Path, key: bytes | None = None, root: bytes | None = None) -> Report:
    """Check every file of a pack against its manifest, and the manifest against its seal, signature and time stamp.

    Raises:
        NotAPack: there is no such folder or ZIP file, or no manifest in it.
    """
    store = _opened(pack)
    report = Report()
    digests: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for name in store.names:
        try:
            digests[name], sizes[name] = _digest(store, name)
        except Exception as error:  # a damaged ZIP breaks in many ways
            report.wrong.append((name, f"无法读取（{type(error).__name__}）"))
    report.wrong += [(name, "重复") for name in store.twice]
    listed = _listed(store, report)
    if listed is not None:
        report.files = len(listed)
        _compare(listed, digests, sizes, report)
    _sums(store, listed, digests, report)
    _signature(store, key, report)
    _stamp(store, root, report)
    if isinstance(store, _Zip):
        _container(store, report)
    return report


def _opened(pack: Path) -> _Folder | _Zip:
    try:
        store: _Folder | _Zip = _Folder(pack) if pack.is_dir() else _Zip(pack)
    except FileNotFoundError:
        raise NotAPack(f"没有 {pack}") from None
    except (OSError, zipfile.BadZipFile) as error:
        raise NotAPack(f"{pack} 无法打开（{error}）") from None
    if not {MANIFEST, SUMS} & set(store.names):
        raise NotAPack(f"{pack} 不是证据包：没有 {MANIFEST}")
    return store


def _digest(store: _Folder | _Zip, name: str) -> tuple[str, int]:
    hasher, size = hashlib.sha256(), 0
    with store.open(name) as stream:
        while True:
            part = stream.read(1 << 20)
            if not part:
                return hasher.hexdigest(), size
            hasher.update(part)
            size += len(part)


def _read(store: _Folder | _Zip, name: str) -> bytes | None:
    try:
        with store.open(name) as stream:
            return stream.read()
    except Exception:  # told already, when its digest was taken
        return None


def _listed(store: _Folder | _Zip, report: Report) -> dict[str, tuple[str, int]] | None:
    """The files of the manifest; None if it cannot be read."""
    if MANIFEST not in store.names:
        report.wrong.append((MANIFEST, "缺少"))
        return None
    try:
        told = json.loads((_read(store, MANIFEST) or b"").decode("utf-8"))
        if told["format"] != FORMAT:
            raise ValueError("format")
        return {each["path"]: (each["sha256"], each["bytes"]) for each in told["files"]}
    except Exception:
        report.wrong.append((MANIFEST, "已改动（无法解读）"))
        return None


def _compare(listed: dict[str, tuple[str, int]], digests: dict[str, str], sizes: dict[str, int], report: Report) -> None:
    known = {name for name, _ in report.wrong}
    for name, (sha256, size) in sorted(listed.items()):
        if name not in digests:
            if name not in known:
                report.wrong.append((name, "缺少"))
        elif (digests[name], sizes[name]) != (sha256, size):
            report.wrong.append((name, "已改动"))
    beside = {MANIFEST, SUMS, SIGNATURE, STAMP}
    report.wrong += [(name, "多出") for name in sorted(set(digests) - set(listed) - beside)]


def _sums(store: _Folder | _Zip, listed: dict[str, tuple[str, int]] | None, digests: dict[str, str], report: Report) -> None:
    """The seal holds the digests of all files, the manifest's included."""
    if SUMS not in store.names:
        report.wrong.append((SUMS, "缺少"))
        return
    text = _read(store, SUMS)
    if text is None:
        return
    known = {name for name, _ in report.wrong}
    told: dict[str, str] = {}
    try:
        told = {name: sha256 for sha256, name in (line.split("  ", 1) for line in text.decode("utf-8").splitlines())}
    except ValueError:
        report.wrong.append((SUMS, "已改动（无法解读）"))
        return
    for name in sorted({MANIFEST, SIGNATURE, STAMP} & (set(told) | set(store.names))):
        if name not in digests and name not in known:
            report.wrong.append((name, "缺少"))
        elif name in digests and told.get(name) != digests[name]:
            report.wrong += [(name, f"与 {SUMS} 不符（两者之一已改动）"), (SUMS, f"与 {name} 不符（两者之一已改动）")]
    if listed is not None:
        told_of_files = {name: sha256 for name, sha256 in told.items() if name not in (MANIFEST, SIGNATURE, STAMP)}
        same = told_of_files == {name: sha256 for name, (sha256, _) in listed.items()}
        if not same or text != sums(told):
            report.wrong.append((SUMS, f"与 {MANIFEST} 不符（两者之一已改动）"))


def sums(digests: dict[str, str]) -> bytes:
    """The seal's text, in the form of ``sha256sum``. 校验和文件"""
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(digests.items())).encode("utf-8")


def _signature(store: _Folder | _Zip, key: bytes | None, report: Report) -> None:
    if SIGNATURE not in store.names:
        if key is not None:
            report.wrong.append((SIGNATURE, "缺少签名"))
        else:
            report.notes.append("没有签名：清单只能证明文件此后未变，不能证明由谁制作")
        return
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
    except ImportError:
        report.notes.append("有签名，未核对：本机没有 Python 程序库 cryptography")
        return
    try:
        public = load_pem_public_key(key if key is not None else _read(store, KEY) or b"")
        raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        public.verify(_read(store, SIGNATURE) or b"", _read(store, MANIFEST) or b"")  # type: ignore[union-attr,call-arg]  # a key of another kind raises, and is told below
    except InvalidSignature:
        report.wrong.append((SIGNATURE, "签名不符"))
    except Exception as error:
        report.wrong.append((SIGNATURE, f"签名无法核对（{type(error).__name__}）"))
    else:
        told = "与所给公钥相符" if key is not None else "公钥取自包内，请与制作单位公布的指纹核对"
        report.notes.append(f"签名有效，{told}；公钥指纹 SHA-256 {hashlib.sha256(raw).hexdigest()}")


def _stamp(store: _Folder | _Zip, root: bytes | None, report: Report) -> None:
    if STAMP not in store.names:
        if root is not None:
            report.wrong.append((STAMP, "缺少时间戳"))
        else:
            report.notes.append("没有时间戳：不能证明清单在何时已经存在")
        return
    answer, manifest = _read(store, STAMP) or b"", _read(store, MANIFEST) or b""
    if hashlib.sha256(manifest).digest() not in answer:
        report.wrong.append((STAMP, "时间戳不是这份清单的"))
        return
    try:
        from rfc3161_client import VerifierBuilder, decode_timestamp_response
    except ImportError:
        report.notes.append("有时间戳，含本清单的摘要；签发机构未核对：本机没有 Python 程序库 rfc3161-client")
        return
    try:
        response = decode_timestamp_response(answer)
        when = response.tst_info.gen_time.isoformat()
        if root is None:
            report.notes.append(f"时间戳 {when}，含本清单的摘要；签发机构未核对：用 --tsa-root 给出其根证书")
            return
        from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificate

        load = load_pem_x509_certificate if b"-----BEGIN" in root else load_der_x509_certificate
        VerifierBuilder().add_root_certificate(load(root)).build().verify_message(response, manifest)
    except Exception as error:
        report.wrong.append((STAMP, f"时间戳未通过核对（{type(error).__name__}: {error}）"))
    else:
        report.notes.append(f"时间戳有效，时间 {when}")


def _container(store: _Zip, report: Report) -> None:
    """A ZIP as it was written is remade from its files and compared; one that somebody packed anew is told by its form, and is no worse."""
    infos = store.file.infolist()
    as_written = sum(info.compress_type == zipfile.ZIP_STORED and info.date_time == ZIP_TIME for info in infos)
    if as_written * 2 < len(infos):
        report.notes.append("压缩包经过重新打包，只核对其中的文件")
        return
    if report.wrong:
        return
    with tempfile.TemporaryFile() as remade:
        write_zip(remade, [(name, store.open) for name in store.names])
        remade.seek(0)
        with open(store.path, "rb") as written:
            while True:
                ours, theirs = remade.read(1 << 20), written.read(1 << 20)
                if ours != theirs:
                    report.wrong.append((store.path.name, "压缩包的文件头已改动（其中的文件未变）"))
                    return
                if not ours:
                    return


def write_zip(target: BinaryIO, members: Sequence[tuple[str, Callable[[str], IO[bytes]]]]) -> None:
    """Write members (name, and what opens it) into a ZIP that holds nothing of the machine or the hour: the same files, the same bytes. 打包"""
    with zipfile.ZipFile(target, "w") as out:
        for name, opener in members:
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            with opener(name) as stream, out.open(info, "w", force_zip64=True) as member:
                while True:
                    part = stream.read(1 << 20)
                    if not part:
                        break
                    member.write(part)


def main(arguments: list[str]) -> int:
    """The command line of the copy in a pack. 命令行"""
    given: dict[str, bytes] = {}
    paths: list[str] = []
    words = iter(arguments)
    try:
        for word in words:
            if word in ("--key", "--tsa-root"):
                given[word] = Path(next(words)).read_bytes()
            elif word.startswith("-"):
                raise ValueError(word)
            else:
                paths.append(word)
        if len(paths) > 1:
            raise ValueError(paths[1])
        report = verify(Path(paths[0]) if paths else Path(__file__).resolve().parent, given.get("--key"), given.get("--tsa-root"))
    except (ValueError, StopIteration, OSError, NotAPack) as error:
        print(f"{error}\n{HINT}", file=sys.stderr)  # noqa: T201 - it runs alone, with no library to print
        return USAGE
    for line in report.lines():
        print(line)  # noqa: T201 - its report is what it is for
    return report.code


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
