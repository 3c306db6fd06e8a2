"""The page about make-up limits, on the check-in service's own handlers."""

from __future__ import annotations

import html

import pytest
from starlette.testclient import TestClient

from shared.events.policies import MakeUpRule
from tests.unit.console.rules.conftest import fields, sentence
from tests.unit.console.rules.services import RuleServices

PAGE = "/make-up-limits"
SCHOOL = f"{PAGE}?unit=/d/s"


def set_to(http: TestClient, unit: str, days: str) -> None:
    answer = http.post(PAGE, data=fields(http.get(f"{PAGE}?unit={unit}"), ask_within_days=days, do="set"))
    assert answer.status_code == 303, answer.text


def test_what_holds_is_shown_with_whose_it_is_and_a_unit_sets_its_own_and_takes_it_back(
    http: TestClient, services: RuleServices
) -> None:
    assert "no unit here or above has set limits" in http.get(SCHOOL).text
    set_to(http, "/d", "5")
    above = http.get(SCHOOL).text
    assert "Set by a unit above (district)." in above
    assert "until 5 days after a task closed, 2 times per member and month" in above
    assert "Take this unit" not in above
    set_to(http, "/d/s", "0")
    own = html.unescape(http.get(f"{SCHOOL}&done=limits").text)
    for shown in (
        "The limits are set",
        "Set by this unit itself.",
        "Nothing can be made up.",
        "School <1>",
        "version 1 · Li Lei",
    ):
        assert shown in own, shown
    assert "Set by a unit above (school)." in http.get(f"{PAGE}?unit=/d/s/b").text
    late = http.post(PAGE, data={"unit": "/d/s", "version": "0", "do": "take-back"})
    assert (sentence(late)[:21], fields(late)["ask_within_days"]) == ("You changed it meanwh", ["0"])
    taken = http.post(PAGE, data={"unit": "/d/s", "version": "1", "do": "take-back"})
    assert taken.headers["location"] == "/make-up-limits?unit=%2Fd%2Fs&done=limits-taken-back"
    assert services.rules["s"].rule is None
    set_to(http, "/d/s", "9")
    assert services.rules["s"].version == 3


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("ask_within_days", "61", "Please give the days from 0 to 60."),
        ("decide_within_days", "0", "Please give the days from 1 to 60."),
        ("per_month", "often", "Please give the number of requests from 0 to 100."),
    ],
)
def test_numbers_that_cannot_be_are_told_at_their_field(
    http: TestClient, services: RuleServices, field: str, typed: str, why: str
) -> None:
    page = http.post(PAGE, data={**fields(http.get(SCHOOL)), field: typed})
    assert (page.status_code, sentence(page)) == (422, why)
    assert fields(page)[field] == [typed]
    assert f'aria-describedby="{field}-wrong' in page.text
    assert services.rules == {}


def test_of_two_who_set_limits_at_once_the_second_is_told_and_keeps_what_was_typed(
    http: TestClient, services: RuleServices
) -> None:
    form = fields(http.get(SCHOOL), ask_within_days="9", do="set")
    services.actor = "other"
    set_to(http, "/d/s", "4")
    services.actor = "o"
    late = http.post(PAGE, data=form)
    assert (late.status_code, sentence(late)) == (
        409,
        "Han Meimei changed it meanwhile; nothing of yours is saved yet.",
    )
    assert "until 4 days after a task closed" in late.text
    again = fields(late)
    assert (again["ask_within_days"], again["version"]) == (["9"], ["1"])
    assert http.post(PAGE, data={**again, "do": "set"}).status_code == 303
    assert services.rules["s"].rule == MakeUpRule(ask_within_days=9, decide_within_days=3, per_month=2)
    same = fields(http.get(SCHOOL), do="set")
    assert sentence(http.post(PAGE, data=same)) == "Nothing is different from what is there."


def test_who_may_not_set_limits_sees_them_and_is_told_so(http: TestClient, services: RuleServices) -> None:
    form = fields(http.get(SCHOOL), ask_within_days="9", do="set")
    services.may = False
    assert '<form method="post" action="/make-up-limits"' not in http.get(SCHOOL).text
    refused = http.post(PAGE, data=form)
    assert (refused.status_code, sentence(refused)) == (403, "Your role may not change this here; nothing was saved.")
    assert fields(refused)["ask_within_days"] == ["9"]
    assert http.post(PAGE, data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
