"""The page in headless Chromium, on the real services."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from ops.link_codes import web_link
from tests.e2e.web.conftest import System, web_process
from tests.support.browser import DESKTOP, PHONE, picture
from tests.support.process import running
from tests.support.waiting import PATIENCE, eventually

pytestmark = pytest.mark.browser


def said(page: Page, text: str) -> Locator:
    return page.locator(".entry .bubble", has_text=text)


def send(page: Page, text: str) -> None:
    page.get_by_label("输入消息").fill(text)
    page.get_by_role("button", name="发送").click()


def test_a_member_links_checks_in_and_finds_it_again_after_a_reload(system: System, phone: BrowserContext) -> None:
    member_id, code = system.member(tasks=2)
    page = phone.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    # As scanned: the link opens the page, and one tap links it.
    page.goto(web_link(system.url, code))
    picture(page, "phone-1-welcome")
    page.get_by_role("button", name="绑定", exact=True).click()
    assert "link" not in page.url
    expect(said(page, "绑定成功")).to_be_visible()
    expect(page.locator("#member")).to_contain_text("李明华")
    page.get_by_role("navigation").get_by_role("button", name="学习任务").click()
    picture(page, "phone-2-before-tasks")
    button = page.get_by_role("log").get_by_role("button", name="打卡").first
    button.click()
    expect(said(page, "已收到")).to_be_visible()
    outcome = page.locator(".entry.outcome")
    expect(outcome).to_be_visible()
    expect(outcome).to_contain_text("1")
    assert len(system.check_ins(member_id)) == 1
    picture(page, "phone-3-recorded")
    history = page.locator(".entry[data-seq]:not([data-seq='0']) .bubble")
    # Linking, the list and the check-in, each with its answer, and the outcome.
    expect(history).to_have_count(7)
    expect(page.locator(".entry.waiting")).to_have_count(0)
    before = history.all_inner_texts()
    page.reload()
    expect(history).to_have_count(7)
    assert history.all_inner_texts() == before
    page.set_viewport_size(DESKTOP)
    picture(page, "desktop-recorded")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    picture(page, "phone-dark")
    assert faults == []


def link(page: Page, code: str) -> None:
    send(page, code)
    expect(said(page, "绑定成功")).to_be_visible()


def test_what_could_not_be_handed_over_is_submitting_until_it_arrives_once(
    system: System, phone: BrowserContext
) -> None:
    member_id, code = system.member()
    page = phone.new_page()
    page.goto(system.url)
    link(page, code)
    phone.set_offline(True)
    send(page, "打卡 离线时读的")
    expect(page.locator(".entry.waiting")).to_contain_text("正在提交")
    expect(page.locator(".entry.waiting")).to_contain_text("暂时连不上")
    expect(page.get_by_role("status")).to_be_visible()
    picture(page, "phone-4-offline")
    phone.set_offline(False)
    expect(page.locator(".entry.outcome")).to_be_visible()
    expect(page.locator(".entry.waiting")).to_have_count(0)
    expect(said(page, "离线时读的")).to_have_count(1)
    assert len(system.check_ins(member_id)) == 1


def test_a_message_that_waits_survives_a_reload_and_a_server_that_comes_back(
    system: System, phone: BrowserContext
) -> None:
    member_id, code = system.member()
    replica, url = web_process(system.environment)
    port = int(url.rpartition(":")[2])
    page = phone.new_page()
    with running(replica):
        page.goto(url)
        link(page, code)
        # Answers get lost, though the server has taken the message: the page cannot know and sends it again.
        lost: list[str] = []

        def lose(route: Route) -> None:
            if len(lost) < 2:
                route.fetch(timeout=PATIENCE * 1000)
                lost.append(route.request.post_data or "")
                route.abort()
            else:
                route.continue_()

        page.route("**/api/messages", lose)
        with page.expect_response("**/api/messages"):
            send(page, "打卡")
        while len(lost) < 2:
            page.wait_for_timeout(100)
        assert lost[0] == lost[1]
        page.unroute_all(behavior="wait")
        expect(page.locator(".entry.outcome")).to_be_visible()
        expect(page.locator(".entry.waiting")).to_have_count(0)
        replica.stop()
    send(page, "我的")
    expect(page.locator(".entry.waiting")).to_contain_text("暂时连不上")
    expect(page.get_by_role("status")).to_contain_text("正在重新连接")
    again, _ = web_process(system.environment, port=port)
    with running(again):
        page.reload()
        expect(said(page, "本月打卡")).to_be_visible()
        expect(page.locator(".entry.waiting")).to_have_count(0)
        expect(page.get_by_role("status")).to_be_hidden()
    assert len(system.check_ins(member_id)) == 1


def test_a_lost_recording_is_called_late_and_the_notice_goes_with_the_outcome(
    system: System, phone: BrowserContext
) -> None:
    _, code = system.member()
    page = phone.new_page()
    # Who does not listen yet is not told that it is late.
    with page.expect_response("**/api/stream*"):
        page.goto(system.url)
    link(page, code)
    page.get_by_role("navigation").get_by_role("button", name="学习任务").click()
    button = page.get_by_role("log").get_by_role("button", name="打卡")
    expect(button).to_be_visible()
    checkins = system.services["checkins"]
    checkins.stop()
    try:
        button.click()
        expect(page.locator(".entry.notice")).to_contain_text("需要稍多一点时间")
        picture(page, "phone-5-late")
    finally:
        checkins.start().wait_ready()
    expect(page.locator(".entry.outcome")).to_be_visible()
    expect(page.locator(".entry.notice")).to_have_count(0)


def test_the_page_can_be_used_with_the_keyboard_and_in_english(system: System, browser: Browser) -> None:
    _, code = system.member()
    context = browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.goto(system.url)
    assert page.locator("html").get_attribute("lang") == "en"
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the message field")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Your message").press_sequentially(code)
    page.keyboard.press("Enter")
    # The member's language is Chinese, and linking turns the page to it; the member turns it back.
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("button", name="Switch to English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Study tasks")).to_be_visible()
    picture(page, "desktop-english")
    context.close()


def test_a_member_downloads_their_notes_and_nobody_elses_browser_does(
    system: System, phone: BrowserContext, browser: Browser
) -> None:
    _, code = system.member(tasks=0)
    page = phone.new_page()
    page.goto(system.url)
    link(page, code)
    send(page, "记一条 学习了党章第三条 #党章")
    expect(said(page, "收到，已记入您的随身记")).to_be_visible()
    eventually(lambda: system.databases.of("checkins").notes.find_one({"tags": "党章"}), what="the note to be kept")
    send(page, "导出笔记")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="下载随身记").click()
    words = downloading.value.path().read_text("utf-8-sig")
    assert words.startswith("李明华的随身记：共 1 条")
    assert words.endswith("未分享 · #党章\n\n学习了党章第三条 #党章\n")
    picture(page, "phone-notes-file")
    stranger = browser.new_context(locale="zh-CN")
    other = stranger.new_page()
    other.goto(system.url)
    answer = other.goto(f"{system.url}/files/notes")
    assert answer is not None
    assert (answer.status, answer.text()) == (403, "此会话已不再绑定任何成员。请发送新的绑定码重新绑定。")
    stranger.close()
