from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.directory.tree.following import MOVED_AT_ONCE, PORTION, SECOND_LOOK
from services.directory.units.model import When
from shared.events.directory import Grant, RegisterUnit
from shared.events.timers import ScheduleTimer
from shared.events.units import (
    CloseUnit,
    DutiesSet,
    Duty,
    MergeUnits,
    MoveUnit,
    NewUnit,
    ResettleMembers,
    RetellMembers,
    SetDuties,
    SplitUnit,
    UnitClosed,
    UnitMoved,
    UnitsMerged,
    UnitSplit,
)
from tests.unit.services.directory.planting import ZONE, Garden, small_district


@pytest.fixture
def garden() -> Garden:
    return small_district()


def move(unit_id: str, parent_id: str) -> MoveUnit:
    return MoveUnit(unit_id=unit_id, parent_id=parent_id, reason="zones drawn anew")


def merge(into_id: str, *unit_ids: str) -> MergeUnits:
    return MergeUnits(unit_ids=list(unit_ids), into_id=into_id, reason="too small")


def split(unit_id: str, *parts: NewUnit) -> SplitUnit:
    return SplitUnit(unit_id=unit_id, parts=list(parts), reason="too large")


def part(unit_id: str, *member_ids: str, kind: Any = "branch", code: str | None = None) -> NewUnit:
    return NewUnit(unit_id=unit_id, kind=kind, name=unit_id.upper(), code=code, member_ids=list(member_ids))


def close(unit_id: str) -> CloseUnit:
    return CloseUnit(unit_id=unit_id, reason="no longer needed")


def test_everything_below_a_moved_unit_is_told_with_its_new_path(garden: Garden) -> None:
    garden.do(move("s1", "z2"))
    assert {unit_id: garden.units[unit_id].path for unit_id in ("s1", "b1", "b2")} == {
        "s1": "/d/z2/s1",
        "b1": "/d/z2/s1/b1",
        "b2": "/d/z2/s1/b2",
    }
    assert garden.units["s1"].parent_id == "z2"
    assert {member_id: told.unit_path for member_id, told in garden.members.items()} == {
        "a": "/d/z2/s1/b1",
        "b": "/d/z2/s1/b1",
        "c": "/d/z2/s1/b2",
    }
    assert garden.facts == [
        UnitMoved(unit_id="s1", old_path="/d/z1/s1", new_path="/d/z2/s1", reason="zones drawn anew")
    ]


def test_a_unit_that_is_moved_to_where_it_is_stays_as_it_is(garden: Garden) -> None:
    assert garden.do(move("s1", "z1")) == []


@pytest.mark.parametrize(
    ("unit_id", "parent_id", "code"),
    [
        ("s1", "b1", "would-be-a-cycle"),
        ("s1", "s1", "would-be-a-cycle"),
        ("z1", "s2", "wrong-kind"),
        ("d", "z1", "would-be-a-cycle"),
        ("nowhere", "z1", "unknown-unit"),
        ("s1", "nowhere", "unknown-unit"),
    ],
)
def test_what_cannot_be_moved_there_is_refused(garden: Garden, unit_id: str, parent_id: str, code: str) -> None:
    assert garden.refusal(move(unit_id, parent_id)) == code


def test_a_merge_closes_the_sources_and_takes_in_their_members_and_what_is_below_them(garden: Garden) -> None:
    garden.unit("g1", "group", "b1")
    garden.member("e", "g1")
    garden.do(merge("b2", "b1"))
    assert (garden.units["b1"].status, garden.units["b1"].closed_on) == ("closed", When.at(garden.now, ZONE).today)
    assert garden.units["g1"].path == "/d/z1/s1/b2/g1"
    assert {member_id: told.unit_path for member_id, told in garden.members.items()} == {
        "a": "/d/z1/s1/b2",
        "b": "/d/z1/s1/b2",
        "c": "/d/z1/s1/b2",
        "e": "/d/z1/s1/b2/g1",
    }
    assert garden.facts == [UnitsMerged(unit_ids=["b1"], into_id="b2", into_path="/d/z1/s1/b2", reason="too small")]


def test_only_units_of_one_kind_are_merged(garden: Garden) -> None:
    assert garden.refusal(merge("s1", "b1")) == "wrong-kind"
    assert garden.refusal(merge("b1", "b2", "b1")) == "would-be-a-cycle"


def test_members_on_their_way_to_a_unit_that_is_merged_meanwhile_arrive_where_it_went(garden: Garden) -> None:
    garden.unit("b3", "branch", "s1")
    garden.do(merge("b2", "b1"), follow=False)
    garden.do(merge("b3", "b2"))
    garden.do(ResettleMembers(from_id="b1", to_id="b2", cause="merge"))
    assert {told.unit_path for told in garden.members.values()} == {"/d/z1/s1/b3"}


