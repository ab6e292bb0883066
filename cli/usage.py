"""What the library says of a command line, its mistakes and its help, in Chinese. 命令行的中文说法"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

#: what the library says, in English → what we say; the first that matches counts
SAID: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(english, re.S), chinese)
    for english, chinese in (
        (r"No such option: (\S+) \(Possible options: (.+)\)", r"没有选项 \1，相近的有：\2"),
        (r"No such option: (\S+)", r"没有选项 \1"),
        (r"No such command '(.+)'\.", r"没有命令 \1"),
        (r"Missing command\.", "没有写命令"),
        (r"Missing (?:argument|option) '(.+)'\.", r"没有写 \1"),
        (r"Option '(.+)' requires (?:an argument|\d+ arguments)\.?", r"选项 \1 之后没有写值"),
        (r"Option '(.+)' does not take a value\.", r"选项 \1 不能带值"),
        (r"Got unexpected extra argument\(s\) \((.+)\)", r"多写了：\1"),
        (r"Invalid value for '(.+?)'(?: / '.+?')*: (.+)", r"\1 的值不对：\2"),
        (r"Invalid value for (\S+?): (.+)", r"\1 的值不对：\2"),
    )
)
#: what is wrong with a value
WRONG: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(english, re.S), chinese)
    for english, chinese in (
        (r"Value error, '(.*)' is not one of (.+?)\.?", r"“\1”不在可选之列：\2"),
        (r"Input should be a valid integer.*", "应为整数"),
        (r"Input should be a valid number.*", "应为数字"),
        (r"Input should be less than or equal to (.+)", r"不能大于 \1"),
        (r"Input should be greater than or equal to (.+)", r"不能小于 \1"),
        (r"Input should be less than (.+)", r"应小于 \1"),
        (r"Input should be greater than (.+)", r"应大于 \1"),
        (r"\S+ '(.+)' does not exist\.", r"\1 不存在"),
        (r"\S+ '(.+)' is a file\.", r"\1 是文件，不是文件夹"),
        (r"\S+ '(.+)' is a directory\.", r"\1 是文件夹，不是文件"),
        (r"\S+ '(.+)' is not readable\.", r"\1 不可读"),
        (r"\S+ '(.+)' is not writable\.", r"\1 不可写"),
    )
)


def in_chinese(message: str) -> str:
    """A message of the library about the command line, in Chinese; one that is not known stays as it is. 命令行错误的中文说法"""
    for english, chinese in SAID:
        if found := english.fullmatch(message):
            what = found.expand(chinese)
            head, wrong, value = what.partition(" 的值不对：")
            return f"{head}{wrong}{_wrong(value)}" if wrong else what
    return message


def _wrong(value: str) -> str:
    for english, chinese in WRONG:
        if found := english.fullmatch(value):
            return found.expand(chinese).replace("', '", "、").replace("'", "")
    return value


#: what the library writes around our own words of help
HELP: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(english, re.M), chinese)
    for english, chinese in (
        (r"^Usage: ", "用法："),
        (r"^(用法：.*)\[OPTIONS\]", r"\1[选项]"),
        (r"^(用法：.*)COMMAND \[ARGS\]\.\.\.", r"\1命令 [参数]..."),
        (r"^Options:$", "选项："),
        (r"^Arguments:$", "参数："),
        (r"^Commands:$", "命令："),
        (r"Show this message and exit\.", "显示本说明"),
        (r"(?<=[\[;\s])default: ?", "默认："),
        (r"(?<=[\[;\s])env var: ?", "环境变量："),
        (r"(?<=[\[;\s])required(?=[\];])", "必填"),
    )
)


class Command(TyperCommand):
    """A command that explains itself in Chinese."""

    def get_help(self, ctx: Any) -> str:
        """The text of ``--help``."""
        return help_in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands that explains itself in Chinese."""

    def get_help(self, ctx: Any) -> str:
        """The text of ``--help``."""
        return help_in_chinese(super().get_help(ctx))


def help_in_chinese(text: str) -> str:
    """A text of ``--help`` with the library's own words in Chinese. 帮助的中文说法"""
    for english, chinese in HELP:
        text = english.sub(chinese, text)
    return text


def explained_in_chinese(app: typer.Typer) -> typer.Typer:
    """An application whose groups and commands all explain themselves so. 以中文说明自己的命令"""
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            explained_in_chinese(group.typer_instance)
    return app
