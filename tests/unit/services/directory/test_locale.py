"""The language a member chose in chat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.directory.linking.handlers import issue_link_code, link_chat
from services.directory.members.handlers import register_member, set_locale
from services.directory.units.handlers import register_unit
from shared.events import compose
from shared.events.directory import Locale, MemberRegistered, PersonName, RegisterMember, RegisterUnit, SetLocale
from shared.failures import PermanentFailure
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.emitted import Emitted

SOURCE = "/zhixing/tests"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def directory() -> MemoryDirectory:
    directory = MemoryDirectory()
    register_unit(compose(RegisterUnit(unit_id="s", kind="school", name="S"), source=SOURCE), directory, Emitted())
    for member_id in ("m1", "m2"):
        register(directory, member_id)
        code = issue_link_code(member_id, directory, NOW).code
        link_chat(f"chat-{member_id}", "web", code, directory, Emitted(), NOW + timedelta(seconds=1))
    return directory


def register(directory: MemoryDirectory, member_id: str, **fields: str) -> MemberRegistered:
    emitted = Emitted()
    asked = RegisterMember.model_validate(
        {"member_id": member_id, "kind": "full", "unit_id": "s", "person": PersonName(name="Li Lei"), **fields}
    )
    register_member(compose(asked, source=SOURCE), directory, emitted)
    told = emitted.only()
    assert isinstance(told, MemberRegistered)
    return told


def choose(directory: MemoryDirectory, locale: Locale, chat_id: str = "chat-m1", member_id: str = "m1") -> Emitted:
    emitted = Emitted()
    command = SetLocale(member_id=member_id, chat_id=chat_id, locale=locale)
    set_locale(compose(command, source=SOURCE), directory, emitted)
    return emitted


def test_a_chosen_language_is_told_to_everyone_as_the_next_version(directory: MemoryDirectory) -> None:
    told = choose(directory, "en").only()
    assert isinstance(told, MemberRegistered)
    assert (told.locale, told.version, told.unit_path) == ("en", 2, "/s")


def test_choosing_the_same_language_again_tells_nothing(directory: MemoryDirectory) -> None:
    choose(directory, "en")
    assert choose(directory, "en").payloads == []
    assert choose(directory, "zh-CN").only().version == 3


def test_registering_the_member_again_does_not_undo_the_choice(directory: MemoryDirectory) -> None:
    choose(directory, "en")
    again = register(directory, "m1", locale="zh-CN")
    assert (again.locale, again.version) == ("en", 2)
    assert register(directory, "m2", locale="en").locale == "en"


def test_nobody_chooses_for_another(directory: MemoryDirectory) -> None:
    for chat_id, member_id in (("chat-m2", "m1"), ("nowhere", "m1"), ("chat-m1", "nobody")):
        with pytest.raises(PermanentFailure):
            choose(directory, "en", chat_id, member_id)
    assert directory.members["m1"].locale == "zh-CN"
