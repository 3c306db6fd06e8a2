"""What the directory knows of a member: grants, positions, status, contacts, number; and where they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet

from services.directory.members.contacts import Safe
from services.directory.members.handlers import register_member
from services.directory.members.model import Member, NoSuchZone
from services.directory.members.repository import document_of, member_of
from services.directory.members.telling import keep_and_tell, move_member
from services.directory.units.model import Unit, UnknownUnit
from shared.events import compose
from shared.events.directory import (
    Contacts,
    Grant,
    GrantAt,
    LeaveOfAbsence,
    MemberRegistered,
    PersonName,
    RegisterMember,
)
from shared.failures import PermanentFailure
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.emitted import Emitted

SAFE = Safe([Fernet.generate_key().decode()], "a lookup key of thirty-two letters")
PATHS = {"d": "/d", "s": "/d/s", "a": "/d/s/a", "b": "/d/s/b"}


@pytest.fixture
def directory() -> MemoryDirectory:
    directory = MemoryDirectory()
    for unit_id, path in PATHS.items():
        directory.keep_unit(Unit(unit_id, "branch", unit_id, path.split("/")[-2] or None, path))
    return directory


def register(directory: MemoryDirectory, member_id: str = "m1", **fields: Any) -> MemberRegistered:
    emitted = Emitted()
    values = {"kind": "full", "unit_id": "a", "person": PersonName(name="Li Lei"), **fields}
    asked = RegisterMember(member_id=member_id, **values)
    register_member(compose(asked, source="/zhixing/tests"), directory, emitted, SAFE)
    told = emitted.only()
    assert isinstance(told, MemberRegistered)
    return told


def test_everything_that_others_may_know_is_told(directory: MemoryDirectory) -> None:
    told = register(
        directory, roles=["secretary"], grants=[Grant(role="auditor", unit_id="s")], positions=["organiser"]
    )
    assert told.roles == ["secretary"]
    assert told.grants == [
        GrantAt(role="secretary", unit_id="a", unit_path="/d/s/a"),
        GrantAt(role="auditor", unit_id="s", unit_path="/d/s"),
    ]
    assert (told.positions, told.status, told.leaves) == (["organiser"], "active", [])


def test_what_is_not_said_stays_as_it_is(directory: MemoryDirectory) -> None:
    register(
        directory,
        roles=["secretary"],
        grants=[Grant(role="auditor", unit_id="s")],
        positions=["organiser"],
        contacts=Contacts(phone="13812345678"),
        employee_number="7",
        joined_on=date(2011, 7, 1),
        status="unreachable",
    )
    before = directory.members["m1"]
    assert register(directory, roles=None).version == 1
    assert directory.members["m1"] == before
    assert register(directory, roles=None, status="active").version == 2


def test_a_grant_at_the_members_own_unit_is_a_role(directory: MemoryDirectory) -> None:
    told = register(directory, grants=[Grant(role="reporter", unit_id="a"), Grant(role="auditor", unit_id="s")])
    assert told.roles == ["reporter"]
    assert [grant.unit_id for grant in told.grants] == ["a", "s"]


def test_a_grant_at_a_unit_that_is_not_known_yet_is_tried_again(directory: MemoryDirectory) -> None:
    with pytest.raises(UnknownUnit):
        register(directory, grants=[Grant(role="auditor", unit_id="nowhere")])


def test_nobody_is_registered_at_a_unit_that_is_closed(directory: MemoryDirectory) -> None:
    register(directory)
    for unit_id in ("a", "b"):
        directory.keep_unit(replace(directory.units[unit_id], status="closed"))
    with pytest.raises(PermanentFailure, match="b is closed"):
        register(directory, unit_id="b")
    assert register(directory, status="retired").status == "retired", "whoever is there already"


def test_an_employee_number_is_one_members_only(directory: MemoryDirectory) -> None:
    register(directory, employee_number="7")
    assert register(directory, employee_number="7").version == 1
    with pytest.raises(PermanentFailure, match="m2") as refused:
        register(directory, "m2", employee_number="7", person=PersonName(name="Han Mei"))
    assert "Han Mei" not in str(refused.value)
    assert "m2" not in directory.members


def test_a_phone_that_is_none_is_refused_without_being_quoted(directory: MemoryDirectory) -> None:
    with pytest.raises(PermanentFailure) as refused:
        register(directory, contacts=Contacts(phone="138x"))
    assert "138x" not in str(refused.value)


def test_a_member_is_found_by_phone_and_told_without_it(directory: MemoryDirectory) -> None:
    told = register(directory, contacts=Contacts(phone="138 1234 5678"))
    assert directory.members_by_phone(SAFE.phone_hash("+8613812345678")) == [directory.members["m1"]]
    assert "1234" not in told.model_dump_json()
    assert "1381234" not in repr(directory.members["m1"])


def test_the_same_contacts_again_are_no_change(directory: MemoryDirectory) -> None:
    register(directory, contacts=Contacts(phone="13812345678"))
    assert register(directory, contacts=Contacts(phone="138-1234-5678")).version == 1


def test_whoever_left_holds_nothing(directory: MemoryDirectory) -> None:
    register(directory, roles=["secretary"], grants=[Grant(role="auditor", unit_id="s")], positions=["secretary"])
    told = register(directory, roles=None, status="left")
    assert (told.roles, told.grants, told.positions, told.status) == ([], [], [], "left")


def test_who_moves_leaves_the_roles_behind_and_keeps_grants_elsewhere(directory: MemoryDirectory) -> None:
    grants = [Grant(role="auditor", unit_id="s"), Grant(role="reporter", unit_id="b")]
    register(directory, roles=["secretary"], grants=grants, positions=["secretary"])
    now, emitted = datetime(2026, 3, 1, tzinfo=UTC), Emitted()
    moved = move_member(
        directory.members["m1"], directory.units["b"], cause="transfer:t1", directory=directory, emit=emitted, now=now
    )
    assert (moved.unit_id, moved.roles, moved.positions) == ("b", ("reporter",), ())
    assert [(grant.role, grant.unit_path) for grant in emitted.only().grants] == [
        ("reporter", "/d/s/b"),
        ("auditor", "/d/s"),
    ]
    (stay,) = directory.stays
    assert (stay.unit_id, stay.path, stay.until, stay.cause) == ("a", "/d/s/a", now, "transfer:t1")
    assert moved.since == now


def test_where_a_member_was_before_they_were_registered_elsewhere_is_kept(directory: MemoryDirectory) -> None:
    register(directory)
    since = directory.members["m1"].since
    register(directory, unit_id="b")
    (stay,) = directory.stays
    assert (stay.unit_id, stay.since, stay.cause) == ("a", since, "registered")


def test_leaves_that_ended_long_ago_are_kept_and_not_told(directory: MemoryDirectory) -> None:
    today, emitted = datetime.now(UTC).date(), Emitted()
    leaves = tuple(
        LeaveOfAbsence(leave_id=f"l{days}", first_day=day, last_day=day, reason="sick")
        for days in (500, 10)
        for day in [today - timedelta(days=days)]
    )
    keep_and_tell(Member("m1", "full", "a", "Li Lei", "en", (), 0, leaves=leaves), directory, emitted, before=None)
    assert [leave.leave_id for leave in emitted.only().leaves] == ["l10"]
    assert len(directory.members["m1"].leaves) == 2


def test_a_member_is_read_as_it_was_written(directory: MemoryDirectory) -> None:
    register(
        directory,
        roles=["secretary"],
        grants=[Grant(role="auditor", unit_id="s")],
        contacts=Contacts(email="a@example.org"),
        employee_number="7",
        joined_on=date(2011, 7, 1),
    )
    member = directory.members["m1"]
    assert member_of({"_id": "m1", **document_of(member)}) == member


def test_a_member_may_live_by_another_time_zone_and_keeps_it(directory: MemoryDirectory) -> None:
    assert register(directory).zone is None
    assert register(directory, zone="Asia/Urumqi").zone == "Asia/Urumqi"
    assert register(directory).zone == "Asia/Urumqi"
    assert member_of({"_id": "m1", **document_of(directory.members["m1"])}).zone == "Asia/Urumqi"
    with pytest.raises(NoSuchZone):
        register(directory, zone="Asia/Nowhere")
