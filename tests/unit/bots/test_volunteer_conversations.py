from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.conversations import router
from bots.conversations.model import MAX_DATA_BYTES, Button, Facts, Member, Needs, State, Step, Text
from bots.conversations.publishing import span_of
from bots.conversations.volunteer_facts import AttendanceCode, OpenShift, OrganisedShift, Volunteering
from bots.engine.rendering import Renderer
from shared.events.volunteers import Attend, CancelActivity, CancelSignUp, PublishActivity, SignUp
from shared.i18n import LOCALES

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 12, tzinfo=ZONE)
MEMBER = Member(member_id="m1", name="李明华", unit_name="第一党支部", unit_id="b1", roles=("member",))
SECRETARY = MEMBER.model_copy(update={"roles": ("member", "secretary")})
LINKED = State(member=MEMBER)


def shift(shift_id: str = "s1", **fields: Any) -> dict[str, Any]:
    return {
        "shift_id": shift_id,
        "activity_id": "a1",
        "title": "护学岗",
        "place": "校门口",
        "starts_at": "2026-11-23T00:00:00Z",
        "ends_at": "2026-11-23T02:00:00Z",
        "capacity": 3,
        "free": 2,
        **fields,
    }


def opened(*states: str) -> tuple[OpenShift, ...]:
    return tuple(OpenShift.model_validate(shift(f"s{n}", state=state)) for n, state in enumerate(states, start=1))


def ask(state: State, said: str | Button, *, profile: Member | None = MEMBER, **facts: Any) -> Step:
    incoming = Text(said) if isinstance(said, str) else said
    step = router.step(state, incoming, Facts("chat-1", profile, **facts), NOW)
    for locale in LOCALES:
        assert Renderer(locale, "Asia/Shanghai").render(locale, step.replies)
    for reply in step.replies:
        assert all(len(choice.data.encode()) <= MAX_DATA_BYTES for choice in reply.choices)
    return step


def keys(step: Step) -> list[str]:
    return [reply.key for reply in step.replies]


def data(step: Step) -> list[str]:
    return [choice.data for reply in step.replies for choice in reply.choices]


def sent(step: Step) -> Any:
    [command] = step.commands
    return command.payload


# --- looking and signing up


def test_the_list_says_how_each_shift_looks_and_offers_the_free_ones_only() -> None:
    assert router.needs(LINKED, Text("志愿")) == Needs(profile=True, shifts=True)
    step = ask(LINKED, "志愿", shifts=opened("free", "full", "collides", "signed-up", "started", "attended"))
    assert [line.args["state"] for line in step.replies[0].lines] == [
        "free",
        "full",
        "collides",
        "signed-up",
        "started",
        "attended",
    ]
    assert [each for each in data(step) if each.startswith("vol:up:")] == ["vol:up:s1"]


def test_a_sign_up_takes_two_taps_and_no_service() -> None:
    listed = ask(LINKED, Button("volunteer"), shifts=opened("free"))
    assert router.needs(listed.state, Button("vol:up:s1")) == Needs()
    command = sent(ask(listed.state, Button("vol:up:s1"), profile=None))
    assert command == SignUp(shift_id="s1", member_id="m1", chat_id="chat-1")


def test_an_id_that_is_too_long_for_a_button_comes_back_from_it() -> None:
    long = "x" * 64
    listed = ask(LINKED, "volunteer", shifts=(OpenShift.model_validate(shift(long, state="free")),))
    assert sent(ask(listed.state, Button(data(listed)[0]))).shift_id == long


def test_without_shifts_the_member_is_told_and_can_still_see_their_own() -> None:
    step = ask(LINKED, "志愿")
    assert keys(step) == ["shifts-none"]
    assert "vol:mine" in data(step)


