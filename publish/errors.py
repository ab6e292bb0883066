"""What can stop a publication."""

from __future__ import annotations

from collections.abc import Iterable


class PublishRefused(Exception):
    """The health gate says the night was not sound; the published file stays as it was. 拒绝发布

    The command line turns it into exit code 4.

    Attributes:
        reasons: Chinese sentences, one per reason, never empty.
    """

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("未发布，原有发布库保持不变：" + "；".join(self.reasons))
