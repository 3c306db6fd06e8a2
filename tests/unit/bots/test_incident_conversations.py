from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bots.conversations import photos, router
from bots.conversations.model import (
    Button,
    Facts,
    Hint,
    Incident,
    IncidentShown,
    Member,
    Needs,
    Photo,
    State,
    Step,
    Text,
)
from bots.engine.facts import NoAnswer, fetch
from bots.engine.rendering import Renderer
from shared.aio.errors import RpcTimeout
from shared.events.incidents import (
    AcknowledgeIncident,
    Category,
    CloseIncident,
    NoteIncident,
    ReportIncident,
    ResolveIncident,
)
from shared.i18n import LOCALES
from tests.unit.bots.fakes import PROFILE

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
MEMBER = Member.model_validate(PROFILE)
LINKED = State(member=MEMBER)
HINT = Hint.model_validate(
    {
        "candidates": [
            {"category": "food_safety", "phrases": [{"text": "呕吐"}]},
            {"category": "health_epidemic", "phrases": []},
        ],
        "severity": 3,
        "severity_phrases": [{"text": "送医"}],
    }
)


def ask(state: State, incoming: str | Button | Photo, **facts: Any) -> Step:
    said = Text(incoming) if isinstance(incoming, str) else incoming
    step = router.step(state, said, Facts("chat-1", **facts), NOW)
    for locale in LOCALES:
        # Everything a step says can be said in both languages, and what it remembers can be stored.
        Renderer(locale, "Asia/Shanghai").render(locale, step.replies)
    assert State.model_validate(step.state.model_dump(mode="json")) == step.state
    return step


def keys(step: Step) -> list[str]:
    return [reply.key for reply in step.replies]


def data(step: Step) -> list[str]:
    return [choice.data for reply in step.replies for choice in reply.choices]


def asked_category(**facts: Any) -> Step:
    step = ask(LINKED, Button("report"))
    assert keys(step) == ["report-what"]
    assert router.needs(step.state, Text("12名学生呕吐,已送医")) == Needs(hint="12名学生呕吐,已送医")
    step = ask(step.state, "12名学生呕吐,已送医", **facts)
    assert keys(step) == ["report-where"]
    step = ask(step.state, "东食堂")
    assert keys(step) == ["report-when"]
    return ask(step.state, Button("rep:when:30"))


# --- reporting


def test_a_report_is_asked_step_by_step_and_sent_with_the_last_answer() -> None:
    step = asked_category(hint=HINT)
    assert keys(step) == ["report-category-hint"]
    assert data(step) == ["rep:cat:food_safety", "rep:cat:health_epidemic", "rep:more", "rep:cancel"]
    step = ask(step.state, Button("rep:cat:health_epidemic"))
    assert keys(step) == ["report-severity-hint"]
    assert step.commands == ()
    step = ask(step.state, Button("rep:sev:2"))
    assert (keys(step), data(step)) == (["report-photo"], ["rep:skip", "rep:cancel"])
    last = ask(step.state, Button("rep:skip"))
    [send] = last.commands
    command = send.payload
    assert isinstance(command, ReportIncident)
    assert (command.category, command.severity) == ("health_epidemic", 2)
    assert (command.account.what, command.account.where) == ("12名学生呕吐,已送医", "东食堂")
    assert command.occurred_at == NOW - timedelta(minutes=30)
    assert (command.reporter_id, command.chat_id, command.photo_id) == ("m1", "chat-1", None)
    again = ask(step.state, Button("rep:skip"))
    assert again.commands == last.commands
    assert keys(ask(last.state, Button("rep:skip"))) == ["report-over"]


def test_without_a_hint_every_category_is_offered_and_the_report_goes_on() -> None:
    step = asked_category()
    assert keys(step) == ["report-category"]
    assert len(data(step)) == len(get_args(Category)) + 1
    step = ask(step.state, Button("rep:cat:other"))
    assert keys(step) == ["report-severity"]
    step = ask(step.state, "3")
    assert keys(ask(step.state, "4")) == ["report-photo"]
    [send] = ask(step.state, "跳过").commands
    assert isinstance(send.payload, ReportIncident)
    assert send.payload.severity == 3


def test_the_other_categories_are_one_tap_away() -> None:
    step = ask(asked_category(hint=HINT).state, Button("rep:more"))
    assert "rep:cat:fees" in data(step)
    assert keys(ask(step.state, Button("rep:cat:fees"))) == ["report-severity-hint"]


