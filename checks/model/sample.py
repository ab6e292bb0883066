"""One visit of the access probe to a home page, as it was measured. 访问探测"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

import attrs


class Trouble(enum.StrEnum):
    """What stood between the probe and a home page. 未打开的情形"""

    TIMEOUT = "timeout"
    NO_NAME = "no_name"
    NO_CONNECTION = "no_connection"
    CUT = "cut"  # the answer broke off, or was none
    STATUS = "status"  # an error page
    WALL = "wall"  # turns programs away, not people
    TLS = "tls"  # no common encryption: often a national algorithm that we do not speak
    ADDRESS = "address"  # leads where the probe must not go
    LOOP = "loop"  # redirects without end: a wall that wants a browser does so, too
    ROBOTS = "robots"  # forbids, or could not be read


TROUBLE_ZH: Mapping[Trouble, str] = {
    Trouble.TIMEOUT: "等待超时",
    Trouble.NO_NAME: "域名无法解析",
    Trouble.NO_CONNECTION: "无法连接",
    Trouble.CUT: "连接中断",
    Trouble.STATUS: "返回错误页",
    Trouble.WALL: "拒绝程序访问",
    Trouble.TLS: "无法建立加密连接",
    Trouble.ADDRESS: "转到不允许访问的网址",
    Trouble.LOOP: "反复转址",
    Trouble.ROBOTS: "robots.txt 不允许访问或未能读取",
}


@attrs.frozen(kw_only=True)
class Sample:
    """One visit of the probe, kept whether or not it counts. 探测记录

    Attributes:
        portal: id of the portal; '' for a visit to a control host.
        at: when it began; aware.
        seconds: from the first request to the first whole answer, redirects and name look-up included; where none came, until given up.
        status: of the last answer, None if there was none.
        trouble: None if the home page opened, however late.
        tries: requests for the home page within the visit; 0 if none was allowed.
        control: whether a control host answered around the visit; without that the trouble may be our own network's.
        maintenance: the reported maintenance into which the visit fell, '' for none; known to the judge, not kept.
    """

    portal: str
    url: str
    at: dt.datetime
    seconds: float
    status: int | None = None
    trouble: Trouble | None = None
    final_url: str = ""
    tries: int = 1
    control: bool = False
    maintenance: str = ""


@attrs.frozen(kw_only=True)
class ExampleVisits:
    """Visits of the probe to an example portal: so many on each of some days, all alike, spread over the day. 示例探测记录

    Attributes:
        trouble: '' for a home page that opened.
        control: whether the control host answered.
        maintenance: whether they fell into reported maintenance.
    """

    first: dt.date
    visits: int
    days: int = 1
    seconds: float = 0.5
    status: int | None = None
    trouble: Trouble | None = None
    control: bool = True
    maintenance: bool = False
