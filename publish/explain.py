"""One finding from the fetched page to the outcome, in words for a letter: who asks may walk the whole way again. 检查结果说明"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from archive.records import VisitRecord
from checks.model import OUTCOME_ZH, STOP_ZH, Citation, Episode, Evidence, Finding, Outcome, Run

from .rows import CODE_ROWS

BEIJING = ZoneInfo("Asia/Shanghai")
WIDTH = 76  # columns of a terminal or a letter; a Chinese character takes two
MOST_LINES = 40
NOT_AT_LINE_START = frozenset("，。；：、）》”’！？…")
TOKEN = re.compile(r"[（“《〔‘]{0,9}(?:[!-~]+|.)", re.S)  # an opening sign stands with what it opens
STATES: Mapping[str, tuple[str, str]] = {code: (name, about) for code, name, about in CODE_ROWS["state"]}
OUTCOME_ABOUT: Mapping[str, str] = {code: about for code, _, about in CODE_ROWS["outcome"]}
INNER_MARKS = str.maketrans("“”", "‘’")
SECOND_LOOK = "second-look"
PROBED = "probe"  # place of what the access probe measured: there is no page to look at again


@attrs.frozen(kw_only=True)
class Capture:
    """A page that the finding rests on, as it was fetched. 网页快照

    Attributes:
        way: words of the links that led there from the start page; empty for the start page itself, None if it was not looked up.
        kept: whether its body, of this digest, was found in the visit file; None if nobody looked.
    """

    url: str
    fetched_at: dt.datetime
    sha256: str
    rendered: bool
    status: int | None = None
    way: tuple[str, ...] | None = ()
    kept: bool | None = False


@attrs.frozen(kw_only=True)
class Quoted:
    """What was read at one place: the words, where they stand, and what they were taken for. 读数"""

    evidence: Evidence
    place: str
    said: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Ground:
    """The rule as it stands now: its words, its options. 依据

    Attributes:
        basis: how well its source is known; ``mend`` what the unit can do about a failure.
        standards: the options that decide, in words; ``options`` all of them.
        overlays: the adjustments under which it was judged, in words.
        changed: the rule pack's files are no longer those of the run.
    """

    id: str
    title: str
    pack: str
    period: str
    jurisdiction: str
    citations: tuple[Citation, ...]
    standards: tuple[str, ...]
    options: Mapping[str, Any]
    basis: str
    mend: str
    overlays: tuple[str, ...] = ()
    assumptions: str = ""
    changed: bool = False


@attrs.frozen(kw_only=True)
class Explanation:
    """The whole chain behind one finding. 检查结果说明

    Attributes:
        quoted: the places that tell most first.
        step: what a person does about the reason of a ``cant_tell``; '' for other outcomes.
        told: what every run said of it, the latest last; ``lives`` the problem's episodes.
        ground: None if the rule is no longer among the rules.
    """

    finding: Finding
    unit: str
    portal: str
    run: Run
    visit: VisitRecord | None
    captures: tuple[Capture, ...]
    quoted: tuple[Quoted, ...]
    ground: Ground | None
    step: str
    told: tuple[tuple[Run, Outcome], ...]
    lives: tuple[Episode, ...] = ()

    @property
    def name(self) -> str:
        """What is judged, in words."""
        return "，".join(filter(None, (self.unit, self.ground.title if self.ground else self.finding.rule, self.finding.subject_name)))


@attrs.frozen
class _Room:
    """How much of everything is told."""

    captures: int
    quotes: int
    citations: int
    clip: int
    assumptions: bool = True


_ROOMS = (_Room(2, 3, 2, 150), _Room(1, 2, 2, 90), _Room(1, 2, 1, 60), _Room(1, 1, 1, 60), _Room(1, 1, 1, 30, assumptions=False))


def as_text(explanation: Explanation) -> str:
    """The chain for a letter, at most ``MOST_LINES`` lines: of much evidence as much as there is room for. 说明文字"""
    for room in _ROOMS:
        lines = [wrapped for line in _lines(explanation, room) for wrapped in _wrap(line)]
        if len(lines) <= MOST_LINES:
            break
    return "\n".join(lines[:MOST_LINES]) + "\n"


def _lines(told: Explanation, room: _Room) -> Iterator[str]:
    finding = told.finding
    yield f"检查结果说明：{_clip(told.name, 2 * room.clip)}"
    yield f"编号：{finding.fingerprint}"
    yield from _conclusion(told, room)
    yield "二、所据网页"
    yield from _captures(told, room)
    yield "三、网页上的文字"
    for number, quoted in enumerate(told.quoted[: room.quotes], 1):
        yield f"　{number}. {_quoted(quoted, room)}"
    if not told.quoted:
        yield "　没有引用网页文字。"
    elif len(told.quoted) > room.quotes:
        yield f"　（共{len(told.quoted)}处，其余从略）"
    yield "四、依据和判定标准"
    yield from _ground(told.ground, finding, room)
    if finding.looked:
        yield "五、查找范围"
        yield from (f"　{_clip(part, room.clip)}。" for part in finding.looked.split("；"))
    yield f"{'六' if finding.looked else '五'}、如何核对"
    yield from (f"　{number}. {step}" for number, step in enumerate(_checks(told), 1))


def _conclusion(told: Explanation, room: _Room) -> Iterator[str]:
    finding = told.finding
    yield f"一、结论：{OUTCOME_ZH[finding.outcome]}（{OUTCOME_ABOUT[finding.outcome.value]}）"
    yield f"　{_clip(finding.message, 2 * room.clip)}"
    yield f"　判定基准日{told.run.as_of}，巡检批次{told.run.id}，把握程度{finding.confidence:.0%}。"
    for life in told.lives[-2:]:
        name, about = STATES[life.state.value]
        gone = next((run for run, _ in told.told if run.id == life.resolved_run), None)
        by = f"，由{life.confirmed_by}复核" if life.confirmed_by not in ("", SECOND_LOOK) else ""
        yield (
            f"　问题状态：{name}（{about}{by}）。首次发现{_day(life.first_at)}，最近发现{_day(life.last_at)}，共{life.nights}个批次发现"
            + (f"；{_day(gone.started_at)}再次判为合格。" if gone else "。")
        )
    if len(told.told) > 1:
        yield "　历次结论：" + "，".join(f"{_day(run.started_at)}{OUTCOME_ZH[outcome]}" for run, outcome in told.told[-6:]) + "。"


def _form(capture: Capture) -> str:
    if capture.rendered:
        return "经浏览器渲染"
    return "网页原文（未经浏览器）" if capture.sha256 else "未取得网页内容"


_KEPT: Mapping[bool | None, str] = {True: "快照尚在，校验一致；", False: "快照已不在访问文件中；", None: ""}


def _captures(told: Explanation, room: _Room) -> Iterator[str]:
    for number, capture in enumerate(told.captures[: room.captures], 1):
        yield f"　{number}. {capture.url}"
        way = (
            ""
            if capture.way is None
            else "；到达途径：" + "→".join(("首页", *(f"“{_clip(words, 20).translate(INNER_MARKS)}”" for words in capture.way)))
        )
        status = "" if capture.status in (None, 200) else f"，服务器应答{capture.status}"
        yield f"　　{_moment(capture.fetched_at)}抓取，{_form(capture)}{status}{way}"
        if capture.sha256:
            yield f"　　{_KEPT[capture.kept]}校验值（SHA-256）{capture.sha256}"
    if len(told.captures) > room.captures:
        yield f"　（共{len(told.captures)}个网页，其余从略）"
    visit = told.visit
    if not told.captures:
        yield "　没有引用网页。"
    if visit is not None:
        yield f"　本次访问读{visit.pages}页，结束原因：{STOP_ZH[visit.stop]}；访问文件{visit.file}。"


def _quoted(quoted: Quoted, room: _Room) -> str:
    evidence = quoted.evidence
    read = f"读作{'；'.join(_clip(text.rstrip('。'), room.clip) for text in quoted.said[:2])}。" if quoted.said else ""
    words = f"原文“{_clip(evidence.quote, room.clip).translate(INNER_MARKS)}”。" if evidence.quote else ""
    path = f"（定位路径 {evidence.locator}）" if evidence.locator.startswith("/") and len(evidence.locator) > 1 else ""
    return f"{read}{words}位置：{quoted.place}{path}"


def _ground(ground: Ground | None, finding: Finding, room: _Room) -> Iterator[str]:
    if ground is None:
        yield f"　指标{finding.rule}已不在现行指标之中。"
        return
    yield f"　指标“{ground.title}”（{ground.id}），{ground.pack}，{ground.period}，适用于{ground.jurisdiction}；依据核实程度：{ground.basis}。"
    for citation in ground.citations[: room.citations]:
        words = f"：“{_clip(citation.quote, room.clip)}”" if citation.quote else ""
        yield f"　依据：{citation.document} {citation.clause}{words}"
    # one paragraph: a letter has few lines
    mend = f"整改：{_clip(ground.mend.rstrip('。'), 2 * room.clip)}。" if finding.outcome is Outcome.FAILED else ""
    yield f"　判定标准：{_clip('；'.join(ground.standards), 2 * room.clip) or '按指标所述，无另设数值'}。{mend}"
    for overlay in ground.overlays:
        yield f"　按调整判定：{_clip(overlay, 2 * room.clip)}。"
    if ground.assumptions and room.assumptions:
        yield f"　可能误判的情形：{_clip(ground.assumptions, room.clip)}"
    if ground.changed:
        yield "　指标文件在该批次之后有改动，以上为现行内容。"


# What a person can do, by outcome; an absence is checked otherwise than a thing that was seen.
_LOOK_FOR = "从首页按“所循入口”逐一打开，查找上列字样；找到的请提供网址，结论即应更正。"
_LOOK_AT = "打开上列网址核对原文；网页已改动的，以抓取时的快照为准。"
_CHECKS: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.FAILED: (_LOOK_AT,),
    Outcome.PASSED: (_LOOK_AT,),
    Outcome.CANT_TELL: ("程序未能得出结论，不作为问题通报；请打开网站人工核对上述事项。",),
    Outcome.INAPPLICABLE: ("认为该单位负有此项义务的，请说明理由，由人工核对。",),
}
_ASK_FOR_LOG = "每次访问的时刻、用时、服务器应答和对照主机的情况都有记录，可向巡检单位索取全部探测记录核对。"
_OPEN_PROBLEM = "有不同意见的，连同网址告知巡检单位复核；人工意见优先于程序的结论。"


def _checks(told: Explanation) -> Iterator[str]:
    finding = told.finding
    if finding.outcome is Outcome.FAILED and finding.looked:
        yield _LOOK_FOR
    if any(evidence.locator == PROBED for evidence in finding.evidence):
        yield _ASK_FOR_LOG
    else:
        yield from _CHECKS[finding.outcome]
    if told.step:
        yield told.step
    if finding.outcome is Outcome.FAILED or any(life.is_open for life in told.lives):
        yield _OPEN_PROBLEM


def as_json(told: Explanation, finding: Mapping[str, Any]) -> dict[str, Any]:
    """The chain for programs, nothing left out; ``finding`` is the finding in the shape of the contract. 说明（程序用）"""
    ground = told.ground
    return {
        "id": told.finding.fingerprint,
        "name": told.name,
        "unit_name": told.unit,
        "portal_name": told.portal,
        "run": {"id": told.run.id, "as_of": told.run.as_of, "started_at": told.run.started_at, "packs": told.run.packs},
        "visit": attrs.asdict(told.visit) if told.visit else None,
        "captures": [attrs.asdict(capture) for capture in told.captures],
        "quoted": [
            {"url": q.evidence.url, "sha256": q.evidence.sha256, "locator": q.evidence.locator, "place": q.place}
            | {"quote": q.evidence.quote, "read_as": q.said}
            for q in told.quoted
        ],
        "rule": attrs.asdict(ground) if ground else None,
        "finding": dict(finding),
        "looked": [part for part in told.finding.looked.split("；") if part],
        "history": [{"run": run.id, "as_of": run.as_of, "started_at": run.started_at, "outcome": outcome} for run, outcome in told.told],
        "episodes": [attrs.asdict(life) for life in told.lives],
        "check": list(_checks(told)),
    }


def _wrap(line: str) -> Iterator[str]:
    """A line in pieces of the width, continued under its own text; addresses are not broken, and no line begins with a closing sign."""
    indent = line[: len(line) - len(line.lstrip("　"))]
    piece, room = "", WIDTH
    for token in TOKEN.findall(line):
        width = _width(token)
        if piece.strip("　 ") and width > room and token not in NOT_AT_LINE_START:
            yield piece.rstrip()
            piece, room = indent, WIDTH - _width(indent)
        piece += token
        room -= width
    yield piece.rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _day(moment: dt.datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d}"


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}（北京时间）"


def chosen(quoted: Sequence[Quoted], telling: Sequence[bool]) -> tuple[Quoted, ...]:
    """The places in the order in which a letter names them: those on which the outcome turns first. 先后"""
    return tuple(quote for _, quote in sorted(zip(telling, quoted, strict=True), key=lambda pair: not pair[0]))
