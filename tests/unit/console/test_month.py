"""The page about a month, and the files it offers, with services that answer from memory."""

from __future__ import annotations

import io
from typing import Any

import pytest
from fastapi import FastAPI
from openpyxl import load_workbook  # type: ignore[import-untyped]
from starlette.requests import Request
from starlette.testclient import TestClient

from services.console.access import Access, Officer, Profile
from services.console.live import Live
from services.console.pages import Pages
from services.console.panels import Panels
from services.console.routes import Routes
from services.console.settings import ConsoleSettings
from shared.aio.errors import RpcFailed, RpcTimeout

PROFILE = {
    "member_id": "o",
    "name": "Li Lei",
    "unit_id": "s",
    "unit_name": "School",
    "unit_path": "/d/s",
    "locale": "en",
}
UNITS = [
    {"unit_id": "s", "name": "School", "path": "/d/s", "kind": "school"},
    {"unit_id": "b", "name": "Branch <1>", "path": "/d/s/b", "kind": "branch"},
]
SUMS = {"sessions": 2, "expected": 10, "done": 7, "on_time": 5, "late": 1, "made_up": 1, "excused": 2, "minutes": 630}
POLICY = {
    "policy_id": "p",
    "unit_path": "/d/s/b",
    "name": {"zh": "-", "en": "Participation"},
    "source": {"zh": "-", "en": "District plan"},
    "metric": "participation",
    "window": {"first": "2026-11-01", "last": "2026-11-30"},
    "state": "can-still",
    "numerator": 7,
    "denominator": 10,
    "threshold": 0.9,
    "needed": 2,
    "by": "2026-11-28",
    "to_come": 0,
    "missing": ["m1"],
    "missing_count": 1,
}
SESSION = {
    "plan_id": "p",
    "title": "Theme day",
    "kind": "theme-day",
    "unit_path": "/d/s/b",
    "opens_at": "2026-11-16T07:00:00+00:00",
    "closes_at": "2026-11-16T09:30:00+00:00",
    "credit_minutes": 90,
    "provisional": True,
    "state": "scheduled",
}
BY_ITSELF = {**SESSION, "plan_id": None, "unit_path": "/d", "title": "By itself"}
YEARLY = {**POLICY, "window": {"first": "2026-01-01", "last": "2026-12-31"}}
DEEPER = {**POLICY, "unit_path": "/d/s/b/g", "name": {"zh": "-", "en": "Too deep"}}


class Services:
    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.answers: dict[str, Any] = {
            "units": UNITS,
            "tree": [*UNITS, {"unit_id": "g", "name": "Group 7", "path": "/d/s/b/g", "kind": "group"}],
            "planned": [SESSION, BY_ITSELF, {**SESSION, "unit_path": "/d/s/b/g"}],
            "figures": {**SUMS, "participation": 0.7},
            "export_policies": {"rows": [POLICY, YEARLY, DEEPER], "next": None},
            "export_summary": {
                "rows": [{"unit_path": "/d/s", "kind": "school", **SUMS, "participation": 0.7}],
                "next": None,
            },
            "profiles": [{"member_id": "m1", "name": "Han Meimei"}],
        }

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        if self.fault is not None:
            raise self.fault
        return self.answers[method]


class Pagers(Routes):
    """Whoever asks is logged in already."""

    officer = Officer(Profile.model_validate(PROFILE), sees_missing=True)

    async def officer_of(self, request: Request) -> Officer | None:
        return self.officer


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
def routes(services: Services) -> Pagers:
    settings = ConsoleSettings.model_validate({"console_secret": "a secret that only tests know", "locale": "en"})
    access = Access(services, patience=1)
    panels = Panels(services, access, zone=settings.zone, patience=1)
    return Pagers(
        settings, rpc=services, access=access, panels=panels, live=Live(debounce=0.1), pages=Pages(settings.zone)
    )


@pytest.fixture
def http(routes: Pagers) -> TestClient:
    app = FastAPI()
    routes.add_to(app)
    return TestClient(app, raise_server_exceptions=False)


