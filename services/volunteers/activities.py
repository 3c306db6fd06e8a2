"""Activities: published and cancelled by organisers; a shift's reminder when its time has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from services.volunteers.model import Activity, Member, Rules, Shift, UnknownMember, UnknownUnit
from services.volunteers.ports import Changes, Volunteers
from shared import rotating as codes
from shared.access import consultation
from shared.events import Message
from shared.events.timers import CancelTimer, ScheduleTimer, keep
from shared.events.volunteers import (
    ActivityCancelled,
    ActivityPublished,
    ActivityRefusal,
    ActivityRefused,
    Answer,
    CancelActivity,
    CancelledShift,
    PublishActivity,
    RemindShift,
    ShiftReminded,
)

Emit = Callable[..., None]


def publish(
    command: Message[PublishActivity], store: Volunteers, emit: Emit, rules: Rules, changes: Changes
) -> tuple[Answer, str | None]:
    """The answer and the unit's path. Raises UnknownUnit or UnknownMember while the copies lag behind, so that the
    command is tried again later."""
    asked = command.data
    path = store.unit_paths({asked.unit_id}).get(asked.unit_id)
    if path is None:
        raise UnknownUnit(asked.unit_id)
    reason = _publish_refusal(command, _member(asked.organiser_id, store), path, store)
    if reason:
        refused = ActivityRefused(
            command_id=command.id,
            chat_id=asked.chat_id,
            activity_id=asked.activity_id,
            actor_id=asked.organiser_id,
            wanted="publish",
            reason=reason,
            title=asked.title,
        )
        return refused, path
    ids = tuple(plan.shift_id for plan in asked.shifts)
    changes.activities[asked.activity_id] = Activity(
        asked.activity_id, asked.title, asked.place, asked.unit_id, path, asked.organiser_id, ids
    )
    for plan in asked.shifts:
        changes.secrets[plan.shift_id] = codes.new_secret()
        changes.shifts[plan.shift_id] = Shift(
            plan.shift_id,
            asked.activity_id,
            asked.title,
            asked.place,
            path,
            asked.organiser_id,
            plan.starts_at,
            plan.ends_at,
            plan.capacity,
        )
        _schedule_reminder(plan.shift_id, plan.starts_at - rules.remind_before, command, emit)
    published = ActivityPublished(
        command_id=command.id,
        chat_id=asked.chat_id,
        activity_id=asked.activity_id,
        title=asked.title,
        place=asked.place,
        unit_id=asked.unit_id,
        unit_path=path,
        organiser_id=asked.organiser_id,
        shifts=asked.shifts,
    )
    return published, path


def cancel(
    command: Message[CancelActivity], store: Volunteers, emit: Emit, changes: Changes
) -> tuple[Answer, str | None]:
    """Gives back every place in the shifts that are not over. Raises UnknownMember while the copies lag behind."""
    asked = command.data
    actor = _member(asked.actor_id, store)
    activity = store.activities({asked.activity_id}).get(asked.activity_id)
    if activity is None:
        consultation.nothing_to_decide()
    allowed = activity is not None and (
        (actor.member_id == activity.organiser_id and actor.belongs()) or actor.may_organise(activity.unit_path)
    )
    shifts = list(store.shifts(activity.shift_ids).values()) if activity else []
    left = sorted(
        (shift for shift in shifts if shift.ends_at > command.time), key=lambda each: (each.starts_at, each.shift_id)
    )
    reason: ActivityRefusal | None = None
    if activity is None:
        reason = "unknown-activity"
    elif not allowed:
        reason = "not-allowed"
    elif activity.cancelled:
        reason = "already-cancelled"
    elif not left:
        reason = "already-over"
    if activity is None or reason:
        refused = ActivityRefused(
            command_id=command.id,
            chat_id=asked.chat_id,
            activity_id=asked.activity_id,
            actor_id=asked.actor_id,
            wanted="cancel",
            reason=reason or "unknown-activity",
            title=activity.title if activity and allowed else None,
        )
        return refused, activity.unit_path if activity else None
    members = _empty(left, store, changes)
    changes.activities[activity.activity_id] = replace(activity, cancelled=True)
    for shift in left:
        key = _timer(shift.shift_id)
        emit(CancelTimer(key=key), cause=command, subject=key, unit_path=shift.unit_path)
    cancelled = ActivityCancelled(
        command_id=command.id,
        chat_id=asked.chat_id,
        activity_id=activity.activity_id,
        title=activity.title,
        place=activity.place,
        unit_path=activity.unit_path,
        actor_id=asked.actor_id,
        shifts=[
            CancelledShift(
                shift_id=shift.shift_id,
                starts_at=shift.starts_at,
                ends_at=shift.ends_at,
                members=members[shift.shift_id],
            )
            for shift in left
        ],
    )
    return cancelled, activity.unit_path


def remind(command: Message[RemindShift], store: Volunteers, emit: Emit) -> None:
    """Tell of those who have a place and are not there yet. A reminder that comes after the start is none."""
    shift = store.shifts({command.data.shift_id}).get(command.data.shift_id)
    if shift is None or shift.cancelled or command.time >= shift.starts_at:
        return
    members = sorted(each.member_id for each in store.sign_ups_for({shift.shift_id}) if each.state == "signed-up")
    if members:
        emit(ShiftReminded(shift=shift.facts, members=members), subject=shift.shift_id, unit_path=shift.unit_path)


def _publish_refusal(
    command: Message[PublishActivity], organiser: Member, path: str, store: Volunteers
) -> ActivityRefusal | None:
    asked = command.data
    if not organiser.may_organise(path):
        return "not-allowed"
    if store.activities({asked.activity_id}):
        return "already-published"
    if store.shifts({plan.shift_id for plan in asked.shifts}):
        return "shift-already-published"
    if any(plan.starts_at <= command.time for plan in asked.shifts):
        return "in-the-past"
    return None


def _empty(shifts: list[Shift], store: Volunteers, changes: Changes) -> dict[str, list[str]]:
    """Cancel the shifts with all their sign-ups but those of members who are there: who had a place, by shift."""
    members: dict[str, list[str]] = {shift.shift_id: [] for shift in shifts}
    taken = dict.fromkeys(members, 0)
    sign_ups = store.sign_ups_for(set(members))
    timetables = store.timetables({each.member_id for each in sign_ups})
    for each in sorted(sign_ups, key=lambda sign_up: sign_up.member_id):
        members[each.shift_id].append(each.member_id)
        if each.state == "attended":
            taken[each.shift_id] += 1
            continue
        changes.sign_ups[each.key] = replace(each, state="cancelled")
        changes.timetables[each.member_id] = timetables.get(each.member_id, 0)
    for shift in shifts:
        changes.shifts[shift.shift_id] = replace(shift, cancelled=True, taken=taken[shift.shift_id])
    return members


def _schedule_reminder(shift_id: str, due_at: datetime, command: Message[PublishActivity], emit: Emit) -> None:
    if due_at <= command.time:
        # Whoever signs up this late needs no reminder.
        return
    send = keep(RemindShift(shift_id=shift_id, due_at=due_at), subject=shift_id)
    key = _timer(shift_id)
    emit(ScheduleTimer(key=key, due_at=due_at, send=send, lane="reminder"), cause=command, subject=key)


def _timer(shift_id: str) -> str:
    return f"volunteers:{shift_id}"


def _member(member_id: str, store: Volunteers) -> Member:
    member = store.members({member_id}).get(member_id)
    if member is None:
        raise UnknownMember(member_id)
    return member
