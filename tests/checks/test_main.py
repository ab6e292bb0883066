"""Main content: what belongs to the page itself."""

from __future__ import annotations

import pytest

from checks.parsing.main import main_content, main_lines, main_text, read_main, trail

from .page_fixtures import CASES, body, expected, having, view, view_of


@pytest.mark.parametrize("case", [case for case in CASES if "main_has" in expected(case) or "main_lacks" in expected(case)])
def test_main_text_of_fixture(case: str) -> None:
    """The content is kept, menus, side bars and footers are not."""
    text = main_text(view_of(case))

    assert [words for words in expected(case).get("main_has", []) if words not in text] == []
    assert [words for words in expected(case).get("main_lacks", []) if words in text] == []


@pytest.mark.parametrize("case", having("trail"))
def test_trail_of_fixture(case: str) -> None:
    """The breadcrumb's names are read in order."""
    assert list(trail(view_of(case))) == expected(case)["trail"]


@pytest.mark.parametrize("text", ["", "<p>无</p>", "<div></div>", "短文", "<table><tr><td>一行</td></tr></table>"])
def test_tiny_pages(text: str) -> None:
    """A page of a word or of nothing has a main block and does not fail."""
    page = view(text)

    assert main_content(page) is not None
    assert len(main_lines(page)) <= 1


def test_hidden_tab_panel_is_content_and_a_popup_is_not() -> None:
    """A panel that a tab shows belongs to the content, marked hidden; a hidden message box does not."""
    page = view(
        body(
            "<ul class='tabs'><li>说明</li><li>流程</li></ul><div class='panel'><p>申请说明文字在此，请仔细阅读。</p></div>"
            "<div class='panel' style='display:none'><p>办理流程文字在此，分为四步。</p></div>"
            "<div class='dialog' style='display:none'><p>信息提交失败，请重试。</p></div>"
        )
    )
    lines = main_lines(page)

    assert [line.text for line in lines if line.hidden] == ["办理流程文字在此，分为四步。"]
    assert not any("提交失败" in line.text for line in lines)


def test_spam_block_is_not_content() -> None:
    """A hidden block of foreign links never counts as a tab panel."""
    links = "".join(f'<a href="http://spam{i}.example.com/">推广文字{i}</a>' for i in range(9))
    page = view(
        body("<p>本局主要职责是产品质量监督，下设四个股室。</p>").replace("</body>", f"<div style='display:none'>{links}</div></body>")
    )

    assert "推广文字" not in main_text(page)


def test_short_links_are_content_where_nothing_else_is() -> None:
    """A list of departments without dates stays in the content."""
    rows = "".join(f"<li><a href='{i}.html'>{name}</a></li>" for i, name in enumerate(["办公室", "质量股", "计量股", "标准化股"]))
    page = view(body(f"<ul class='list'>{rows}</ul>"))

    assert [line.text for line in main_lines(page)] == ["办公室", "质量股", "计量股", "标准化股"]


def test_every_line_has_a_part() -> None:
    """Roles are given line by line."""
    for case in CASES:
        page = view_of(case)

        assert len(read_main(page).parts) == len(page.lines)


@pytest.mark.parametrize(
    ("shown", "steps"),
    [
        ("首页／便民／民政", ("首页", "便民", "民政")),
        ("首页》信息公开》政府信息公开目录", ("首页", "信息公开", "政府信息公开目录")),
        ("首頁-新聞資訊-衛生簡報", ("首頁", "新聞資訊", "衛生簡報")),
        ("當前位置：首頁 > 政府資訊公開", ("首頁", "政府資訊公開")),
        ("首页 > 十四五-专项规划", ("首页", "十四五-专项规划")),
        ("所在栏目：便民 来源：办公室 发布时间：2015-06-12", ()),
        ("所在栏目：首页 > 便民 发布时间：2015-06-12", ("首页", "便民")),
    ],
)
def test_trails_with_seldom_marks(shown: str, steps: tuple[str, ...]) -> None:
    """A hyphen parts the steps only where it follows «首页» and no other mark stands there; a document's own line is none."""
    assert trail(view(body(f"<p>{shown}</p><p>正文文字在此，请仔细阅读。</p>"))) == steps
