"""Behaviour of ``config.load``: what is right is read, what is wrong is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import config
from checks.model import Outcome, Severity
from tests.config.sample import FILES, PACK, PREDICATES, edit, mistakes


def test_reads_a_whole_data_folder(data: Path) -> None:
    """Portals, units, packs, rules, words, adapters and holidays arrive as the core's own types."""
    loaded = config.load(data, predicates=PREDICATES)

    rule = loaded.rule("guide.exists")
    assert rule.severity is Severity.MAJOR
    assert rule.messages == {Outcome.FAILED: "未见{what}"}
    assert [e.outcome for e in rule.examples] == [Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL]
    assert loaded.packs[0].rules == ("guide.exists",)
    assert loaded.registry.portal("yunxi").site_code == "1234567890"
    assert [u.id for u, _ in loaded.registry.units_on("yunxi", dt.date(2015, 6, 30))] == ["yunxi-zjj"]
    assert loaded.vocabulary.family("guide")["fax"].never == ("投诉传真",)
    assert loaded.vocabulary.words["negation"] == ("暂无", "不提供")
    assert loaded.vocabulary.adapters[0].id == "sample"
    assert loaded.vocabulary.holidays == {dt.date(2015, 9, 3)}
    assert loaded.vocabulary.workdays == {dt.date(2015, 9, 6)}
    assert loaded.vocabulary.holidays_until == dt.date(2015, 12, 31)
    assert loaded.vocabulary.holidays_since == dt.date(2015, 1, 1)
    assert loaded.warnings == ()


def test_maintenance_and_control_hosts(data: Path) -> None:
    """A moment written without a zone is Beijing time."""
    edit(
        data,
        "portals.toml",
        '[[portal]]\nid = "yunxi"',
        'controls = ["https://control.example/"]\n[[portal]]\nid = "yunxi"',
    )
    edit(
        data,
        "portals.toml",
        'site_code = "1234567890"',
        '[[portal.maintenance]]\nfrom = 2015-06-30T22:00:00\nuntil = 2015-06-30T20:00:00Z\nnote = "函告"',
    )
    registry = config.load(data, predicates=PREDICATES).registry

    [window] = registry.portal("yunxi").maintenance
    assert (window.since, window.until) == (dt.datetime(2015, 6, 30, 14, tzinfo=dt.UTC), dt.datetime(2015, 6, 30, 20, tzinfo=dt.UTC))
    assert registry.controls == ("https://control.example/",)


def test_tables_that_end_soon_are_told_for_the_day_that_is_judged(data: Path) -> None:
    """Nothing depends on the day of loading; what is judged in the table's last quarter says so."""
    loaded = config.load(data, predicates=PREDICATES)

    assert loaded.warnings_on(dt.date(2015, 6, 30)) == ()
    assert [words for words in loaded.warnings_on(dt.date(2015, 12, 1)) if "2015-12-31" in words]


