"""An import's steps. Each is one transaction that asks for the next, so that a crash repeats at most one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.directory.imports import knowledge
from services.directory.imports.jobs import PART_BYTES, BadPart, Job, JobStarted, State, UnknownJob
from services.directory.imports.limits import FILE_BYTES
from services.directory.imports.model import Profile, Remark, Row
from services.directory.imports.plan import SOURCE, Decision, decide, skipped
from services.directory.imports.ports import Imports
from services.directory.imports.tree import decide_unit
from services.directory.imports.units import KnownUnit, UnitIndex
from services.directory.members.contacts import Safe, UnusablePhone
from services.directory.members.handlers import register
from services.directory.members.model import EmployeeNumberTaken
from services.directory.units.handlers import register_unit
from services.directory.units.model import UnknownUnit
from shared.events import Message, Payload, compose, derived_id
from shared.events.directory import RegisterMember, RegisterUnit
from shared.events.imports import ImportFinished, RunImport
from shared.events.units import TreeChangeRefused
from shared.failures import PermanentFailure

Emit = Callable[..., None]
_REFUSALS = (UnknownUnit, EmployeeNumberTaken, UnusablePhone, PermanentFailure)


def begin(
    job_id: str,
    name: str,
    only: Profile | None,
    directory: Imports,
    *,
    dry_run: bool,
    locale: str,
    now: datetime,
    days: int,
    asked_by: str | None = None,
) -> Job:
    """Ready to receive the file. Beginning the same again gives what is known of it."""
    known = directory.import_job(job_id)
    if known is not None:
        return known
    expires_at = now + timedelta(days=days)
    job = Job(job_id, name[:200], only, dry_run, locale, "receiving", expires_at, asked_by)
    directory.keep_import_job(job)
    return job


def receive(job_id: str, number: int, data: bytes, directory: Imports, seal: Callable[[bytes], bytes]) -> None:
    """Keep a part of the file. Raises UnknownJob, JobStarted, BadPart."""
    job = _job(job_id, directory)
    if job.state != "receiving":
        raise JobStarted(job_id)
    if not 0 <= number <= FILE_BYTES // PART_BYTES or len(data) > PART_BYTES:
        raise BadPart(f"part {number} of {len(data)} bytes")
    directory.keep_import_part(job, "file", number, seal(data))


def start(job_id: str, parts: int, directory: Imports, emit: Emit) -> Job:
    """The file is complete. Starting again changes nothing. Raises UnknownJob, BadPart."""
    job = _job(job_id, directory)
    if job.state != "receiving":
        return job
    if parts < 0 or any(directory.import_part(job_id, "file", number) is None for number in range(parts)):
        raise BadPart(f"not all of {parts} parts are here")
    job = replace(job, state="reading", parts=parts)
    directory.keep_import_job(job)
    _next(job, 0, emit)
    return job


def was_read(job: Job, head: dict[str, Any], portions: int, directory: Imports, emit: Emit) -> None:
    """The file was read in full, and its portions are kept; or it cannot be used."""
    if head["refused"]:
        refused = head["refused"]["code"], head["refused"]["args"]
        directory.keep_import_job(replace(job, state="refused", refused=refused))
        emit(ImportFinished(job_id=job.job_id, dry_run=job.dry_run, refused=True), subject=job.job_id)
        return
    directory.keep_import_job(replace(job, state="working", rows=head["count"], portions=portions))
    _next(job, 1, emit)


def work(
    job: Job,
    step: int,
    rows: list[Row],
    directory: Imports,
    emit: Emit,
    safe: Safe,
    seal: Callable[[bytes], bytes],
    unseal: Callable[[bytes], bytes],
) -> None:
    """Decide a portion of rows, and unless it is a rehearsal register what they say."""
    units = _units(job, step, directory, unseal)
    if rows and rows[0].profile == "units":
        before = set(units.by_id)
        decisions = _register_units(job, step, rows, units, directory, emit)
        if job.dry_run:
            new = [knowledge.as_planned(unit) for key, unit in units.by_id.items() if key not in before]
            directory.keep_import_part(job, "planned", step, seal(_json(new)))
    else:
        decisions = _register_members(job, rows, units, directory, emit, safe)
    directory.keep_import_part(job, "result", step, seal(_json([each.as_json() for each in decisions])))
    counts = Counter(job.counts) + Counter(each.outcome for each in decisions)
    state: State = "reporting" if step >= job.portions else "working"
    directory.keep_import_job(replace(job, state=state, done=job.done + len(rows), counts=dict(counts)))
    _next(job, step + 1, emit)


def finish(job: Job, directory: Imports, emit: Emit) -> None:
    counts = job.counts
    directory.keep_import_job(replace(job, state="done"))
    emit(
        ImportFinished(
            job_id=job.job_id,
            dry_run=job.dry_run,
            refused=False,
            created=counts.get("create", 0),
            updated=counts.get("update", 0),
            unchanged=counts.get("unchanged", 0),
            skipped=counts.get("skip", 0),
        ),
        subject=job.job_id,
    )


def _job(job_id: str, directory: Imports) -> Job:
    job = directory.import_job(job_id)
    if job is None:
        raise UnknownJob(job_id)
    return job


def _next(job: Job, step: int, emit: Emit) -> None:
    emit(RunImport(job_id=job.job_id, step=step), subject=f"{job.job_id}:{step}")


def _units(job: Job, step: int, directory: Imports, unseal: Callable[[bytes], bytes]) -> UnitIndex:
    units = UnitIndex(map(knowledge.known_unit, directory.all_units()))
    if job.dry_run:
        for number in range(1, step):
            planned = directory.import_part(job.job_id, "planned", number)
            if planned is None:
                break
            for document in json.loads(unseal(planned)):
                units.add(KnownUnit(**document))
    return units


def _register_units(
    job: Job, step: int, rows: list[Row], units: UnitIndex, directory: Imports, emit: Emit
) -> list[Decision]:
    decisions = []
    for row in rows:
        decision = decide_unit(row, units)
        command = decision.command
        if not job.dry_run and decision.outcome in ("create", "update") and isinstance(command, RegisterUnit):
            refused = _register_unit(job, command, directory, emit)
            if refused:
                units.forget(command.unit_id)
                decision = skipped(row, Remark("error", "refused", None, {"why": refused}))
            elif kept := directory.unit(command.unit_id):
                units.add(knowledge.known_unit(kept))
        decisions.append(decision)
    return decisions


def _register_unit(job: Job, command: RegisterUnit, directory: Any, emit: Emit) -> str | None:
    """Why the directory refused it, or None."""
    refused: list[str] = []

    def tell(payload: Payload, **details: Any) -> None:
        if isinstance(payload, TreeChangeRefused):
            refused.append(payload.reason)
        else:
            emit(payload, **details)

    message: Message[RegisterUnit] = compose(
        command, source=SOURCE, id=derived_id(job.job_id, f"unit\n{command.unit_id}"), subject=command.unit_id
    )
    try:
        register_unit(message, directory, tell)
    except UnknownUnit as error:
        return f"UnknownUnit: {error}"
    return refused[0] if refused else None


def _register_members(
    job: Job, rows: list[Row], units: UnitIndex, directory: Imports, emit: Emit, safe: Safe
) -> list[Decision]:
    contacts = [(row, knowledge.contact(row, safe)) for row in rows]
    members = knowledge.known_to(contacts, units, directory)
    known = knowledge.index(members, safe)
    ahead: Any = knowledge.Ahead(directory, directory.all_units(), members)
    decisions = []
    for row, hashed in contacts:
        decision = decide(row, units, known, hashed)
        if (
            not job.dry_run
            and decision.outcome in ("create", "update")
            and isinstance(decision.command, RegisterMember)
        ):
            try:
                register(decision.command, ahead, emit, safe)
            except _REFUSALS as error:
                decision = skipped(row, Remark("error", "refused", None, {"why": type(error).__name__}))
        decisions.append(decision)
    ahead.settle()
    return decisions


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()
