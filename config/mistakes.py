"""What is wrong with the configuration. 配置错误"""

from __future__ import annotations

from collections.abc import Iterable

import attrs


@attrs.frozen
class Mistake:
    """One thing to correct. 一处错误

    Attributes:
        file: path relative to the data folder, or absolute when outside of it.
        key: where in the file (``unit[3].place[1].portal``); '' for the file as a whole.
        text: what is wrong and what is allowed, in Chinese.
    """

    file: str
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}：{self.key}：{self.text}" if self.key else f"{self.file}：{self.text}"


class ConfigError(Exception):
    """The configuration cannot be used. Raised by ``config`` before anything is fetched or judged; carries every mistake."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(dict.fromkeys(mistakes))
        super().__init__(f"配置有 {len(self.mistakes)} 处错误：\n" + "\n".join(f"  {m}" for m in self.mistakes))