BROKEN_RULES = [
    ('title = "公开指南设置"', 'titel = "公开指南设置"', "titel：未知的键；是否应为 title？"),
    ('title = "公开指南设置"', "", "title：缺少必填的键"),
    ('title = "公开指南设置"', 'title = " "', "title：不能为空"),
    ('title_failed = "未见公开指南"', "", "title_failed：缺少必填的键"),
    ('mend = "设置公开指南。"', 'mend = ""', "mend：不能为空"),
    ('basis = "seed"', 'basis = "seed"\ncovered_by = ["guide.exist"]', "covered_by：没有指标 guide.exist"),
    ('basis = "seed"', 'basis = "seeds"', "basis：“seeds”不是允许的值；是否应为 seed？"),
    (
        'basis = "seed"\nseverity = "major"',
        'basis = "one_page"\nseverity = "critical"',
        "severity：依据“仅见一处转述，尚未核实”，不得定为 critical",
    ),
    ('basis = "seed"', 'basis = "seed"\nrow = "主动公开-6"', "row：没有通报表行 主动公开-6"),
    ('basis = "seed"', 'basis = "seed"\ncheckable = "manual"\nrow_other = "组织-1"', "row_other：没有通报表行 组织-1"),
    ('title = "公开指南设置"', "title = 3", "title：应为字符串，实为整数 3"),
    ('severity = "major"', 'severity = "majr"', "severity：“majr”不是允许的值；是否应为 major？"),
    ("since = 2015-05-28", 'since = "2015-05-28"', "since：应为日期（如 2015-06-30，不加引号），实为字符串 '2015-05-28'"),
    ("since = 2015-05-28", "since = 2015-05-28\nuntil = 2015-05-27", "until：截止日期 2015-05-27 早于起始日期 2015-05-28"),
    ('needs = ["guide"]', 'scope = "site"', "scope：“site”不是允许的值；可用的有：portal、unit"),
    ('check = "link_found"', 'check = "link_fond"', "check：没有判定函数 link_fond；是否应为 link_found？"),
    ('check = "link_found"', 'check = "plain"', "params.words：判定函数 plain 没有参数"),
    ('words = ["公开指南"]', 'wrods = ["公开指南"]', "params.wrods：未知的键；是否应为 words？"),
    ('words = ["公开指南"]', 'words = "公开指南"', "params.words：应为列表，实为字符串 '公开指南'"),
    ('words = ["公开指南"]', 'words = ["公开指南", 3]', "params.words[2]：应为字符串，实为整数 3"),
    ('words = ["公开指南"]', 'words = ["公开指南"]\nclicks = true', "params.clicks：应为整数，实为true 或 false True"),
    ('failed = "未见{what}"', 'faild = "未见{what}"', "messages.faild：“faild”不是允许的值；是否应为 failed？"),
    ('failed = "未见{what}"', 'failed = "未见{what"', "messages.failed：花括号不成对或格式有误"),
    ('failed = "未见{what}"', 'failed = "未见{}"', "messages.failed：槽位名 '' 不合法"),
    ('failed = "未见{what}"', 'failed = "未见{what:d}"', "messages.failed：槽位名 'what:d' 不合法"),
    ('failed = "未见{what}"', 'failed = "未见{what!r}"', "messages.failed：槽位名 'what' 不合法"),
    ('clause = "一(一)"', "", "citations[1].clause：缺少必填的键"),
    ('clause = "一(一)"', 'clause = ""', "citations[1]：依据的文件名（document）和条款（clause）不能为空"),
    ('outcome = "cant_tell"', 'outcome = "inapplicable"', "examples：缺少结论为 cant_tell（无法核查）的示例"),
    ('path = "/zn.html"', 'path = "zn.html"', "examples[1].pages[2].path：'zn.html' 应以 / 开头"),
    ('path = "/zn.html"', 'path = "/"', "examples[1].pages[2].path：/ 重复"),
    ('path = "/"\nstatus = 503', 'path = "/x"\nstatus = 503', 'examples[3].pages：缺少首页（path = "/"）'),
    (
        'path = "/"\nstatus = 503',
        'path = "/"\nstatus = 503\n[[examples.earlier]]\nas_of = 2099-01-01\n[[examples.earlier.pages]]\npath = "x"',
        "examples[3].earlier[1].as_of：2099-01-01 应早于其后的 ",
    ),
    (
        'path = "/"\nstatus = 503',
        'path = "/"\nstatus = 503\n[[examples.earlier]]\nas_of = 2001-01-01\n[[examples.earlier.pages]]\npath = "x"',
        "examples[3].earlier[1].pages[1].path：'x' 应以 / 开头",
    ),
    ('path = "/"\nstatus = 503', 'path = "/"\nstats = 503', "examples[3].pages[1].stats：未知的键；是否应为 status？"),
    ('id = "guide.exists"', 'id = "guide.exist"', "id：编号 guide.exist 与文件名 guide.exists.toml 不一致"),
]


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN_RULES)
def test_names_the_mistake_in_a_rule_file(data: Path, old: str, new: str, expected: str) -> None:
    """Each way a rule file can be wrong is reported with its file, its key and what is allowed; other files are not blamed."""
    edit(data, "rulepacks/yunxi-2015/guide.exists.toml", old, new)

    found = mistakes(data)

    assert {line.split("：")[0] for line in found} == {"rulepacks/yunxi-2015/guide.exists.toml"}
    assert any(line.split("：", 1)[1].startswith(expected) for line in found), found