def test_the_month_shows_what_was_planned_how_it_went_and_what_is_lacking(http: TestClient) -> None:
    page = http.get("/month?month=2026-11")
    assert page.status_code == 200
    for shown in (
        "10 expected, 7 done, 3 not (yet)",
        "Theme day",
        "holidays still to be announced",
        "Can still be met",
        "single task",
        "set by a unit above",
        "90 minutes of credit · Group 7",
        "7 of 10 expected check-ins (70\u00a0%); asked: 90\u00a0%.",
        '2 more check-ins by <span class="day">2026-11-28</span> meet it.',
        '<span class="day">2026-12-31</span>. Source: District plan',
        "Han Meimei",
        "Branch &lt;1&gt;",
        "/month?unit=/d/s&amp;month=2026-10",
        "/exports/roster.xlsx?unit=/d/s&amp;month=2026-11",
    ):
        assert shown in page.text, shown
    assert "Too deep" not in page.text


def test_what_was_changed_after_the_month_was_closed_is_dated_and_says_why(
    http: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"month": "2026-11", "at": "2026-12-09T01:00:00+00:00", "occurrence_id": "o", "member_id": None}
    leave = {**row, "reason": "leave", "counts": {"expected": -1, "excused": 1}}
    corrected = {**row, "reason": "was not <there>", "counts": {"done": -1, "minutes": -90}}
    later = {"closed": True, "at_close": {**SUMS, "expected": 11, "done": 8}, "adjustments": [leave, corrected]}
    services.answers["figures"] |= later
    page = http.get("/month?month=2026-11").text
    for shown in (
        "The month is closed",
        "When it was closed: 11 expected, 8 done.",
        "Changed since it was closed (2)",
        "12-09 09:00 · leave",
        "expected -1, excused +1",
        "was not &lt;there&gt;",
        "done -1, minutes of credit -90",
    ):
        assert shown in page, shown
    monkeypatch.setattr(Pagers, "officer", Officer(Profile.model_validate(PROFILE), sees_missing=False))
    assert "there&gt;" not in http.get("/month?month=2026-11").text


def test_who_may_not_see_who_is_missing_gets_figures_only(
    http: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pagers, "officer", Officer(Profile.model_validate(PROFILE), sees_missing=False))
    page = http.get("/month?month=2026-11").text
    assert "/exports/summary.xlsx" in page
    assert "Han Meimei" not in page
    assert "/exports/roster.xlsx" not in page


def test_a_workbook_is_a_file_that_opens_and_that_nobody_keeps(http: TestClient) -> None:
    answer = http.get("/exports/summary.xlsx?month=2026-11")
    assert answer.headers["content-disposition"] == 'attachment; filename="zhixing-summary-2026-11.xlsx"'
    assert answer.headers["cache-control"] == "no-store"
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[2][0] == "School"
    assert http.get("/exports/policies.json?month=2026-11").json()["rows"][0]["missing_names"] == ["Han Meimei"]


@pytest.mark.parametrize(
    "address",
    [
        "/month?month=2026-13",
        "/month?month=soon",
        "/month?unit=/d",
        "/month?unit=/d/s2",
        "/month?month=2026-11&unit=/d/s/unknown",
        "/exports/everything.xlsx",
        "/exports/roster.exe",
        "/exports/roster.xlsx?unit=/d",
    ],
)
def test_what_is_not_there_or_not_theirs_is_one_sentence(http: TestClient, address: str) -> None:
    answer = http.get(address)
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text


def test_what_the_services_forbid_is_not_there_and_their_silence_is_said(http: TestClient, services: Services) -> None:
    services.fault = RpcFailed("Forbidden", "no")
    assert http.get("/month").status_code == 404
    assert http.get("/exports/roster.xlsx").status_code == 404
    services.fault = RpcTimeout("late")
    assert http.get("/month").status_code == 503
    services.fault, services.answers["figures"] = None, {"sessions": "many"}
    assert http.get("/month").status_code == 503
