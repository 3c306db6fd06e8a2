"""The pages about plans, on the check-in service's own handlers."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

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
from shared.aio.errors import RpcFailed, RpcTimeout
from shared.events.plans import ChangeSeries
from tests.unit.console.planning import PlanServices

PROFILE = Profile(member_id="o", name="Li Lei", unit_id="b", unit_name="Branch", unit_path="/d/b", locale="en")
WEDNESDAYS = {
    "plan_id": "p1",
    "unit": "/d/b",
    "title": "Theory <evening>",
    "kind": "study-group",
    "subjects": ["theory"],
    "kinds": ["full"],
    "repeat": "weekly",
    "weekday": "WE",
    "month_day": "15",
    "nth": "first",
    "mover": "next-working-day",
    "first_day": "2026-09-01",
    "last_day": "2026-12-31",
    "opens": "19:00",
    "closes": "21:00",
    "closes_after_days": "0",
    "grace_minutes": "60",
    "credit_minutes": "90",
    "evidence": "note",
    "evidence_least": "50",
    "late_accepted": "yes",
    "late_percent": "50",
}


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


def sentence(page: Any) -> str:
    [found] = re.findall(r'role="alert">([^<]+)<', page.text)
    return html.unescape(found)


def fields(page: Any, **typed: Any) -> dict[str, Any]:
    """What a browser would send of a form that shows a plan."""
    text = page.text.partition('<form method="post" action="/plans')[2]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", text):
        kind, name, value = (re.search(rf'{each}="([^"]*)"', tag) for each in ("type", "name", "value"))
        assert kind
        assert name
        assert value
        if kind[1] not in ("checkbox", "radio") or " checked" in tag:
            found.setdefault(name[1], []).append(html.unescape(value[1]))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)".*?>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return {**found, **typed}


def made(http: TestClient, **changed: Any) -> None:
    answer = http.post("/plans/new", data={**WEDNESDAYS, **changed})
    assert (answer.status_code, answer.headers.get("location")) == (303, "/plans?unit=%2Fd%2Fb&done=made"), answer.text


def test_a_plan_that_is_made_is_listed_in_words_with_its_next_sessions(http: TestClient) -> None:
    made(http)
    page = http.get("/plans?unit=/d/b&done=made")
    assert page.status_code == 200
    for shown in (
        "The plan is made",
        "Theory &lt;evening&gt;",
        "every Wednesday · a day off moves to the next working day · 2026-09-01 to 2026-12-31",
        "Study group · 19:00–21:00 · 90 minutes of credit",
        "version 1",
        "09-02 19:00</time>, <time",
        "Branch &lt;1&gt;",
        "/plans/p1/edit?unit=/d/b&amp;slot=2026-09-09",
        'href="/plans?unit=/d/b/g"',
    ):
        assert shown in page.text, shown


def test_plans_of_units_below_are_listed_with_their_units_and_of_very_many_the_first(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(http)
    below = http.post("/plans/new", data={**WEDNESDAYS, "plan_id": "p2", "title": "Below", "unit": "/d/b/g"})
    assert below.headers["location"] == "/plans?unit=%2Fd%2Fb%2Fg&done=made"
    # The plan, and its five Wednesdays of the thirty days ahead.
    assert http.get("/plans").text.count("· Group") == 6
    assert "· Group" not in http.get("/plans?unit=/d/b/g").text.partition("<main")[2]
    monkeypatch.setattr("services.console.planning.routes.MOST_SHOWN", 1)
    assert "... and 1 more; choose a unit below" in http.get("/plans").text


def test_a_form_sent_twice_makes_one_plan(http: TestClient, services: PlanServices) -> None:
    new = fields(http.get("/plans/new?unit=/d/b"), title="Meeting")
    assert [http.post("/plans/new", data=new).status_code for _ in range(2)] == [303, 303]
    (plan,) = services.office.store.plans.values()
    assert (plan.version, plan.title, plan.changed_by) == (1, "Meeting", "o")
    other = http.post("/plans/new", data={**new, "title": "Another"})
    assert (other.status_code, sentence(other)[:25]) == (409, "This form was sent before")


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"title": " "}, "title", "Please give a title of at most 120 characters."),
        ({"title": "x" * 121}, "title", "Please give a title of at most 120 characters."),
        ({"opens": "25:00"}, "opens", "Please give the time of opening as in 15:00."),
        ({"closes": "18:00"}, "closes", "It would close before it opens."),
        ({"credit_minutes": "many"}, "credit_minutes", "Please give the minutes of credit, at most 1440."),
        ({"first_day": ""}, "first_day", "Please give the first day as in 2026-11-15."),
        ({"last_day": "2026-08-01"}, "last_day", "The last day is before the first."),
        ({"first_day": "2026-09-03", "last_day": "2026-09-05"}, "repeat", "With these days there would be no"),
        ({"repeat": "term-weeks", "weeks": "soon"}, "weeks", "Please give weeks of term from 1 to 60"),
        ({"repeat": "term-weeks", "weeks": "1-3"}, "term", "Weeks of term need a term"),
        ({"term": "unknown"}, "term", "There is no such term"),
        ({"positions": ["king"]}, "positions", "Please choose the positions"),
        ({"evidence": "quiz"}, "evidence", "Please choose the evidence."),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field_and_what_was_typed_stays(
    http: TestClient, services: PlanServices, typed: dict[str, Any], field: str, why: str
) -> None:
    page = http.post("/plans/new", data={**WEDNESDAYS, **typed})
    assert page.status_code in (409, 422)
    assert sentence(page).startswith(why)
    [faulty] = re.findall(r"<[^>]*aria-invalid[^>]*>", page.text)
    assert f'aria-describedby="{field}-wrong' in faulty
    [beside] = re.findall(rf'id="{field}-wrong">([^<]+)<', page.text)
    assert html.unescape(beside) == sentence(page)
    kept = fields(page)
    assert (kept["plan_id"], kept["weekday"], kept["subjects"], kept["late_percent"]) == (
        ["p1"],
        "WE",
        ["theory"],
        ["50"],
    )
    assert services.office.store.plans == {}


def test_one_session_this_and_following_or_all_can_be_changed(http: TestClient, services: PlanServices) -> None:
    made(http)
    first = fields(http.get("/plans/p1/edit?unit=/d/b&slot=2026-09-09"))
    assert (first["extent"], first["day"], first["opens"]) == (["this"], ["2026-09-09"], ["19:00"])
    unchanged = http.post("/plans/p1/edit", data=first)
    assert sentence(unchanged) == "Nothing is different from what is there."
    rule = http.post("/plans/p1/edit", data={**first, "weekday": "FR"})
    assert sentence(rule).startswith("Days and who are of the whole plan")
    moved = http.post("/plans/p1/edit", data={**first, "day": "2026-09-10", "opens": "18:30"})
    assert moved.headers["location"] == "/plans?unit=%2Fd%2Fb&done=changed"
    assert services.office.days()[:3] == ["2026-09-02", "2026-09-10", "2026-09-16"]
    later = fields(http.get("/plans/p1/edit?unit=/d/b&slot=2026-09-16"), extent="following", weekday="TH")
    later["kinds"] = ["full", "probationary"]
    assert http.post("/plans/p1/edit", data={**later, "first_day": "2026-09-17"}).status_code == 303
    assert services.office.days()[:4] == ["2026-09-02", "2026-09-10", "2026-09-17", "2026-09-24"]
    everything = fields(http.get("/plans/p1/edit?unit=/d/b"), title="Theory")
    assert http.post("/plans/p1/edit", data=everything).status_code == 303
    old, new = sorted(services.office.store.plans.values(), key=lambda plan: plan.plan_id != "p1")
    assert (old.title, new.title) == ("Theory", "Theory <evening>")
    assert new.scope.kinds == ["full", "probationary"]


def test_whoever_was_overtaken_is_told_by_whom_sees_what_is_there_and_keeps_what_was_typed(
    http: TestClient, services: PlanServices
) -> None:
    made(http)
    typed = fields(http.get("/plans/p1/edit?unit=/d/b"), title="Mine")
    services.by_another(
        ChangeSeries.model_validate(
            {"plan_id": "p1", "version": 1, "extent": "all", "changes": {"title": "Theirs", "credit_minutes": 45}}
        )
    )
    page = http.post("/plans/p1/edit", data=typed)
    assert (page.status_code, sentence(page)) == (
        409,
        "Han Meimei changed it meanwhile; nothing of yours is saved yet.",
    )
    for shown in ("As it is now (version 2)", "<b>Theirs</b>", "45 minutes of credit", 'value="Mine"'):
        assert shown in page.text, shown
    assert services.office.store.plans["p1"].title == "Theirs"
    assert http.post("/plans/p1/edit", data=fields(page)).status_code == 303
    assert services.office.store.plans["p1"].title == "Mine"
    again = http.post("/plans/p1/edit", data=fields(page))
    assert sentence(again).startswith("You changed it already")
    assert services.office.store.plans["p1"].version == 3


def test_one_session_or_the_whole_plan_is_cancelled_with_a_reason(http: TestClient, services: PlanServices) -> None:
    made(http)
    page = http.get("/plans/p1/cancel?unit=/d/b&slot=2026-09-09")
    assert "Only this session is cancelled" in page.text
    without = http.post("/plans/p1/cancel", data=fields(page))
    assert (without.status_code, sentence(without)[:20]) == (422, "Please give a reason")
    assert http.post("/plans/p1/cancel", data=fields(page, reason="Exam")).status_code == 303
    assert "2026-09-09" not in services.office.days()
    late = http.post("/plans/p1/cancel", data=fields(page, reason="Exam"))
    assert (late.status_code, fields(late)["version"]) == (409, ["2"])
    whole = fields(http.get("/plans/p1/cancel?unit=/d/b"), reason="Over")
    assert http.post("/plans/p1/cancel", data=whole).headers["location"] == "/plans?unit=%2Fd%2Fb&done=cancelled"
    assert services.office.days() == []
    assert "Cancelled plans (1)" in http.get("/plans").text


def test_a_term_is_set_its_weeks_are_planned_and_copied_to_the_next(http: TestClient, services: PlanServices) -> None:
    term = {"unit": "/d/b", "term_id": "2026-autumn", "first_day": "2026-09-01", "last_day": "2027-01-15"}
    wrong = http.post("/plans/terms/set", data={**term, "term_id": "autumn term"})
    assert sentence(wrong).startswith("A term's name has letters")
    assert 'value="autumn term"' in wrong.text
    assert http.post("/plans/terms/set", data=term).headers["location"].endswith("done=term")
    made(http, repeat="term-weeks", weeks="1\uff5e3\u30015", term="2026-autumn", last_day="", first_day="")
    assert "Wednesdays in weeks 1-3, 5 of term" in http.get("/plans").text
    assert services.office.store.plans["p1"].timing.weeks == [1, 2, 3, 5]
    spring = {**term, "term_id": "2027-spring", "first_day": "2027-02-22", "last_day": "2027-07-02"}
    http.post("/plans/terms/set", data=spring)
    copy = {"unit": "/d/b", "from_term": "2026-autumn", "to_term": "2027-spring"}
    assert sentence(http.post("/plans/terms/copy", data={**copy, "to_term": "2026-autumn"})).startswith("Please choose")
    backwards = {**copy, "from_term": "2027-spring", "to_term": "2026-autumn"}
    assert sentence(http.post("/plans/terms/copy", data=backwards)).startswith("The first term has no plan")
    for _ in range(2):
        assert http.post("/plans/terms/copy", data=copy).headers["location"].endswith("done=copied&made=1")
    _, copied = sorted(services.office.store.plans.values(), key=lambda plan: plan.timing.first_day)
    assert (copied.timing.weeks, copied.timing.first_day) == ([1, 2, 3, 5], date(2027, 2, 23))


def test_the_usual_month_is_made_once(http: TestClient, services: PlanServices) -> None:
    asked = {"unit": "/d/b", "template": "usual-month", "for_term": ""}
    first = http.post("/plans/terms/template", data=asked)
    count = len(services.office.store.plans)
    assert count > 3
    assert first.headers["location"].endswith(f"done=template&made={count}&already=0&refused=0")
    http.post("/plans/terms/template", data=asked)
    assert len(services.office.store.plans) == count
    page = http.get(first.headers["location"]).text
    assert f"Made from the template: {count};" in page
    assert "every year on day 20 of months 3, 6, 9, 12" in page
    assert "every month on the fourth Wednesday" in page
    assert sentence(http.post("/plans/terms/template", data={**asked, "template": "x"})) == "Please choose a template."


@pytest.mark.parametrize("path", ["/plans", "/plans/new", "/plans/terms", "/plans/p1/edit", "/plans/p1/cancel"])
def test_only_who_may_plan_gets_the_pages(
    http: TestClient, services: PlanServices, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    assert http.get(f"{path}?unit=/d").status_code == 404
    assert http.get(f"{path}?unit=/d/b/unknown").status_code == 404
    services.asked.clear()
    monkeypatch.setattr(Planners, "officer", Officer(PROFILE, sees_missing=True))
    page = http.get(path)
    assert (page.status_code, sentence(page)) == (403, "Your role may not plan for this unit.")
    assert services.asked == []


def test_only_the_own_page_may_send_and_a_silent_service_loses_nothing(
    http: TestClient, services: PlanServices
) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    for path in ("/plans/new", "/plans/p1/edit", "/plans/p1/cancel", "/plans/terms/set", "/plans/terms/copy"):
        assert http.post(path, data=WEDNESDAYS, headers=foreign).status_code == 403
    services.fault = RpcTimeout("late")
    silent = http.post("/plans/new", data=WEDNESDAYS)
    assert (silent.status_code, sentence(silent)) == (
        503,
        "No answer came. Please send it again: nothing is made twice.",
    )
    assert fields(silent)["title"] == ["Theory <evening>"]
    services.fault = RpcFailed("Forbidden", "no")
    assert http.post("/plans/new", data=WEDNESDAYS).status_code == 403
    assert services.office.store.plans == {}
