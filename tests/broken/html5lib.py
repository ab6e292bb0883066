"""Pages of a folder of html5lib's test data: the ``#data`` of each section of its tree-construction files, the ``input`` of its tokenizer tests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

# A section is the page itself, up to the next heading of the format.
SECTION = re.compile(rb"^#data\n(.*?)\n(?=#(?:errors|new-errors|document|encoding|script-on|script-off)\b)", re.M | re.S)


def pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every page. html5lib 测试页"""
    for path in sorted(folder.rglob("*.dat")):
        for number, section in enumerate(SECTION.finditer(path.read_bytes())):
            yield f"{path.name} {number}", section[1]
    for path in sorted(folder.rglob("*.test")):
        for number, test in enumerate(_tests(path)):
            text = str(test.get("input", ""))
            if test.get("doubleEscaped"):
                text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), text)
            yield f"{path.name} {number}", text.encode("utf-8", "surrogatepass")


def _tests(path: Path) -> list[dict[str, object]]:
    found: dict[str, list[dict[str, object]]] = json.loads(path.read_bytes())
    return [test for tests in found.values() if isinstance(tests, list) for test in tests if isinstance(test, dict)]
