"""What people say about a problem, entry by entry. 人工复核"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

import attrs


class Decision(enum.StrEnum):
    """What an entry does. 意见"""

    CONFIRM = "confirm"
    REJECT = "reject"
    WAIVE = "waive"
    RECHECK = "recheck"
    NOTE = "note"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    DISMISS = "dismiss"
    ISSUE = "issue"
    REPLY = "reply"
    CLOSE = "close"


DECISION_ZH: Mapping[Decision, str] = {
    Decision.CONFIRM: "确认",
    Decision.REJECT: "不成立",
    Decision.WAIVE: "豁免",
    Decision.RECHECK: "要求重新取证",
    Decision.NOTE: "备注",
    Decision.APPEAL: "申诉",
    Decision.UPHOLD: "申诉成立",
    Decision.DISMISS: "申诉不成立",
    Decision.ISSUE: "交办整改",
    Decision.REPLY: "整改回复",
    Decision.CLOSE: "销号",
}


class Scope(enum.StrEnum):
    """How far a waiver reaches. 豁免范围"""

    PROBLEM = "problem"
    RULE = "rule"
    UNIT = "unit"


SCOPE_ZH: Mapping[Scope, str] = {Scope.PROBLEM: "本问题", Scope.RULE: "本单位本指标", Scope.UNIT: "本单位全部指标"}


class Role(enum.StrEnum):
    """What a person is to the audit. 角色"""

    READER = "reader"
    REVIEWER = "reviewer"
    OFFICE = "office"
    ADMINISTRATOR = "administrator"


ROLE_ZH: Mapping[Role, str] = {Role.READER: "查阅", Role.REVIEWER: "复核", Role.OFFICE: "办公室", Role.ADMINISTRATOR: "管理"}


@attrs.frozen(kw_only=True)
class Attachment:
    """A file that came with an entry; its bytes lie in the ledger under their digest. 附件"""

    name: str
    sha256: str
    size: int


@attrs.frozen(kw_only=True)
class Review:
    """One entry about a problem; never changed, only followed by another. 人工复核

    Attributes:
        fingerprint: the problem (公开主体|指标|对象): wording, evidence and pack version left out, so that an entry outlives them.
        reviewer: the person's name as signed in.
        decided_at: aware.
        until: last day of a waiver, or the day by which rectification is due; None where the decision has none.
        scope: how far a waiver reaches.
        answers: number of the entry that this one answers (an appeal), 0 for none.
        number: the ledger's number of the entry, 0 before it is entered.
    """

    fingerprint: str
    decision: Decision
    reviewer: str
    decided_at: dt.datetime
    note: str = ""
    until: dt.date | None = None
    scope: Scope = Scope.PROBLEM
    attachments: tuple[Attachment, ...] = ()
    answers: int = 0
    number: int = 0
