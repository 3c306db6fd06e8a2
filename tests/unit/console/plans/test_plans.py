"""The pages about plans, on the check-in service's own handlers."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.checkins.model import Occurrence
from services.console.access import Officer
from shared.aio.errors import RpcFailed, RpcTimeout
from shared.events.plans import ChangeSeries
from tests.unit.console.plans.conftest import PROFILE, Planners
from tests.unit.console.plans.filling import WEDNESDAYS, fields, made, sentence
from tests.unit.console.plans.services import PlanServices


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
        ({"evidence": "oath"}, "evidence", "Please choose the evidence."),
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
    assert sentence(rule).startswith("Kind, subjects, days and who are of the whole")
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


def test_kind_and_subjects_are_changed_of_the_series_and_not_of_one_session(
    http: TestClient, services: PlanServices
) -> None:
    made(http)
    session = fields(http.get("/plans/p1/edit?unit=/d/b&slot=2026-09-16"))
    assert (session["kind"], session["subjects"]) == ("study-group", ["theory"])
    for typed in ({"kind": "party-lecture"}, {"subjects": ["discipline"]}):
        refused = http.post("/plans/p1/edit", data={**session, **typed})
        assert sentence(refused).startswith("Kind, subjects, days and who are of the whole")
    assert fields(refused)["subjects"] == ["discipline"]
    bad = http.post("/plans/p1/edit", data={**session, "kind": "oath"})
    assert sentence(bad) == "Please choose the kind."
    later = {**session, "extent": "following", "kind": "party-lecture", "subjects": ["discipline", "theory"]}
    assert http.post("/plans/p1/edit", data=later).status_code == 303
    old, new = sorted(services.office.store.plans.values(), key=lambda plan: plan.plan_id != "p1")
    assert (old.kind, old.subjects) == ("study-group", ("theory",))
    assert (new.kind, new.subjects) == ("party-lecture", ("theory", "discipline"))
    everything = fields(http.get("/plans/p1/edit?unit=/d/b"), subjects=[])
    assert http.post("/plans/p1/edit", data=everything).status_code == 303
    assert services.office.store.plans["p1"].subjects == ()
    kinds = {each.kind for each in services.office.store.tasks.values()}
    assert kinds == {"study-group", "party-lecture"}


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


def test_a_task_that_was_set_by_itself_is_cancelled_with_a_reason(http: TestClient, services: PlanServices) -> None:
    opens = services.office.now + timedelta(days=3)
    task = Occurrence("t-1", "Flood <watch>", "self-study", "b", "/d/b", opens, opens + timedelta(hours=2), 60)
    services.office.store.keep_occurrence(task)
    listed = http.get("/plans?unit=/d/b")
    assert 'href="/tasks/t-1/cancel?unit=/d/b"' in listed.text
    page = http.get("/tasks/t-1/cancel?unit=/d/b")
    assert "Cancel Flood &lt;watch&gt; of 2026-09-04" in page.text
    without = http.post("/tasks/t-1/cancel", data=fields(page))
    assert (without.status_code, sentence(without)[:20]) == (422, "Please give a reason")
    services.fault = RpcTimeout("late")
    assert http.post("/tasks/t-1/cancel", data=fields(page, reason="Dry")).status_code == 503
    services.fault = None
    done = http.post("/tasks/t-1/cancel", data=fields(page, reason="Dry"))
    assert done.headers["location"] == "/plans?unit=%2Fd%2Fb&done=cancelled"
    assert services.office.store.tasks == {}
    again = http.post("/tasks/t-1/cancel", data=fields(page, reason="Dry"))
    assert (again.status_code, sentence(again)) == (409, "It is cancelled already.")
    assert http.get("/tasks/t-1/cancel?unit=/d/b").status_code == 404
    assert http.get("/plans?unit=/d/b").text.count("Flood") == 0


@pytest.mark.parametrize(
    "path", ["/plans", "/plans/new", "/plans/terms", "/plans/p1/edit", "/plans/p1/cancel", "/tasks/t1/cancel"]
)
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
    for path in (
        "/plans/new",
        "/plans/p1/edit",
        "/plans/p1/cancel",
        "/tasks/t1/cancel",
        "/plans/terms/set",
        "/plans/terms/copy",
    ):
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
