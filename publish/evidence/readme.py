"""``README.txt`` of a pack: what is what, and how to check it without trusting anybody. 证据包说明"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from archive.shots import LIVE, Shot
from checks.masking import KINDS_ZH

from .pages import Cited
from .warc import Recorded


@attrs.frozen(kw_only=True)
class Told:
    """What the text speaks of. 说明的内容

    Attributes:
        runs: id, date of judgement and packs of each.
        fingerprint: of the key that signed; '' for none.
    """

    title: str
    runs: Sequence[tuple[str, str, str]]
    findings: int
    recorded: Sequence[Recorded]
    missing: Sequence[Cited]
    shots: Sequence[Shot]
    fingerprint: str = ""
    stamped: bool = False


def readme(told: Told) -> str:
    """The text, lines ended as Windows does so that every editor shows them. 说明"""
    return "\r\n".join(_lines(told)) + "\r\n"


def _lines(told: Told) -> Iterator[str]:
    yield from (
        "政府信息公开检查证据包",
        "",
        told.title,
        f"检查结果 {told.findings} 项，网页存档 {len(told.recorded)} 份，截图 {len(told.shots)} 张。",
    )
    for run, as_of, packs in told.runs:
        yield f"巡检批次 {run}，判定基准日 {as_of}，指标体系 {packs}。"
    yield from ("", "一、内容")
    yield "findings.csv        检查结果及证据，可用 Excel 或 WPS 打开；各列含义见 data-dictionary.md"
    if told.recorded:
        yield "evidence.wacz       所据网页的原件；用 https://replayweb.page 或 pywb 打开，也可改名为 .zip 解开，内为 WARC 1.1"
    if told.shots:
        live = sum(shot.how == LIVE for shot in told.shots)
        yield "screenshots/        所据网页的截图，证据所在之处用红框标出；清单见 screenshots.csv"
        yield f"                    其中 {live} 张拍自当晚的网站（页面与所据网页一致），{len(told.shots) - live} 张拍自保存的网页（无样式和图片）"
    yield "rules/              所用检查指标：依据及条款原文、参数、期间"
    yield "datapackage.json    各文件的说明，供程序读取（Frictionless 数据包）"
    yield "manifest.json       全部文件的大小和 SHA-256；SHA256SUMS 为同样内容，供 sha256sum 使用"
    yield "verify.py           核对程序"
    yield from _gaps(told)
    yield from _checks(told)


def _gaps(told: Told) -> Iterator[str]:
    yield from ("", "二、须知")
    yield "1. 网页存档中的正文是服务器所发内容解压后的字节，应答头照录；请求记录由网址和用户代理重建。样式、图片和脚本没有存档。"
    yield "2. 标为“浏览器渲染”的，是浏览器运行页面脚本之后所见的内容，与服务器所发的网页并存。"
    yield "3. rules/ 为写出本包时的指标内容；批次当时所用指标体系的摘要见 manifest.json 的 packs_sha256，所按的调整见 findings.csv 的“调整”。"
    yield "4. 个人的身份证号码、银行卡号、手机号码和家庭住址一律隐去，只留前三位。"
    for each in told.recorded:
        if each.masked:
            kinds = "、".join(KINDS_ZH[kind] for kind in each.masked)
            how = "正文不能逐处隐去，未收入" if each.withheld else "已在正文中隐去"
            yield f"   {each.page_url}：{kinds}{how}；原件 SHA-256 {each.original}"
    if told.missing:
        yield "5. 下列网页的原件已不在本机，未收入："
        yield from (f"   {page.url}（{page.fetched_at}，SHA-256 {page.sha256}）" for page in told.missing)


def _checks(told: Told) -> Iterator[str]:
    yield from ("", "三、核对")
    yield "1. 在本文件夹中运行：python verify.py（只需 Python 3.8 以上）；压缩包可运行：python verify.py 证据包.zip"
    yield "   或 gongkai verify 证据包。全部文件与清单一致时退出码为 0，否则为 5 并列出不符的文件。"
    yield "2. 不用 Python 时：sha256sum -c SHA256SUMS"
    yield "3. findings.csv 的“网页摘要”是所据网页正文的 SHA-256，与网页存档中各记录的 WARC-Payload-Digest 相同；"
    yield "   隐去了个人信息的，存档记录另以 X-Gongkai-Original-Payload-Digest 记原件的摘要。"
    if told.fingerprint:
        yield f"4. manifest.json.sig 是清单的 Ed25519 签名，公钥指纹（SHA-256）：{told.fingerprint}"
        yield "   请向制作单位索取公钥，运行：python verify.py --key 公钥文件（需要程序库 cryptography）。"
    else:
        yield "4. 本包没有签名：清单可以证明文件此后未变，不能证明由谁制作。"
    if told.stamped:
        yield "5. manifest.json.tsr 是清单的时间戳（RFC 3161），证明清单在其所载时间已经存在，可用 openssl ts -verify 核对。"
    else:
        yield "5. 本包没有时间戳：不能由本包证明清单在何时已经存在。"
