"""Small files of settings in the data folder: the bulletin's form, the channels of telling. 设置文件"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import attrs

from config import ConfigError, Mistake
from config.reading import read
from config.structure import structure
from publish.bulletin.values import Form
from publish.telling.channels import Channel, Kind

from .context import DEFAULT_DATA

T = TypeVar("T")

BULLETIN_FILE = "bulletin.toml"
TEMPLATE_FILE = "templates/bulletin.docx"
_SECTIONS = ("主动公开", "依申请公开", "组织管理")
_ITEMS = (1, 2, 3, 4, 5)
_LAST_DAY = 28

TELLING_FILE = "telling.toml"
FEED = "feed"  # what the feed's own mark is called
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_NAME = re.compile(r"[\w-]{1,40}")


def settings_file(data: Path, name: str) -> Path:
    """A file of the data folder; where it is not there, the one that comes with the program. 设置文件的位置"""
    return data / name if (data / name).exists() else DEFAULT_DATA / name


def read_settings(path: Path, base: Path, wanted: type[T]) -> tuple[T | None, str, Sequence[Mistake]]:
    """A file's values, its name for messages, and every mistake in it."""
    document, mistakes = read(path, base)
    if document is None:
        return None, path.name, mistakes
    value, mistakes = structure(document.table, wanted, document.name)
    return value, document.name, mistakes


def load_form(data: Path) -> Form:
    """How bulletins are headed, divided and signed. ConfigError with every mistake. 通报表式样"""
    form, name, mistakes = read_settings(settings_file(data, BULLETIN_FILE), data, Form)
    if form is None:
        raise ConfigError(mistakes)
    wrong = [
        *([] if "{month}" in form.title else [Mistake(name, "title", "须含 {month}（核查月份）")]),
        *(
            Mistake(name, key, f"应为1至{_LAST_DAY}")
            for key, day in (("handover", form.handover), ("due", form.due))
            if not 1 <= day <= _LAST_DAY
        ),
        *([] if form.handover <= form.due else [Mistake(name, "due", "不能早于 handover")]),
        *(
            []
            if tuple(section.name for section in form.section) == _SECTIONS
            else [Mistake(name, "section", f"应依次为{'、'.join(_SECTIONS)}")]
        ),
        *(
            Mistake(name, f"section[{place}].row", "项号应依次为1至5，与检查指标的 row 对应")
            for place, section in enumerate(form.section, 1)
            if tuple(row.number for row in section.row) != _ITEMS
        ),
    ]
    if wrong:
        raise ConfigError(wrong)
    return form


@attrs.frozen(kw_only=True)
class Telling:
    """Who is told of changes, and how. 通知设置

    Attributes:
        site: address under which people browse what is published, '' if there is none.
    """

    site: str = ""
    channel: tuple[Channel, ...] = ()


def load_telling(data: Path, environment: Mapping[str, str]) -> Telling:
    """The channels, of which those that are enabled can be used. ConfigError with every mistake. 通知设置"""
    telling, name, mistakes = read_settings(settings_file(data, TELLING_FILE), data, Telling)
    if telling is None:
        raise ConfigError(mistakes)
    wrong = [Mistake(name, "site", "应为网址")] if telling.site and not _is_address(telling.site) else []
    names = [channel.name for channel in telling.channel]
    for place, channel in enumerate(telling.channel, 1):
        twice = names.index(channel.name) != place - 1 or channel.name == FEED
        if twice or not _NAME.fullmatch(channel.name):
            wrong.append(Mistake(name, f"channel[{place}].name", f"须各不相同，不用 {FEED}，只含文字、数字和连字符"))
        wrong += [Mistake(name, f"channel[{place}].{key}", text) for key, text in _mistakes(channel, environment)]
    if wrong:
        raise ConfigError(wrong)
    return telling


def _mistakes(channel: Channel, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a channel; one that is off need not be complete."""
    for key in ("url_env", "secret_env"):
        variable = getattr(channel, key)
        if variable and not _VARIABLE.fullmatch(variable):
            yield key, "应为环境变量的名称（大写字母、数字、下划线），不是密钥本身"
        elif variable and channel.enabled and not environment.get(variable):
            yield key, f"没有设置环境变量 {variable}"
    if channel.kind in (Kind.WECOM, Kind.DINGTALK) and channel.url:
        yield "url", "机器人的网址含密钥，应放在环境变量中，用 url_env 写明其名称"
    if not channel.enabled:
        return
    if channel.kind is Kind.SMTP:
        for key in ("host", "sender", "to"):
            if not getattr(channel, key):
                yield key, "缺少必填的键"
        if channel.user and not channel.secret_env:
            yield "secret_env", "有 user 时须写明存放密码的环境变量"
        if any("@" not in address or any(sign in address for sign in "\r\n,") for address in (channel.sender, *channel.to)):
            yield "to", "sender 和 to 应为邮箱地址"
    elif not (channel.url or channel.url_env):
        yield "url_env", "缺少必填的键"
    elif not _is_address(environment.get(channel.url_env, "") if channel.url_env else channel.url):
        yield "url_env" if channel.url_env else "url", "应为 http 或 https 网址"


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
