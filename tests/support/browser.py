"""Pages in headless Chromium."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.support.waiting import PATIENCE

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=FLAGS, timeout=2 * PATIENCE * 1000
        )
        yield opened
        opened.close()


def picture(page: Page, name: str, *, whole: bool = False) -> None:
    """A screenshot in the folder that ZHIXING_TEST_PICTURES names, for a person to look at."""
    if folder := os.environ.get("ZHIXING_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)
