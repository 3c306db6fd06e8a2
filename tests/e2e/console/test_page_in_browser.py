"""The status page in headless Chromium, on the real services."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shared.events.incidents import Account
from tests.e2e.console.conftest import System
from tests.support.browser import DESKTOP, PHONE, picture
from tests.support.district import task
from tests.support.incidents import acknowledge, report
from tests.support.waiting import PATIENCE, eventually

pytestmark = pytest.mark.browser


def enter(page: Page, system: System, member_id: str) -> None:
    code = system.code(member_id)
    page.goto(system.url)
    page.get_by_label("登录码", exact=True).fill(f"{code[:4]} {code[4:]}")
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("heading", name="今日参与")).to_be_visible()
    expect(page.locator("html[data-live]")).to_be_attached()


def test_an_officer_logs_in_and_sees_a_check_in_without_reloading(system: System, phone: BrowserContext) -> None:
    page = phone.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(system.url)
    picture(page, "console-phone-login", whole=True)
    enter(page, system, "admin")
    school = page.locator(".parts > li", has_text="云溪第二中学")
    expect(school.locator(".share")).to_contain_text("0/4")
    school.get_by_text("人未完成").click()
    expect(school.get_by_text("高启明")).to_be_visible()
    picture(page, "console-phone-before", whole=True)
    loaded = page.evaluate("performance.timeOrigin")
    system.check_in("for-all", "m7")
    system.check_in("for-school-2", "m7")
    expect(school.locator(".share")).to_contain_text("2/4")
    expect(school.get_by_text("段素芬")).to_be_visible()
    expect(school.get_by_text("高启明")).to_have_count(0)
    expect(page.get_by_text("志愿活动服务暂时没有回答")).to_be_visible()
    assert page.evaluate("performance.timeOrigin") == loaded
    picture(page, "console-phone-after", whole=True)
    page.set_viewport_size(DESKTOP)
    picture(page, "console-desktop", whole=True)
    page.emulate_media(color_scheme="dark")
    picture(page, "console-desktop-dark", whole=True)
    page.set_viewport_size(PHONE)
    picture(page, "console-phone-dark", whole=True)
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="切换到英文").click()
    expect(page.get_by_role("heading", name="Participation today")).to_be_visible()
    picture(page, "console-phone-english", whole=True)
    page.emulate_media(media="print")
    picture(page, "console-print", whole=True)
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert faults == []


def test_what_is_pressed_while_a_panel_is_renewed_is_clicked(system: System, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.set_viewport_size(DESKTOP)
    system.tell(task("for-pressing", "branch-1-2"))
    tasks = system.databases.of("checkins").occurrences
    eventually(lambda: tasks.find_one({"_id": "for-pressing"}), what="the task to be known")
    enter(page, system, "admin")
    school = page.locator(".parts > li", has_text="云溪实验小学")
    summary, share = school.locator("summary").first, school.locator(".share").first
    before, box = share.inner_text(), eventually(summary.bounding_box)
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    with page.expect_response("**/panels/participation"):
        system.check_in("for-pressing", "m5")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.mouse.up()
    expect(school.locator("details").first).to_have_attribute("open", "")
    expect(share).not_to_have_text(before)


def test_an_incident_appears_with_its_clock_and_the_clock_ends_with_the_acknowledgement(
    system: System, phone: BrowserContext
) -> None:
    page = phone.new_page()
    enter(page, system, "duty")
    panel = page.locator("[data-panel=incidents]")
    expect(panel).to_contain_text("没有需要您关注的未办结事件")
    account = Account(what="食堂午餐后有三名学生呕吐，已送医务室。", where="东食堂")
    system.tell(report("i1", by="plain", account=account, severity=4))
    expect(panel.get_by_role("heading", name="食堂午餐后")).to_be_visible()
    expect(panel.locator(".severity")).to_have_text("特别重大")
    clock = panel.locator("[data-due]")
    expect(clock).to_contain_text("剩")
    first = clock.inner_text()
    expect(clock).not_to_have_text(first)
    picture(page, "console-phone-incident", whole=True)
    page.set_viewport_size(DESKTOP)
    picture(page, "console-desktop-incident", whole=True)
    system.tell(acknowledge("duty", "i1"))
    expect(panel).to_contain_text("处置中")
    expect(clock).to_have_count(0)


def test_a_page_whose_replica_goes_says_so_and_catches_up_when_it_is_back(
    system: System, phone: BrowserContext
) -> None:
    page = phone.new_page()
    enter(page, system, "secretary")
    line = page.locator(".parts > li", has_text="云溪实验小学第一党支部")
    expect(line.locator(".share")).to_contain_text("/3")
    before = line.locator(".share").inner_text()
    console = system.services["console"]
    console.stop()
    try:
        expect(page.get_by_role("status")).to_contain_text("正在重新连接")
        system.check_in("for-all", "m3")
    finally:
        console.start().wait_ready()
    expect(line.locator(".share")).not_to_have_text(before)
    expect(page.get_by_role("status")).to_be_hidden()


def test_the_page_can_be_used_with_the_keyboard(system: System, browser: Browser) -> None:
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    code = system.code("admin")
    page.goto(system.url)
    expect(page.get_by_label("登录码", exact=True)).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details[open]")).to_have_count(1)
    share = page.locator(".parts > li", has_text="云溪实验小学").locator(".share")
    before = share.inner_text()
    system.tell(task("for-branch", "branch-1-2"))
    expect(share).not_to_have_text(before)
    # What was open stays open and what had the focus keeps it, though the panel was replaced.
    expect(page.locator("details[open]")).to_have_count(1)
    expect(page.locator("summary").first).to_be_focused()
    context.close()