def test_a_split_lets_those_named_go_and_the_others_stay(garden: Garden) -> None:
    garden.do(split("b1", part("b3", "a", code="3"), part("b4")))
    assert {member_id: told.unit_path for member_id, told in garden.members.items()} == {
        "a": "/d/z1/s1/b3",
        "b": "/d/z1/s1/b1",
        "c": "/d/z1/s1/b2",
    }
    assert (garden.units["b3"].parent_id, garden.units["b3"].code, garden.units["b4"].status) == ("s1", "3", "active")
    assert garden.facts == [UnitSplit(unit_id="b1", part_ids=["b3", "b4"], reason="too large")]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([part("b2")], "id-taken"),
        ([part("b3"), part("b3")], "id-taken"),
        ([part("b3", kind="zone")], "wrong-kind"),
        ([part("b3", "c")], "unknown-member"),
        ([part("b3", "a"), part("b4", "a")], "member-twice"),
        ([part("b3", code="9")], "code-taken"),
        ([part("b3", code="1"), part("b4", code="1")], "code-taken"),
    ],
)
def test_a_split_that_does_not_work_out_is_refused(garden: Garden, parts: list[NewUnit], code: str) -> None:
    garden.unit("s9", "school", "z1", code="9")
    assert garden.refusal(split("b1", *parts)) == code


def test_a_unit_is_closed_once_nobody_and_nothing_is_left_in_it(garden: Garden) -> None:
    assert garden.refusal(close("s1")) == "still-has-units"
    assert garden.refusal(close("b1")) == "still-has-members"
    garden.do(close("s2"))
    assert garden.units["s2"].status == "closed"
    assert garden.facts[-1] == UnitClosed(unit_id="s2", path="/d/z2/s2", reason="no longer needed")


def test_nothing_is_done_to_a_closed_unit_or_below_it(garden: Garden) -> None:
    garden.do(close("s2"))
    assert garden.refusal(close("s2")) == "is-closed"
    assert garden.refusal(move("s2", "z1")) == "is-closed"
    assert garden.refusal(move("b1", "s2")) == "is-closed"
    assert garden.refusal(RegisterUnit(unit_id="x", kind="branch", name="X", parent_id="s2")) == "is-closed"
    assert garden.refusal(RegisterUnit(unit_id="s2", kind="school", name="Other", parent_id="z2")) == "is-closed"


def test_a_chain_of_duties_is_told_again_with_the_new_path(garden: Garden) -> None:
    garden.do(SetDuties(unit_id="b1", duties=[Duty(member_id="a", deputy_ids=["b"])]))
    garden.do(move("s1", "z2"))
    told = [fact for fact in garden.facts if isinstance(fact, DutiesSet)]
    assert [(fact.unit_path, fact.version) for fact in told] == [("/d/z1/s1/b1", 1), ("/d/z2/s1/b1", 2)]


def test_whoever_came_at_the_moment_of_a_move_is_found_by_a_second_look(garden: Garden) -> None:
    garden.now += timedelta(hours=1)
    garden.do(move("s1", "z2"))
    (timer,) = garden.timers
    assert isinstance(timer, ScheduleTimer)
    assert timer.due_at == garden.now + SECOND_LOOK
    assert timer.send.command_type == "directory.retell-members.v1"
    late = RetellMembers.model_validate(timer.send.data)
    garden.now += SECOND_LOOK
    garden.member("d", "b2")
    versions = {member_id: told.version for member_id, told in garden.members.items()}
    garden.do(late)
    told_again = {member_id for member_id, told in garden.members.items() if told.version > versions[member_id]}
    assert told_again == {"d"}


def test_whoever_holds_a_role_at_a_moved_unit_is_told_with_its_new_path(garden: Garden) -> None:
    garden.member("d", "s2", grants=[Grant(role="auditor", unit_id="b1")])
    garden.do(move("s1", "z2"))
    assert [grant.unit_path for grant in garden.members["d"].grants] == ["/d/z2/s1/b1"]


def test_thousands_of_members_follow_in_portions_and_each_is_told_once(garden: Garden) -> None:
    count = 2 * PORTION + 37
    for number in range(count):
        garden.member(f"m{number:04d}", "b1")
    versions = {member_id: told.version for member_id, told in garden.members.items()}
    garden.sizes.clear()
    garden.do(move("s1", "z2"))
    assert max(garden.sizes) <= PORTION + 1
    assert {told.unit_path for told in garden.members.values()} == {"/d/z2/s1/b1", "/d/z2/s1/b2"}
    assert {told.version - versions[member_id] for member_id, told in garden.members.items()} == {1}


def test_hundreds_of_members_are_merged_and_split_in_portions(garden: Garden) -> None:
    names = [f"m{number:04d}" for number in range(2 * MOVED_AT_ONCE + 3)]
    for name in names:
        garden.member(name, "b1")
    garden.sizes.clear()
    garden.do(merge("b2", "b1"))
    assert {told.unit_id for told in garden.members.values()} == {"b2"}
    garden.do(split("b2", part("b5", *names)))
    assert {garden.members[name].unit_path for name in names} == {"/d/z1/s1/b5"}
    assert max(garden.sizes) <= MOVED_AT_ONCE + 1
