from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.directory.units.model import Unit
from shared.events.directory import RegisterUnit, UnitRegistered
from tests.unit.services.directory.planting import Garden, small_district


@pytest.fixture
def garden() -> Garden:
    return small_district()


def asked(unit_id: str, kind: Any, parent_id: str | None, **more: Any) -> RegisterUnit:
    return RegisterUnit(unit_id=unit_id, kind=kind, name=unit_id.upper(), parent_id=parent_id, **more)


def test_a_unit_that_is_registered_again_as_it_is_keeps_its_version_and_is_told_again(garden: Garden) -> None:
    (told,) = garden.do(asked("s1", "school", "z1"))
    assert isinstance(told, UnitRegistered)
    assert (told.version, told.path) == (1, "/d/z1/s1")
    assert len(garden.directory.entries["s1"]) == 1


def test_a_new_name_and_a_code_are_the_next_version(garden: Garden) -> None:
    changed = RegisterUnit(
        unit_id="s1", kind="school", name="New", parent_id="z1", code="17", opened_on=date(1998, 9, 1)
    )
    garden.do(changed)
    kept = garden.units["s1"]
    assert (kept.version, kept.name, kept.code, kept.opened_on) == (2, "New", "17", date(1998, 9, 1))


def test_what_is_not_given_stays(garden: Garden) -> None:
    garden.do(asked("s1", "school", "z1", code="17"))
    (told,) = garden.do(asked("s1", "school", "z1"))
    assert isinstance(told, UnitRegistered)
    assert (told.code, told.version) == ("17", 2)


@pytest.mark.parametrize(
    ("unit_id", "kind", "parent_id"),
    [("x", "zone", "s1"), ("x", "school", "b1"), ("x", "branch", "b1"), ("x", "district", "d"), ("s1", "branch", "z1")],
)
def test_a_level_never_stands_below_one_that_is_not_above_it(
    garden: Garden, unit_id: str, kind: str, parent_id: str
) -> None:
    assert garden.refusal(asked(unit_id, kind, parent_id)) == "wrong-kind"


def test_levels_may_be_left_out(garden: Garden) -> None:
    garden.do(asked("x", "group", "d"))
    assert garden.path("x") == "/d/x"


def test_a_code_belongs_to_one_unit(garden: Garden) -> None:
    garden.do(asked("s1", "school", "z1", code="17"))
    assert garden.refusal(asked("s2", "school", "z2", code="17")) == "code-taken"


def test_registering_is_not_moving(garden: Garden) -> None:
    assert garden.refusal(asked("s1", "school", "z2")) == "other-parent"


def test_a_unit_from_before_versions_and_history_gets_both_with_its_first_change(garden: Garden) -> None:
    garden.directory.units["old"] = Unit("old", "school", "Old", "z1", "/d/z1/old")
    garden.do(RegisterUnit(unit_id="old", kind="school", name="Renamed", parent_id="z1"))
    before, now = garden.directory.entries["old"]
    assert (before.unit.name, before.valid_from, before.valid_until) == ("Old", None, garden.now)
    assert (now.unit.name, now.unit.version, now.valid_from) == ("Renamed", 1, garden.now)
