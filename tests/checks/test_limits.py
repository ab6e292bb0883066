"""Limits that guides state, and notices of suspension."""

from __future__ import annotations

import html

import pytest

from checks.facts.law import law
from checks.facts.limits import limits
from checks.facts.suspended import suspended
from checks.vocabulary import Context

from .record_fixtures import view_of


def _page(title: str, *lines: str) -> str:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><div>发布时间：2020-02-03</div><div>{body}</div></body></html>"


GUIDE = "云溪市水务局政府信息公开指南"
REPLY = "本机关自收到申请之日起20个工作日内予以答复；需要延长答复期限的，延长的期限最长不超过15个工作日。"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((REPLY,), {"reply": 20, "extension": 15}),
        (("自该政府信息形成或者变更之日起二十个工作日内予以公开。",), {"active": 20}),
        (("属于主动公开的，自信息形成之日起15个工作日内公开。", REPLY), {"active": 15, "reply": 20, "extension": 15}),
        (("自收到申请之日起，变更申请内容的，自变更之日起答复15个工作日。",), {}),
        (("延长期限另行告知；行政复议期限为60日。",), {}),
    ],
)
def test_limits_are_told_apart(lines: tuple[str, ...], expected: dict[str, int], context: Context) -> None:
    """Reply, extension of the reply, and publication unasked each have their own number."""
    found = {f.subject: f.value for f in limits(view_of(_page(GUIDE, *lines)), context)}

    assert {k: v for k, v in found.items() if k in expected or k in ("extension", "active")} == expected


@pytest.mark.parametrize(
    ("line", "completion", "third_party"),
    [
        ("申请内容不明确的，本机关自收到申请之日起7个工作日内一次性告知申请人作出补正。", 7, None),
        ("本机关自收到政府信息公开申请之日起十个工作日内告知申请人补充材料。", 10, None),
        ("申请人应当自收到告知之日起15个工作日内补正，逾期视为放弃。", None, None),  # the applicant's own time
        ("自收到申请之日起20个工作日内予以答复，需要补充材料的，一次性告知申请人补充。", None, None),  # the limit of the reply
        ("自收到申请之日起20个工作日内根据下列情况处理：内容不明确的，告知申请人更改、补充申请。", None, None),
        ("收到申请后10个工作日内审查，不完整的告知申请人补正。", None, None),
        ("涉及第三方的，第三方应当自收到征求意见书之日起15个工作日内提出意见。", None, 15),
        ("第三方应当自收到行政机关的征求意见书后二十个工作日内提出意见。", None, 20),
        ("第三方不同意公开的，本机关自收到申请之日起20个工作日内予以答复。", None, None),
    ],
)
def test_limits_of_completion_and_of_third_parties(line: str, completion: int | None, third_party: int | None, context: Context) -> None:
    """Who is bound by a limit, and from when, tells it from the limit of the reply."""
    found = {f.subject: f.value for f in limits(view_of(_page(GUIDE, line)), context)}

    assert (found.get("completion"), found.get("third_party")) == (completion, third_party)


def test_a_page_of_history_states_nothing(context: Context) -> None:
    """A guide that is marked as repealed is no promise of today."""
    assert not list(limits(view_of(_page(f"{GUIDE}（已废止）", REPLY)), context))


def test_a_promise_of_ones_own_is_marked(context: Context) -> None:
    """A shorter time that is called a promise is not the law's."""
    [fact] = [f for f in limits(view_of(_page(GUIDE, f"本机关承诺压缩时限，{REPLY}")), context) if f.subject == "reply"]

    assert fact.method == "own promise"


@pytest.mark.parametrize(
    ("line", "obsolete"),
    [
        ("本机关自收到申请之日起15个工作日内予以答复。", True),
        ("本机关承诺压缩时限，自收到申请之日起15个工作日内予以答复。", False),  # fewer than the law's 20, of its own
        ("本机关自收到申请之日起20个工作日内予以答复。", False),
    ],
)
def test_a_promise_of_ones_own_is_no_repealed_law(line: str, obsolete: bool, context: Context) -> None:
    """The limit of the Regulation of 2007 is a shorter promise under that of 2019."""
    found = {f.subject for f in law(view_of(_page(GUIDE, line)), context)}

    assert ("o_15" in found) is obsolete


@pytest.mark.parametrize(
    ("title", "text", "end"),
    [
        ("关于暂停政府信息公开当面申请的公告", "即日起暂停，恢复时间另行通知。", ""),
        ("关于暂停受理依申请公开现场申请的通知", "自2月4日起至2月28日暂停受理。", "至2月28日"),
        ("关于暂停政府信息公开窗口受理的公告", "待疫情防控工作结束后恢复。", "疫情防控工作结束"),
        ("关于暂停办理婚姻登记的公告", "即日起暂停。", None),
        ("关于做好防控工作的通知", "各单位暂停政府信息公开当面申请受理。", None),
    ],
)
def test_suspensions_and_their_ends(title: str, text: str, end: str | None, context: Context) -> None:
    """Only a title that says so is a notice; an end is a day or a condition, not the promise of another notice."""
    found = [f.value for f in suspended(view_of(_page(title, text)), context)]

    assert len(found) == (end is not None)
    assert end is None or (found[0] == "" if not end else end.removeprefix("疫情") in str(found[0]))
