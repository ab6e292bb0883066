"""Digests, and the ways they leave: against real servers on loopback."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import hashlib
import hmac
import uuid
from base64 import b64decode
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import attrs
import pytest
from lxml import etree

from archive.records import Standing
from checks.model import Decision, Episode, EpisodeState, Review, Run, Severity
from checks.reviewing import Reviews
from publish.telling.channels import Channel, Kind, NotTaken, Tls, clipped, send
from publish.telling.digest import Digest, Snapshot, digest, now_of, snapshot, text, title
from publish.telling.feed import feed
from publish.telling.state import MOST_ENTRIES, Entry, State, load, save

from .servers import mail, web

AT = dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def episode(subject: str, state: EpisodeState = EpisodeState.CONFIRMED, **more: object) -> Episode:
    """A problem of 云溪's guide."""
    values = {"confirmed_by": "second-look" if state is EpisodeState.CONFIRMED else "", "severity": Severity.MAJOR, **more}
    return Episode(
        fingerprint=f"yunxi|guide|{subject}", unit="yunxi", portal="p", rule="guide", subject=subject, state=state, message="张三的电话",
        first_run="r1", last_run="r1", first_at=AT - 9 * DAY, last_at=AT, **values,  # type: ignore[arg-type]
    )  # fmt: skip


def run(name: str, at: dt.datetime = AT) -> Run:
    """A night that was judged."""
    return Run(id=name, as_of=at.date(), started_at=at, ended_at=at, packs=(), packs_sha256="", code_version="", judgement_sha256="x")


NOTHING = Snapshot()


def told(
    episodes: tuple[Episode, ...], before: Snapshot = NOTHING, *, reviews: tuple[Review, ...] = (), at: dt.datetime = AT,
    runs: tuple[Run, ...] = (run("r1"),), folded: frozenset[str] = frozenset({"r1"}),
) -> tuple[Digest, Snapshot]:  # fmt: skip
    """The digest of how things stand, and what is remembered of it."""
    standings = (Standing(run="r1", unit="yunxi", passed=1, failed=2, cant_tell=3, inapplicable=4),)
    now = now_of(
        at=at, episodes=episodes, reviews=Reviews(reviews), runs=runs, folded=folded, standings=standings,
        units={"yunxi": "云溪市局"}, rules={"guide": "公开指南缺少要素"},
    )  # fmt: skip
    return digest(now, before), snapshot(now)


SOME = told((episode("fax"), episode("mail")))[0]


def test_a_digest_says_what_is_new_once() -> None:
    """Confirmed by unit and indicator; the same the next time is no news."""
    first, seen = told((episode("fax"), episode("mail"), episode("hours", EpisodeState.SUSPECTED)))
    assert (first.confirmed, first.suspected, first.unproven, first.standing) == ((("云溪市局", "公开指南缺少要素", 2),), 1, 3, (2, 1))
    again, _ = told((episode("fax"), episode("mail"), episode("hours", EpisodeState.SUSPECTED)), seen)
    assert not again.anything and first.anything
    assert title(first) == "政府信息公开巡检：新确认2项，新增存疑1项"
    assert "　云溪市局：公开指南缺少要素（2项）" in text(first) and "张三" not in text(first)


def test_a_digest_says_what_became_of_what_was_open() -> None:
    """Confirmed from suspected, resolved, rejected; what came and went between two digests is nobody's news."""
    _, seen = told(tuple(episode(name, EpisodeState.SUSPECTED) for name in "abc"))
    resolved = {"resolved_run": "r2"}
    now = (
        episode("a"),
        episode("b", EpisodeState.RESOLVED, **resolved),
        episode("c", EpisodeState.SUSPECTED),
        episode("d", EpisodeState.RESOLVED, **resolved),
    )
    no = Review(fingerprint="yunxi|guide|c", decision=Decision.REJECT, reviewer="王", decided_at=AT, note="x")
    found, _ = told(now, seen, reviews=(no,))
    assert (found.confirmed[0][2], found.suspected, found.resolved, found.rejected, found.standing) == (1, 0, 1, 1, (1, 0))