def test_what_happened_may_follow_the_word_at_once() -> None:
    incoming = Text("报告：校门口发生剐蹭")
    assert router.needs(LINKED, incoming) == Needs(hint="校门口发生剐蹭")
    step = ask(LINKED, incoming.text)
    assert keys(step) == ["report-where"]
    assert step.state.draft is not None
    assert step.state.draft.what == "校门口发生剐蹭"


@pytest.mark.parametrize("cancel", [Button("rep:cancel"), "取消", "cancel"])
def test_a_report_can_be_left_at_any_point(cancel: str | Button) -> None:
    step = ask(asked_category(hint=HINT).state, cancel)
    assert keys(step) == ["report-cancelled"]
    assert (step.state.draft, step.state.waiting, step.commands) == (None, None, ())


def test_too_long_answers_are_refused_and_the_question_stays_open() -> None:
    begun = ask(LINKED, Button("report")).state
    too_long = ask(begun, "长" * 2001)
    assert (keys(too_long), too_long.state) == (["report-too-long"], begun)
    assert router.needs(begun, Text("长" * 2001)) == Needs()
    where = ask(begun, "短").state
    assert keys(ask(where, "长" * 201)) == ["report-too-long"]


@pytest.mark.parametrize("blank", ["", " ", "\u3000\n"])
def test_a_blank_answer_leaves_the_question_open(blank: str) -> None:
    begun = ask(LINKED, Button("report")).state
    assert keys(ask(begun, blank)) == ["report-what"]
    where = ask(begun, "短").state
    assert keys(ask(where, blank)) == ["report-where"]


_ANSWERS = ("12名学生呕吐", "东食堂", Button("rep:when:30"), Button("rep:cat:other"), Button("rep:sev:2"))


@pytest.mark.parametrize("answered", range(len(_ANSWERS) + 1))
def test_a_photo_may_come_after_any_answer_and_goes_with_the_report(answered: int) -> None:
    assert router.needs(LINKED, Photo("p1")) == Needs()
    step = ask(LINKED, Button("report"))
    for answer in _ANSWERS[:answered]:
        step = ask(step.state, answer)
    question = keys(step)
    earlier = ask(step.state, Photo("p0"))
    step = ask(step.state, Photo("p1"))
    if answered < len(_ANSWERS):
        assert keys(step) == ["report-photo-kept", *question]
        step = ask(ask(step.state, Photo("p0")).state, Photo("p1"))
    else:
        assert earlier.commands
    for answer in _ANSWERS[answered:]:
        assert step.commands == ()
        step = ask(step.state, answer)
    [send] = step.commands
    assert isinstance(send.payload, ReportIncident)
    assert send.payload.photo_id == "p1"


@pytest.mark.parametrize("state", [LINKED, LINKED.but(waiting="incidents")])
def test_a_photo_outside_a_report_changes_nothing(state: State) -> None:
    assert not photos.is_expected(state)
    step = ask(state, Photo(None))
    assert (keys(step), data(step), step.state) == (["photo-not-now"], ["report", "help"], state)
    assert keys(ask(State(), Photo(None))) == ["welcome"]


def test_the_photo_of_an_incident_is_one_tap_away() -> None:
    shown = IncidentShown(**LISTED.model_dump(), what="12人呕吐", where="东食堂", occurred_at=NOW, photo_id="p1")
    assert "inc:photo:i1" in data(ask(LINKED, Button("inc:show:i1"), profile=MEMBER, incident=shown))
    assert router.needs(LINKED, Button("inc:photo:i1")) == Needs(profile=True, incident="i1")
    [reply] = ask(LINKED, Button("inc:photo:i1"), profile=MEMBER, incident=shown).replies
    assert (reply.key, reply.photo) == ("incident-photo", "p1")
    [reply] = ask(LINKED, Button("inc:photo:i1"), profile=MEMBER).replies
    assert (reply.key, reply.photo) == ("incident-unknown", None)


def test_another_question_leaves_the_report() -> None:
    step = ask(asked_category().state, Button("help"))
    assert step.state.draft is None


_TAPS = (
    *("report", "rep:when:0", "rep:when:x", "rep:cat:fees", "rep:cat:none"),
    *("rep:more", "rep:sev:4", "rep:sev:9", "rep:skip", "rep:"),
)
_taps = st.sampled_from(_TAPS)


