"""Entrypoints about sheets."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import eventlet

from services.directory.base import Base
from services.directory.imports import export, handlers, knowledge, report
from services.directory.imports.jobs import Job, UnknownJob
from services.directory.imports.model import Profile, Remark
from services.directory.imports.offloading import workshop
from services.directory.imports.plan import KnownMember
from services.directory.imports.repository import MongoImports
from services.directory.imports.runner import Runner
from services.directory.imports.units import UnitIndex
from services.directory.units.model import UnknownUnit
from shared.access.permission import At, Process
from shared.events import Message
from shared.events.imports import RunImport
from shared.i18n import LOCALES
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command
from shared.messaging.mongo import Views

#: Members after whom an export lets other work go on.
_AWAKE = 100
#: A sheet may name any unit, so it takes somebody who may import at the top.
IMPORTING = At("import-members")


class ImportEntrypoints(Base):
    #: For what needs no transaction.
    sheets = Views(MongoImports.outside)

    @ask(permission=IMPORTING)
    def begin_import(
        self, job_id: str, name: str, only: Profile | None = None, dry_run: bool = False, locale: str = LOCALES[0]
    ) -> dict[str, Any]:
        """Ready to receive a file: then ``import_part`` for each part, ``start_import``, and ``import_status`` until
        it ended. ``job_id`` is the caller's own; ``only``: members or units."""
        self._may_import()
        days, now, who = self.settings_now.import_days, datetime.now(UTC), self.asker.actor.id
        spoken = locale if locale in LOCALES else LOCALES[0]
        job = self.work.do(
            lambda directory, _emit: handlers.begin(
                job_id, name, only, directory, dry_run=dry_run, locale=spoken, now=now, days=days, asked_by=who
            )
        )
        return _status(job)

    @ask(permission=IMPORTING)
    def import_part(self, job_id: str, number: int, data: str) -> None:
        """``data``: at most 1 MiB of the file, in Base64."""
        self._may_import()
        content = base64.b64decode(data, validate=True)
        seal = self.settings_now.ring.encrypt
        self.work.do(lambda directory, _emit: handlers.receive(job_id, number, content, directory, seal))

    @ask(permission=IMPORTING)
    def start_import(self, job_id: str, parts: int) -> dict[str, Any]:
        self._may_import()
        return _status(self.work.do(lambda directory, emit: handlers.start(job_id, parts, directory, emit)))

    @ask(permission=IMPORTING)
    def import_status(self, job_id: str) -> dict[str, Any]:
        """``state``: receiving, reading, working, reporting, done or refused (then ``why`` is a sentence); how many
        of ``rows`` are ``done``; and how many were create, update, unchanged, skip."""
        self._may_import()
        return _status(self._job(job_id))

    @ask(permission=IMPORTING)
    def import_report(self, job_id: str, number: int, locale: str | None = None) -> Any:
        """Number 0: what was found in the file, its columns and remarks. From 1 to ``portions``: rows, each with its
        outcome and remarks; None where they are not decided yet."""
        self._may_import()
        job = self._job(job_id)
        spoken = locale or job.locale
        content = self._runner().part(job, "result" if number else "head", number)
        if content is None:
            return None
        found = json.loads(content)
        return [report.in_words(each, spoken) for each in found] if number else _head_in_words(found, spoken)

    @ask(permission=IMPORTING)
    def import_workbook(self, job_id: str, number: int) -> str | None:
        """A part of the marked workbook in Base64; None where there is no more."""
        self._may_import()
        part = self._runner().part(self._job(job_id), "workbook", number)
        return None if part is None else base64.b64encode(part).decode("ascii")

    @ask(permission=At("see-members", "see-contacts"))
    def export_sheet(self, unit_id: str, form: str = "xlsx", locale: str = LOCALES[0], contacts: bool = False) -> str:
        """The unit and all below it, in the form that is imported, in Base64. ``form``: xlsx, with sheets of units and
        members, or csv, with members. Raises UnknownUnit."""
        place = self.places.of_unit(unit_id)
        self.asker.require("see-members", place)
        if contacts:
            self.asker.require("see-contacts", place)
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

    @on_command(RunImport, queue="directory.run-import", permission=Process("directory"))
    def run_import(self, command: Message[RunImport]) -> None:
        self._runner().step(command)

    def _may_import(self) -> None:
        self.asker.require("import-members", self.places.top())

    def _runner(self) -> Runner:
        settings = self.settings_now
        return Runner(self.work, self.sheets, self.safe, settings.ring, settings.import_portion)

    def _job(self, job_id: str) -> Job:
        job: Job | None = self.sheets.import_job(job_id)
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