def test_a_veto_that_one_person_confirmed_is_suspected_still() -> None:
    """Two must have said so before anybody is told that it is confirmed."""
    grave = episode("x", severity=Severity.CRITICAL)
    yes = Review(fingerprint=grave.fingerprint, decision=Decision.CONFIRM, reviewer="王", decided_at=AT)
    assert told((grave,), reviews=(yes,))[0].standing == (0, 1)
    assert told((grave,), reviews=(yes, attrs.evolve(yes, reviewer="李")))[0].standing == (1, 0)


def test_what_is_overdue_is_said_when_it_becomes_so() -> None:
    """The day after the last day, in Beijing."""
    due = Review(fingerprint="yunxi|guide|fax", decision=Decision.ISSUE, reviewer="办", decided_at=AT - DAY, until=AT.date())
    before, seen = told((episode("fax"),), reviews=(due,))
    assert before.overdue == ()
    night = AT + dt.timedelta(hours=15)  # 0:00 of the next day in Beijing
    after, seen = told((episode("fax"),), seen, reviews=(due,), at=night)
    assert after.overdue == (("云溪市局", 1),) and "整改逾期：云溪市局 1项" in text(after)
    assert not told((episode("fax"),), seen, reviews=(due,), at=night + DAY)[0].anything


def test_a_refused_night_is_news() -> None:
    """It was judged and ended, and counts for nothing; one that is still under way is not refused."""
    under_way = attrs.evolve(run("r3"), ended_at=None)
    first, seen = told((), runs=(run("r1"), run("r2"), under_way))
    assert first.refused == ("r2",) and first.nights == 1 and "未通过健康检查、未发布的巡检：r2" in text(first)
    assert told((), seen, runs=(run("r1"), run("r2"), under_way))[0].refused == ()


def test_marks_are_kept_by_channel_and_forgotten_when_nobody_rests_on_them(tmp_path: Path) -> None:
    """What one channel took another has still to be told; the file comes back whole."""
    _, first = told((episode("fax"),))
    _, second = told((episode("fax"), episode("mail")), at=AT + DAY)
    state = State().moved("邮件", first).moved("钉钉", first).moved("邮件", second)
    assert state.before("邮件") == second and state.before("钉钉") == first and state.before("推送") == NOTHING
    assert len(state.moved("钉钉", second).seen) == 1
    save(tmp_path / "telling.json", state.entered(Entry(id="a", title="t", text="x", at=AT)))
    assert load(tmp_path / "telling.json") == state.entered(Entry(id="a", title="t", text="x", at=AT))
    assert load(tmp_path / "none.json") == State()


@pytest.fixture
def waits() -> list[float]:
    """How long was waited between tries."""
    return []


def test_a_webhook_gets_text_and_numbers(waits: list[float]) -> None:
    """And its token."""
    with web() as server:
        channel = Channel(name="推", kind=Kind.WEBHOOK, enabled=True, url=f"{server.url}/hook", secret_env="TOKEN")
        assert send(channel, SOME, "https://g.example/", {"TOKEN": "abc"}, waits.append) == ""
    ((path, headers, body),) = server.asked
    assert (path, headers["authorization"]) == ("/hook", "Bearer abc")
    assert body["version"] == 1 and body["title"] == "政府信息公开巡检：新确认2项" and body["text"].endswith("https://g.example/")
    assert body["confirmed"] == [{"unit": "云溪市局", "rule": "公开指南缺少要素", "count": 2}]


