"""Commands and consumed events: load, decide, save, emit. What is decided is in places.py and activities.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from services.volunteers import activities, places
from services.volunteers.desk import Desk, PlaceCommand
from services.volunteers.model import Member, Rules
from services.volunteers.ports import Changes, Decision, Volunteers
from shared.access import consultation
from shared.access.copies import grants_of
from shared.events import Command, Message
from shared.events.directory import MemberRegistered, UnitRegistered
from shared.events.volunteers import Answer, CancelActivity, PublishActivity

Emit = Callable[..., None]
C = TypeVar("C", bound=Command)


def unit_registered(event: Message[UnitRegistered], store: Volunteers, emit: Emit) -> None:
    store.keep_unit(event.data.unit_id, event.data.path, event.data.version, event.time)


def member_registered(event: Message[MemberRegistered], store: Volunteers, emit: Emit) -> None:
    data = event.data
    grants = grants_of(data)
    store.keep_member(Member(data.member_id, data.unit_id, data.unit_path, tuple(data.roles), data.version, grants))


def change_places(commands: Sequence[Message[PlaceCommand]], store: Volunteers, emit: Emit, rules: Rules) -> None:
    """Sign-ups, cancellations and attendance, in the order in which they came."""
    known = dict(store.decisions({command.id for command in commands}))
    desk = Desk([command for command in commands if command.id not in known], store, rules)

    def decide(command: Message[PlaceCommand]) -> Decision:
        answer, shift = places.decide(command, desk)
        return _decision(
            command, answer, command.data.shift_id or command.data.member_id, shift.unit_path if shift else None
        )

    _answer(commands, known, decide, desk.changes, store, emit)


def publish_activity(command: Message[PublishActivity], store: Volunteers, emit: Emit, rules: Rules) -> None:
    changes = Changes()

    def decide(asked: Message[PublishActivity]) -> Decision:
        answer, path = activities.publish(asked, store, emit, rules, changes)
        return _decision(asked, answer, asked.data.activity_id, path)

    _answer([command], dict(store.decisions({command.id})), decide, changes, store, emit)


def cancel_activity(command: Message[CancelActivity], store: Volunteers, emit: Emit) -> None:
    changes = Changes()

    def decide(asked: Message[CancelActivity]) -> Decision:
        answer, path = activities.cancel(asked, store, emit, changes)
        return _decision(asked, answer, asked.data.activity_id, path)

    _answer([command], dict(store.decisions({command.id})), decide, changes, store, emit)


def _answer(
    commands: Sequence[Message[C]],
    known: dict[str, Decision],
    decide: Callable[[Message[C]], Decision],
    changes: Changes,
    store: Volunteers,
    emit: Emit,
) -> None:
    """Answer each command as it was answered before, or decide and keep the decision."""
    for command in commands:
        decision = known.get(command.id)
        if decision is not None:
            consultation.nothing_to_decide()
        else:
            decision = known[command.id] = decide(command)
            changes.decisions.append(decision)
        emit(
            decision.event,
            cause=command,
            subject=decision.subject,
            unit_path=decision.unit_path,
            time=decision.decided_at,
        )
    store.save(changes)


def _decision(command: Message[C], answer: Answer, subject: str, unit_path: str | None) -> Decision:
    now = datetime.now(UTC)
    # MongoDB keeps milliseconds; an event told again from the stored decision must be the same event.
    return Decision(command.id, answer, now.replace(microsecond=now.microsecond // 1000 * 1000), subject, unit_path)
