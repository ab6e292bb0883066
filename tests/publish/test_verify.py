"""A pack proves itself whole: nothing can be changed, taken away or added without being named. Signatures and time stamps."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from publish import jsonl_export, xlsx_export  # noqa: F401
from publish.evidence.pack import write_pack
from publish.evidence.signing import SigningError, fingerprint, public_pem, read_key, stamp_from
from publish.evidence.verify import BROKEN, KEY, MANIFEST, SIGNATURE, STAMP, SUMS, NotAPack, verify
from tests.e2e.command import Ended
from tests.publish.kept import keep
from tests.publish.test_evidence import wanted
from tests.publish.tsa import Authority, serving

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture(scope="module")
def authority() -> Authority:
    """A time-stamp authority."""
    return Authority()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kept night."""
    return keep(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def made(database: Path, authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack, signed and stamped; not to be changed."""
    target = tmp_path_factory.mktemp("packs") / "pack"
    with serving(authority) as server:
        write_pack(attrs.evolve(wanted(database), key=SECRET, stamp=stamp_from(server)), target)
    return target


@pytest.fixture
def pack(made: Path, tmp_path: Path) -> Path:
    """A copy of it to play with."""
    return Path(shutil.copytree(made, tmp_path / "pack"))


def flip(path: Path, place: int) -> None:
    """Change one bit."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def test_a_whole_pack_passes(made: Path, authority: Authority) -> None:
    """And says who signed it and when it was stamped."""
    report = verify(made, public_pem(SECRET), authority.root)

    assert (report.wrong, report.code) == ([], 0)
    told = "\n".join(report.lines())
    assert f"签名有效，与所给公钥相符；公钥指纹 SHA-256 {fingerprint(SECRET)}" in told
    assert "时间戳有效" in told
    assert "个文件齐全，与清单一致" in told


def test_one_flipped_bit_in_any_file_is_found_and_the_file_named(made: Path, tmp_path: Path) -> None:
    """The beginning, the middle and the end of every file, the manifest, its seal, signature and stamp included."""
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    assert {MANIFEST, SUMS, SIGNATURE, STAMP, KEY, "verify.py", "README.txt", "findings.csv", "evidence.wacz"} <= set(names)
    for name in names:
        size = (made / name).stat().st_size
        for place in sorted({0, size // 2, size - 1}):
            pack = Path(shutil.copytree(made, tmp_path / "pack"))
            flip(pack / name, place)
            report = verify(pack)
            assert report.code == BROKEN, (name, place)
            assert name in {wrong for wrong, _ in report.wrong}, (name, place, report.wrong)
            shutil.rmtree(pack)


def test_one_flipped_bit_anywhere_in_a_zip_is_found(database: Path, tmp_path: Path) -> None:
    """In the files, and in what the ZIP itself writes between them."""
    target = tmp_path / "pack.zip"
    write_pack(wanted(database), target)
    whole = target.read_bytes()
    with zipfile.ZipFile(target) as opened:
        infos = opened.infolist()
        central = opened.start_dir
    places = {0, 10, len(whole) - 1, len(whole) - 8, central, central + 12, central + 40}
    places |= {info.header_offset + more for info in infos for more in (0, 10, 30, 60 + info.file_size // 2)}
    for place in sorted(places):
        data = bytearray(whole)
        data[place] ^= 1
        target.write_bytes(data)
        try:
            code = verify(target).code
        except NotAPack:
            code = BROKEN  # not even a ZIP file any more
        assert code == BROKEN, place
    target.write_bytes(whole)
    assert verify(target).wrong == []


def test_a_pack_that_somebody_packed_anew_passes(made: Path, tmp_path: Path) -> None:
    """Compressed, with today's dates: the files are what counts."""
    again = Path(shutil.make_archive(str(tmp_path / "again"), "zip", made))

    report = verify(again)

    assert report.wrong == []
    assert "压缩包经过重新打包，只核对其中的文件" in report.notes


@pytest.mark.parametrize("name", ["findings.csv", "rules/apply.channels.md", MANIFEST, SUMS, SIGNATURE, STAMP, KEY])
def test_a_missing_file_is_named(pack: Path, name: str) -> None:
    """Whichever it is."""
    (pack / name).unlink()

    assert name in {wrong for wrong, problem in verify(pack).wrong if "缺少" in problem or name == KEY}


def test_a_file_too_many_is_named(pack: Path) -> None:
    """In any folder; a link too."""
    (pack / "rules" / "mine.md").write_text("mine")
    (pack / "link").symlink_to("README.txt")

    assert verify(pack).wrong == [("link", "多出"), ("rules/mine.md", "多出")]


def test_who_changes_file_and_manifest_alike_fails_on_the_signature(pack: Path) -> None:
    """The digests agree again; the signature does not."""
    (pack / "README.txt").write_bytes(b"forged")
    told = json.loads((pack / MANIFEST).read_text(encoding="utf-8"))
    for each in told["files"]:
        if each["path"] == "README.txt":
            each |= {"bytes": 6, "sha256": hashlib.sha256(b"forged").hexdigest()}
    (pack / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(pack).as_posix()}\n"
        for path in sorted(
            (path for path in pack.rglob("*") if path.is_file() and path.name != SUMS), key=lambda p: p.relative_to(pack).as_posix()
        )
    ]
    (pack / SUMS).write_text("".join(lines), encoding="utf-8")

    assert verify(pack).wrong == [(SIGNATURE, "签名不符"), (STAMP, "时间戳不是这份清单的")]


def test_a_signature_is_held_against_the_key_that_one_was_given(made: Path, authority: Authority) -> None:
    """A key out of the pack proves nothing, and the report says so; another key does not fit; nor does another root."""
    other = public_pem(Ed25519PrivateKey.generate())

    assert any("公钥取自包内" in note and fingerprint(SECRET) in note for note in verify(made).notes)
    assert verify(made, other).wrong == [(SIGNATURE, "签名不符")]
    assert [name for name, _ in verify(made, None, Authority().root).wrong] == [STAMP]
    assert any("签发机构未核对" in note for note in verify(made).notes)


def test_asked_for_a_signature_an_unsigned_pack_fails(database: Path, authority: Authority, tmp_path: Path) -> None:
    """Taking the signature away is no way round it."""
    write_pack(wanted(database), tmp_path / "p")

    assert verify(tmp_path / "p").notes[:2] == [
        "没有签名：清单只能证明文件此后未变，不能证明由谁制作",
        "没有时间戳：不能证明清单在何时已经存在",
    ]
    assert verify(tmp_path / "p", public_pem(SECRET), authority.root).wrong == [(SIGNATURE, "缺少签名"), (STAMP, "缺少时间戳")]


@pytest.mark.parametrize(
    "text",
    ["{}", '{"format": "other", "files": []}', "no json", '{"format": "gongkai-evidence-pack/1", "files": [{"path": "../../etc/passwd"}]}'],
)
def test_a_manifest_that_makes_no_sense_is_named(pack: Path, text: str) -> None:
    """It is never an exception, and nothing outside the pack is opened."""
    (pack / MANIFEST).write_text(text)

    assert MANIFEST in {name for name, _ in verify(pack).wrong}


def test_what_is_no_pack_is_said_to_be_none(tmp_path: Path) -> None:
    """A folder of something else, a text file, nothing."""
    (tmp_path / "a.txt").write_text("a")
    for path in (tmp_path, tmp_path / "a.txt", tmp_path / "nowhere"):
        with pytest.raises(NotAPack):
            verify(path)


def test_the_copy_in_the_pack_needs_nothing_but_python(pack: Path) -> None:
    """Isolated, without any installed library, it says what it could not check, and ends with 0 or 5."""
    command = [sys.executable, "-I", "-S", str(pack / "verify.py")]
    fine = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=pack.parent)
    assert (fine.returncode, fine.stderr) == (0, "")
    assert "有签名，未核对：本机没有 Python 程序库 cryptography" in fine.stdout
    assert "有时间戳，含本清单的摘要" in fine.stdout

    flip(pack / "findings.csv", 100)
    broken = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=pack.parent)
    assert broken.returncode == 5
    assert "已改动：findings.csv" in broken.stdout
    nothing = subprocess.run([*command, "nowhere"], capture_output=True, text=True, encoding="utf-8", check=False, cwd=pack.parent)
    assert nothing.returncode == 2 and "用法" in nothing.stderr


def test_the_command(here: Callable[..., Ended], pack: Path, tmp_path: Path, authority: Authority) -> None:
    """``gongkai verify``: 0 whole, 5 not, 2 no pack."""
    (tmp_path / "key.pem").write_bytes(public_pem(SECRET))
    (tmp_path / "root.pem").write_bytes(authority.root)

    fine = here("verify", pack, "--key", tmp_path / "key.pem", "--tsa-root", tmp_path / "root.pem")
    assert fine.code == 0 and "与所给公钥相符" in fine.out and "时间戳有效" in fine.out
    flip(pack / "verify.py", 50)
    broken = here("verify", pack)
    assert broken.code == 5 and "已改动：verify.py" in broken.out
    assert here("verify", tmp_path).code == 2
    assert here("verify", pack, "--key", tmp_path / "none.pem").code == 2


def test_the_export_command(here: Callable[..., Ended], database: Path, tmp_path: Path, authority: Authority) -> None:
    """``gongkai export evidence``: what it needs to be told, what it says, and a key and a server that are of no use."""
    var = database.parent
    (tmp_path / "key.pem").write_bytes(SECRET.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    base = ("--var", var, "export", "evidence")

    assert here(*base, "--unit", "yunxi-zjj").code == 2
    assert here(*base, "-o", tmp_path / "p.zip").code == 2
    assert here(*base, "--unit", "nobody", "-o", tmp_path / "p.zip").code == 2
    assert here(*base, "--finding", "1", "-o", tmp_path / "p.zip").code == 2
    dry = here(*base, "--unit", "yunxi-zjj", "-o", tmp_path / "p.zip", "--dry-run")
    assert dry.code == 0 and "检查结果 4 项（未写入）" in dry.err and not (tmp_path / "p.zip").exists()
    with serving(authority) as server:
        done = here(*base, "--unit", "yunxi-zjj", "-o", tmp_path / "p.zip", "--key", tmp_path / "key.pem", "--tsa", server)
    assert done.code == 0 and "检查结果 4 项，网页 4 份，截图 0 张" in done.err and "隐去了个人信息" in done.err and "old.html" in done.err
    assert verify(tmp_path / "p.zip", public_pem(SECRET), authority.root).wrong == []
    lost = here(*base, "--unit", "yunxi-zjj", "-o", tmp_path / "q.zip", "--tsa", "http://127.0.0.1:9/")
    assert lost.code == 3 and "无法取得时间戳" in lost.err and not (tmp_path / "q.zip").exists()
    assert here(*base, "--unit", "yunxi-zjj", "-o", tmp_path / "q.zip", "--key", tmp_path / "none.pem").code == 2
    plain = here(*base, "--run", "20150731-second", "-o", tmp_path / "folder")
    assert plain.code == 0 and "没有签名，也没有时间戳" in plain.err
    assert verify(tmp_path / "folder").code == 0


def test_formats_on_the_command_line(here: Callable[..., Ended], database: Path, tmp_path: Path) -> None:
    """By option, or by the file's name."""
    base = ("--var", database.parent, "export")

    assert here(*base, "findings", "-o", tmp_path / "a.xlsx").code == 0
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")
    assert here(*base, "findings", "-o", tmp_path / "b", "--format", "jsonl", "--finding", "1").code == 2
    assert here(*base, "findings", "-o", tmp_path / "b", "--format", "jsonl").code == 0
    assert (tmp_path / "b").read_bytes().startswith(b'{"finding_id"')
    assert here(*base, "samples", "-o", tmp_path / "c", "--format", "xlsx").code == 2
    listed = here(*base)
    assert "evidence" in listed.out and "csv、jsonl、xlsx" in listed.out


def test_a_key_that_cannot_sign_is_refused(tmp_path: Path) -> None:
    """Missing, no key, a key of another kind."""
    (tmp_path / "text.pem").write_text("no key")
    other = generate_private_key(public_exponent=65537, key_size=2048)
    (tmp_path / "rsa.pem").write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    for name, why in (("none.pem", "无法读取"), ("text.pem", "PEM"), ("rsa.pem", "Ed25519")):
        with pytest.raises(SigningError, match=why):
            read_key(tmp_path / name)


def test_a_stamp_on_something_else_is_refused() -> None:
    """And so is a server that says no."""
    authority = Authority()
    with serving(authority) as server:
        authority.lies = True
        with pytest.raises(SigningError, match="不是这份清单的"):
            stamp_from(server)(b"manifest")
        authority.lies, authority.status = False, 2
        with pytest.raises(SigningError, match="拒绝"):
            stamp_from(server)(b"manifest")