def test_rule_without_citation(data: Path) -> None:
    """A rule that rests on nothing is refused."""
    edit(data, "rulepacks/yunxi-2015/guide.exists.toml", '[[citations]]\ndocument = "云溪质监办发〔2015〕1号"\nclause = "一(一)"\n', "")
    edit(data, "rulepacks/yunxi-2015/guide.exists.toml", "needs = ", "citations = []\nneeds = ")

    assert mistakes(data) == ["rulepacks/yunxi-2015/guide.exists.toml：citations：至少要有一条依据"]


BROKEN_REGISTRIES = [
    (
        'home_url = "http://www.yunxi.example/"',
        'home_url = "www.yunxi.example"',
        "portal[1].home_url：网址 'www.yunxi.example' 应以 http:// 或",
    ),
    (
        'home_url = "http://www.yunxi.example/"',
        'home_url = "ftp://www.yunxi.example/"',
        "portal[1].home_url：网址 'ftp://www.yunxi.example/' 应以",
    ),
    ('home_url = "http://www.yunxi.example/"', 'home_url = "http:///x"', "portal[1].home_url：网址 'http:///x' 的主机名不合法"),
    ('home_url = "http://www.yunxi.example/"', 'home_url = "http://a_-.b!/"', "portal[1].home_url：网址 'http://a_-.b!/' 的主机名不合法"),
    (
        'home_url = "http://www.yunxi.example/"',
        'home_url = "http://yunxi.example:99999/"',
        "portal[1].home_url：网址 'http://yunxi.example:99999/' 不合法",
    ),
    (
        'home_url = "http://www.yunxi.example/"',
        'home_url = "http://www.yunxi.example/a b"',
        "portal[1].home_url：网址 'http://www.yunxi.example/a b' 含有空白",
    ),
    (
        'home_url = "http://www.yunxi.example/"',
        'home_url = "http://u:p@yunxi.example/"',
        "portal[1].home_url：网址 'http://u:p@yunxi.example/' 不应含用户名",
    ),
    ('site_code = "1234567890"', 'site_code = "123"', "portal[1].site_code：网站标识码应为 10 位数字或 bm 加 8 位数字"),
    ('site_code = "1234567890"', 'quiet_hours = "8-20"', "portal[1].quiet_hours：应写作 HH:MM-HH:MM"),
    (
        'site_code = "1234567890"',
        'maintenance = [{from = 2015-06-30T22:00:00, until = 2015-06-30T22:00:00+08:00, note = "函告"}]',
        "portal[1].maintenance[1].until：结束时间 2015-06-30 22:00:00+08:00 应晚于开始时间",
    ),
    (
        'site_code = "1234567890"',
        'maintenance = [{from = 2015-06-30T22:00:00, until = 2015-07-01T06:00:00, note = " "}]',
        "portal[1].maintenance[1].note：应写明由谁、以何方式报备",
    ),
    (
        'site_code = "1234567890"',
        'maintenance = [{from = 2015-06-30, until = 2015-07-01T06:00:00, note = "函告"}]',
        "portal[1].maintenance[1].from：应为日期和时间（如 2015-06-30T22:00:00，不加引号）",
    ),
    (
        'site_code = "1234567890"',
        'maintenance = [{since = 2015-06-30T22:00:00, until = 2015-07-01T06:00:00, note = "函告"}]',
        "portal[1].maintenance[1].since：未知的键",
    ),
    ('site_code = "1234567890"', "max_pages = 0", "portal[1].max_pages：应大于 0"),
    ('site_code = "1234567890"', "delay_seconds = -1", "portal[1].delay_seconds：不能为负"),
    ('site_code = "1234567890"', 'hosts = ["http://x.example"]', "portal[1].hosts[1]：'http://x.example' 应为主机名"),
    ('site_code = "1234567890"', 'level = "town"', "portal[1].level：“town”不是允许的值"),
    ('site_code = "1234567890"', "enabled = 1", "portal[1].enabled：应为true 或 false，实为整数 1"),
    ('[[portal]]\nid = "yunxi"', 'controls = ["c.example"]\n[[portal]]\nid = "yunxi"', "controls[1]：网址 'c.example' 应以 http"),
    (
        '[[portal]]\nid = "yunxi"',
        'controls = ["http://www.yunxi.example/a"]\n[[portal]]\nid = "yunxi"',
        "controls[1]：http://www.yunxi.example/a 是登记的网站 yunxi，不能作对照主机",
    ),
    ('id = "yunxi-zjj"', 'id = "云溪"', "unit[1].id：编号 '云溪' 只能用字母、数字、点和连字符"),
    (
        'portal = "yunxi"\ncolumn_url = "http://www.yunxi.example/zjj/"',
        'portal = "yunxu"',
        "unit[1].place[1].portal：没有网站 yunxu；是否应为 yunxi？",
    ),
    ('column_url = "http://www.yunxi.example/zjj/"', 'column_url = "/zjj/"', "unit[1].place[1].column_url：网址 '/zjj/' 应以"),
    (
        'column_url = "http://www.yunxi.example/zjj/"',
        "since = 2016-01-01\nuntil = 2015-01-01",
        "unit[1].place[1].until：截止日期 2015-01-01 早于起始日期",
    ),
    ('packs = ["yunxi-2015"]', 'packs = ["yunxi-2016"]', "unit[2].packs[1]：没有指标体系 yunxi-2016；是否应为 yunxi-2015？"),
    ('packs = ["yunxi-2015"]', 'parent = "yunxi-shi"', "unit[2].parent：没有公开主体 yunxi-shi"),
    ('packs = ["yunxi-2015"]', 'parent = "yunxi-scjgj"', "unit[2].parent：不能指向自身"),
    ('predecessors = ["yunxi-zjj"]', 'predecessors = ["yunxi-zjj", "yunxi-gsj"]', "unit[2].predecessors[2]：没有公开主体 yunxi-gsj"),
    ('predecessors = ["yunxi-zjj"]', "", "unit[1].successor：yunxi-scjgj 的 predecessors 中没有 yunxi-zjj"),
    (
        "until = 2018-12-31",
        "until = 2019-01-01",
        "unit[2].predecessors[1]：起止日期重叠：前身 yunxi-zjj 至 2019-01-01 止，本单位自 2019-01-01 起",
    ),
    ("until = 2018-12-31", "", "unit[1].until：有继任单位（successor）时应写明截止日期"),
    ("[[unit.place]]", "[[unit.places]]", "unit[1].places：未知的键；是否应为 place？"),
]


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN_REGISTRIES)
def test_names_the_mistake_in_the_registry(data: Path, old: str, new: str, expected: str) -> None:
    """Each way the registry can be wrong is reported with its key and what is allowed."""
    edit(data, "portals.toml", old, new)

    assert any(line.startswith(f"portals.toml：{expected}") for line in mistakes(data)), mistakes(data)