def test_robots_get_one_message_each(waits: list[float]) -> None:
    """企业微信 within its limit; 钉钉 signed."""
    long = attrs.evolve(SOME, confirmed=tuple((f"第{n}单位", "公开指南缺少要素" * 20, 1) for n in range(40)))
    with web() as server:
        for kind, more in ((Kind.WECOM, {}), (Kind.DINGTALK, {"secret_env": "SECRET"})):
            channel = Channel(name="试", kind=kind, enabled=True, url_env="ROBOT", **more)  # type: ignore[arg-type]
            send(channel, long, "", {"ROBOT": f"{server.url}/send?key=k", "SECRET": "s3"}, waits.append)
    (path, _, wecom), (signed, _, dingtalk) = server.asked
    assert path == "/send?key=k" and wecom["msgtype"] == dingtalk["msgtype"] == "text"
    content = wecom["text"]["content"]
    assert len(content.encode()) <= 2048 and content.endswith("……（余略）")
    assert "……等40个单位" in dingtalk["text"]["content"]
    query = parse_qs(urlsplit(signed).query)
    right = hmac.new(b"s3", f"{query['timestamp'][0]}\ns3".encode(), hashlib.sha256).digest()
    assert b64decode(query["sign"][0]) == right and query["key"] == ["k"]
    assert abs(int(query["timestamp"][0]) / 1000 - dt.datetime.now(dt.UTC).timestamp()) < 60


