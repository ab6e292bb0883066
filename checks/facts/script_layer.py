"""Whether a page is written in Traditional characters: a gateway's conversion, never a defect. 简繁转换层"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Fact
from checks.parsing.view import PageView
from checks.vocabulary import Context

# Frequent characters that are written otherwise in Simplified text; each of them is rare there.
TRADITIONAL = re.compile(
    r"[國務會開關資訊發辦縣區總經濟應對與業產動時間書東個們來為這說學實現點後當無機條規範門網頁領導處請證項標準質監視檢驗]"
)
HAN = re.compile(r"[\u4e00-\u9fff]")
LOOKED_AT = 4_000
LEAST = 20  # such characters
SHARE = 0.08  # of the Chinese characters looked at


def script_layer(view: PageView, context: Context) -> Iterator[Fact]:
    """``page.script`` "traditional" with a sample of the text; nothing on a page in Simplified characters. 繁体页面"""
    if not view.is_html or view.attachment:
        return
    text = view.text[:LOOKED_AT]
    found = TRADITIONAL.findall(text)
    if len(found) >= LEAST and len(found) >= SHARE * len(HAN.findall(text)):
        at = text.find(found[0])
        yield Fact(
            kind="page.script",
            value="traditional",
            evidence=view.evidence(text[max(0, at - 20) : at + 40], "//body"),
            method="characters",
            confidence=0.9,
        )
