"""An invented portal for measuring: the size, the link density and the layout of a real bureau's, every page its own. 测速用网站

Nothing here is random from run to run: the same number gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

import attrs

AS_OF = dt.date(2015, 6, 30)
ROWS = 20  # of a list page
CITY = "云溪市"
BUREAUS = ("质量技术监督局", "商务局", "水务局", "民政局", "农业局", "文化局", "体育局", "审计局")

# Columns as bureaus name them: path, name, how many pages stand in it. Lists that rules read carry the bulk.
COLUMNS = (
    ("gzdt", "工作动态", 24),
    ("tzgg", "通知公告", 14),
    ("zcfg", "政策法规", 10),
    ("qlqd", "权力清单", 24),
    ("bszn", "办事指南", 24),
    ("xzcf", "行政处罚", 22),
    ("xxml", "政府信息公开目录", 14),
    ("nb", "信息公开年度报告", 6),
)
SINGLE = (
    ("gkzn", "政府信息公开指南"),
    ("ysq", "依申请公开"),
    ("jgzn", "机构职能"),
    ("ldjs", "领导介绍"),
)
# Words of which titles and sentences are put together.
WHO = ["市局", "区县局", "检验所", "计量所", "执法队", "办公室", "审批科", "法规科", "监督科", "质量科", "标准科", "特设科"]
DOES = ["组织开展", "部署推进", "召开会议研究", "检查督导", "公布", "印发", "调整完善", "举办培训班学习", "联合查处", "抽查通报"]
WHAT = [
    "电梯安全",
    "产品质量",
    "计量器具检定",
    "标准化工作",
    "食品相关产品",
    "特种设备",
    "集贸市场电子秤",
    "加油机",
    "检验检测机构",
    "棉花质量",
    "儿童用品",
    "建筑材料",
]
ENDS = ["专项行动", "监督检查", "有关事项", "工作情况", "宣传活动", "实施方案", "结果", "责任制", "年度安排", "月活动"]
ITEM_LABELS = [
    "事项名称",
    "事项编码",
    "事项类别",
    "设定依据",
    "办理对象",
    "实施机关",
    "承办处室",
    "受理方式",
    "受理地点",
    "办理流程",
    "申请材料",
    "办理时限",
    "收费标准",
    "收费依据",
    "办公时间",
    "咨询电话",
    "监督电话",
    "办理结果",
]
PENALTY_LABELS = [
    "行政处罚决定书文号",
    "案件名称",
    "违法企业名称",
    "法定代表人",
    "主要违法事实",
    "处罚种类",
    "处罚依据",
    "处罚履行方式和期限",
    "处罚机关",
    "处罚日期",
]
GUIDE_HEADINGS = ["公开范围", "公开形式", "公开时限", "依申请公开", "受理机构", "申请方式", "申请处理", "收费标准", "监督和救济"]


@attrs.frozen
class Leaf:
    """One document of a column."""

    path: str
    title: str
    date: dt.date
    column: str


def portal(number: int, scale: float = 1.0) -> dict[str, bytes]:
    """All pages of the bureau with this number: path → HTML. ``scale`` shortens the columns (1.0: some 150 pages)."""
    return dict(_Builder(number, scale).pages())


class _Builder:
    def __init__(self, number: int, scale: float) -> None:
        self._chance = random.Random(number)
        self._organ = CITY + BUREAUS[number % len(BUREAUS)]
        self._leaves = {key: self._column(key, max(1, round(count * scale))) for key, _, count in COLUMNS}

    def pages(self) -> Iterator[tuple[str, bytes]]:
        yield "/", self._page(self._organ, self._panels())
        for key, name in SINGLE:
            body = self._guide() if key in ("gkzn", "ysq") else self._paragraphs(30)
            yield f"/{key}/index.html", self._page(name, f"<h1>{name}</h1><div class='content'>{body}</div>", name)
        for key, name, _ in COLUMNS:
            leaves = self._leaves[key]
            parts = [leaves[start : start + ROWS] for start in range(0, len(leaves), ROWS)]
            for index, part in enumerate(parts):
                yield _list_path(key, index), self._page(name, self._list(key, part, index, len(parts)), name)
            for leaf in leaves:
                yield leaf.path, self._page(leaf.title, self._document(leaf), name)

    # -- what a column holds

    def _column(self, key: str, count: int) -> list[Leaf]:
        day = AS_OF
        leaves = []
        for number in range(count):
            day -= dt.timedelta(days=self._chance.randrange(1, 5))
            title = f"{self._organ}{2014 - number}年政府信息公开工作年度报告" if key == "nb" else self._title()
            leaves.append(Leaf(f"/{key}/{day:%Y%m}/t{day:%Y%m%d}_{1000 + number}.html", title, day, key))
        return leaves

    def _title(self) -> str:
        pick = self._chance.choice
        return f"{pick(WHO)}{pick(DOES)}{pick(WHAT)}{pick(ENDS)}（{self._chance.randrange(1, 400)}号）"

    def _sentence(self) -> str:
        pick = self._chance.choice
        return "，".join(f"{pick(WHO)}{pick(DOES)}{pick(WHAT)}{pick(ENDS)}" for _ in range(4)) + "。"

    def _paragraphs(self, count: int) -> str:
        return "\n".join(
            f'<p style="text-indent: 2em; line-height: 1.75; font-family: 仿宋; font-size: 16px">{self._sentence()}{self._sentence()}</p>'
            for _ in range(count)
        )

    # -- parts of pages

    def _rows(self, leaves: list[Leaf]) -> str:
        return "\n".join(
            f'<li><a href="{leaf.path}" target="_blank" title="{leaf.title}">{leaf.title[:22]}</a><span>{leaf.date:%Y-%m-%d}</span></li>'
            for leaf in leaves
        )

    def _list(self, key: str, part: list[Leaf], index: int, count: int) -> str:
        pager = " ".join(f'<a href="{_list_path(key, at)}">{at + 1}</a>' for at in range(count))
        onward = f'<a href="{_list_path(key, index + 1)}">下一页</a>' if index + 1 < count else "<span>下一页</span>"
        return f'<ul class="list">\n{self._rows(part)}\n</ul><div class="page">共{count}页 {pager} {onward}</div>'

    def _document(self, leaf: Leaf) -> str:
        head = f"<h1>{leaf.title}</h1><div class='info'>发布时间：{leaf.date:%Y-%m-%d}　来源：{self._organ}</div>"
        inner = {"qlqd": self._table(ITEM_LABELS), "bszn": self._table(ITEM_LABELS), "xzcf": self._table(PENALTY_LABELS)}.get(
            leaf.column, ""
        )
        return f'{head}<div class="content" id="zoom">{inner}{self._paragraphs(self._chance.randrange(22, 60))}</div>'

    def _table(self, labels: list[str]) -> str:
        rows = "\n".join(f'<tr><td width="20%"><strong>{label}</strong></td><td>{self._sentence()}</td></tr>' for label in labels)
        return f'<table border="1" cellspacing="0">{rows}</table>'

    def _guide(self) -> str:
        parts = "\n".join(f"<h3>{heading}</h3>\n{self._paragraphs(3)}" for heading in GUIDE_HEADINGS)
        contact = "<p>办公地址：云溪市滨河路18号</p><p>联系电话：0380-5550100</p><p>电子邮箱：gk@zjj.yunxi.example</p>"
        return f"<p>受理机构：{self._organ}办公室</p>{contact}<p>办公时间：工作日 8:30-12:00，14:00-17:30</p>{parts}"

    def _panels(self) -> str:
        return "\n".join(
            f'<div class="panel"><h2><a href="{_list_path(key, 0)}">{name}</a></h2><ul>\n{self._rows(self._leaves[key][:7])}\n</ul></div>'
            for key, name, _ in COLUMNS
        )

    def _menu(self) -> str:
        places = [(f"/{key}/index.html", name) for key, name in (*SINGLE, *((key, name) for key, name, _ in COLUMNS))]
        return "\n".join(f'<li class="nav-item"><a class="nav-link" href="{path}" title="{name}">{name}</a></li>' for path, name in places)

    def _page(self, title: str, main: str, column: str = "") -> bytes:
        """A page with the furniture that real ones carry: menu, newest and related documents, the menu again in the foot, scripts."""
        everything = [leaf for leaves in self._leaves.values() for leaf in leaves]
        beside = self._chance.sample(everything, min(len(everything), 48))
        friends = "\n".join(f'<a href="http://www.danwei{n}.example/" target="_blank">友情单位{n}</a>' for n in range(8))
        count = self._chance.randrange(60, 240)
        script = "".join(f"var option{n}={{width:{n * 10},speed:300,auto:true,items:[{n},{n + 1},{n + 2}]}};\n" for n in range(count))
        style = "".join(f".block{n} .inner{n}{{margin:{n}px auto;padding:0 {n}px;color:#333;line-height:24px}}\n" for n in range(90))
        return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}-{self._organ}</title>
<meta name="SiteName" content="{self._organ}"><meta name="ColumnName" content="{column}">
<link rel="stylesheet" href="/css/main.css"><style>{style}</style><script>{script}</script></head>
<body><div class="header"><h2>{self._organ}</h2><ul class="nav">
<li><a href="/">首页</a></li>{self._menu()}</ul></div>
<div class="location">当前位置：<a href="/">首页</a> &gt; {column}</div>
<div class="main">{main}</div>
<div class="side"><h3>最新信息</h3><ul>{self._rows(beside[:20])}</ul><h3>点击排行</h3><ul>{self._rows(beside[5:30])}</ul>
<h3>相关信息</h3><ul>{self._rows(beside[15:])}</ul></div>
<div class="links">{friends}</div>
<div class="footer"><ul>{self._menu()}</ul><p>主办单位：{self._organ}　网站标识码：9901000012　溪ICP备09000123号-1</p></div>
</body></html>""".encode()


def _list_path(key: str, index: int) -> str:
    return f"/{key}/index.html" if index == 0 else f"/{key}/index_{index}.html"
