"""The ways in which a digest leaves: mail, webhook, robots of 企业微信 and 钉钉. 通知渠道

Libraries that know these robots fix their hosts, so that neither an organisation's own gateway nor a test can stand in their place;
each robot is one POST, and that is all there is here.
"""

from __future__ import annotations

import base64
import enum
import hashlib
import hmac
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

import attrs
import httpx

from .digest import Digest, text, title

TIMEOUT = 20.0
PAUSES = (1.0, 4.0)  # seconds before the second and the third try
_WECOM_BYTES = 2048
_DINGTALK_BYTES = 18_000
_TOO_MANY = 429
_PERMANENT = 500  # mail: from here on another try is of no use


class Kind(enum.StrEnum):
    """A kind of channel. 渠道种类"""

    SMTP = "smtp"
    WEBHOOK = "webhook"
    WECOM = "wecom"
    DINGTALK = "dingtalk"


class Tls(enum.StrEnum):
    """How a mail connection is secured. 邮件加密"""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@attrs.frozen(kw_only=True)
class Channel:
    """Where digests go. 通知渠道

    Attributes:
        url_env: environment variable that holds the address, for addresses that are secrets themselves (robots).
        secret_env: variable with a robot's signing secret, a webhook's bearer token or the mail password.
        host, port, tls, user, sender, to: of mail.
    """

    name: str
    kind: Kind
    enabled: bool = False
    url: str = ""
    url_env: str = ""
    secret_env: str = ""
    host: str = ""
    port: int = 0
    tls: Tls = Tls.STARTTLS
    user: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()


class NotTaken(Exception):
    """A channel did not take a digest; the message says why, without secrets. 未送达

    Attributes:
        again: another try may help.
    """

    def __init__(self, why: str, *, again: bool = True) -> None:
        super().__init__(why)
        self.again = again


def send(channel: Channel, told: Digest, site: str, environment: Mapping[str, str], pause: Callable[[float], None] = time.sleep) -> str:
    """Send a digest, with modest patience; what is to be said although it was taken comes back.

    Raises:
        NotTaken: it did not arrive, also not at the last try.
    """
    for wait in (*PAUSES, None):
        try:
            return _SENDERS[channel.kind](channel, told, site, environment)
        except NotTaken as error:
            if wait is None or not error.again:
                raise
            pause(wait)
    raise AssertionError("the last try returns or raises")


def _mail(channel: Channel, told: Digest, site: str, environment: Mapping[str, str]) -> str:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = title(told), channel.sender, ", ".join(channel.to)
    message["Date"] = format_datetime(told.at)
    # the same digest tried again is the same message: a reader's program can drop the second
    message["Message-ID"] = f"<{told.id[:32]}.{hashlib.sha256(channel.name.encode()).hexdigest()[:8]}@{channel.sender.rpartition('@')[2]}>"
    message.set_content(text(told, site))
    try:
        with _connected(channel) as server:
            if channel.user:
                server.login(channel.user, environment.get(channel.secret_env, ""))
            refused = server.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise NotTaken(f"邮件服务器不接受用户名或密码（{error.smtp_code}）", again=False) from None
    except smtplib.SMTPResponseException as error:
        raise NotTaken(f"邮件服务器拒收（{error.smtp_code}）", again=error.smtp_code < _PERMANENT) from error
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        raise NotTaken(f"邮件服务器拒收全部收件人（{'、'.join(map(str, sorted(codes)))}）", again=max(codes) < _PERMANENT) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(f"邮件服务器 {channel.host} 连接失败（{type(error).__name__}）") from error
    # the others have it: to send it again would tell them twice
    return f"邮件服务器拒收其中 {len(refused)} 个收件人：{'、'.join(sorted(refused))}" if refused else ""