def test_duplicate_ids_in_the_registry(data: Path) -> None:
    """Two portals or two units under one id are both named."""
    text = FILES["portals.toml"]
    (data / "portals.toml").write_text(text + text, encoding="utf-8")

    assert [m.split("：", 1)[1] for m in mistakes(data) if "重复" in m] == [
        "portal[2].id：编号 yunxi 与 portal[1] 重复",
        "unit[3].id：编号 yunxi-zjj 与 unit[1] 重复",
        "unit[4].id：编号 yunxi-scjgj 与 unit[2] 重复",
    ]


def test_rule_id_used_in_two_packs(data: Path) -> None:
    """A rule id belongs to one file of one pack."""
    second = data / "rulepacks/yunxi-2016"
    second.mkdir()
    (second / "pack.toml").write_text(PACK.format(id="yunxi-2016"), encoding="utf-8")
    (second / "guide.exists.toml").write_text(FILES["rulepacks/yunxi-2015/guide.exists.toml"], encoding="utf-8")

    assert mistakes(data) == [
        "rulepacks/yunxi-2016/guide.exists.toml：id：编号 guide.exists 已在 rulepacks/yunxi-2015/guide.exists.toml 中使用；指标编号不得重复"
    ]


BROKEN_PACKS = [
    ("issuer = ", 'regions = [""]\nissuer = ', "regions：不能含有空的词"),
    ("issuer = ", 'bodies = ["质监", " "]\nissuer = ', "bodies：不能含有空的词"),
    ('id = "yunxi-2015"', 'id = "yunxi"', "id：编号 yunxi 与文件夹名 yunxi-2015 不一致"),
    ('version = "1"', 'version = "1"\nextends = ["yunxi-2014"]', "extends：没有指标体系 yunxi-2014；是否应为 yunxi-2015？"),
    ('version = "1"', 'version = "1"\nextends = ["yunxi-2015"]', "extends：yunxi-2015 直接或间接包含了自身"),
    ('version = "1"', 'version = "1"\nuntil = 2014-01-01', "until：截止日期 2014-01-01 早于起始日期 2015-05-28"),
    ('version = "1"', "version = 1", "version：应为字符串，实为整数 1"),
]


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN_PACKS)
def test_names_the_mistake_in_a_pack(data: Path, old: str, new: str, expected: str) -> None:
    """A pack that contradicts its folder, its period or the packs it extends is refused."""
    edit(data, "rulepacks/yunxi-2015/pack.toml", old, new)

    assert f"rulepacks/yunxi-2015/pack.toml：{expected}" in mistakes(data)