@example([Button("report"), "短", "处", Button("rep:when:0"), Button("rep:cat:fees"), Button("rep:sev:4"), "", "0"])
@example([Button("report"), Button("rep:when:0"), Button("rep:cat:fees"), Button("rep:sev:4"), "", "0"])
@given(st.lists(st.one_of(_taps.map(Button), st.text(max_size=30)), max_size=25))
def test_whatever_is_typed_and_tapped_only_a_complete_report_is_sent(inputs: list[str | Button]) -> None:
    state = LINKED
    for incoming in inputs:
        step = ask(state, incoming)
        for send in step.commands:
            if isinstance(send.payload, ReportIncident):
                assert state.draft is not None
                assert None not in (state.draft.what, state.draft.where)
        state = step.state


# --- the member's incidents

LISTED = Incident.model_validate(
    {
        "incident_id": "i1",
        "number": "2026-0001",
        "state": "reported",
        "category": "food_safety",
        "severity": 3,
        "title": "呕吐",
        "unit_name": "第一小学",
        "due_at": "2026-11-22T05:00:00+00:00",
        "moves": ["acknowledge", "note"],
    }
)


def test_open_incidents_are_listed_and_shown_with_a_button_for_each_move() -> None:
    assert router.needs(LINKED, Text("事件")) == Needs(profile=True, incidents=True)
    step = ask(LINKED, "事件", profile=MEMBER, incidents=(LISTED,))
    assert data(step) == ["inc:show:i1", "report"]
    assert router.needs(LINKED, Button("inc:show:i1")) == Needs(profile=True, incident="i1")
    shown = IncidentShown(**LISTED.model_dump(), what="12人呕吐", where="东食堂", occurred_at=NOW)
    step = ask(LINKED, Button("inc:show:i1"), profile=MEMBER, incident=shown)
    assert data(step) == ["inc:acknowledge:i1", "inc:note:i1", "incidents"]
    assert keys(ask(LINKED, Button("inc:show:i1"), profile=MEMBER)) == ["incident-unknown"]
    assert keys(ask(LINKED, "incidents", profile=MEMBER)) == ["incidents-none"]


@pytest.mark.parametrize(
    ("move", "command"),
    [("acknowledge", AcknowledgeIncident), ("close", CloseIncident), ("plain", ResolveIncident)],
)
def test_a_tap_on_a_move_sends_it_without_asking_any_service(move: str, command: type) -> None:
    tap = Button(f"inc:{move}:i1")
    assert router.needs(LINKED, tap) == Needs()
    [send] = ask(LINKED, tap).commands
    assert isinstance(send.payload, command)
    assert send.payload.model_dump() == {"incident_id": "i1", "actor_id": "m1", "chat_id": "chat-1"} | (
        {"words": None} if move != "acknowledge" else {}
    )


@pytest.mark.parametrize(("move", "command"), [("note", NoteIncident), ("resolve", ResolveIncident)])
def test_news_and_resolutions_are_asked_in_words_of_ones_own(move: str, command: type) -> None:
    asked = ask(LINKED, Button(f"inc:{move}:i1"))
    assert asked.commands == ()
    assert keys(ask(asked.state, "取消")) == ["incident-left"]
    step = ask(asked.state, "均已退烧")
    [send] = step.commands
    assert isinstance(send.payload, command)
    assert send.payload.model_dump()["words"] == {"text": "均已退烧"}
    assert (step.state.waiting, step.state.acting) == (None, None)
    assert keys(ask(asked.state, "长" * 2001)) == ["report-too-long"]


@pytest.mark.parametrize("broken", ["inc:", "inc:acknowledge:", "inc:acknowledge:a/b", "inc:dance:i1", "inc:note:"])
def test_a_button_that_is_none_of_ours_changes_nothing(broken: str) -> None:
    step = ask(LINKED, Button(broken), profile=MEMBER)
    assert step.commands == ()
    assert step.state.acting is None


# --- facts


class Services:
    def __init__(self, answer: Any) -> None:
        self.answer = answer

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        if method == "chat_profile":
            return PROFILE
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize("answer", [RpcTimeout("away"), {"candidates": "?"}])
async def test_a_report_goes_on_without_the_hint_that_nobody_gives(answer: Any) -> None:
    assert (await fetch(Services(answer), "chat-1", "web", Needs(hint="x"))).hint is None


async def test_a_list_that_nobody_gives_is_no_empty_list() -> None:
    with pytest.raises(NoAnswer):
        await fetch(Services(RpcTimeout("away")), "chat-1", "web", Needs(profile=True, incidents=True))