def test_my_shifts_can_be_given_back_while_there_is_time_and_hours_are_added_up() -> None:
    own = Volunteering.model_validate(
        {
            "sign_ups": [
                shift("s1", state="signed-up", cancel_until="2026-11-22T21:00:00Z"),
                shift("s2", state="signed-up", cancel_until=None),
                shift("s3", state="attended", cancel_until="2026-11-22T21:00:00Z"),
            ],
            "hours": [
                {"title": "护绿", "starts_at": "2026-11-01T00:00:00Z", "minutes": 90, "provenance": {"kind": "scanned"}}
            ],
            "total_minutes": 90,
        }
    )
    step = ask(LINKED, "我的班次", volunteering=own)
    assert [each for each in data(step) if each.startswith("vol:off:")] == ["vol:off:s1"]
    assert step.replies[0].args == {"count": 3, "total": 90}
    assert sent(ask(step.state, Button("vol:off:s1"))) == CancelSignUp(shift_id="s1", member_id="m1", chat_id="chat-1")


def test_an_old_button_that_means_nothing_asks_to_open_the_list() -> None:
    for button in ("vol:up:", "vol:up:~", "vol:what", "vol:up:<b>", "vol:code:~x", "vol:end:"):
        step = ask(LINKED, Button(button))
        assert step.commands == ()
        assert keys(step) == ["shift-list-again"]


def test_a_chat_that_was_unlinked_elsewhere_is_told() -> None:
    assert keys(ask(LINKED, "志愿", profile=None)) == ["link-lost"]


# --- being there


@pytest.mark.parametrize(
    "text", ["到场 482913", "到场482913", "到场：482 913", "attend 482913", "ATTEND: 482-913", "到场 ４８２９１３"]
)
def test_a_code_is_understood_however_it_is_written(text: str) -> None:
    assert router.needs(LINKED, Text(text)) == Needs()
    assert sent(ask(LINKED, text, profile=None)) == Attend(member_id="m1", code="482913", chat_id="chat-1")


def test_after_the_button_the_code_alone_is_enough() -> None:
    asked = ask(LINKED, Button("vol:here"))
    assert keys(asked) == ["attend-ask"]
    assert sent(ask(asked.state, "482913")).code == "482913"
    assert keys(ask(LINKED, "482913")) == ["unknown"], "without the question it is nothing"


@pytest.mark.parametrize("text", ["到场 48291", "到场 我来了"])
def test_what_is_no_code_is_asked_for_again(text: str) -> None:
    step = ask(LINKED, text)
    assert step.commands == ()
    assert keys(step) == ["attend-not-a-code"]
    assert sent(ask(step.state, "482913")).code == "482913"


# --- organisers


def test_an_organiser_shows_the_code_of_a_shift_with_the_one_that_follows() -> None:
    organised = (OrganisedShift.model_validate(shift(taken=1)),)
    listed = ask(LINKED, Button("vol:org"), profile=SECRETARY, organised=organised)
    assert "vol:code:s1" in data(listed)
    assert router.needs(listed.state, Button("vol:code:s1")) == Needs(profile=True, attendance_code="s1")
    code = AttendanceCode.model_validate(
        {
            "outcome": "shown",
            "shift": shift(),
            "code": "012345",
            "expires_at": NOW + timedelta(seconds=12),
            "next": "678901",
        }
    )
    shown = ask(listed.state, Button("vol:code:s1"), profile=SECRETARY, attendance_code=code)
    assert shown.replies[0].args == {"title": "护学岗", "code": "012345", "next": "678901", "seconds": 12}


@pytest.mark.parametrize("outcome", ["unknown-shift", "not-allowed", "closed"])
def test_a_code_that_is_not_shown_says_why(outcome: Any) -> None:
    step = ask(LINKED, Button("vol:code:s1"), attendance_code=AttendanceCode(outcome=outcome))
    assert keys(step) == [f"code-{outcome}"]


def test_members_who_organise_nothing_are_offered_nothing_to_organise() -> None:
    assert not {"vol:org", "publish"} & set(data(ask(LINKED, "志愿")))
    assert {"vol:org", "publish"} <= set(data(ask(LINKED, "志愿", profile=SECRETARY)))
    assert keys(ask(LINKED, Button("vol:org"))) == ["organised-not-allowed"]
    assert keys(ask(LINKED, "发布志愿")) == ["publish-not-allowed"]