def _connected(channel: Channel) -> smtplib.SMTP:
    if channel.tls is Tls.TLS:
        return smtplib.SMTP_SSL(channel.host, channel.port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
    server = smtplib.SMTP(channel.host, channel.port or 25, timeout=TIMEOUT)
    if channel.tls is Tls.STARTTLS:
        server.starttls(context=ssl.create_default_context())
    return server


def _webhook(channel: Channel, told: Digest, site: str, environment: Mapping[str, str]) -> str:
    token = environment.get(channel.secret_env, "") if channel.secret_env else ""
    _post(_address(channel, environment), payload(told, site), {"Authorization": f"Bearer {token}"} if token else {})
    return ""


def payload(told: Digest, site: str) -> dict[str, Any]:
    """What a webhook gets: the text, and its numbers for programs. 推送内容"""
    return {
        "version": 1,
        "id": told.id,
        "at": told.at.isoformat(),
        "since": told.since.isoformat() if told.since else None,
        "title": title(told),
        "text": text(told, site),
        "confirmed": [{"unit": unit, "rule": rule, "count": n} for unit, rule, n in told.confirmed],
        "suspected": told.suspected,
        "resolved": told.resolved,
        "rejected": told.rejected,
        "overdue": [{"unit": unit, "count": n} for unit, n in told.overdue],
        "unproven": told.unproven,
        "nights": told.nights,
        "refused": list(told.refused),
        "standing": {"confirmed": told.standing[0], "suspected": told.standing[1]},
    }


def _wecom(channel: Channel, told: Digest, site: str, environment: Mapping[str, str]) -> str:
    body = {"msgtype": "text", "text": {"content": clipped(text(told, site), _WECOM_BYTES)}}
    return _robot(_post(_address(channel, environment), body, {}))


def _dingtalk(channel: Channel, told: Digest, site: str, environment: Mapping[str, str]) -> str:
    address = _address(channel, environment)
    if secret := environment.get(channel.secret_env, "") if channel.secret_env else "":
        stamp = str(round(time.time() * 1000))
        address += ("&" if "?" in address else "?") + urlencode({"timestamp": stamp, "sign": signature(stamp, secret)})
    return _robot(_post(address, {"msgtype": "text", "text": {"content": clipped(text(told, site), _DINGTALK_BYTES)}}, {}))


def signature(stamp: str, secret: str) -> str:
    """钉钉's signature of a moment in milliseconds. 加签"""
    return base64.b64encode(hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()).decode()


_SENDERS: Mapping[Kind, Callable[[Channel, Digest, str, Mapping[str, str]], str]] = {
    Kind.SMTP: _mail,
    Kind.WEBHOOK: _webhook,
    Kind.WECOM: _wecom,
    Kind.DINGTALK: _dingtalk,
}


def _address(channel: Channel, environment: Mapping[str, str]) -> str:
    return environment.get(channel.url_env, "") if channel.url_env else channel.url


def _post(address: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> httpx.Response:
    try:
        # a redirect would carry the secret of the address elsewhere
        answer = httpx.post(address, json=body, headers=dict(headers), timeout=TIMEOUT, follow_redirects=False)
    except httpx.InvalidURL as error:
        raise NotTaken("地址不是网址", again=False) from error
    except httpx.HTTPError as error:
        raise NotTaken(f"连接失败（{type(error).__name__}）", again=not isinstance(error, httpx.UnsupportedProtocol)) from None
    if not answer.is_success:
        raise NotTaken(f"对方返回 {answer.status_code}", again=answer.is_server_error or answer.status_code == _TOO_MANY)
    return answer


def _robot(answer: httpx.Response) -> str:
    """Robots answer 200 to everything; what they did stands in the body."""
    try:
        code = answer.json().get("errcode")
    except (ValueError, AttributeError):
        raise NotTaken("机器人的应答无法读取") from None
    if code != 0:
        raise NotTaken(f"机器人拒收（errcode {code}）", again=code in _BUSY)
    return ""


_BUSY = (-1, 45009, 130101)  # 系统繁忙；企业微信、钉钉：发送过快


def clipped(words: str, most: int) -> str:
    """The words within so many bytes; what is cut off is said. 截短"""
    if len(words.encode()) <= most:
        return words
    end = "\n……（余略）"
    return words.encode()[: most - len(end.encode())].decode(errors="ignore") + end
