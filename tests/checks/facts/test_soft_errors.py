"""Error pages served as normal ones, and pages that only sound like one."""

from __future__ import annotations

import attrs
import pytest

from checks.facts.kind import read_kind
from checks.facts.notice import read_notice
from checks.model import PageKind
from checks.pages import Reach, page_reach, read_page
from checks.vocabulary import Context
from tests.checks.page_fixtures import body, of_kind, view

NO_ERRORS = {
    "telephone": "<h1>联系我们</h1><p>地址：云溪市人民路1号</p><p>电话：0571-8582404</p><p>邮编：310000</p>",
    "telephone alone": "<p>电话：0571-8582-404</p>",
    "figure": "<p>全年办理审批事项共计1404件</p>",
    "repealed documents": "<h1>关于规范性文件清理结果的公告</h1><p>2015-06-01</p><p>经清理，下列三件规范性文件已失效，自公布之日起不再执行。</p>",
    "deleted by law": "<p>根据修改决定，第八条第二款的内容被删除，其余条文不变。</p>",
    "information that does not exist": "<p>申请公开的信息不存在的，本机关告知申请人。</p>",
    "instruction": "<p>如发现网页不存在或者链接失效，欢迎拨打85052711反馈。</p>",
    "supposed": "<p>若页面不存在，请联系我们的值班人员。</p>",
    "column of repealed documents": "<h2>文件已失效</h2><p>本栏目收录不再执行的文件。</p>",
    "lost papers": "<p>张某遗失营业执照，证件信息已丢失，声明作废。</p>",
    "maintenance notice": "<h1>关于网站维护的公告</h1><p>系统维护于6月1日完成，特此公告。</p>",
    "how often a page was read": "<h2>统计公报</h2><p>本页访问次数较多的月份为三月，累计提交留言230条。</p>",
    "an application that was not let through": "<h1>网上申请须知</h1><p>登录后填写申请表；提交的申请未通过审核的，可以补正后再次提交。</p>",
    "title of a document": "<h2>网上信访信息已删除情况说明一览表</h2><p>本月无。</p>",
}


@pytest.mark.parametrize("case", NO_ERRORS)
def test_documents_and_contacts_are_no_error_pages(case: str) -> None:
    """Digits before 404, what documents say of other things, a headline: none of them makes a page missing."""
    assert read_notice(view(body(NO_ERRORS[case], head="<title>青石县水务局</title>"))) is None


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("服务器繁忙，请稍后再试。", "error"),
        ("系统维护中，请稍后访问", "error"),
        ("数据库连接失败", "error"),
        ("404", "not_found"),
        ("404错误，您访问的页面走丢了", "not_found"),
        ("抱歉，您查看的文章不存在或已被删除", "not_found"),
        ("该信息已删除！", "not_found"),
        ("如果您看到本页，您访问的页面不存在", "not_found"),
        ("参数错误！该信息不存在或未通过审核", "not_found"),
        ("您访问的文章尚未审核或已下架", "not_found"),
        ("哎呀，您要打开的网页跑丢了", "not_found"),
        ("您的请求含有不合法的字符，已被站点管理员设置拦截", "blocked"),
        ("当前访问疑似网络攻击，已记录", "blocked"),
        ("您访问太快，歇一歇再来", "blocked"),
        ("您访问频率太高了", "blocked"),
        ("请求内容触发了安全规则，事件编号：20210", "blocked"),
        ("The requested URL was rejected. Your support ID is: 4711", "blocked"),
        ("请登录后查看！", "blocked"),
        ("HTTP Error 503. The service is unavailable.", "error"),
        ("ActiveServerPages错误", "error"),
        ("参数有误！", "error"),
        ("无法加载控制器:News", "error"),
    ],
)
def test_what_a_page_of_nothing_else_says(text: str, subject: str) -> None:
    """The fact quotes the page's own words."""
    found = read_notice(view(body(f"<p>{text}</p>", head="<title>提示</title>")))

    assert found is not None
    assert (found.subject, found.quote) == (subject, text)


@pytest.mark.parametrize(
    ("text", "kind", "reach"),
    [("服务器繁忙，请稍后再试。", PageKind.BLOCKED, Reach.ERROR), ("您访问的页面不存在", PageKind.NOT_FOUND, Reach.DEAD)],
)
def test_a_failing_server_is_no_missing_page(text: str, kind: PageKind, reach: Reach, context: Context) -> None:
    """A server in trouble says nothing about whether the page exists, and is never charged as a dead link."""
    page = view(body(f"<p>{text}</p>", head="<title>提示</title>"))
    read = read_page(attrs.evolve(page.page, depth=1), context)

    assert read_kind(page, context).kind is kind
    assert page_reach(read) is reach
    assert [fact.evidence.quote for fact in of_kind(read.facts, "notice")] == [text]


@pytest.mark.parametrize(
    ("script", "blocked"),
    [
        ("document.cookie='v='+f(7);location.reload();", True),
        ("document.cookie='v='+f(7);setTimeout('location.reload(true)',1500);", True),
        ("document.cookie='v=1';window.location.href=location.pathname+location.search;", True),
        ("document.cookie='lang=cn';location.href='/cn/index.html';", False),
        ("document.cookie='seen=1';", False),
    ],
)
def test_cookie_walls(script: str, blocked: bool, context: Context) -> None:
    """A page of nothing but a script that sets a cookie and asks for itself again is a wall; one that leads elsewhere is a stub."""
    found = read_notice(view(f"<html><body><script>function f(n){{return n*3}} {script}</script></body></html>"))

    assert (found is not None and found.subject == "blocked") is blocked
