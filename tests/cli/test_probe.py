"""``gongkai probe`` and ``gongkai export samples`` as a timer and a person call them; what was measured reaches the judge."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from archive.samples import open_samples, read_samples
from checks.model import Maintenance, Plan, Portal, Registry, Sample, Stop, Trouble, Visit
from cli import night
from cli.commands.probe import is_quiet
from cli.context import Folders
from cli.exits import Exit
from tests.crawler.probed import Door, Reply, door
from tests.e2e.command import Ended

Command = Callable[..., Ended]
DAY = dt.timedelta(days=1)
FIRST = dt.datetime(2019, 5, 24, 16, tzinfo=dt.UTC)  # midnight in Beijing, the 25th begins


@pytest.fixture
def site() -> Iterator[Door]:
    """A portal."""
    with door() as opened:
        yield opened


@pytest.fixture
def control() -> Iterator[Door]:
    """A control host."""
    with door() as opened:
        yield opened


@pytest.fixture
def data(tmp_path: Path, root: Path, site: Door, control: Door) -> Path:
    """The project's rules with a registry of two portals, one of them shut off."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("rulepacks", "vocabulary", "adapters", "holidays.toml"):
        (folder / name).symlink_to(root / "data" / name)
    lines = [
        f'controls = ["{control.url}"]',
        *('[[portal]]\nid = "yunxi"\nname = "云溪"', f'home_url = "{site.url}"', "allow_private = true"),
        "[[portal.maintenance]]\nfrom = 2019-05-26T00:00:00\nuntil = 2019-05-27T00:00:00\nnote = '函告'",
        '[[portal]]\nid = "lanting"\nname = "兰亭"\nhome_url = "http://lanting.example/"\nenabled = false',
        '[[unit]]\nid = "yunxi"\nname = "云溪"\n[[unit.place]]\nportal = "yunxi"',
        '[[unit]]\nid = "lanting"\nname = "兰亭"\n[[unit.place]]\nportal = "lanting"',
    ]
    (folder / "portals.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def visits(count: int, **more: object) -> list[Sample]:
    """Visits to the portal, spread over seven days."""
    one = Sample(portal="yunxi", url="http://www.yunxi.example/", at=FIRST, seconds=0.5, status=200, control=True)
    return [attrs.evolve(one, at=FIRST + n * 7 * DAY / count, **more) for n in range(count)]


def test_once_visits_the_enabled_portals_and_keeps_it(here: Command, data: Path, tmp_path: Path, site: Door):
    """One round: the enabled portals alone, exit 0 whether they open or not; a second round at once is too soon."""
    site.reply = lambda _: Reply(status=403)
    ended = here("probe", "--once", "--data", data, "--var", tmp_path / "var", "--format", "json")

    assert ended.code == Exit.DONE
    assert [(s["portal"], s["trouble"], s["control"]) for s in json.loads(ended.out)] == [("yunxi", "wall", True)]
    again = here("probe", "--once", "--data", data, "--var", tmp_path / "var")
    assert again.code == Exit.DONE
    assert "不足10分钟" in again.err
    with read_samples(tmp_path / "var" / "samples.db") as log:
        assert [s.portal for s in log.all_samples()] == ["", "", "yunxi"]  # the control host before the visit and after its failure


def test_once_with_the_control_host_away(here: Command, data: Path, tmp_path: Path, control: Door):
    """Our own network is the round's failure, not the portal's; what was seen is kept."""
    text = (data / "portals.toml").read_text(encoding="utf-8")
    with door() as gone:
        pass
    (data / "portals.toml").write_text(text.replace(control.url, gone.url), encoding="utf-8")
    ended = here("probe", "--once", "--data", data, "--var", tmp_path / "var")

    assert ended.code == Exit.INCOMPLETE
    assert "不计入" in ended.err
    with read_samples(tmp_path / "var" / "samples.db") as log:
        assert [(s.portal, s.control) for s in log.all_samples()] == [("", False), ("yunxi", False)]


def test_dry_run_visits_nothing(here: Command, data: Path, tmp_path: Path, site: Door, control: Door):
    """It says what it would do."""
    ended = here("probe", "--once", "--dry-run", "--data", data, "--var", tmp_path / "var")

    assert ended.code == Exit.DONE and "1 个网站" in ended.err
    assert site.asked == control.asked == []
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("words", [(), ("--once", "--status"), ("--once", "nowhere"), ("--status", "nowhere")])
def test_usage(here: Command, data: Path, tmp_path: Path, words: tuple[str, ...]):
    """One of the two, of portals that exist."""
    assert here("probe", *words, "--data", data, "--var", tmp_path / "var").code == Exit.USAGE


def test_no_control_host_no_probe(here: Command, data: Path, tmp_path: Path):
    """Without a control host nothing could be told, so nothing is visited."""
    text = (data / "portals.toml").read_text(encoding="utf-8")
    (data / "portals.toml").write_text(text.partition("\n")[2], encoding="utf-8")
    ended = here("probe", "--once", "--data", data, "--var", tmp_path / "var")
    assert ended.code == Exit.USAGE and "controls" in ended.err


def test_status_gives_the_figures(here: Command, data: Path, tmp_path: Path, site: Door):
    """Counts by day, the share, and what is left out: here a day of reported maintenance. Without a log it is a store error."""
    assert here("probe", "--status", "--data", data, "--var", tmp_path / "var").code == Exit.STORE
    with open_samples(tmp_path / "var" / "samples.db") as log:
        for sample in [*visits(140, url=site.url)[:-7], *visits(140, url=site.url, seconds=15.1)[-7:], *visits(140, seconds=20.0)]:
            log.add(sample)
    ended = here("probe", "--status", "yunxi", "--as-of", "2019-05-31", "--format", "json", "--data", data, "--var", tmp_path / "var")

    [told] = json.loads(ended.out)
    assert ended.code == Exit.DONE
    assert told == {
        "portal": "yunxi",
        "first": "2019-05-25",
        "last": "2019-05-31",
        "per_day": [20, 0, 20, 20, 20, 20, 20],
        "counted": 120,
        "unopened": 7,
        "percent": "5.83%",
        "left_out": {"在报备的停机维护期间": 20},
    }


@pytest.mark.parametrize(
    ("hours", "clock", "quiet"),
    [
        ("08:00-20:00", "08:00", True),
        ("08:00-20:00", "20:00", False),
        ("22:00-06:00", "23:30", True),
        ("22:00-06:00", "05:59", True),
        ("22:00-06:00", "06:00", False),
    ],
)
def test_quiet_hours(hours: str, clock: str, quiet: bool):
    """Beijing time, also over midnight."""
    moment = dt.datetime.fromisoformat(f"2019-05-25T{clock}:00+08:00").astimezone(dt.UTC)
    assert is_quiet(hours, moment) is quiet


def test_quiet_hours_are_kept(here: Command, data: Path, tmp_path: Path, site: Door):
    """A portal that is not to be visited now is not visited, and it is said."""
    text = (data / "portals.toml").read_text(encoding="utf-8")
    (data / "portals.toml").write_text(text.replace("allow_private", 'quiet_hours = "00:00-23:59"\nallow_private', 1), encoding="utf-8")
    ended = here("probe", "--once", "--data", data, "--var", tmp_path / "var")
    assert "yunxi：00:00-23:59 不访问" in ended.err
    assert site.asked == []


def test_export_of_all_samples(here: Command, data: Path, tmp_path: Path):
    """Every visit as CSV, also what does not count; filters by finding make no sense here."""
    where = ("--data", data, "--var", tmp_path / "var")
    assert here("export", "samples", *where).code == Exit.STORE
    with open_samples(tmp_path / "var" / "samples.db") as log:
        log.add(visits(1)[0])
        log.add(attrs.evolve(visits(1)[0], portal="", url="=1+1", seconds=30.0, status=None, trouble=Trouble.TIMEOUT, control=False))
    ended = here("export", "samples", "-o", tmp_path / "out.csv", "--no-bom", *where)

    assert ended.code == Exit.DONE
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
    assert [(r["portal_id"], r["seconds"], r["status"], r["trouble_name"], r["control"]) for r in rows] == [
        ("yunxi", "0.500", "200", "", "1"),
        ("", "30.000", "", "等待超时", "0"),
    ]
    assert (rows[0]["at"], rows[0]["at_beijing"]) == ("2019-05-24T16:00:00+00:00", "2019-05-25 00:00:00+08:00")
    assert rows[1]["url"] == "'=1+1"
    assert all(f"| {name} |" in (tmp_path / "out.csv.md").read_text(encoding="utf-8") for name in rows[0])
    assert here("export", "samples", "--unit", "yunxi", *where).code == Exit.USAGE


def test_what_was_measured_until_the_visit_reaches_the_judge(tmp_path: Path):
    """Later visits of the probe do not change how a stored night is judged; maintenance reported since does."""
    folders = Folders(data=tmp_path, var=tmp_path)
    plan = Plan(needs=(), window_from=dt.date(2019, 5, 1), as_of=dt.date(2019, 5, 31))
    ended = FIRST + 7 * DAY
    visit = Visit(
        portal_id="yunxi",
        run_id="r",
        start_url="http://www.yunxi.example/",
        started_at=ended - DAY,
        ended_at=ended,
        stop=Stop.DONE,
        plan=plan,
    )
    window = Maintenance(since=FIRST, until=FIRST + DAY, note="函告")
    registry = Registry(portals=(Portal(id="yunxi", name="云溪", home_url="http://x/", maintenance=(window,)),))
    assert night.probed(folders.samples, registry, visit, plan.as_of) == ()

    elsewhere = attrs.evolve(visits(1)[0], url="http://old.yunxi.example/")  # before the registry was put right
    with open_samples(folders.samples) as log:
        for sample in [*visits(140), attrs.evolve(visits(1)[0], at=ended + DAY), attrs.evolve(visits(1)[0], portal="lanting"), elsewhere]:
            log.add(sample)
    samples = night.probed(folders.samples, registry, visit, plan.as_of)
    assert len(samples) == 140
    assert sum(s.maintenance == "函告" for s in samples) == 20


def test_audit_judges_by_what_was_measured(here: Command, data: Path, tmp_path: Path, site: Door):
    """A night's audit of the portal: without samples the rule is left open, with those of the week before it is decided and explained."""
    words = ("audit", "--portal", "yunxi", "--no-browser", "--delay", "0", "--pack", "national-2008", "--format", "json")
    where = ("--data", data, "--var", tmp_path / "var")

    def outcome() -> tuple[str, str]:
        told = json.loads(here(*words, *where).out)
        [finding] = [f for f in told if f["rule"] == "veto2019.unreachable"]
        return finding["outcome"], finding["message"]

    before = outcome()
    midnight = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).replace(hour=0, minute=0, second=0, microsecond=0)
    with open_samples(tmp_path / "var" / "samples.db") as log:
        for n in range(8 * 20):
            shut = {"seconds": 15.0, "status": 502, "trouble": Trouble.STATUS} if n % 20 == 7 else {}
            log.add(attrs.evolve(visits(1)[0], url=site.url, at=midnight - 8 * DAY + n * DAY / 20, **shut))

    assert before == ("cant_tell", "站点无法访问（单项否决）：无法核查，本项由访问探测判定，尚无探测记录")
    found, message = outcome()
    assert found == "failed"
    assert "访问140次，超过（含）15秒未打开7次，占5.00%" in message
    letter = here("explain", "yunxi|veto2019.unreachable|", *where)
    assert letter.code == Exit.DONE
    flat = letter.out.replace("\n　", "")
    for words in (
        "15.0秒内未打开（返回错误页），状态码502；对照主机有应答",
        "位置：访问探测记录",
        "未取得网页内容",
        "可向巡检单位索取全部探测记录",
    ):
        assert words in flat
