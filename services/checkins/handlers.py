"""One function per command or consumed event: load, decide, save, emit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from services.checkins.evidence.proofs import Proofs, declined, given, how
from services.checkins.homes import Homes
from services.checkins.model import CheckIn, Occurrence, Refusal, UnknownUnit, own_day, refusal
from services.checkins.plans.desk import milliseconds, utc_now
from services.checkins.plans.opening import open_in_time
from services.checkins.ports import AlreadyThere, CheckIns
from shared.access.copies import grants_of
from shared.events import Message
from shared.events.checkins import (
    CheckInRecorded,
    CheckInRefused,
    RecordCheckIn,
    ScheduleTask,
    TaskScheduled,
)
from shared.events.directory import MemberRegistered, UnitRegistered
from shared.failures import PermanentFailure

Emit = Callable[..., None]


def unit_registered(event: Message[UnitRegistered], store: CheckIns, emit: Emit) -> None:
    unit = event.data
    store.keep_unit(unit.unit_id, unit.path, unit.version, unit.status == "closed", event.time)


def member_registered(event: Message[MemberRegistered], store: CheckIns, emit: Emit) -> None:
    data = event.data
    store.keep_member(
        data.member_id,
        data.unit_path,
        data.version,
        data.status,
        data.leaves,
        grants_of(data),
        data.zone,
        at=event.time,
    )


def schedule_task(command: Message[ScheduleTask], store: CheckIns, emit: Emit) -> None:
    """Raises UnknownUnit while the unit is not known here, so that the command is tried again later, and
    PermanentFailure for a task that no one could ever check in to."""
    asked = command.data
    if asked.closes_at <= asked.opens_at:
        raise PermanentFailure(f"{asked.occurrence_id} would close before it opens")
    path = store.unit_path(asked.unit_id)
    if path is None:
        raise UnknownUnit(asked.unit_id)
    occurrence = Occurrence(
        asked.occurrence_id,
        asked.title,
        asked.kind,
        asked.unit_id,
        path,
        asked.opens_at,
        asked.closes_at,
        asked.credit_minutes,
    )
    if store.keep_occurrence(occurrence):
        emit(TaskScheduled(**{**asked.model_dump(), "unit_path": path}), subject=asked.occurrence_id, unit_path=path)
        open_in_time(occurrence, emit, command.time)


def record(
    commands: Sequence[Message[RecordCheckIn]],
    store: CheckIns,
    emit: Emit,
    zone: ZoneInfo,
    day_begins: timedelta = timedelta(),
    *,
    careful: bool = True,
    known: Homes | None = None,
) -> None:
    """Record a batch. Each command is answered by one event; a command that was recorded before by the same event.

    Not ``careful``, it takes for granted that none of them was recorded before, and raises AlreadyThere where one was:
    nothing may be kept then, and the batch is to be recorded carefully. ``known`` is where members are, remembered.
    """
    occurrences = store.occurrences({command.data.occurrence_id for command in commands})
    around = {occurrence.unit_path for occurrence in occurrences.values()}
    homes = (known or Homes()).of({command.data.member_id for command in commands}, around, store)
    planned = [occurrence for occurrence in occurrences.values() if occurrence.plan is not None]
    listed = store.listed(planned, {command.data.member_id for command in commands}) if planned else {}
    keys = {(command.data.occurrence_id, command.data.member_id) for command in commands}
    existing = dict(store.check_ins(keys)) if careful else {}
    proofs = Proofs(store, commands, occurrences)
    added: list[CheckIn] = []
    for command in commands:
        asked = command.data
        key = (asked.occurrence_id, asked.member_id)
        before = existing.get(key)
        if before is not None and before.command_id == command.id:
            if before.version > 1:
                # It was answered when it was recorded; what it was then is not told as if it were now.
                continue
            emit(
                recorded(before),
                cause=command,
                subject=before.member_id,
                unit_path=before.unit_path,
                time=before.recorded_at,
            )
            continue
        occurrence, home = occurrences.get(asked.occurrence_id), homes.get(asked.member_id)
        path = home.unit_path if home else None
        if occurrence is not None and occurrence.plan is not None:
            path = listed[key].unit_path if key in listed else None
        if occurrence is None and not careful:
            # It may have been recorded before the task was cancelled: then it is told again, and not refused.
            raise AlreadyThere
        refused = refusal(occurrence, path, before, command.time)
        if refused is not None or occurrence is None or path is None:
            emit(
                _refused(command, occurrence, refused or Refusal("unknown-task")),
                cause=command,
                subject=asked.member_id,
                # Nothing of a refusal is stored; told again, it must be the same event to the letter.
                time=command.time,
            )
            continue
        if (lack := proofs.lack(command, occurrence, before)) is not None:
            if not careful:
                # It may have been recorded before, or by a roll call: that decides what is said.
                raise AlreadyThere
            emit(declined(command, occurrence, lack), cause=command, subject=asked.member_id, time=command.time)
            continue
        check_in = CheckIn(
            occurrence.occurrence_id,
            asked.member_id,
            command.id,
            path,
            occurrence.title,
            milliseconds(command.time),
            utc_now(),
            occurrence.credit_at(command.time),
            own_day(command.time, (home and home.zone) or zone, day_begins),
            chat_id=asked.chat_id,
            late=occurrence.is_late(command.time),
            how=how(occurrence),
            **given(asked),
        )
        existing[key] = check_in
        added.append(check_in)
        emit(recorded(check_in), cause=command, subject=asked.member_id, unit_path=path, time=check_in.recorded_at)
    store.add(added)
    proofs.settle(added)


def recorded(check_in: CheckIn) -> CheckInRecorded:
    return CheckInRecorded(
        command_id=check_in.command_id,
        occurrence_id=check_in.occurrence_id,
        member_id=check_in.member_id,
        unit_path=check_in.unit_path,
        task_title=check_in.task_title,
        checked_in_at=check_in.checked_in_at,
        credit_minutes=check_in.credit_minutes,
        chat_id=check_in.chat_id,
        late=check_in.late,
        version=check_in.version,
        how=check_in.how,
        day=check_in.day,
    )


def _refused(command: Message[RecordCheckIn], occurrence: Occurrence | None, refused: Refusal) -> CheckInRefused:
    return CheckInRefused(
        command_id=command.id,
        occurrence_id=command.data.occurrence_id,
        member_id=command.data.member_id,
        reason=refused.reason,
        task_title=occurrence.title if occurrence else None,
        at=refused.at,
        chat_id=command.data.chat_id,
    )
