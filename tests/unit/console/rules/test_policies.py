"""The pages about policies, on the check-in service's own handlers."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.checkins.policies.defaults import defaults
from services.console.access import Officer
from services.console.rules import forms
from services.console.rules.answers import is_same
from shared.aio.errors import RpcFailed, RpcTimeout
from tests.unit.console.rules.conftest import PROFILE, Officers, fields, sentence
from tests.unit.console.rules.services import RuleServices

SHARE = "/policies/online-participation"


def saved(http: TestClient, page: str, **typed: Any) -> None:
    """By both steps, as a browser does."""
    shown = http.post(page.partition("?")[0], data=fields(http.get(page), **typed, do="effect"))
    answer = http.post(page.partition("?")[0], data=fields(shown, do="save"))
    assert (answer.status_code, answer.headers.get("location")) == (303, "/policies?unit=%2Fd&done=policy"), answer.text


def test_policies_of_a_unit_are_listed_in_words_with_what_they_come_from(
    http: TestClient, services: RuleServices
) -> None:
    saved(http, SHARE, threshold="95 %")
    page = html.unescape(http.get("/policies?unit=/d&done=policy").text)
    for shown in (
        "The policy is saved",
        "What is asked (7)",
        "each month · Participation: at least 95 % · Online course · asked of: school, branch",
        "each month · Sessions held: at least 2 · Online course · 120 minutes or more each time · asked of: branch",
        "Source: Yearly study plan: at least 90 % of members take part",
        "changed by the district",
        "version 1 · Li Lei",
        'href="/policies/online-participation?unit=/d&from=shipped"',
        'href="/policies?unit=/d/s"',
    ):
        assert shown in page, shown
    assert page.count(">default</span>") == 6
    branch = http.get("/policies?unit=/d/s/b").text
    assert "What is asked (4)" in branch
    assert "Not asked here, or switched off (3)" in branch


def test_a_change_is_saved_only_once_its_effect_was_shown(http: TestClient, services: RuleServices) -> None:
    form = fields(http.get(SHARE), threshold="95")
    unseen = http.post(SHARE, data={**form, "do": "save"})
    assert sentence(unseen).startswith("The form was changed after its effect was shown.")
    assert services.kept == {}
    text = html.unescape(re.sub(r"<[^>]+>|\s+", " ", unseen.text).replace("\xa0", " "))
    text = re.sub(r"\s+", " ", text)
    for shown in (
        "Effect on 2026-10-01 to 2026-10-31",
        "One unit would have been judged otherwise. Nothing is saved yet.",
        "met 1 0 not met 1 2",
        "School <1> Before met 9 of 10 expected check-ins (90 %); asked: 90 %. After not met 9 of 10",
        "Judged as before (1) Branch",
    ):
        assert shown in text, shown
    seen = fields(unseen)
    other = http.post(SHARE, data={**seen, "threshold": "99", "do": "save"})
    assert sentence(other).startswith("The form was changed after its effect was shown.")
    assert http.post(SHARE, data={**seen, "do": "save"}).status_code == 303
    assert services.kept["online-participation"].policy.threshold == 0.95
    # Sent twice it is saved once.
    assert http.post(SHARE, data={**seen, "do": "save"}).status_code == 303
    assert services.kept["online-participation"].version == 1


def test_of_two_who_change_a_policy_at_once_the_second_is_told_and_keeps_what_was_typed(
    http: TestClient, services: RuleServices
) -> None:
    shown = http.post(SHARE, data=fields(http.get(SHARE), threshold="95", do="effect"))
    services.actor = "other"
    saved(http, SHARE, threshold="80")
    services.actor = "o"
    late = http.post(SHARE, data=fields(shown, do="save"))
    assert (late.status_code, sentence(late)) == (
        409,
        "Han Meimei changed it meanwhile; nothing of yours is saved yet.",
    )
    assert "As it is now (version 1):" in late.text
    assert "at least 80 %" in late.text
    again = fields(late)
    assert (again["threshold"], again["version"], again["seen"]) == (["95"], ["1"], [""])
    shown = http.post(SHARE, data={**again, "do": "effect"})
    assert http.post(SHARE, data=fields(shown, do="save")).status_code == 303
    assert services.kept["online-participation"].version == 2


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"name_zh": " "}, "name_zh", "Please give the name in one line"),
        ({"threshold": "many"}, "threshold", "Please give the share in per cent, from 0 to 100"),
        ({"threshold": "100.5"}, "threshold", "Please give the share in per cent, from 0 to 100"),
        ({"metric": "sessions", "threshold": "1.5"}, "threshold", "Please give the number of sessions"),
        ({"least_minutes": "-1"}, "least_minutes", "The minutes of credit are a number from 0 to 1440."),
        ({"applies_to": []}, "applies_to", "Please choose at least one kind of unit"),
        ({"metric": "minutes-share", "study_kinds": []}, "study_kinds", "A share of minutes needs something"),
        ({"metric": "faith"}, "metric", "Please choose what is measured."),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field_and_what_was_typed_stays(
    http: TestClient, services: RuleServices, typed: dict[str, Any], field: str, why: str
) -> None:
    page = http.post(SHARE, data={**fields(http.get(SHARE), source_en="Rule 7", do="effect"), **typed})
    assert page.status_code == 422
    assert sentence(page).startswith(why)
    [faulty] = re.findall(r"<[^>]*aria-invalid[^>]*>", page.text)
    assert f'aria-describedby="{field}-wrong' in faulty
    assert 'value="Rule 7"' in page.text
    assert "policy_effect" not in services.asked


def test_who_may_not_change_policies_sees_them_and_is_told_so(http: TestClient, services: RuleServices) -> None:
    form = fields(http.get(SHARE), threshold="42", do="effect")
    services.may = False
    listed = http.get("/policies").text
    assert "What is asked (7)" in listed
    assert "/policies/online-participation" not in listed
    assert http.get(SHARE).status_code == 403
    refused = http.post(SHARE, data=form)
    assert (refused.status_code, sentence(refused)) == (403, "Your role may not change this here; nothing was saved.")
    assert fields(refused)["threshold"] == ["42"]


@pytest.mark.parametrize(
    ("fault", "status", "why"),
    [
        (RpcFailed("Forbidden", ""), 403, "Your role may not change this here"),
        (RpcTimeout(""), 503, "No answer came."),
    ],
)
def test_what_was_typed_stays_where_the_service_refuses_or_does_not_answer(
    http: TestClient, services: RuleServices, fault: Exception, status: int, why: str
) -> None:
    shown = http.post(SHARE, data=fields(http.get(SHARE), threshold="95", do="effect"))
    services.fault = fault
    page = http.post(SHARE, data=fields(shown, do="save"))
    assert page.status_code == status
    assert sentence(page).startswith(why)
    assert fields(page)["threshold"] == ["95"]


def test_a_policy_goes_back_to_the_default_or_out_of_force_the_same_way(
    http: TestClient, services: RuleServices
) -> None:
    saved(http, SHARE, threshold="80")
    saved(http, f"{SHARE}?from=shipped")
    back = services.kept["online-participation"]
    assert (back.version, is_same(back.policy, defaults()["online-participation"])) == (2, True)
    assert "changed by the district" not in http.get("/policies").text
    saved(http, SHARE, enabled=[])
    assert services.kept["online-participation"].policy.enabled is False
    assert ">switched off</span>" in http.get("/policies").text


def test_a_policy_of_the_districts_own_is_added_with_the_names_that_were_typed(
    http: TestClient, services: RuleServices
) -> None:
    new = http.get("/policies/new")
    [address] = re.findall(r'action="(/policies/own-[0-9a-f]{12})"', new.text)
    form = fields(new, name_zh="Lecture each quarter", source_zh="Letter 7", window="quarter", do="effect")
    shown = http.post(address, data={**form, "metric": "participation", "threshold": "80"})
    assert "not asked</span></th><td>2</td><td>0</td>" in shown.text
    assert http.post(address, data=fields(shown, do="save")).status_code == 303
    (kept,) = services.kept.values()
    assert (kept.policy.name.zh, kept.policy.name.en, kept.policy.window) == ("Lecture each quarter",) * 2 + (
        "quarter",
    )
    assert "the district&#39;s own" in http.get("/policies").text


def test_every_policy_that_is_shipped_comes_back_from_its_form_as_it_was(http: TestClient) -> None:
    for policy in defaults().values():
        assert is_same(forms.policy(forms.of_policy(policy, 0), policy.policy_id), policy)
        assert sentence(
            http.post(f"/policies/{policy.policy_id}", data=fields(http.get(f"/policies/{policy.policy_id}")))
        )


def test_other_units_and_other_sites_are_refused(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    form = fields(http.get(SHARE), threshold="95", do="effect")
    assert http.post(SHARE, data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert http.get("/policies/unknown").status_code == 404
    below = PROFILE.model_copy(update={"unit_path": "/d/s", "unit_id": "s"})
    monkeypatch.setattr(Officers, "officer", Officer(below, sees_missing=True))
    assert [http.get(f"/policies?unit={path}").status_code for path in ("/d", "/d/s", "/e")] == [404, 200, 404]
