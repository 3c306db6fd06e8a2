"""A person is erased: here at once, elsewhere by an event that every process answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from services.directory.members.telling import keep_and_tell
from services.directory.personal_data.model import CHANNEL_PROCESS, OWN, PROCESSES, Answer, Erasure
from services.directory.personal_data.ports import Erasures
from shared.events import Message
from shared.events.directory import ChatUnlinked
from shared.events.people import ERASED_NAME, ErasePerson, PersonErased, RecordErasure
from shared.failures import PermanentFailure

Emit = Callable[..., None]


def erase_person(command: Message[ErasePerson], directory: Erasures, emit: Emit, now: datetime | None = None) -> None:
    """Remove who the member is; the id, the unit and what figures are made of stay.

    Erasing again changes nothing here and has every process erase again. Raises PermanentFailure for an unknown member.
    """
    member_id = command.data.member_id
    before = directory.member(member_id)
    if before is None:
        raise PermanentFailure(f"there is no member {member_id}")
    moment = now or datetime.now(UTC)
    linked, former = directory.linked_chats(member_id), directory.former_chats(member_id)
    for chat in linked:
        directory.forget_chat(chat.chat_id)
        unlinked = ChatUnlinked(chat_id=chat.chat_id, channel=chat.channel, member_id=member_id)
        emit(unlinked, subject=chat.chat_id)
    nobody = replace(
        before,
        name=ERASED_NAME,
        roles=(),
        grants=(),
        positions=(),
        status="left",
        joined_on=None,
        employee_number=None,
        leaves=(),
        contacts=None,
    )
    keep_and_tell(nobody, directory, emit, before=before)
    erased = dict(directory.erase_person(member_id))
    if before.name != ERASED_NAME:
        erased["member"] = 1
    if linked:
        erased["chats"] = len(linked)
    expected = [OWN, *PROCESSES]
    if any(chat.channel == "telegram" for chat in linked):
        expected.append(CHANNEL_PROCESS)
    directory.keep_erasure(
        Erasure(member_id, moment, command.data.reason, tuple(expected), {OWN: Answer(moment, erased)})
    )
    chat_ids = sorted({*(chat.chat_id for chat in linked), *former})
    emit(PersonErased(member_id=member_id, chat_ids=chat_ids), subject=member_id)


def record_erasure(command: Message[RecordErasure], directory: Erasures, emit: Emit) -> None:
    """Keep the answer of a process; one that nobody asked for is of no use."""
    erasure = directory.erasure(command.data.member_id)
    if erasure is None:
        raise PermanentFailure(f"nobody asked to erase {command.data.member_id}")
    directory.keep_erasure(erasure.answered(command.data.process, Answer(command.time, command.data.erased)))