def test_an_activity_is_cancelled_after_a_question() -> None:
    asked = ask(LINKED, Button("vol:end:a1"))
    assert asked.commands == ()
    assert sent(ask(asked.state, Button(data(asked)[0]))) == CancelActivity(
        activity_id="a1", actor_id="m1", chat_id="chat-1"
    )


def converse(*said: str | Button) -> Step:
    step = Step(LINKED)
    for each in said:
        step = ask(step.state, each, profile=SECRETARY)
    return step


def test_an_activity_is_published_by_answering_four_questions_and_looking_once() -> None:
    looked = converse("发布志愿", "护学岗", "校门口", "11月28日 14:00 到 17:00", "12 人")
    assert keys(looked) == ["publish-look"]
    command = sent(ask(looked.state, Button("pub:yes"), profile=None))
    assert isinstance(command, PublishActivity)
    assert (command.title, command.place, command.unit_id, command.organiser_id) == ("护学岗", "校门口", "b1", "m1")
    [planned] = command.shifts
    assert planned.starts_at == datetime(2026, 11, 28, 14, tzinfo=ZONE)
    assert planned.ends_at == datetime(2026, 11, 28, 17, tzinfo=ZONE)
    assert planned.capacity == 12
    again = sent(ask(looked.state, "确认"))
    assert again == command, "the same activity however often it is confirmed"


def test_a_publication_can_be_left_and_an_old_button_publishes_nothing() -> None:
    left = converse("publish", "Gate duty", Button("pub:cancel"))
    assert keys(left) == ["publish-left"]
    assert keys(ask(left.state, Button("pub:yes"))) == ["publish-over"]
    elsewhere = converse("publish", "Gate duty", Button("help"))
    assert keys(ask(elsewhere.state, Button("pub:yes"))) == ["publish-over"]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (("publish", "x" * 121), "publish-too-long"),
        (("publish", "a", "b", "sometime"), "publish-when-again"),
        (("publish", "a", "b", "11-28 17:00-14:00"), "publish-when-again"),
        (("publish", "a", "b", "2026-11-21 14:00-17:00"), "publish-in-the-past"),
        (("publish", "a", "b", "11-28 14:00-17:00", "0"), "publish-capacity-again"),
        (("publish", "a", "b", "11-28 14:00-17:00", "many"), "publish-capacity-again"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_asked_for_again(said: tuple[str, ...], key: str) -> None:
    assert keys(converse(*said)) == [key]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("11-28 14:00-17:00", "2026-11-28T14:00", "2026-11-28T17:00"),
        ("１１月２８日 １４：００－１７：３０", "2026-11-28T14:00", "2026-11-28T17:30"),
        ("2027/1/5 8:05 ~ 9:00", "2027-01-05T08:05", "2027-01-05T09:00"),
        ("明天 9:00-11:30", "2026-11-23T09:00", "2026-11-23T11:30"),
        ("Today 18:00 to 20:00", "2026-11-22T18:00", "2026-11-22T20:00"),
        ("1-5 8:00-9:00", "2027-01-05T08:00", "2027-01-05T09:00"),
    ],
)
def test_a_date_and_two_times_are_understood_however_they_are_written(text: str, start: str, end: str) -> None:
    span = span_of(text, NOW)
    assert span is not None
    assert [each.strftime("%Y-%m-%dT%H:%M") for each in span] == [start, end]


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{1,4}-[0-9]{1,3} [0-9]{1,3}:[0-9]{1,3}-[0-9]{1,3}:[0-9]{1,3}"))
def test_any_text_is_a_span_in_order_or_none(text: str) -> None:
    span = span_of(text, NOW)
    assert span is None or span[0] < span[1]


@given(st.text(min_size=1, max_size=40))
def test_any_answer_to_any_question_gets_a_reply(text: str) -> None:
    for said in (("publish",), ("publish", "a"), ("publish", "a", "b"), (Button("vol:here"),)):
        assert converse(*said, text).replies
