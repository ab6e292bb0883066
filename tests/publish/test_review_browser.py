"""People at work in a real browser: sign in, confirm, reject, waive, ask for a re-check, appeal, order, reply, close; by keyboard too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from checks.model import Decision
from crawler.browser import find_chromium
from publish.reviewing.desk import Desk
from tests.publish.desk import HIJACK, PASSWORD, address_of, datasette_for, desk_in, entries, serving
from tests.publish.night import BUDGET, FAX, MAIL

CHROMIUM = find_chromium(os.environ)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A ledger and people."""
    return desk_in(tmp_path)


@pytest.fixture
def base(desk: Desk) -> Iterator[str]:
    """The served site."""
    with serving(datasette_for(desk).app()) as address:
        yield address


def as_(person: str, chromium: Browser, base: str, onward: str = "/-/review") -> Page:
    """A browser of somebody's own, signed in by the form."""
    page = chromium.new_context(base_url=base, locale="zh-CN").new_page()
    page.goto(onward)
    page.get_by_label("登录名").fill(person)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    return page


def form(page: Page, decision: str) -> None:
    """Open the form of a decision."""
    details = page.locator(f"details.ask:has(input[value='{decision}'])")
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def fill(page: Page, decision: str, button: str, note: str = "", until: str = "", scope: str = "", file: Path | None = None) -> None:
    """Fill in and send the form of a decision."""
    form(page, decision)
    here = page.locator(f"details.ask:has(input[value='{decision}'])")
    if note:
        here.locator("textarea").fill(note)
    if until:
        here.locator("input[type=date]").fill(until)
    if scope:
        here.locator("select").select_option(scope)
    if file:
        here.locator("input[type=file]").set_input_files(file)
    with page.expect_navigation():  # the page left may have said so too, of the entry before
        here.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已记入")


def test_signing_in_leads_on_to_the_queue_and_out_again(chromium: Browser, base: str) -> None:
    """A wrong password is told; the header names who is in; signing out ends it."""
    page = as_("lisi", chromium, base)
    expect(page.get_by_role("heading", level=1)).to_have_text("复核队列")
    expect(page.locator("header.site")).to_contain_text("李思")
    assert page.evaluate("document.cookie").count("ds_actor") == 0
    page.get_by_role("link", name="退出").click()
    page.get_by_role("button", name="退出").click()
    expect(page.locator("header.site")).to_contain_text("登录")
    page.goto("/-/review")
    page.get_by_label("登录名").fill("lisi")
    page.get_by_label("口令").fill("wrong-password")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("登录名或口令不对")


def test_a_reviewer_confirms_rejects_and_asks_for_a_recheck(chromium: Browser, base: str, desk: Desk) -> None:
    """From the queue to the problem and back; the reason is demanded by the form; each leaves one row."""
    page = as_("lisi", chromium, base)
    page.get_by_role("link", name=MAIL.message).click()
    fill(page, "confirm", "确认属实", note="已核对")
    expect(page.locator("dl.facts").first).to_contain_text("经人工确认（李思）")
    fill(page, "recheck", "要求重新取证")
    form(page, "reject")
    page.get_by_role("button", name="判为不成立").click()  # without a reason the browser does not send it
    assert len(entries(desk, MAIL.fingerprint)) == 2
    fill(page, "reject", "判为不成立", note="渠道写在页脚")

    assert [each.decision for each in entries(desk, MAIL.fingerprint)] == [Decision.CONFIRM, Decision.RECHECK, Decision.REJECT]
    expect(page.locator("article.entry").first).to_contain_text("渠道写在页脚")


def test_a_critical_problem_takes_two_persons(chromium: Browser, base: str) -> None:
    """The first is told that another must follow; the second finds it in a view of its own."""
    first = as_("lisi", chromium, base, address_of(HIJACK.fingerprint))
    fill(first, "confirm", "确认属实")
    expect(first.locator("dl.facts").first).to_contain_text("一人确认，待第二人")
    expect(first.locator("input[value=confirm]")).to_have_count(0)
    second = as_("wangwu", chromium, base)
    second.get_by_role("link", name="待我作为第二人确认").click()
    second.get_by_role("link", name=HIJACK.message).click()
    fill(second, "confirm", "确认属实")
    expect(second.locator("dl.facts").first).to_contain_text("经人工确认（李思、王武）")
    expect(second.locator("dl.facts").first).to_contain_text("可以通报")


