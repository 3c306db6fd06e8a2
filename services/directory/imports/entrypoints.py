"""Entrypoints about sheets."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import eventlet
from nameko.rpc import rpc

from services.directory.base import Base
from services.directory.imports import export, handlers, knowledge, report
from services.directory.imports.jobs import Job, UnknownJob
from services.directory.imports.model import Profile, Remark
from services.directory.imports.offloading import workshop
from services.directory.imports.plan import KnownMember
from services.directory.imports.runner import Runner
from services.directory.imports.units import UnitIndex
from services.directory.units.model import UnknownUnit
from shared.events import Message
from shared.events.imports import RunImport
from shared.i18n import LOCALES
from shared.messaging.entrypoints import on_command

#: Members after whom an export lets other work go on.
_AWAKE = 100


class ImportEntrypoints(Base):
    @rpc
    def begin_import(
        self, job_id: str, name: str, only: Profile | None = None, dry_run: bool = False, locale: str = LOCALES[0]
    ) -> dict[str, Any]:
        """Ready to receive a file: then ``import_part`` for each part, ``start_import``, and ``import_status`` until
        it ended. ``job_id`` is the caller's own; ``only``: members or units."""
        days, now = self.settings_now.import_days, datetime.now(UTC)
        spoken = locale if locale in LOCALES else LOCALES[0]
        job = self.work.do(
            lambda directory, _emit: handlers.begin(
                job_id, name, only, directory, dry_run=dry_run, locale=spoken, now=now, days=days
            )
        )
        return _status(job)

    @rpc
    def import_part(self, job_id: str, number: int, data: str) -> None:
        """``data``: at most 1 MiB of the file, in Base64."""
        content = base64.b64decode(data, validate=True)
        seal = self.settings_now.ring.encrypt
        self.work.do(lambda directory, _emit: handlers.receive(job_id, number, content, directory, seal))

    @rpc
    def start_import(self, job_id: str, parts: int) -> dict[str, Any]:
        return _status(self.work.do(lambda directory, emit: handlers.start(job_id, parts, directory, emit)))

    @rpc
    def import_status(self, job_id: str) -> dict[str, Any]:
        """``state``: receiving, reading, working, reporting, done or refused (then ``why`` is a sentence); how many
        of ``rows`` are ``done``; and how many were create, update, unchanged, skip."""
        return _status(self._job(job_id))

    @rpc
    def import_report(self, job_id: str, number: int, locale: str | None = None) -> Any:
        """Number 0: what was found in the file, its columns and remarks. From 1 to ``portions``: rows, each with its
        outcome and remarks; None where they are not decided yet."""
        job = self._job(job_id)
        spoken = locale or job.locale
        content = self._runner().part(job, "result" if number else "head", number)
        if content is None:
            return None
        found = json.loads(content)
        return [report.in_words(each, spoken) for each in found] if number else _head_in_words(found, spoken)

    @rpc
    def import_workbook(self, job_id: str, number: int) -> str | None:
        """A part of the marked workbook in Base64; None where there is no more."""
        part = self._runner().part(self._job(job_id), "workbook", number)
        return None if part is None else base64.b64encode(part).decode("ascii")

    @rpc
    def export_sheet(self, unit_id: str, form: str = "xlsx", locale: str = LOCALES[0], contacts: bool = False) -> str:
        """The unit and all below it, in the form that is imported, in Base64. ``form``: xlsx, with sheets of units and
        members, or csv, with members. Raises UnknownUnit."""
        units, members = self.work.do(lambda directory, _emit: _below(unit_id, directory))
        index = UnitIndex(map(knowledge.known_unit, units))
        known: list[KnownMember] = []
        phones: dict[str, str] = {}
        for member in _awake(members):
            known.append(knowledge.known_member(member, self.safe))
            phones[member.member_id] = knowledge.opened(member, self.safe).phone or ""
        path = index.by_id[unit_id].path
        inside = [unit for unit in index.by_id.values() if unit.path == path or unit.path.startswith(path + "/")]
        table = export.lines(list(_awake(known)), phones, index, locale, contacts=contacts)
        if form == "csv":
            return base64.b64encode(export.as_text(table)).decode("ascii")
        order = {"members": table, "units": export.unit_lines(inside, index, locale), "locale": locale}
        return base64.b64encode(workshop("export", given=json.dumps(order).encode())).decode("ascii")

    @on_command(RunImport, queue="directory.run-import")
    def run_import(self, command: Message[RunImport]) -> None:
        self._runner().step(command)

    def _runner(self) -> Runner:
        settings = self.settings_now
        return Runner(self.work, self.safe, settings.ring, settings.import_portion)

    def _job(self, job_id: str) -> Job:
        job: Job | None = self.work.do(lambda directory, _emit: directory.import_job(job_id))
        if job is None:
            raise UnknownJob(job_id)
        return job


def _status(job: Job) -> dict[str, Any]:
    why = report.refusal(*job.refused, job.locale) if job.refused else None
    return {**job.status(), "why": why}


def _head_in_words(head: dict[str, Any], locale: str) -> dict[str, Any]:
    def spoken(remarks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**each, "text": report.sentence(Remark.of(each), locale)} for each in remarks]

    tables = [{**table, "remarks": spoken(table["remarks"])} for table in head.get("tables", ())]
    return {**head, "tables": tables, "remarks": spoken(head.get("remarks", []))}


def _below(unit_id: str, directory: Any) -> tuple[list[Any], list[Any]]:
    units = directory.all_units()
    top = next((unit for unit in units if unit.unit_id == unit_id), None)
    if top is None:
        raise UnknownUnit(unit_id)
    inside = [unit.unit_id for unit in units if unit.path == top.path or unit.path.startswith(top.path + "/")]
    return units, directory.members_at(inside)


def _awake(things: Iterable[Any]) -> Iterable[Any]:
    """The things, with pauses in which other green threads run."""
    for number, thing in enumerate(things):
        if number % _AWAKE == 0:
            eventlet.sleep(0)
        yield thing
