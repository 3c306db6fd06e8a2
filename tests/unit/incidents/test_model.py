"""The state machine, and the chain of duties."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incidents.model import Done, Incident, Member, Step, Unit, chain, next_duty, report_refusal
from shared.events.directory import Role
from shared.events.incidents import Move, MoveRefusal, State

NOW = datetime(2026, 3, 2, tzinfo=UTC)
DISTRICT = Unit("d", "district", "District", "/d")
SCHOOL = Unit("s", "school", "School", "/d/s")
BRANCH = Unit("b", "branch", "Branch", "/d/s/b")
UPWARDS = [BRANCH, SCHOOL, DISTRICT]


def someone(member_id: str, unit: Unit, *roles: Role) -> Member:
    return Member(member_id, unit.unit_id, unit.path, roles, 1)


OFFICER = someone("officer", SCHOOL, "duty-officer")
REPORTER = someone("reporter", BRANCH, "reporter")
STRANGER = someone("stranger", Unit("o", "school", "Other", "/d/o"), "duty-officer")


def incident(state: State = "reported") -> Incident:
    return Incident("i1", "2026-0001", "c", "reporter", "/d/s/b", "Branch", "fees", 2, "x", "y", NOW, NOW, {}, state)


@pytest.mark.parametrize(
    ("state", "move", "reason"),
    [
        ("reported", "acknowledge", None),
        ("reported", "resolve", "not-acknowledged"),
        ("reported", "close", "not-acknowledged"),
        ("acknowledged", "acknowledge", "already-acknowledged"),
        ("acknowledged", "resolve", None),
        ("acknowledged", "close", "not-resolved"),
        ("resolved", "acknowledge", "already-resolved"),
        ("resolved", "resolve", "already-resolved"),
        ("resolved", "close", None),
        ("closed", "acknowledge", "already-closed"),
        ("closed", "resolve", "already-closed"),
        ("closed", "close", "already-closed"),
        ("reported", "note", None),
        ("closed", "note", None),
    ],
)
def test_each_move_is_made_from_one_state_and_refused_with_the_reason_from_the_others(
    state: State, move: Move, reason: MoveRefusal | None
) -> None:
    assert incident(state).refusal(move, OFFICER) == reason


@pytest.mark.parametrize("move", ["acknowledge", "note", "resolve", "close"])
def test_an_officer_of_another_school_learns_and_does_nothing(move: Move) -> None:
    assert incident().refusal(move, STRANGER) == "not-allowed"
    assert not incident().may_see(STRANGER)


def test_the_reporter_may_add_notes_but_not_handle_it() -> None:
    assert incident("closed").possible(REPORTER) == ["note"]


def test_who_was_put_in_charge_may_handle_it_without_the_role() -> None:
    stand_in = someone("admin", SCHOOL, "school-admin")
    assert incident().refusal("acknowledge", stand_in) == "not-allowed"
    asked = incident().climbed(Step(0, "/d/s", "School", ("admin",), NOW, None))
    assert asked.refusal("acknowledge", stand_in) is None


_moves = st.lists(st.sampled_from(["acknowledge", "note", "resolve", "close"]), max_size=20)


@given(_moves)
def test_whatever_is_tried_the_states_follow_their_order_and_each_is_entered_once(moves: list[Move]) -> None:
    now = incident()
    states = [now.state]
    made = 0
    for move in moves:
        before = now
        if now.refusal(move, OFFICER) is None:
            now = now.moved(Done(move, "officer", NOW))
            made += 1
            assert now.done[:-1] == before.done
        if now.state != states[-1]:
            states.append(now.state)
    assert states == ["reported", "acknowledged", "resolved", "closed"][: len(states)]
    assert now.version == incident().version + made
    last = now.last_move()
    assert (last is None) == (now.state == "reported")


def test_the_chain_goes_up_from_the_unit_to_the_district() -> None:
    people = [
        someone("a", BRANCH, "duty-officer"),
        someone("b", SCHOOL, "duty-officer"),
        someone("c", SCHOOL, "duty-officer", "school-admin"),
        someone("d", DISTRICT, "duty-officer"),
        STRANGER,
    ]
    assert [duty.officers for duty in chain(UPWARDS, people, "nobody")] == [("a",), ("b", "c"), ("d",)]


def test_where_there_is_no_duty_officer_the_admin_of_school_or_district_stands_in() -> None:
    people = [
        someone("secretary", BRANCH, "secretary"),
        someone("admin", SCHOOL, "school-admin"),
        someone("head", DISTRICT, "district-admin"),
    ]
    assert [duty.officers for duty in chain(UPWARDS, people, "nobody")] == [("admin",), ("head",)]


def test_nobody_is_asked_about_what_they_reported_themselves() -> None:
    people = [someone("admin", SCHOOL, "school-admin"), someone("head", DISTRICT, "district-admin")]
    assert [duty.officers for duty in chain(UPWARDS, people, "admin")] == [("head",)]


def test_climbing_goes_on_above_the_last_duty_even_when_the_roster_has_changed() -> None:
    steps = (Step(0, "/d/s", "School", ("gone",), NOW, NOW),)
    newcomer, head = someone("new", BRANCH, "duty-officer"), someone("head", DISTRICT, "district-admin")
    duties = chain(UPWARDS, [newcomer, head], "nobody")
    following = next_duty(duties, steps)
    assert following is not None
    assert following.officers == ("head",)
    assert next_duty(duties, (*steps, replace(steps[0], unit_path="/d"))) is None


def test_only_certain_roles_report_and_only_for_their_own_unit_and_below() -> None:
    assert report_refusal(REPORTER, BRANCH) is None
    assert report_refusal(REPORTER, SCHOOL) == "not-allowed"
    assert report_refusal(someone("m", BRANCH, "member"), BRANCH) == "not-allowed"
    assert report_refusal(someone("h", DISTRICT, "district-admin"), BRANCH) is None