def test_cycle_over_two_packs(data: Path) -> None:
    """Packs that extend each other are both named."""
    edit(data, "rulepacks/yunxi-2015/pack.toml", 'version = "1"', 'version = "1"\nextends = ["yunxi-2016"]')
    second = data / "rulepacks/yunxi-2016"
    second.mkdir()
    (second / "pack.toml").write_text(PACK.format(id="yunxi-2016") + 'extends = ["yunxi-2015"]\n', encoding="utf-8")

    assert [m for m in mistakes(data) if "包含了自身" in m] == [
        f"rulepacks/{name}/pack.toml：extends：{name} 直接或间接包含了自身" for name in ("yunxi-2015", "yunxi-2016")
    ]


BROKEN_WORDS = [
    ("vocabulary/guide.toml", "never", "nevr", "fax.nevr：未知的键；是否应为 never？"),
    ("vocabulary/guide.toml", 'name = "传真"', 'id = "fax"\nname = "传真"', "fax.id：未知的键；要素的编号就是表名"),
    ("vocabulary/guide.toml", "[fax]\n", "", "name：应为表，实为字符串 '传真'"),
    ("vocabulary/words.toml", '"不提供"]', "3]", "negation[2]：应为字符串，实为整数 3"),
    ("adapters/sample.toml", 'id = "sample"', 'id = "other"', "id：编号 other 与文件名 sample.toml 不一致"),
    ("adapters/sample.toml", "createPageHTML\\\\(", "createPageHTML(", "signs[1]：正则表达式有误"),
    ("adapters/sample.toml", "signs", 'total = "[0-9]"\nsigns', "total：正则表达式中缺少命名组 (?P<total>…)"),
    ("adapters/sample.toml", "signs", 'pager = "[0-9]"\nsigns', "pager：正则表达式中缺少命名组 (?P<pages>…)"),
    ("adapters/sample.toml", "signs", 'next_url = "{nmae}_{n}.{ext}"\nsigns', "next_url：未知的占位 {nmae}"),
    ("adapters/sample.toml", "signs", 'next_url = "{name"\nsigns', "next_url：模板有误"),
    ("adapters/sample.toml", "signs", 'endpoint = "url"\nsigns', "endpoint：正则表达式中缺少命名组 (?P<url>…)"),
    ("holidays.toml", "[2015-09-03]", "[2015-09-05]", "year.2015.holidays[1]：2015-09-05 是周末，无须列为放假日"),
    ("holidays.toml", "[2015-09-06]", "[2015-09-07]", "year.2015.workdays[1]：2015-09-07 不是周末，无须列为调休上班日"),
    ("holidays.toml", "[2015-09-06]", "[2014-09-06]", "year.2015.workdays[1]：2014-09-06 不在 2015 年"),
    ("holidays.toml", "until = 2015-12-31", "until = 2015-09-05", "until：截止日期 2015-09-05 早于表中的 2015-09-06"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), BROKEN_WORDS)
def test_names_the_mistake_in_words_adapters_and_holidays(data: Path, file: str, old: str, new: str, expected: str) -> None:
    """Vocabulary, adapters and the holiday table are held to their shapes."""
    edit(data, file, old, new)

    assert any(line.startswith(f"{file}：{expected}") for line in mistakes(data)), mistakes(data)