@pytest.mark.parametrize(
    ("answers", "tries", "arrives"),
    [
        ([(500, b""), (429, b"")], 3, True),
        ([(503, b"")] * 9, 3, False),
        ([(404, b"")], 1, False),
        ([(302, b"")], 1, False),
        ([(200, b'{"errcode": 45009}')], 2, True),
        ([(200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}')], 1, False),
        ([(200, b"<html>"), (200, b"[]")], 3, True),
    ],
)
def test_tries_again_where_it_may_help(waits: list[float], answers: list[tuple[int, bytes]], tries: int, arrives: bool) -> None:
    """Modestly; a refusal is taken at its word; nobody is followed elsewhere; the message of a failure holds no secret."""
    with web() as server:
        server.answers += answers
        channel = Channel(name="试", kind=Kind.WECOM, enabled=True, url_env="ROBOT")
        environment = {"ROBOT": f"{server.url}/send?key=geheim"}
        if arrives:
            send(channel, SOME, "", environment, waits.append)
        else:
            with pytest.raises(NotTaken) as raised:
                send(channel, SOME, "", environment, waits.append)
            assert "geheim" not in str(raised.value)
    assert (len(server.asked), waits) == (tries, [1.0, 4.0][: tries - 1])


def test_a_dead_address_is_told_without_its_secret(waits: list[float]) -> None:
    """Nobody listens; or it is no address."""
    for url, tries in (("http://127.0.0.1:9/send?key=geheim", 2), ("ftp://x/geheim", 0)):
        waits.clear()
        with pytest.raises(NotTaken) as raised:
            send(Channel(name="试", kind=Kind.WEBHOOK, enabled=True, url=url), SOME, "", {}, waits.append)
        assert len(waits) == tries and "geheim" not in str(raised.value)


def letter(port: int, **more: object) -> Channel:
    """Mail to two people."""
    values = {"to": ("a@g.example", "b@g.example"), "tls": Tls.NONE, **more}
    return Channel(name="邮", kind=Kind.SMTP, enabled=True, host="127.0.0.1", port=port, sender="audit@g.example", **values)  # type: ignore[arg-type]


def test_a_letter_arrives_whole(waits: list[float]) -> None:
    """Chinese subject and text, one letter to all; the same digest sent again is the same letter."""
    with mail() as server:
        for _ in range(2):
            assert send(letter(server.port), SOME, "https://g.example/", {}, waits.append) == ""
    (people, body), (_, again) = server.taken
    read = email.message_from_bytes(body, policy=email.policy.default)
    assert people == ["a@g.example", "b@g.example"] and read["Subject"] == "政府信息公开巡检：新确认2项"
    assert "　云溪市局：公开指南缺少要素（2项）" in read.get_body().get_content()  # type: ignore[union-attr]
    assert read["Message-ID"] == email.message_from_bytes(again, policy=email.policy.default)["Message-ID"]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_letter_signs_in_with_the_password_of_the_environment(waits: list[float]) -> None:
    """A wrong one is not tried again."""
    with mail("audit", "geheim") as server:
        channel = letter(server.port, user="audit", secret_env="PASS")
        send(channel, SOME, "", {"PASS": "geheim"}, waits.append)
        with pytest.raises(NotTaken, match="不接受用户名或密码"):
            send(channel, SOME, "", {"PASS": "falsch"}, waits.append)
    assert len(server.taken) == 1 and waits == []


@pytest.mark.parametrize(
    ("answers", "arrives", "tries"), [(["451 later"], True, 1), (["451 later"] * 3, False, 2), (["554 spam"], False, 0)]
)
def test_a_letter_that_is_put_off_is_tried_again(waits: list[float], answers: list[str], arrives: bool, tries: int) -> None:
    """One that is refused is not."""
    with mail() as server:
        server.answers += answers
        if arrives:
            send(letter(server.port), SOME, "", {}, waits.append)
        else:
            with pytest.raises(NotTaken, match=answers[0][:3]):
                send(letter(server.port), SOME, "", {}, waits.append)
    assert len(waits) == tries


def test_one_wrong_address_among_others_is_said(waits: list[float]) -> None:
    """The others have the letter: it is not sent again. If all are wrong it was not taken."""
    with mail() as server:
        server.refused = {"b@g.example"}
        assert "b@g.example" in send(letter(server.port), SOME, "", {}, waits.append)
        server.refused = {"a@g.example", "b@g.example"}
        with pytest.raises(NotTaken, match="全部收件人"):
            send(letter(server.port), SOME, "", {}, waits.append)
    assert len(server.taken) == 1 and waits == []


def test_mail_without_encryption_is_not_taken_for_encrypted(waits: list[float]) -> None:
    """A server that offers no STARTTLS gets nothing."""
    with mail() as server, pytest.raises(NotTaken):
        send(letter(server.port, tls=Tls.STARTTLS), SOME, "", {}, waits.append)
    assert server.taken == []


def test_words_are_cut_between_characters() -> None:
    """And only if they are too many."""
    assert clipped("汉字", 6) == "汉字"
    cut = clipped("汉" * 100, 50)
    assert len(cut.encode()) <= 50 and cut.startswith("汉") and "\ufffd" not in cut


def test_the_feed_is_atom_with_lasting_ids() -> None:
    """All that RFC 4287 demands; entries keep their ids; text stays text."""
    own = str(uuid.UUID(int=7))
    entries = tuple(Entry(id=f"e{n}", title=f"摘要<{n}>", text="a & b\n<script>", at=AT + n * DAY) for n in (2, 1))
    first, later = (etree.fromstring(feed(each, own, "https://g.example/")) for each in (entries[1:], entries))
    ns = {"a": "http://www.w3.org/2005/Atom"}
    for tree in (first, later):
        for node in (tree, *tree.iterfind("a:entry", ns)):
            for name in ("id", "title", "updated"):
                assert len(node.findall(f"a:{name}", ns)) == 1
            assert node.findtext("a:id", "", ns).startswith("urn:uuid:")
            dt.datetime.fromisoformat(node.findtext("a:updated", "", ns))
        assert (
            tree.findtext("a:author/a:name", None, ns)
            and tree.find("a:link[@rel='self']", ns).get("href") == "https://g.example/-/feed.atom"
        )
    assert first.findtext("a:id", None, ns) == later.findtext("a:id", None, ns)
    ids = [node.findtext("a:id", None, ns) for node in later.iterfind("a:entry", ns)]
    assert ids[1] == first.findtext("a:entry/a:id", None, ns) and len(set(ids)) == 2
    assert later.findtext("a:updated", None, ns) == "2026-11-04T01:00:00Z"
    assert later.findtext("a:entry/a:content", None, ns) == "a & b\n<script>"


def test_the_feed_does_not_grow_for_ever() -> None:
    """The latest stay."""
    state = State()
    for n in range(MOST_ENTRIES + 5):
        state = state.entered(Entry(id=str(n), title="t", text="x", at=AT))
    assert len(state.entries) == MOST_ENTRIES and state.entries[0].id == str(MOST_ENTRIES + 4)
