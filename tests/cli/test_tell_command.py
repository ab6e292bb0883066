"""``gongkai tell``: told once, to each channel, and again only if it did not arrive."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasette.app import Datasette
from lxml import etree

from archive.ledger import open_ledger
from checks.model import Decision, Review
from cli.exits import Exit
from cli.main import run
from cli.settings import load_telling
from config import ConfigError
from publish.telling import channels
from tests.publish.servers import web

from .test_store_commands import AT, FINGERPRINT, fill

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Our data folder with channels of our own."""
    folder = tmp_path / "data"
    folder.mkdir()
    for path in DATA.iterdir():
        if path.name not in ("telling.toml", "var"):
            (folder / path.name).symlink_to(path)
    return folder


def configure(data: Path, *urls: str) -> None:
    """A webhook for each address."""
    parts = (f'[[channel]]\nname = "h{n}"\nkind = "webhook"\nenabled = true\nurl = "{url}"\n' for n, url in enumerate(urls, 1))
    (data / "telling.toml").write_text("\n".join(parts), encoding="utf-8")


def confirm(var: Path) -> None:
    """A person confirms the one problem."""
    with open_ledger(var / "ledger.db") as ledger:
        ledger.add_review(Review(fingerprint=FINGERPRINT, decision=Decision.CONFIRM, reviewer="王工", decided_at=AT))


def test_each_channel_is_told_what_it_does_not_know_yet(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that failed gets the whole the next time; one that took it only what is new since; a quiet night is no message."""
    monkeypatch.setattr(channels, "PAUSES", ())
    var = tmp_path / "var"
    var.mkdir()
    fill(var)
    ask = ["tell", "--var", str(var), "--data", str(data)]
    with web() as good, web() as bad:
        configure(data, good.url, bad.url)
        bad.answers += [(500, b"")]
        assert run(ask) == Exit.INCOMPLETE
        assert "h2：未送达：对方返回 500" in capsys.readouterr().err
        confirm(var)
        assert run(ask) == Exit.DONE
        assert run(ask) == Exit.DONE
        assert capsys.readouterr().out.count("没有变化") == 3
    told = [
        [(body["suspected"], sum(each["count"] for each in body["confirmed"])) for _, _, body in server.asked] for server in (good, bad)
    ]
    assert told == [[(1, 0), (0, 1)], [(1, 0), (0, 1)]]
    assert [body["since"] is None for _, _, body in bad.asked] == [True, True]
    assert [body["since"] is None for _, _, body in good.asked] == [True, False]
    tree = etree.parse(var / "feed.atom")
    assert len(tree.findall("{*}entry")) == 2


def test_a_dry_run_tells_nobody(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It shows what would be said."""
    fill(tmp_path)
    with web() as server:
        configure(data, server.url)
        assert run(["tell", "--var", str(tmp_path), "--data", str(data), "--dry-run"]) == Exit.DONE
        assert server.asked == []
    assert "—— h1\n政府信息公开巡检：新增存疑1项" in capsys.readouterr().out
    assert not (tmp_path / "feed.atom").exists() and not (tmp_path / "telling.json").exists()


def test_one_channel_can_be_asked_for(tmp_path: Path, data: Path) -> None:
    """The others and the feed wait; one that is not there is a mistake."""
    fill(tmp_path)
    with web() as server:
        configure(data, server.url, server.url)
        ask = ["tell", "--var", str(tmp_path), "--data", str(data), "--channel"]
        assert run([*ask, "h2"]) == Exit.DONE
        assert run([*ask, "h9"]) == Exit.USAGE
        assert len(server.asked) == 1 and not (tmp_path / "feed.atom").exists()


async def test_the_feed_is_served(tmp_path: Path) -> None:
    """As Datasette's own page; before the first digest there is none."""
    fill(tmp_path)
    (tmp_path / "findings.db").touch()
    ds = Datasette([], immutables=[str(tmp_path / "findings.db")], plugins_dir=str(DATA.parent / "publish" / "datasette" / "plugins"))
    assert (await ds.client.get("/-/feed.atom")).status_code == 404
    (tmp_path / "feed.atom").write_text("<feed>摘要</feed>", encoding="utf-8")
    answer = await ds.client.get("/-/feed.atom")
    assert (answer.status_code, answer.headers["content-type"], answer.text) == (
        200,
        "application/atom+xml; charset=utf-8",
        "<feed>摘要</feed>",
    )


def test_all_is_off_as_delivered() -> None:
    """Nobody is told anything before somebody says so."""
    assert [channel.enabled for channel in load_telling(DATA, {}).channel] == [False] * 4


def test_every_mistake_of_the_settings_is_told(tmp_path: Path) -> None:
    """File and key, all at once; secrets in the file are refused, variables must be set."""
    (tmp_path / "telling.toml").write_text(
        """
        site = "gongkai"
        [[channel]]
        name = "信"
        kind = "smtp"
        enabled = true
        user = "u"
        sender = "x"
        to = ["a@b"]
        [[channel]]
        name = "信"
        kind = "wecom"
        url = "https://robot/?key=1"
        [[channel]]
        name = "feed"
        kind = "dingtalk"
        enabled = true
        url_env = "ROBOT"
        secret_env = "SECabc"
        """,
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as raised:
        load_telling(tmp_path, {"ROBOT": "nonsense"})
    assert {(each.file, each.key) for each in raised.value.mistakes} == {
        ("telling.toml", key)
        for key in (
            *("site", "channel[1].host", "channel[1].secret_env", "channel[1].to", "channel[2].name", "channel[2].url"),
            *("channel[3].name", "channel[3].secret_env", "channel[3].url_env"),
        )
    }
    with pytest.raises(ConfigError, match="没有设置环境变量 ROBOT"):
        load_telling(tmp_path, {})
