"""Roles given and taken, and a status set: each is told once, and what changes nothing is not."""

from __future__ import annotations

import pytest

from services.directory.members.changing import HasLeft, grant, revoke, set_status
from services.directory.members.deciding import SEE_MEMBERS, may_do, scopes
from services.directory.members.model import UnknownMember
from services.directory.units.model import UnknownUnit
from shared.events.directory import Grant
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.directory.tree import tree
from tests.unit.services.emitted import Emitted


@pytest.fixture
def directory() -> MemoryDirectory:
    return tree()


def secretary_at(unit_id: str) -> Grant:
    return Grant(role="secretary", unit_id=unit_id)


def test_a_role_at_another_unit_holds_there_and_below_only(directory: MemoryDirectory) -> None:
    emitted = Emitted()
    assert grant("m-a", secretary_at("t"), directory, emitted)
    assert [(each.role, each.unit_path) for each in emitted.only().grants] == [("secretary", "/d/t")]
    member = directory.members["m-a"]
    allowed = {path for path in ("/d", "/d/s/a", "/d/t", "/d/t/c") if may_do(member, SEE_MEMBERS, path, directory)}
    assert allowed == {"/d/t", "/d/t/c"}
    assert scopes(member, SEE_MEMBERS, directory) == ["/d/t"]


def test_a_role_at_the_own_unit_is_one_of_the_roles(directory: MemoryDirectory) -> None:
    grant("m-a", secretary_at("a"), directory, Emitted())
    assert (directory.members["m-a"].roles, directory.members["m-a"].grants) == (("secretary",), ())


@pytest.mark.parametrize("unit_id", ["a", "t"])
def test_what_was_given_is_taken_again(directory: MemoryDirectory, unit_id: str) -> None:
    before, emitted = directory.members["m-a"], Emitted()
    given = secretary_at(unit_id)
    assert [grant("m-a", given, directory, emitted) for _ in range(2)] == [True, False]
    assert [revoke("m-a", given, directory, emitted) for _ in range(2)] == [True, False]
    assert [payload.version for payload in emitted.payloads] == [2, 3]
    after = directory.members["m-a"]
    assert (after.roles, after.grants) == (before.roles, before.grants)


def test_taking_a_role_at_one_unit_leaves_it_at_another(directory: MemoryDirectory) -> None:
    grant("sec-a", secretary_at("b"), directory, Emitted())
    revoke("sec-a", secretary_at("a"), directory, Emitted())
    assert (directory.members["sec-a"].roles, directory.members["sec-a"].grants) == ((), (secretary_at("b"),))


def test_who_left_holds_nothing_and_gets_nothing(directory: MemoryDirectory) -> None:
    grant("sec-a", secretary_at("b"), directory, Emitted())
    emitted = Emitted()
    assert set_status("sec-a", "left", directory, emitted)
    assert (emitted.only().grants, emitted.only().status) == ([], "left")
    with pytest.raises(HasLeft):
        grant("sec-a", secretary_at("b"), directory, Emitted())
    assert not set_status("sec-a", "left", directory, Emitted())


def test_strangers_and_unknown_units_are_refused(directory: MemoryDirectory) -> None:
    with pytest.raises(UnknownMember):
        set_status("nobody", "retired", directory, Emitted())
    with pytest.raises(UnknownUnit):
        grant("m-a", secretary_at("nowhere"), directory, Emitted())
