"""The text of a small data folder that is right, for tests to break in one place. 配置样例"""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import config


@attrs.frozen(kw_only=True)
class Listed:
    """Parameters of the only predicate the sample knows."""

    words: tuple[str, ...]
    clicks: int = 2


PREDICATES: dict[str, type | None] = {"link_found": Listed, "plain": None}

RULE = """\
id = "guide.exists"
title = "公开指南设置"
title_passed = "设有公开指南"
title_failed = "未见公开指南"
mend = "设置公开指南。"
basis = "seed"
severity = "major"
check = "link_found"
since = 2015-05-28
needs = ["guide"]

[params]
words = ["公开指南"]

[messages]
failed = "未见{what}"

[[citations]]
document = "云溪质监办发〔2015〕1号"
clause = "一(一)"

[[examples]]
outcome = "passed"
as_of = 2015-06-30
[[examples.pages]]
path = "/"
html = "<a href='/zn.html'>公开指南</a>"
[[examples.pages]]
path = "/zn.html"
html = "指南"

[[examples]]
outcome = "failed"
as_of = 2015-06-30
[[examples.pages]]
path = "/"
html = "<p>首页</p>"

[[examples]]
outcome = "cant_tell"
as_of = 2015-06-30
[[examples.pages]]
path = "/"
status = 503
"""

PACK = """\
id = "{id}"
title = "云溪市政府信息公开工作要点"
version = "1"
issuer = "云溪市质量技术监督局"
since = 2015-05-28
"""

PORTALS = """\
[[portal]]
id = "yunxi"
name = "云溪市人民政府"
home_url = "http://www.yunxi.example/"
site_code = "1234567890"

[[unit]]
id = "yunxi-zjj"
name = "云溪市质量技术监督局"
successor = "yunxi-scjgj"
until = 2018-12-31
[[unit.place]]
portal = "yunxi"
column_url = "http://www.yunxi.example/zjj/"

[[unit]]
id = "yunxi-scjgj"
name = "云溪市市场监督管理局"
packs = ["yunxi-2015"]
predecessors = ["yunxi-zjj"]
since = 2019-01-01
[[unit.place]]
portal = "yunxi"
column_url = "http://www.yunxi.example/scjgj/"
"""

FILES = {
    "portals.toml": PORTALS,
    "rulepacks/yunxi-2015/pack.toml": PACK.format(id="yunxi-2015"),
    "rulepacks/yunxi-2015/guide.exists.toml": RULE,
    "vocabulary/guide.toml": '[fax]\nname = "传真"\nlabels = ["传真号码", "传真"]\nnever = ["投诉传真"]\n',
    "vocabulary/words.toml": 'negation = ["暂无", "不提供"]\n',
    "adapters/sample.toml": 'id = "sample"\nname = "样例系统"\nsigns = ["createPageHTML\\\\("]\n',
    "holidays.toml": "until = 2015-12-31\n[year.2015]\nholidays = [2015-09-03]\nworkdays = [2015-09-06]\n",
}


def mistakes(data: Path) -> list[str]:
    """What loading complains about, one line each."""
    with pytest.raises(config.ConfigError) as caught:
        config.load(data, predicates=PREDICATES)
    return [str(mistake) for mistake in caught.value.mistakes]


def edit(data: Path, file: str, old: str, new: str) -> None:
    """Replace text that must be there."""
    path = data / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