def test_toml_syntax_error_names_the_line(data: Path) -> None:
    """A file that is no TOML is named with the line."""
    (data / "portals.toml").write_text('[[portal]]\nid = "yunxi\n', encoding="utf-8")

    [line] = mistakes(data)
    assert line.startswith("portals.toml：TOML 语法错误")
    assert "line 2" in line


def test_file_in_another_encoding(data: Path) -> None:
    """A file saved as GBK is named with the line that shows it."""
    (data / "vocabulary/guide.toml").write_bytes('[fax]\nname = "传真"\n'.encode("gbk"))

    assert mistakes(data) == ["vocabulary/guide.toml：第 2 行不是 UTF-8 编码，请以 UTF-8 另存"]


def test_byte_order_mark_is_accepted(data: Path) -> None:
    """Windows editors put a BOM before UTF-8; that is no mistake."""
    path = data / "portals.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert config.load(data, predicates=PREDICATES).registry.portals


def test_missing_files_and_folder(data: Path, tmp_path: Path) -> None:
    """A file that every installation needs, or the whole folder, may not be missing."""
    (data / "portals.toml").unlink()
    (data / "rulepacks/yunxi-2015/pack.toml").unlink()

    assert [m.partition("（")[0] for m in mistakes(data)] == ["rulepacks/yunxi-2015/pack.toml：无法读取", "portals.toml：无法读取"]
    assert mistakes(tmp_path / "nowhere")[0].endswith("数据文件夹不存在")


def test_all_mistakes_of_all_files_come_at_once(data: Path) -> None:
    """One run of the loader shows everything there is to correct."""
    edit(data, "portals.toml", 'name = "云溪市人民政府"', 'nme = "云溪市人民政府"')
    edit(data, "rulepacks/yunxi-2015/guide.exists.toml", 'check = "link_found"', 'check = "nothing"\nrwo = ""')
    edit(data, "vocabulary/words.toml", "[", "")

    found = mistakes(data)

    assert {m.split("：")[0] for m in found} == {"portals.toml", "rulepacks/yunxi-2015/guide.exists.toml", "vocabulary/words.toml"}
    assert len([m for m in found if m.startswith("portals.toml")]) == 2


def test_pack_digest_follows_its_files(data: Path) -> None:
    """The pack's sha256 changes with any byte of its files and with nothing else."""

    def digest() -> str:
        return config.load(data, predicates=PREDICATES).packs[0].sha256

    first = digest()
    edit(data, "portals.toml", "云溪市人民政府", "云溪市政府")
    assert digest() == first
    edit(data, "rulepacks/yunxi-2015/guide.exists.toml", "公开指南设置", "公开指南的设置")
    assert digest() != first


def test_warns_of_what_is_probably_forgotten(data: Path) -> None:
    """Two units that each claim a whole enabled portal would each be blamed for all of it: said, but not refused."""
    edit(data, "portals.toml", 'column_url = "http://www.yunxi.example/zjj/"', "")
    edit(data, "portals.toml", 'column_url = "http://www.yunxi.example/scjgj/"', "")
    assert config.load(data, predicates=PREDICATES).warnings == ()

    edit(data, "portals.toml", "until = 2018-12-31\n", 'until = 2018-12-31\n[[unit.place]]\nportal = "yunxi"\n')
    edit(data, "portals.toml", "since = 2019-01-01", "")
    [warning] = config.load(data, predicates=PREDICATES).warnings[:1]
    assert warning == "公开主体 yunxi-zjj 与 yunxi-scjgj 都以整个网站 yunxi 为公开载体；在栏目公开的单位应写明 column_url"


def test_registry_alone_with_placeholder_addresses(data: Path) -> None:
    """A registry can be read on its own, and with the scheme ``demo`` an address may be a placeholder."""
    edit(data, "portals.toml", "http://www.yunxi.example/", "demo:yunxi/")

    assert config.load_registry(data / "portals.toml", schemes={"demo"}).portals[0].home_url == "demo:yunxi/"
    with pytest.raises(config.ConfigError, match=r"portals\.toml：portal\[1\]\.home_url"):
        config.load_registry(data / "portals.toml")
