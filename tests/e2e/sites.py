"""Small invented portals as folders, for ``--start``. 小型网站"""

from __future__ import annotations

import os
from pathlib import Path

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-{organ}</title></head><body>
<div class="nav"><a href="/index.html">首页</a> <a href="/zn.html">信息公开指南</a> <a href="/ml.html">信息公开目录</a>
<a href="/ysq.html">依申请公开</a> <a href="/dt.html">工作动态</a></div>
<div class="pos">当前位置：首页 &gt; {title}</div>
<div class="main">{body}</div>
<div class="foot">主办单位：{organ}　地址：云溪市滨河路18号　网站标识码：9901000012　溪ICP备09000123号-1</div></body></html>"""
GUIDE = """<h1>{organ}政府信息公开指南</h1>
<p>为方便公民、法人和其他组织获取{organ}的政府信息，根据《中华人民共和国政府信息公开条例》，编制本指南。</p>
<h3>一、主动公开</h3><p>公开范围：机构职能、政策文件、行政许可、行政处罚等政府信息。</p>
<p>公开形式：本机关通过本网站主动公开政府信息，也可到档案馆、图书馆的政府信息查阅场所查阅。</p>
<p>公开时限：政府信息形成或者变更之日起20个工作日内予以公开。</p>
<h3>二、依申请公开</h3><p>公民、法人和其他组织可以向本机关申请获取主动公开以外的政府信息。</p>
<p>受理机构：{organ}办公室</p><p>办公地址：云溪市滨河路18号</p><p>办公时间：工作日8:30-12:00，14:00-17:30</p>
<p>联系电话：0380-5550100</p><p>传真：0380-5550101</p><p>邮政编码：990100</p><p>电子邮箱：gk@yunxi.example</p>
<h3>三、监督和救济</h3><p>认为本机关未依法履行政府信息公开义务的，可以向监察机关或者上一级机关举报，也可以依法申请行政复议或者提起行政诉讼。</p>"""
TEXT = "本局于近日开展质量提升行动，检查企业二十三家，发现问题九个，均已责令整改到位。"
SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body><div id="app"></div>
<script src="/app.js"></script></body></html>"""
APP = """fetch("/data" + (location.pathname === "/" ? "/index.html" : location.pathname) + ".txt").then(function (answer) {
  return answer.text();
}).then(function (text) {
  var drawn = new DOMParser().parseFromString(text, "text/html");
  document.title = drawn.title;
  document.getElementById("app").innerHTML = drawn.body.innerHTML;
});"""


def write_portal(folder: Path, organ: str = "云溪市水务局", articles: int = 6, padding: int = 0) -> Path:
    """A bureau's portal in a folder: home, guide, catalogue, application, one dated list with its articles.

    ``padding`` adds so many kilobytes to each article that no compression makes smaller.
    """
    rows = "".join(
        f'<li><a href="/a/{n}.html" title="关于开展第{n}次质量提升行动的通知">关于开展第{n}次质量提升行动的通知</a><span>2015-06-{28 - n:02d}</span></li>'
        for n in range(articles)
    )
    pages = {
        "index": f"<h2>工作动态</h2><ul>{rows}</ul>",
        "zn": GUIDE.format(organ=organ),
        "ml": f"<h1>信息公开目录</h1><ul>{rows}</ul>",
        "ysq": "<h1>依申请公开</h1><p>申请人可到本局办公室当面申请，也可邮寄申请：云溪市滨河路18号，邮编990100。</p>",
        "dt": f"<h1>工作动态</h1><ul>{rows}</ul>",
        **{
            f"a/{n}": f"<h1>关于开展第{n}次质量提升行动的通知</h1><p>发布时间：2015-06-{28 - n:02d}</p>"
            + f"<p>{TEXT}</p>" * 6
            + _padding(padding)
            for n in range(articles)
        },
    }
    for name, body in pages.items():
        path = folder / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        title = body.split("</h", 1)[0].rsplit(">", 1)[1]
        path.write_text(PAGE.format(title=title, organ=organ, body=body), encoding="utf-8")
    return folder


def _padding(kilobytes: int) -> str:
    return f"<!-- {os.urandom(kilobytes * 512).hex()} -->" if kilobytes else ""


def write_script_portal(folder: Path) -> Path:
    """The same portal drawn by scripts: without a browser there is nothing to read on any page."""
    write_portal(folder, articles=2)
    for page in sorted(folder.rglob("*.html")):
        data = folder / "data" / f"{page.relative_to(folder)}.txt"
        data.parent.mkdir(parents=True, exist_ok=True)
        page.rename(data)
        page.write_text(SHELL, encoding="utf-8")
    (folder / "app.js").write_text(APP, encoding="utf-8")
    return folder
