"""Sign up, cancel, attend: one answer for each command, decided on the desk."""

from __future__ import annotations

from dataclasses import replace

from services.volunteers.desk import Desk, PlaceCommand, within
from services.volunteers.model import Hours, Shift, SignUp, availability, closed, collision, refusal
from shared import rotating as codes
from shared.events import Message
from shared.events.volunteers import (
    Answer,
    Attend,
    AttendanceRecorded,
    AttendanceRefusal,
    AttendanceRefused,
    CancelRefused,
    CancelSignUp,
    Provenance,
    ShiftFacts,
    SignUpCancelled,
    SignUpConfirmed,
    SignUpRefused,
)
from shared.events.volunteers import SignUp as SignUpCommand


def decide(command: Message[PlaceCommand], desk: Desk) -> tuple[Answer, Shift | None]:
    """The answer, and the shift that it is about. What it changes is on the desk afterwards."""
    match command.data:
        case SignUpCommand():
            return _sign_up(command, command.data, desk)
        case CancelSignUp():
            return _cancel(command, command.data, desk)
        case Attend():
            return _attend(command, command.data, desk)


def _sign_up(command: Message[PlaceCommand], asked: SignUpCommand, desk: Desk) -> tuple[Answer, Shift | None]:
    shift = desk.shift(asked.shift_id)
    base = {"command_id": command.id, "chat_id": asked.chat_id, "member_id": asked.member_id}
    if shift is None:
        return SignUpRefused(**base, shift_id=asked.shift_id, reason="unknown-shift"), None
    own = desk.sign_ups(asked.member_id)
    seen = availability(shift, desk.member(asked.member_id), own, command.time)
    reason = refusal(seen)
    if reason is None:
        before = desk.sign_up(shift.shift_id, asked.member_id)
        misses = before.misses if before else 0
        desk.put(SignUp(shift.shift_id, asked.member_id, shift.starts_at, shift.ends_at, misses=misses))
        return SignUpConfirmed(**base, shift=shift.facts, free=shift.free - 1), shift
    met = collision(shift, own) if reason == "collides" else None
    return (
        SignUpRefused(
            **base,
            shift_id=shift.shift_id,
            reason=reason,
            # Whoever is not invited learns nothing about it.
            shift=shift.facts if reason != "not-invited" else None,
            other=_facts(desk, met),
            closed=closed(seen),
        ),
        shift,
    )


def _cancel(command: Message[PlaceCommand], asked: CancelSignUp, desk: Desk) -> tuple[Answer, Shift | None]:
    shift, mine = desk.shift(asked.shift_id), desk.sign_up(asked.shift_id, asked.member_id)
    base = {"command_id": command.id, "chat_id": asked.chat_id, "member_id": asked.member_id}
    if shift is None or mine is None or not mine.holds:
        return CancelRefused(**base, shift_id=asked.shift_id, reason="not-signed-up", shift=_facts(desk, mine)), shift
    until = shift.starts_at - desk.rules.cancel_before
    if mine.state == "attended" or command.time > until:
        late = CancelRefused(**base, shift_id=shift.shift_id, reason="too-late", shift=shift.facts, until=until)
        return late, shift
    desk.put(replace(mine, state="cancelled"))
    return SignUpCancelled(**base, shift=shift.facts, free=shift.free + 1), shift


def _attend(command: Message[PlaceCommand], asked: Attend, desk: Desk) -> tuple[Answer, Shift | None]:
    held = [
        (shift, each)
        for each in desk.sign_ups(asked.member_id)
        if each.holds
        and (asked.shift_id is None or each.shift_id == asked.shift_id)
        and (shift := desk.shift(each.shift_id)) is not None
    ]
    if not held:
        return _not_attended(command, asked, "not-signed-up"), None
    on = [(shift, mine) for shift, mine in held if within(command.time, shift, desk.rules)]
    if not on:
        nearest = min((shift for shift, _ in held), key=lambda shift: abs(shift.starts_at - command.time))
        opens_at = nearest.starts_at - desk.rules.arrive_before
        refused = _not_attended(
            command, asked, "outside-the-shift", nearest, opens_at=opens_at, closes_at=nearest.ends_at
        )
        return refused, nearest
    return _scan(command, asked, on, desk)


def _scan(
    command: Message[PlaceCommand], asked: Attend, on: list[tuple[Shift, SignUp]], desk: Desk
) -> tuple[Answer, Shift | None]:
    """When one shift follows another both may be on: the code tells which is meant."""
    only = on[0][0] if len(on) == 1 else None
    tried = [(shift, mine) for shift, mine in on if mine.state == "signed-up" and mine.misses < desk.rules.attempts]
    found: set[AttendanceRefusal] = set()
    for shift, mine in tried:
        checked = codes.check(desk.secret(shift.shift_id), asked.code, command.time)
        if isinstance(checked, int):
            return _recorded(command, asked, shift, mine, checked, desk), shift
        found.add(checked)
    for _, mine in tried:
        desk.put(replace(mine, misses=mine.misses + 1))
    return _not_attended(command, asked, _scan_refusal(on, found), only), only


def _scan_refusal(on: list[tuple[Shift, SignUp]], found: set[AttendanceRefusal]) -> AttendanceRefusal:
    if all(mine.state == "attended" for _, mine in on):
        return "already-recorded"
    if "expired-code" in found:
        return "expired-code"
    return "wrong-code" if found else "too-many-attempts"


def _recorded(
    command: Message[PlaceCommand], asked: Attend, shift: Shift, mine: SignUp, step: int, desk: Desk
) -> AttendanceRecorded:
    provenance = Provenance(kind="scanned", at=command.time, step=step, by=asked.member_id)
    desk.put(replace(mine, state="attended"))
    hours = Hours(shift.shift_id, asked.member_id, shift.title, shift.starts_at, shift.minutes, provenance)
    total = desk.credit(hours)
    return AttendanceRecorded(
        command_id=command.id,
        chat_id=asked.chat_id,
        member_id=asked.member_id,
        unit_path=shift.unit_path,
        shift=shift.facts,
        minutes=shift.minutes,
        total_minutes=total,
        provenance=provenance,
    )


def _not_attended(
    command: Message[PlaceCommand],
    asked: Attend,
    reason: AttendanceRefusal,
    shift: Shift | None = None,
    **more: object,
) -> AttendanceRefused:
    return AttendanceRefused.model_validate(
        {
            "command_id": command.id,
            "chat_id": asked.chat_id,
            "member_id": asked.member_id,
            "reason": reason,
            "shift": shift.facts if shift else None,
            **more,
        }
    )


def _facts(desk: Desk, sign_up: SignUp | None) -> ShiftFacts | None:
    shift = desk.shift(sign_up.shift_id) if sign_up else None
    return shift.facts if shift else None
