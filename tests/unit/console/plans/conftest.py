"""The console's pages, for somebody who is logged in, on the check-in service's own handlers."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient

from services.console.access import Access, Officer, Profile
from services.console.live import Live
from services.console.pages import Pages
from services.console.panels import Panels
from services.console.planning.asking import Planning
from services.console.routes import Routes
from services.console.settings import ConsoleSettings
from tests.unit.console.plans.services import PlanServices

PROFILE = Profile(member_id="o", name="Li Lei", unit_id="b", unit_name="Branch", unit_path="/d/b", locale="en")


class Planners(Routes):
    """Whoever asks is logged in already."""

    officer = Officer(PROFILE, sees_missing=True, plans=True)

    async def officer_of(self, request: Request) -> Officer | None:
        return self.officer


@pytest.fixture
def services() -> PlanServices:
    return PlanServices()


@pytest.fixture
def http(services: PlanServices) -> TestClient:
    settings = ConsoleSettings.model_validate({"console_secret": "a secret that only tests know", "locale": "en"})
    access = Access(services, patience=1)
    panels = Panels(services, access, zone=settings.zone, patience=1)
    routes = Planners(
        settings, rpc=services, access=access, panels=panels, live=Live(debounce=0.1), pages=Pages(settings.zone)
    )
    routes._planning = Planning(services, zone=settings.zone, patience=1, clock=lambda: services.office.now)
    app = FastAPI()
    routes.add_to(app)
    client = TestClient(app, follow_redirects=False)
    client.headers["Sec-Fetch-Site"] = "same-origin"
    return client
