from __future__ import annotations

from typing import Any

import pytest

from services.directory.members.handlers import register_member
from services.directory.units.handlers import register_unit
from services.directory.units.model import UnknownUnit
from shared.events import compose
from shared.events.directory import (
    MemberRegistered,
    PersonName,
    RegisterMember,
    RegisterUnit,
    UnitKind,
    UnitRegistered,
)
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.emitted import Emitted

SOURCE = "/zhixing/tests"


@pytest.fixture
def directory() -> MemoryDirectory:
    return MemoryDirectory()


def unit(directory: MemoryDirectory, unit_id: str, parent_id: str | None = None) -> Emitted:
    emitted = Emitted()
    kind: UnitKind = "school" if parent_id else "district"
    asked = RegisterUnit(unit_id=unit_id, kind=kind, name=f"Unit {unit_id}", parent_id=parent_id)
    register_unit(compose(asked, source=SOURCE), directory, emitted)
    return emitted


def member(directory: MemoryDirectory, unit_id: str, **fields: Any) -> Emitted:
    emitted = Emitted()
    asked = RegisterMember(member_id="m1", kind="full", unit_id=unit_id, person=PersonName(name="Li Lei"), **fields)
    register_member(compose(asked, source=SOURCE), directory, emitted)
    return emitted


def test_a_unit_is_told_with_its_path(directory: MemoryDirectory) -> None:
    unit(directory, "d")
    told = unit(directory, "s", "d")
    assert isinstance(told.only(), UnitRegistered)
    assert told.only().path == "/d/s"
    assert (told.messages[0].subject, told.messages[0].unit_path) == ("s", "/d/s")


def test_a_unit_below_one_that_is_not_known_yet_is_tried_again(directory: MemoryDirectory) -> None:
    with pytest.raises(UnknownUnit):
        unit(directory, "s", "d")
    assert directory.units == {}


def test_a_member_of_a_unit_that_is_not_known_yet_is_tried_again(directory: MemoryDirectory) -> None:
    with pytest.raises(UnknownUnit):
        member(directory, "s")
    assert directory.members == {}


def test_a_member_is_told_with_the_path_of_the_unit(directory: MemoryDirectory) -> None:
    unit(directory, "s")
    told = member(directory, "s", locale="en", roles=["secretary"]).only()
    assert isinstance(told, MemberRegistered)
    assert (told.unit_path, told.locale, told.version) == ("/s", "en", 1)
    assert directory.members["m1"].roles == ("secretary",)


def test_every_change_of_a_member_is_a_higher_version(directory: MemoryDirectory) -> None:
    unit(directory, "s")
    unit(directory, "other")
    versions = [member(directory, unit_id).only().version for unit_id in ("s", "other", "s")]
    assert versions == [1, 2, 3]
    assert directory.members["m1"].unit_id == "s"
