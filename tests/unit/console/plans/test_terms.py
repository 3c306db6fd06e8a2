"""Terms, copies of their plans, and the usual month."""

from __future__ import annotations

from datetime import date

from starlette.testclient import TestClient

from tests.unit.console.plans.filling import made, sentence
from tests.unit.console.plans.services import PlanServices


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
