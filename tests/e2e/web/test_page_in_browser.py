"""The page in headless Chromium, on the real services."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.e2e.web.conftest import System

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, locale="zh-CN")
    context.set_default_timeout(20_000)
    yield context
    context.close()


def said(page: Page, text: str) -> Locator:
    return page.locator(".entry .bubble", has_text=text)


def send(page: Page, text: str) -> None:
    page.get_by_label("输入消息").fill(text)
    page.get_by_role("button", name="发送").click()


def picture(page: Page, name: str) -> None:
    """A screenshot in the folder that ZHIXING_TEST_PICTURES names, for a person to look at."""
    if folder := os.environ.get("ZHIXING_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_member_links_checks_in_and_finds_it_again_after_a_reload(system: System, phone: BrowserContext) -> None:
    member_id, code = system.member(tasks=2)
    page = phone.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(system.url)
    picture(page, "phone-1-welcome")
    send(page, f"绑定 {code[:3]} {code[3:]}")
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
    history = page.locator(".entry[data-id] .bubble")
    before = history.all_inner_texts()
    page.reload()
    expect(page.locator(".entry.outcome")).to_be_visible()
    assert history.all_inner_texts() == before
    page.set_viewport_size(DESKTOP)
    picture(page, "desktop-recorded")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    picture(page, "phone-dark")
    assert faults == []
