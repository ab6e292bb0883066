"""Tables of what our readers took from the pages: rows of lists, elements of guides, the pages themselves. 读取所得各表"""

from __future__ import annotations

from .table import ID, INT, TEXT, Column, Table

_OF = (
    Column("portal_id", TEXT, "网站", to="portal", quiet=True),
    Column("run_id", TEXT, "批次", to="run", quiet=True),
)

READ = (
    Table(
        name="entry",
        zh="列表条目",
        about="各单位最近一批巡检读到的栏目列表中的每一条：标题、日期、网址和所在栏目。用于检索，本身不是检查结果。",
        label="title",
        facets=("unit_id", "column_name"),
        searched=("title",),
        columns=(
            Column("id", ID, "序号"),
            Column("title", TEXT, "标题"),
            Column("date", "text", "日期", "列表所示，ISO 日期，空为未注日期", indexed=True),
            Column("unit_id", TEXT, "单位", to="unit"),
            Column("column_name", TEXT, "栏目", indexed=True),
            Column("url", TEXT, "网址", "空为没有链接"),
            Column("column_url", TEXT, "栏目网址", quiet=True),
            *_OF,
            Column("sha256", TEXT, "网页摘要", "列表网页正文字节的 SHA-256", quiet=True),
        ),
    ),
    Table(
        name="element",
        zh="指南要素",
        about="从公开指南、申请须知和办事指南中读到的要素及其内容。用于检索，本身不是检查结果。",
        label="name",
        facets=("kind", "state", "name"),
        searched=("name", "value"),
        columns=(
            Column("id", ID, "序号"),
            Column("name", TEXT, "要素", indexed=True),
            Column("value", TEXT, "内容", "网页原文，空白已合并"),
            Column("state", TEXT, "状况", "有效、空白、占位等", indexed=True),
            Column("kind", TEXT, "类别", indexed=True),
            Column("unit_id", TEXT, "单位", to="unit"),
            Column("url", TEXT, "网址"),
            Column("locator", TEXT, "位置", "XPath 或部位名", quiet=True),
            *_OF,
            Column("sha256", TEXT, "网页摘要", "网页正文字节的 SHA-256", quiet=True),
        ),
    ),
    Table(
        name="page",
        zh="网页正文",
        about="各单位最近一批巡检读到的网页及其正文（不含菜单和页脚）。用于检索，本身不是检查结果。",
        label="title",
        facets=("kind", "unit_id"),
        searched=("title", "text"),
        columns=(
            Column("id", ID, "序号"),
            Column("title", TEXT, "标题"),
            Column("kind", TEXT, "类别", "按正文判断", indexed=True),
            Column("unit_id", TEXT, "单位", to="unit"),
            Column("url", TEXT, "网址"),
            Column("text", TEXT, "正文", "前 20,000 字", quiet=True),
            Column("fetched_at", TEXT, "取得时间", "UTC，ISO 8601"),
            *_OF,
            Column("sha256", TEXT, "网页摘要", "网页正文字节的 SHA-256", indexed=True, quiet=True),
            Column("rendered", INT, "浏览器渲染", "1 由浏览器渲染后取得", quiet=True),
        ),
    ),
)