def test_the_office_orders_hears_an_appeal_and_closes(chromium: Browser, base: str, desk: Desk, tmp_path: Path) -> None:
    """Order with a date already filled in, reply with a file, appeal, answer, close; an open appeal holds the notice back."""
    letter = tmp_path / "回复函.pdf"
    letter.write_bytes(b"%PDF-1.4 reply")
    page = as_("zhao", chromium, base, address_of(FAX.fingerprint))
    form(page, "issue")
    assert page.locator("details.ask:has(input[value='issue']) input[type=date]").input_value()
    fill(page, "issue", "交办整改", until="2099-12-31")
    expect(page.locator("dl.facts").first).to_contain_text("已交办，待回复，期限 2099-12-31")
    fill(page, "reply", "记入整改回复", note="已补写", file=letter)
    expect(page.locator("dl.facts").first).to_contain_text("已回复，待复测")
    expect(page.locator("article.entry").first).to_contain_text("回复函.pdf")
    fill(page, "appeal", "记入申诉", note="传真另有公布")
    expect(page.locator("dl.facts").first).to_contain_text("申诉尚未答复")
    fill(page, "dismiss", "申诉不成立", note="指南中仍未列")
    fill(page, "close", "销号", note="已核对整改后的网页")
    expect(page.locator("dl.facts").first).to_contain_text("已销号")
    page.goto("/-/review?view=closed")
    expect(page.locator("table.queue")).to_contain_text(FAX.message)
    expect(page.locator("h2", has_text="各单位整改办理情况")).to_be_visible()
    with page.expect_download() as saving:
        page.goto(address_of(FAX.fingerprint))
        page.locator("a.file").click()
    assert saving.value.suggested_filename == "回复函.pdf"


def test_a_waiver_is_seen_where_it_holds(chromium: Browser, base: str) -> None:
    """Given on one problem for the whole unit, it stands on the others with its end and where it was given."""
    page = as_("zhao", chromium, base, address_of(FAX.fingerprint))
    fill(page, "waive", "豁免", note="网站改版", until="2099-12-31", scope="unit")
    page.goto(address_of(MAIL.fingerprint))
    expect(page.locator("dl.facts").first).to_contain_text("本单位全部指标，至 2099-12-31：网站改版（赵主任）")
    expect(page.locator("article.entry")).to_contain_text("记于另一问题")


def test_a_reader_finds_no_form(chromium: Browser, base: str) -> None:
    """The page says why."""
    page = as_("du", chromium, base, address_of(BUDGET.fingerprint))
    expect(page.get_by_role("heading", level=1)).to_have_text(BUDGET.message)
    expect(page.locator("section.forms")).to_contain_text("“查阅”角色现在没有可填的意见")
    expect(page.locator("main form")).to_have_count(0)


def test_the_queue_is_worked_by_keyboard_alone(chromium: Browser, base: str, desk: Desk) -> None:
    """Tick two, type the reason, send; the focus is always to be seen."""
    page = as_("lisi", chromium, base)
    for message in (HIJACK.message, MAIL.message):
        box = page.get_by_role("checkbox", name=f"选择：{message}")
        for _ in range(60):
            page.keyboard.press("Tab")
            if box.evaluate("each => each === document.activeElement"):
                break
        else:
            pytest.fail(f"not reached by Tab: {message}")
        assert box.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
        page.keyboard.press("Space")
    page.get_by_label("说明或理由").focus()
    page.keyboard.type("与网页不符")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("已记入 2 项意见。")
    assert {each.decision for each in entries(desk) if each.note == "与网页不符"} == {Decision.REJECT}


def test_nothing_of_the_pages_is_wider_than_a_narrow_screen(chromium: Browser, base: str) -> None:
    """A telephone scrolls tables, not the page."""
    page = as_("zhao", chromium, base)
    page.set_viewport_size({"width": 375, "height": 700})
    for path in ("/-/review?view=all", address_of(FAX.fingerprint), "/-/manual"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, path
