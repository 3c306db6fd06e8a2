"""A person is erased: nothing leads from the id to them, everybody is asked, and the answers are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.directory.linking.model import Chat
from services.directory.members.handlers import register_member
from services.directory.members.model import Member
from services.directory.personal_data.handlers import erase_person, record_erasure
from services.directory.personal_data.model import Erasure
from services.directory.units.model import Unit
from shared.events import Message, compose
from shared.events.directory import ChatUnlinked, MemberRegistered, PersonName, RegisterMember
from shared.events.people import ERASED_NAME, ErasePerson, PersonErased, RecordErasure
from shared.failures import PermanentFailure
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.emitted import Emitted

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


class Directory(MemoryDirectory):
    def __init__(self) -> None:
        super().__init__()
        self.erasures: dict[str, Erasure] = {}
        self.former = {"m1": ["c9"]}
        self.units["d"] = Unit("d", "district", "District", None, "/d")
        self.members["m1"] = Member(
            "m1", "full", "d", "Li Lei", "en", ("secretary",), 4, joined_on=date(2011, 7, 1), employee_number="E1"
        )
        self.chats = {"c1": Chat("c1", "web", "m1"), "c2": Chat("c2", "web", "m2")}

    def linked_chats(self, member_id: str) -> list[Chat]:
        return [chat for chat in self.chats.values() if chat.member_id == member_id]

    def former_chats(self, member_id: str) -> list[str]:
        return self.former.get(member_id, [])

    def erase_person(self, member_id: str) -> Mapping[str, int]:
        return {"login_codes": 1}

    def erasure(self, member_id: str) -> Erasure | None:
        return self.erasures.get(member_id)

    def keep_erasure(self, erasure: Erasure) -> None:
        self.erasures[erasure.member_id] = erasure


@pytest.fixture
def directory() -> Directory:
    return Directory()


def command(member_id: str = "m1") -> Message[ErasePerson]:
    return compose(ErasePerson(member_id=member_id, reason="request 12"), source="/zhixing/tests")


def erase(directory: Directory, member_id: str = "m1") -> Emitted:
    emitted = Emitted()
    erase_person(command(member_id), directory, emitted, now=NOW)
    return emitted


def test_who_the_member_was_is_gone_and_told_with_a_higher_version(directory: Directory) -> None:
    told = {type(payload): payload for payload in erase(directory).payloads}
    registered = told[MemberRegistered]
    assert isinstance(registered, MemberRegistered)
    assert (registered.person.name, registered.status, registered.version) == (ERASED_NAME, "left", 5)
    assert registered.roles == []
    kept = directory.members["m1"]
    assert (kept.joined_on, kept.employee_number, kept.contacts, kept.unit_id) == (None, None, None, "d")


def test_their_chats_are_unlinked_and_everybody_is_told_of_all_that_were_theirs(directory: Directory) -> None:
    payloads = erase(directory).payloads
    assert set(directory.chats) == {"c2"}
    assert [payload.chat_id for payload in payloads if isinstance(payload, ChatUnlinked)] == ["c1"]
    assert [payload.chat_ids for payload in payloads if isinstance(payload, PersonErased)] == [["c1", "c9"]]


def test_the_answers_are_kept_and_who_has_not_answered_is_known(directory: Directory) -> None:
    erase(directory)
    erasure = directory.erasures["m1"]
    assert erasure.answers["directory"].erased == {"login_codes": 1, "member": 1, "chats": 1}
    assert erasure.missing == ("checkins", "notifications", "incidents", "volunteers", "web")
    answer = RecordErasure(member_id="m1", process="checkins", erased={"check_ins": 2})
    record_erasure(compose(answer, source="/zhixing/checkins"), directory, Emitted())
    assert "checkins" not in directory.erasures["m1"].missing


def test_telegram_is_waited_for_where_the_person_has_a_chat_there(directory: Directory) -> None:
    directory.chats["c1"] = replace(directory.chats["c1"], channel="telegram")
    erase(directory)
    assert "telegram" in directory.erasures["m1"].missing


def test_erasing_again_changes_nothing_here_and_asks_everybody_again(directory: Directory) -> None:
    erase(directory)
    before = directory.members["m1"]
    again = erase(directory)
    assert directory.members["m1"] == before
    assert any(isinstance(payload, PersonErased) for payload in again.payloads)
    assert "checkins" in directory.erasures["m1"].missing


def test_whom_nobody_knows_nobody_erases(directory: Directory) -> None:
    with pytest.raises(PermanentFailure):
        erase(directory, "nobody")
    answer = RecordErasure(member_id="m2", process="checkins")
    with pytest.raises(PermanentFailure):
        record_erasure(compose(answer, source="/zhixing/checkins"), directory, Emitted())


def test_a_late_command_does_not_bring_an_erased_member_back(directory: Directory) -> None:
    erase(directory)
    late = RegisterMember(member_id="m1", kind="full", unit_id="d", person=PersonName(name="Li Lei"))
    with pytest.raises(PermanentFailure):
        register_member(compose(late, source="/zhixing/tests"), directory, Emitted())
    assert directory.members["m1"].name == ERASED_NAME
