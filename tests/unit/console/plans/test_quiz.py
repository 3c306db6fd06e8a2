"""A quiz in the form of a plan: from questions typed in rows to the evidence that is asked for, and back."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from shared.events.plans import ChangeSeries, Question
from tests.unit.console.plans.filling import WEDNESDAYS, fields, made, sentence
from tests.unit.console.plans.services import PlanServices

FIRST = {"q1_text": "In which year?", "q1_choice_1": "1919", "q1_choice_2": "1921", "q1_right": "2"}
# A place left out between two, as people do.
SECOND = {"q2_text": "Where?", "q2_choice_1": "Beijing", "q2_choice_3": "Shanghai", "q2_right": "3"}
QUIZ = {"evidence": "quiz", "questions": "3", "quiz_least": "2", **FIRST, **SECOND}
QUESTIONS = [
    Question(text="In which year?", choices=["1919", "1921"], right=1),
    Question(text="Where?", choices=["Beijing", "Shanghai"], right=1),
]


def asked(services: PlanServices, plan_id: str = "p1") -> tuple[int, list[Question]]:
    evidence = services.office.store.plans[plan_id].evidence
    assert evidence.kind == "quiz"
    return evidence.least, evidence.questions


def change(services: PlanServices, version: int, extent: str, slot: str | None, evidence: dict[str, Any]) -> None:
    given = {"plan_id": "p1", "version": version, "extent": extent, "slot": slot, "changes": {"evidence": evidence}}
    assert services.ask(ChangeSeries.model_validate(given))["refused"] is None


def test_questions_are_typed_with_their_right_choices_and_empty_rows_are_none(
    http: TestClient, services: PlanServices
) -> None:
    made(http, **QUIZ)
    assert asked(services) == (2, QUESTIONS)
    made(http, plan_id="p2", **{**QUIZ, "q3_right": "1", "quiz_least": " \uff10 "})
    assert asked(services, "p2") == (0, QUESTIONS)


def test_a_question_of_which_several_choices_are_marked_asks_for_all_of_them(
    http: TestClient, services: PlanServices
) -> None:
    three = {"q2_choice_2": "Jiaxing", "q2_right": ["3", "1"]}
    made(http, **{**QUIZ, **three})
    several = Question(text="Where?", choices=["Beijing", "Jiaxing", "Shanghai"], right=0, several=True, also_right=[2])
    assert asked(services) == (2, [QUESTIONS[0], several])
    shown = fields(http.get("/plans/p1/edit?unit=/d/b"))
    assert (shown["q1_right"], shown["q2_right"]) == (["2"], ["1", "3"])
    assert sentence(http.post("/plans/p1/edit", data=shown)) == "Nothing is different from what is there."
    assert http.post("/plans/p1/edit", data={**shown, "q2_right": ["2"]}).status_code == 303
    assert asked(services)[1][1] == several.model_copy(update={"right": 1, "several": False, "also_right": []})


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        (dict.fromkeys([*FIRST, *SECOND], ""), "q1_text", "Please give at least one question."),
        ({"q2_text": " "}, "q2_text", "Please give question 2 in one line of at most 200 characters."),
        ({"q2_text": "x" * 201}, "q2_text", "Please give question 2 in one line of at most 200 characters."),
        ({"q1_choice_2": "x" * 101}, "q1_choice_2", "Choice B of question 1 is one line of at most 100 characters."),
        ({"q1_choice_2": "two\nlines"}, "q1_choice_2", "Choice B of question 1 is one line"),
        ({"q2_choice_3": ""}, "q2_choice_2", "Question 2 needs at least two choices."),
        ({"q1_choice_1": "", "q1_choice_2": ""}, "q1_choice_1", "Question 1 needs at least two choices."),
        ({"q1_choice_1": "1921"}, "q1_choice_2", "Question 1 has the same choice twice."),
        ({"q1_right": ""}, "q1_right", "Please mark the right choice of question 1."),
        ({"q2_right": "2"}, "q2_right", "Please mark the right choice of question 2."),
        ({"quiz_least": ""}, "quiz_least", "Please give how many right answers are needed, from 0 to 2:"),
        ({"quiz_least": "3"}, "quiz_least", "Please give how many right answers are needed, from 0 to 2:"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_field_and_what_was_typed_stays(
    http: TestClient, services: PlanServices, typed: dict[str, str], field: str, why: str
) -> None:
    sent = {**WEDNESDAYS, **QUIZ, **typed}
    page = http.post("/plans/new", data=sent)
    assert (page.status_code, sentence(page).startswith(why)) == (422, True), sentence(page)
    [faulty] = re.findall(r"<[^>]*aria-invalid[^>]*>", page.text)
    assert f'aria-describedby="{field}-wrong' in faulty
    [beside] = re.findall(rf'id="{field}-wrong">([^<]+)<', page.text)
    assert html.unescape(beside) == sentence(page)
    kept = fields(page)
    for name in (*FIRST, *SECOND, "quiz_least"):
        assert kept.get(name, [""]) == [sent[name].strip()], name
    assert services.office.store.plans == {}


@pytest.mark.parametrize("typed", [{"questions": "many"}, {"questions": "-1"}, {"questions": ""}, {"q1_right": "x"}])
def test_what_no_browser_sends_asks_for_the_rows_that_are_there(http: TestClient, typed: dict[str, str]) -> None:
    page = http.post("/plans/new", data={**WEDNESDAYS, **QUIZ, **dict.fromkeys(SECOND, ""), **typed, "quiz_least": "2"})
    assert (page.status_code, fields(page)["q1_text"]) == (422, ["In which year?"])


def test_a_question_more_or_less_is_a_button_that_saves_nothing(http: TestClient, services: PlanServices) -> None:
    longer = http.post("/plans/new", data={**WEDNESDAYS, **QUIZ, "rows": "more"})
    assert longer.status_code == 200
    shown = fields(longer)
    assert (shown["questions"], shown["q2_choice_3"], shown["title"]) == (["4"], ["Shanghai"], [WEDNESDAYS["title"]])
    assert re.search(r'<input id="q4_text"[^>]* autofocus', longer.text)
    shorter = http.post("/plans/new", data={**shown, "rows": "drop-1"})
    left = fields(shorter)
    assert (left["questions"], left["q1_text"], left["q1_right"], left["q2_text"]) == (["3"], ["Where?"], ["3"], [""])
    assert services.office.store.plans == {}
    assert http.post("/plans/new", data={**left, "quiz_least": "1"}).status_code == 303
    assert asked(services) == (1, QUESTIONS[1:])
    full = http.post("/plans/new", data={**WEDNESDAYS, **QUIZ, "questions": "20", "rows": "more"})
    assert fields(full)["questions"] == ["20"]
    assert 'value="more"' not in full.text
    lonely = http.post("/plans/new", data={**WEDNESDAYS, **QUIZ, "questions": "1", "rows": "drop-1"})
    assert (fields(lonely)["questions"], fields(lonely)["q1_text"]) == (["1"], [""])


def test_the_longest_quiz_in_chinese_is_taken(http: TestClient, services: PlanServices) -> None:
    long = {f"q{number}_text": "\u9898" * 200 for number in range(1, 21)}
    long |= {f"q{number}_choice_{place}": chr(0x7531 + place) * 100 for number in range(1, 21) for place in range(1, 9)}
    made(http, **QUIZ | long | {f"q{number}_right": "8" for number in range(1, 21)} | {"questions": "20"})
    least, questions = asked(services)
    assert (least, len(questions), {each.right for each in questions}) == (2, 20, {7})


def test_a_plan_shows_its_quiz_as_it_is_and_a_change_of_it_reaches_what_has_not_opened(
    http: TestClient, services: PlanServices
) -> None:
    made(http, **QUIZ)
    shown = fields(http.get("/plans/p1/edit?unit=/d/b"))
    assert (shown["evidence"], shown["questions"], shown["quiz_least"]) == ("quiz", ["2"], ["2"])
    assert (shown["q2_choice_2"], shown["q2_right"]) == (["Shanghai"], ["2"])
    assert sentence(http.post("/plans/p1/edit", data=shown)) == "Nothing is different from what is there."
    bad = http.post("/plans/p1/edit", data={**shown, "quiz_least": "3"})
    assert (bad.status_code, fields(bad)["quiz_least"]) == (422, ["3"])
    grown = fields(http.post("/plans/p1/edit", data={**shown, "rows": "more"}))
    third = {"q3_text": "Who?", "q3_choice_1": "You", "q3_choice_2": "Me", "q3_right": "1"}
    assert http.post("/plans/p1/edit", data={**grown, **third, "quiz_least": "3"}).status_code == 303
    wanted = [*QUESTIONS, Question(text="Who?", choices=["You", "Me"], right=0)]
    assert asked(services) == (3, wanted)
    sessions = [each.plan.questions for each in services.office.store.tasks.values() if each.plan]
    assert sessions == [tuple(wanted)] * 5
    plain = fields(http.get("/plans/p1/edit?unit=/d/b"), evidence="none")
    assert http.post("/plans/p1/edit", data=plain).status_code == 303
    assert services.office.store.plans["p1"].evidence.questions == []


def test_one_session_shows_the_quiz_of_its_own(http: TestClient, services: PlanServices) -> None:
    made(http, **QUIZ)
    own = {"kind": "quiz", "least": 1, "questions": [QUESTIONS[0].model_dump()]}
    change(services, 1, "this", "2026-09-09", own)
    session = fields(http.get("/plans/p1/edit?unit=/d/b&slot=2026-09-09"))
    assert (session["questions"], session["quiz_least"]) == (["1"], ["1"])
    assert fields(http.get("/plans/p1/edit?unit=/d/b&slot=2026-09-16"))["questions"] == ["2"]
    changed = {**session, "q1_right": "1"}
    assert http.post("/plans/p1/edit", data=changed).status_code == 303
    assert asked(services) == (2, QUESTIONS)
    rights = [each.plan.questions[0].right for each in services.office.store.tasks.values() if each.plan]
    assert sorted(each for each in rights if each is not None) == [0, 1, 1, 1, 1]


def test_what_was_made_elsewhere_is_kept_as_it_is_beyond_what_the_form_would_take(
    http: TestClient, services: PlanServices
) -> None:
    made(http, **QUIZ)
    wordy = Question(text="Why?", choices=["x" * 150, "because", *"cdefgh"], right=7)
    change(services, 1, "all", None, {"kind": "quiz", "least": 1, "questions": [wordy.model_dump()]})
    shown = fields(http.get("/plans/p1/edit?unit=/d/b"))
    assert (shown["q1_choice_8"], shown["q1_right"]) == (["h"], ["8"])
    assert http.post("/plans/p1/edit", data={**shown, "quiz_least": "0"}).status_code == 303
    assert asked(services) == (0, [wordy])


def test_only_the_form_of_a_plan_is_given_the_right_answers(http: TestClient, services: PlanServices) -> None:
    made(http, **QUIZ)
    for told in (services._plan("p1"), *services._plans("/d/b")):
        assert [each["right"] for each in told["evidence"]["questions"]] == [None, None]
    services.asked.clear()
    http.get("/plans/p1/cancel?unit=/d/b")
    assert "plan_to_change" not in services.asked
    http.get("/plans/p1/edit?unit=/d/b")
    assert "plan_to_change" in services.asked


def test_a_copied_term_asks_the_same_questions(http: TestClient, services: PlanServices) -> None:
    for term_id, first, last in (("autumn", "2026-09-01", "2027-01-15"), ("spring", "2027-02-22", "2027-07-02")):
        term = {"unit": "/d/b", "term_id": term_id, "first_day": first, "last_day": last}
        assert http.post("/plans/terms/set", data=term).status_code == 303
    made(http, term="autumn", last_day="", first_day="", **QUIZ)
    copy = {"unit": "/d/b", "from_term": "autumn", "to_term": "spring"}
    assert http.post("/plans/terms/copy", data=copy).headers["location"].endswith("made=1")
    (copied,) = set(services.office.store.plans) - {"p1"}
    assert asked(services, copied) == (2, QUESTIONS)
