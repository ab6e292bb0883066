"""The demo portals are what their README and truth table claim: encodings, planted defects, links, dates."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import docx
import lxml.html
import pypdf
import pytest
from playwright.sync_api import sync_playwright

from cli.folder_server import serve_folder
from config.registry import load_registry

DEMO = Path(__file__).parents[2] / "data" / "demo"
TRUTH = tomllib.loads((DEMO / "truth.toml").read_text(encoding="utf-8"))
PORTALS = ("yunxi", "qingshi", "lanting")
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or shutil.which("google-chrome")

# Links that lead nowhere, with the page that shows them.
DEAD = {
    "yunxi": {("index.html", "col/col1801/index.html"), ("col/col1202/index.html", "art/2015/2/26/art_1202_5099.html")},
    "qingshi": {("xxgk/ysqgk/index.html", "xxgk/ysqgk/zxsq/index.html")},
    "lanting": set(),
}


def text_of(portal: str, path: str) -> str:
    """The source of a page as its portal encodes it."""
    return (DEMO / portal / path).read_bytes().decode("gb18030" if portal == "qingshi" else "utf-8")


def visible(source: str) -> str:
    """The text between tags, comments, scripts and white space left out."""
    tree = lxml.html.fromstring(re.sub(r"<!--.*?-->|<script.*?</script>|<head>.*?</head>", "", source, flags=re.S))
    return re.sub(r"\s+", "", "".join(str(piece) for piece in tree.itertext()))


def lanting_text(path: str) -> str:
    """What the script draws for a shell page, as JSON source."""
    kind, name = path.split("/")
    return text_of("lanting", f"data/{kind}/{name.removesuffix('.html')}.json")


def crawl(portal: str) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """Every page reachable from the home page over HTTP, and the links that lead nowhere as (page, target)."""
    pages: dict[str, str] = {}
    dead: set[tuple[str, str]] = set()
    with serve_folder(DEMO / portal) as base:
        queue = [(base + "index.html", "")]
        while queue:
            url, found_on = queue.pop()
            key = url.removeprefix(base)
            if key in pages:
                continue
            try:
                with urllib.request.urlopen(url, timeout=60) as answer:
                    body = answer.read()
            except urllib.error.HTTPError as error:
                dead.add((found_on, key))
                error.close()
                continue
            pages[key] = body.decode("gb18030" if portal == "qingshi" else "utf-8", "replace")
            queue += [(link, key) for link in links(portal, key, pages[key], url) if link.startswith(base)]
    return pages, dead


def links(portal: str, key: str, source: str, url: str) -> Iterator[str]:
    """Addresses that a page links, those that its script or its data would draw included."""
    if not key.endswith((".html", ".json")) and "dataproxy" not in key:
        return
    if portal == "lanting":
        part = re.fullmatch(r"(channel|content)/(\w+)\.html", key)
        drawn = re.findall(r'"(/[\w./-]+)"', source) + re.findall(r'href=\\"([^"\\]+)', source) if key.endswith(".json") else []
        yield from (urljoin(url, m) for m in drawn if m != "/apply/submit")
        yield urljoin(url, f"/data/{part[1]}/{part[2]}.json" if part else "/data/home.json")
        yield urljoin(url, "/data/site.json")
    shown = re.sub(r"<!--.*?-->", "", source, flags=re.S)
    for href in re.findall(r"""(?:href|src)=["']([^"']+)["']""", shown):
        if not href.startswith("javascript:"):
            yield urldefrag(urljoin(url, href.replace("&amp;", "&")))[0]
    for count, current in re.findall(r'createPageHTML\((\d+), (\d+), "index", "html"\)', shown):
        yield from (urljoin(url, f"index_{n}.html") for n in range(1, int(count)) if n != int(current))


@pytest.mark.parametrize("portal", PORTALS)
def test_links_resolve_but_the_planted_ones(portal: str) -> None:
    """Every link on every reachable page works, save those that are planted dead; nothing but loopback is needed."""
    pages, dead = crawl(portal)

    assert dead == DEAD[portal]
    files = {p.relative_to(DEMO / portal).as_posix() for p in (DEMO / portal).rglob("*") if p.is_file()}
    unlinked = {f for f in files if f not in pages and "dataproxy" not in f}
    assert unlinked <= {"404.html", "robots.txt", "_server.toml"}


@pytest.mark.parametrize("portal", PORTALS)
def test_external_links_use_reserved_names(portal: str) -> None:
    """No page names a host that could exist."""
    hosts = set()
    for file in (DEMO / portal).rglob("*"):
        if file.suffix in (".html", ".json", ".js"):
            source = file.read_bytes().decode("gb18030" if portal == "qingshi" else "utf-8")
            hosts |= {urlsplit(u).hostname for u in re.findall(r"https?://[^\s\"'<>]+", source)}
    assert {h for h in hosts if h != "www.w3.org" and not (h or "").endswith(".example")} == set()


def test_qingshi_is_gb18030_with_a_lying_meta() -> None:
    """The bytes are GB18030 and not UTF-8, the meta says otherwise, the header says nothing."""
    claims = set()
    with serve_folder(DEMO / "qingshi") as base:
        for path in ("index.html", "xxgk/gkml/index.html", "jggk/ldjj/index.html"):
            with urllib.request.urlopen(base + path, timeout=60) as answer:
                body, kind = answer.read(), answer.headers["Content-Type"]
            assert kind == "text/html"
            body.decode("gb18030")
            with pytest.raises(UnicodeDecodeError):
                body.decode("utf-8")
            claims.add((path.split("/")[0], re.search(rb"charset=([\w-]+)", body)[1]))  # type: ignore[index]
    leaders = (DEMO / "qingshi/jggk/ldjj/index.html").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        leaders.decode("gb2312")
    with pytest.raises(UnicodeDecodeError):
        leaders.decode("gbk")

    assert claims == {("index.html", b"gb2312"), ("xxgk", b"utf-8"), ("jggk", b"gb2312")}


def test_yunxi_lists_stand_in_a_datastore() -> None:
    """Rows of a 大汉 list are in the script only; the long list goes on at the address in nextgroup."""
    source = text_of("yunxi", "col/col1301/index.html")
    total = int(re.search(r"totalRecord: (\d+)", source)[1])  # type: ignore[index]
    following = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', source)[1]  # type: ignore[index]
    with serve_folder(DEMO / "yunxi") as base, urllib.request.urlopen(base.rstrip("/") + following, timeout=60) as answer:
        rest = answer.read().decode("utf-8")

    assert source.count("<record>") + rest.count("<record>") == total == 36
    assert "2015-06-29" not in visible(source)
    assert rest.count("2014-03-15") == 1


def test_lanting_says_nothing_without_its_script() -> None:
    """All shells are alike and hold neither a link nor a word of content."""
    shells = {p.read_text(encoding="utf-8") for p in (DEMO / "lanting").rglob("*.html")}

    assert len(shells) == 1
    assert "<a " not in next(iter(shells))
    for file in (DEMO / "lanting/data").rglob("*.json"):
        json.loads(file.read_text(encoding="utf-8"))


GUIDE_Q = "xxgk/gkzd/201501/t20150112_930118.html"
POWER_Q = "xxgk/xzsp/201505/t20150520_942035.html"


@pytest.mark.parametrize(
    ("portal", "path", "present", "absent"),
    [
        ("yunxi", "col/col1201/index.html", ["联系电话：0380-5550101", "监督电话：0380-5550133传真：0380-5550134"], ["传真号码"]),
        ("yunxi", "col/col1203/index.html", ["当面申请", "信函申请", "网上申请", "15个工作日"], ["传真"]),
        ("yunxi", "col/col1209/index.html", ["政策解读"], ["情况说明", "2015-0"]),
        ("yunxi", "art/2015/3/18/art_1204_5001.html", ["主动公开政府信息231条", "行政复议", "主要问题"], ["收费", "减免"]),
        ("yunxi", "art/2015/5/19/art_1208_5002.html", ["案件名称", "主要违法事实", "处罚种类", "处罚结果"], ["处罚依据", "法》第"]),
        ("yunxi", "col/col1502/index.html", ["办公时间国家法定工作日", "传真号码0380-5550702"], ["联系电话"]),
        ("yunxi", "col/col1507/index.html", ["情况说明"], []),
        ("yunxi", "art/2015/3/6/art_1210_5001.html", ["2015年部门预算", "收入预算1286.40万元"], []),
        ("qingshi", GUIDE_Q, ["办公时间咨询电话", "接待时间：周一至周五9:00—11:00", "当前位置：网站首页>信息公开>公开制度"], []),
        ("qingshi", "xxgk/ysqgk/index.html", ["信函申请。", "传真至0380-6620102", "15个工作日"], ["传真申请"]),
        ("qingshi", "xxgk/ndbg/index.html", ["局2013年政府信息公开", "局2012年政府信息公开"], ["局2014年"]),
        ("qingshi", POWER_Q, ["事项名称特种设备作业人员资格认定", "审查标准批准形式", "注意事项"], ["受理方式", "审查内容"]),
        ("qingshi", "xxgk/sfxm/index.html", ["情况说明"], []),
        ("qingshi", "xxgk/bmys/index.html", ["部门预算公开"], ["情况说明", "2014-", "2015-"]),
        ("qingshi", "xxgk/czyjs/index.html", ["局2014年部门预算", "2014-04-15"], ["2015-"]),
        ("qingshi", "index.html", ["网站标识码", "公网安备"], ["ICP备"]),
    ],
)
def test_planted_in_the_visible_text(portal: str, path: str, present: list[str], absent: list[str]) -> None:
    """The defect, the decoy or the harmless oddity is on the page as a reader sees it."""
    shown = visible(text_of(portal, path))

    assert [word for word in present if word not in shown] == []
    assert [word for word in absent if word in shown] == []


@pytest.mark.parametrize(
    ("path", "present", "absent"),
    [
        ("channel/zn.html", ["电子邮箱：××××", "电话、传真：0380-7730101", "jubao@"], []),
        ("content/331.html", ["政府信息156条", "类12条", "类98条", "类31条", "类20条", "设立的政府信息</p>"], []),
        ("content/343.html", ['"申请条件"', '"收费标准"', '"label": "注意事项",\n   "value": ""'], ["年检要求"]),
        ("channel/ld.html", ["沈伯安", "工作分工"], ["简历", "出生", "历任"]),
        ("channel/ysq.html", ["<form", "15个工作日"], []),
    ],
)
def test_planted_in_the_data(path: str, present: list[str], absent: list[str]) -> None:
    """What the JavaScript portal will draw holds the planted defects."""
    source = lanting_text(path)

    assert [word for word in present if word not in source] == []
    assert [word for word in absent if word in source] == []


def test_planted_in_the_source() -> None:
    """Hidden links to three foreign hosts, a hijacked title, two blank summaries, and dates that only comments hold."""
    hidden = re.search(r'<div style="display:none">(.*?)</div>', text_of("yunxi", "index.html"))[1]  # type: ignore[index]
    assert len(set(re.findall(r"https?://([^/]+)/", hidden))) == 3
    assert "365bet" in re.search(r"<title>(.*?)</title>", text_of("qingshi", "lxwm/index.html"))[1]  # type: ignore[index]
    rows = re.findall(r"<tr><td>QS.*?</tr>", text_of("qingshi", "xxgk/gkml/index.html"))
    assert (len(rows), sum("<td></td>" in row for row in rows)) == (9, 2)
    assert "2015-06-11" in text_of("qingshi", "gzdt/index.html")
    assert "2015-06-11" not in visible(text_of("qingshi", "gzdt/index.html"))


def dates(portal: str) -> set[dt.date]:
    """Every date that a list, a page or its data shows as its own."""
    found = set()
    for file in (DEMO / portal).rglob("*"):
        if file.suffix not in (".html", ".json") and "dataproxy" not in file.name:
            continue
        source = re.sub(r"<!--(?!\[).*?-->", "", text_of(portal, file.relative_to(DEMO / portal).as_posix()), flags=re.S)
        for y, m, d in re.findall(r"(?<!\d)(201[45])-(\d\d)-(\d\d)(?!\d)", source):
            found.add(dt.date(int(y), int(m), int(d)))
    return found


def test_freshness_gaps_are_the_planted_ones() -> None:
    """青石 has nothing in week 24, 兰亭 nothing in May; every other of the last four weeks and every May has something."""
    shown = {portal: dates(portal) for portal in PORTALS}
    weeks = {(p, w) for p, found in shown.items() for w in (23, 24, 25, 26) if not any(d.isocalendar()[:2] == (2015, w) for d in found)}
    may = {p for p, found in shown.items() if not any((d.year, d.month) == (2015, 5) for d in found)}

    assert weeks == {("qingshi", 24)}
    assert may == {"lanting"}
    assert all(max(found) <= TRUTH["as_of"] and min(found).year == 2014 for found in shown.values())


def test_attachments_open() -> None:
    """The application forms are real documents with text."""
    for path in ("yunxi/attach/zfxxgksqb.docx", "lanting/attach/sqb.docx"):
        assert docx.Document(str(DEMO / path)).tables[0].rows[0].cells[0].text.startswith("申请人姓名")
    pdf = pypdf.PdfReader(DEMO / "qingshi/xxgk/ysqgk/201501/P020150112.pdf")
    assert "政府信息公开申请表" in pdf.pages[0].extract_text()


def test_registry_and_truth_fit_together() -> None:
    """Units, portals and pages that the truth table names exist; fields are those of the model; no finding stands twice."""
    registry = load_registry(DEMO / "portals.toml", schemes={"demo"})
    units = {unit.id: unit for unit in registry.units}
    keys = [(f["unit"], f["rule"], f["subject"]) for f in TRUTH["failed"] + TRUTH["notable"]]

    assert {portal.id: portal.home_url for portal in registry.portals} == {name: f"demo:{name}" for name in PORTALS}
    assert all(portal.allow_private for portal in registry.portals)
    assert {f["unit"] for f in TRUTH["failed"]} == set(units)
    assert len(keys) == len(set(keys))
    for finding in TRUTH["failed"]:
        assert finding["portal"] in {place.portal for place in units[finding["unit"]].places}
        page = finding.get("page") or (finding["subject"] if finding["subject"].endswith(".html") else "")
        assert not page or (DEMO / finding["portal"] / page).is_file()
        assert finding.get("browser", False) == (finding["portal"] == "lanting")
    assert not {f["rule"] for f in TRUTH["failed"] + TRUTH["notable"]} & set(TRUTH["never"])


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_scripts_draw_the_pages() -> None:
    """In a real browser the JavaScript portal shows its guide and the 大汉 list its rows, further groups included."""
    with sync_playwright() as play, serve_folder(DEMO / "lanting") as lanting, serve_folder(DEMO / "yunxi") as yunxi:
        browser = play.chromium.launch(executable_path=CHROMIUM)
        tab = browser.new_page()
        tab.goto(lanting + "channel/zn.html")
        tab.wait_for_selector("footer")
        assert "电话、传真：0380-7730101" in tab.inner_text("main")
        tab.goto(lanting + "content/343.html")
        tab.wait_for_selector("dl")
        assert "申请条件" in tab.inner_text("dl")
        tab.goto(yunxi + "col/col1301/index.html")
        tab.wait_for_selector(".list li")
        assert tab.locator(".list li").count() == 15
        tab.click(".pager .next")
        tab.click(".pager .next")
        tab.wait_for_selector(".list li >> text=2014-03-15")
        assert tab.locator(".list li").count() == 6
        browser.close()
