"""notice: error pages, walls, moved and closed sites."""

from __future__ import annotations

import pytest

from checks.facts.notice import read_notice
from checks.vocabulary import Context

from .page_fixtures import CASES, body, expected, facts_of, of_kind, view


@pytest.mark.parametrize("case", CASES)
def test_notice_of_fixture(case: str, context: Context) -> None:
    """Notices are told with their subject and, for moves, the new address; pages with content of their own are none."""
    wanted = expected(case)
    found = of_kind(facts_of(case, context), "notice")

    assert [fact.subject for fact in found] == ([wanted["notice"]] if "notice" in wanted else [])
    if "notice_value" in wanted:
        assert found[0].value == wanted["notice_value"]


@pytest.mark.parametrize(
    ("status", "subject"),
    [(404, "not_found"), (410, "not_found"), (403, "blocked"), (412, "blocked"), (521, "blocked"), (500, "error"), (503, "error")],
)
def test_status(status: int, subject: str) -> None:
    """The status decides before any word; a failing server is neither missing nor a wall."""
    found = read_notice(view(body("<p>页面</p>"), status=status))

    assert found is not None
    assert found.subject == subject


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("对不起，您要查看的信息不存在或者已被删除", "not_found"),
        ("没有找到您要访问的页面", "not_found"),
        ("该栏目不存在！", "not_found"),
        ("该信息已下线。", "not_found"),
        ("此文章已被撤下", "not_found"),
        ("没有找到相应的文章，可能已被管理员删除。", "not_found"),
        ("HTTP Status 404 - /xxgk/index.jsp", "not_found"),
        ("系统繁忙，请稍后再试", "error"),
        ("HTTP Status 500 - Internal Server Error", "error"),
        ("您的访问过于频繁，请稍后再试", "blocked"),
        ("请完成安全验证后继续访问", "blocked"),
    ],
)
def test_words_on_a_page_of_nothing_else(text: str, subject: str) -> None:
    """A small page that only says so is told by its words."""
    found = read_notice(view(body(f"<p>{text}</p>", head="<title>提示</title>")))

    assert found is not None
    assert found.subject == subject
    assert found.quote


@pytest.mark.parametrize(
    "text",
    [
        "本月无行政处罚案件。",
        "该栏目暂无内容",
        "本局未收到信息公开申请，不存在收费情况。",
        "因不良行为记录被拒绝投标名单表 时间：2019-11-04",
        "请输入验证码 <input name='code'> 查询编号 <input name='no'>",
        "办公地址变更为建设路9号，请群众前往新址办理业务。",
    ],
)
def test_pages_that_only_sound_alike(text: str) -> None:
    """Statements, forms and documents are not taken for error pages or notices."""
    assert read_notice(view(body(f"<p>{text}</p>"))) is None


def test_script_of_a_wall_beside_content_is_no_wall() -> None:
    """A protected page that nevertheless delivers its content is read."""
    page = view(
        body("<p>" + "本局负责全县产品质量监督工作，依法开展监督抽查。" * 20 + "</p>", head="<script>$_ts=window['$_ts'];</script>")
    )

    assert read_notice(page) is None


def test_moved_notice_with_a_few_links() -> None:
    """A notice may link the new site and keep the address of the link."""
    page = view(
        body(
            '<h2>域名变更公告</h2><p>青石县政府网站域名已变更，请点击<a href="http://new.example.gov.cn/">新网站</a>访问。</p><p><a href="/">首页</a></p>',
            head="<title>域名变更公告</title>",
        )
    )
    found = read_notice(page)

    assert found is not None
    assert (found.subject, found.value) == ("moved", "http://new.example.gov.cn/")


@pytest.mark.parametrize(
    "text",
    [
        "本站已并入青石县政府门户网站，五秒后转到新站。",
        "我局网站已迁至新站，请更新收藏的网址。",
        "原水务局网站现已迁往新站，旧站不再更新。",
    ],
)
def test_a_site_that_went_into_another_one(text: str) -> None:
    """«并入», «迁至» and «迁往» say where to without a further word; the link beside them leads there."""
    found = read_notice(view(body(f'<p>{text}</p><a href="http://new.example.gov.cn/">点击进入</a>')))

    assert found is not None
    assert (found.subject, found.value) == ("moved", "http://new.example.gov.cn/")
