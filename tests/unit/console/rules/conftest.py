"""The console's pages about rules, for somebody who is logged in."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient

from services.console.access import Access, Officer, Profile
from services.console.live import Live
from services.console.pages import Pages
from services.console.panels import Panels
from services.console.routes import Routes
from services.console.settings import ConsoleSettings
from tests.unit.console.rules.services import RuleServices

PROFILE = Profile(member_id="o", name="Li Lei", unit_id="d", unit_name="District", unit_path="/d", locale="en")


class Officers(Routes):
    """Whoever asks is logged in already."""

    officer = Officer(PROFILE, sees_missing=True)

    async def officer_of(self, request: Request) -> Officer | None:
        return self.officer


@pytest.fixture
def services() -> RuleServices:
    return RuleServices()


@pytest.fixture
def http(services: RuleServices) -> TestClient:
    settings = ConsoleSettings.model_validate({"console_secret": "a secret that only tests know", "locale": "en"})
    access = Access(services, patience=1)
    panels = Panels(services, access, zone=settings.zone, patience=1)
    pages = Pages(settings.zone)
    routes = Officers(settings, rpc=services, access=access, panels=panels, live=Live(debounce=0.1), pages=pages)
    app = FastAPI()
    routes.add_to(app)
    client = TestClient(app, follow_redirects=False)
    client.headers["Sec-Fetch-Site"] = "same-origin"
    return client


def sentence(page: Any) -> str:
    [found] = re.findall(r'role="alert">([^<]+)<', page.text)
    return html.unescape(found)


def fields(page: Any, **typed: Any) -> dict[str, Any]:
    """What a browser would send of the page's form."""
    text = re.search(r'<form (?:id="policy" )?method="post" action="/(?:policies|make-up).*?</form>', page.text, re.S)
    assert text
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", text[0]):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given["type"] != "checkbox" or " checked" in tag:
            found.setdefault(given["name"], []).append(html.unescape(given["value"]))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)".*?>(.*?)</select>', text[0], re.S):
        [chosen] = re.findall(r'value="([^"]*)" selected', options)
        found[name] = chosen
    return {**found, **typed}
