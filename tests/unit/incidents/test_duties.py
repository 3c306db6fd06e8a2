"""A unit's own list of duties, and how an incident goes along it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.incidents.duties import on_duty
from services.incidents.model import Duty, Member, Step, Unit, chain, next_duty
from shared.events.directory import LeaveOfAbsence, Role
from shared.events.units import Duty as ListedDuty

NOW = datetime(2026, 3, 2, tzinfo=UTC)
DAY = date(2026, 3, 2)
DISTRICT = Unit("d", "district", "District", "/d")
SCHOOL = Unit("s", "school", "School", "/d/s")
BRANCH = Unit("b", "branch", "Branch", "/d/s/b")
UPWARDS = [BRANCH, SCHOOL, DISTRICT]


def listed(member_id: str, *deputies: str, first: date | None = None, last: date | None = None) -> ListedDuty:
    return ListedDuty(member_id=member_id, deputy_ids=list(deputies), valid_from=first, valid_until=last)


def someone(member_id: str, unit: Unit = SCHOOL, *roles: Role, leaves: tuple[LeaveOfAbsence, ...] = ()) -> Member:
    return Member(member_id, unit.unit_id, unit.path, roles, 1, "active", leaves)


def on_leave(member_id: str) -> Member:
    leave = LeaveOfAbsence(leave_id="l", first_day=DAY, last_day=DAY, reason="sick")
    return someone(member_id, leaves=(leave,))


def step(unit: Unit, *officers: str) -> Step:
    return Step(0, unit.path, unit.name, officers, NOW, None)


PEOPLE = [someone("a"), someone("b"), someone("c"), someone("head", DISTRICT, "duty-officer")]


@pytest.mark.parametrize(
    ("duties", "away", "told"),
    [
        ([listed("a"), listed("b")], set(), ["a", "b"]),
        ([listed("a", "c"), listed("b")], {"a"}, ["c", "b"]),
        ([listed("a", "c", "e"), listed("b")], {"a", "c"}, ["e", "b"]),
        ([listed("a"), listed("b")], {"a"}, ["b"]),
        ([listed("a", "b"), listed("b")], {"a"}, ["b"]),
        ([listed("a", last=date(2026, 3, 1)), listed("b", first=DAY, last=DAY)], set(), ["b"]),
        ([listed("a", first=date(2026, 3, 3))], set(), []),
    ],
)
def test_each_duty_that_is_valid_goes_to_its_holder_or_else_to_the_first_deputy_who_is_there(
    duties: list[ListedDuty], away: set[str], told: list[str]
) -> None:
    assert on_duty(duties, DAY, away) == told


def test_a_list_is_gone_through_one_by_one_before_the_units_above() -> None:
    lists = {"s": [listed("a"), listed("b")]}
    duties = chain(UPWARDS, PEOPLE, "nobody", lists, DAY)
    assert [(duty.unit.unit_id, duty.officers) for duty in duties] == [("s", ("a",)), ("s", ("b",)), ("d", ("head",))]
    asked: tuple[Step, ...] = ()
    order = []
    while following := next_duty(duties, asked):
        order.append(following.officers)
        asked = (*asked, step(following.unit, *following.officers))
    assert order == [("a",), ("b",), ("head",)]


def test_the_list_comes_before_the_roles_of_the_same_unit() -> None:
    people = [*PEOPLE, someone("officer", SCHOOL, "duty-officer")]
    assert chain([SCHOOL], people, "nobody", {"s": [listed("a")]}, DAY) == [Duty(SCHOOL, ("a",), 1)]


def test_a_list_with_nobody_there_leaves_it_to_the_roles() -> None:
    people = [on_leave("a"), someone("officer", SCHOOL, "duty-officer")]
    assert chain([SCHOOL], people, "nobody", {"s": [listed("a")]}, DAY) == [Duty(SCHOOL, ("officer",))]
    over = {"s": [listed("officer", last=date(2026, 1, 1))]}
    assert chain([SCHOOL], people, "nobody", over, DAY) == [Duty(SCHOOL, ("officer",))]


def test_the_reporter_and_who_is_on_leave_are_stood_in_for() -> None:
    lists = {"s": [listed("a", "b"), listed("gone", "c")]}
    people = [on_leave("a"), someone("b"), someone("c")]
    assert [duty.officers for duty in chain([SCHOOL], people, "nobody", lists, DAY)] == [("b",), ("c",)]
    assert [duty.officers for duty in chain([SCHOOL], people, "b", lists, DAY)] == [("c",)]


def test_a_list_that_is_changed_meanwhile_asks_nobody_twice() -> None:
    changed = chain(UPWARDS, PEOPLE, "nobody", {"s": [listed("b"), listed("a"), listed("c")]}, DAY)
    first = next_duty(changed, (step(SCHOOL, "a"),))
    assert first is not None
    assert first.officers == ("b",)
    second = next_duty(changed, (step(SCHOOL, "a"), step(SCHOOL, "b")))
    assert second is not None
    assert second.officers == ("c",)


def test_it_climbs_where_the_unit_is_by_now() -> None:
    zone = Unit("z2", "zone", "Zone", "/d/z2")
    school, branch = Unit("s", "school", "School", "/d/z2/s"), Unit("b", "branch", "Branch", "/d/z2/s/b")
    people = [someone("zone", zone, "duty-officer"), someone("a", school, "duty-officer"), *PEOPLE[3:]]
    duties = chain([branch, school, zone, DISTRICT], people, "nobody", {}, DAY)
    then = Step(0, "/d/z1/s", "School", ("a",), NOW, None)
    following = next_duty(duties, (then,))
    assert following is not None
    assert following.officers == ("zone",)
    old_zone = Step(1, "/d/z1", "Old zone", ("other",), NOW, None)
    assert next_duty(duties, (then, old_zone)) == following


def test_nobody_on_leave_is_asked_by_their_role_either() -> None:
    officer = someone("officer", SCHOOL, "duty-officer")
    away = someone("away", SCHOOL, "duty-officer", leaves=on_leave("x").leaves)
    assert [duty.officers for duty in chain([SCHOOL], [officer, away], "nobody", {}, DAY)] == [("officer",)]
