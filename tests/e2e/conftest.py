"""A browser for the tests of pages; one for a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.support.browser import PHONE, chromium
from tests.support.waiting import PATIENCE

# A page that missed something looks again within a minute.
expect.set_options(timeout=2 * PATIENCE * 1000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, locale="zh-CN")
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()
