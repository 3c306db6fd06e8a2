"""Imports in memory: a directory, and a desk that walks a file through all steps."""

from __future__ import annotations

import io
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.directory.imports import handlers
from services.directory.imports.jobs import Job, PartKind
from services.directory.imports.model import Profile, Row
from services.directory.imports.workshop import parse_file
from services.directory.members.contacts import Safe
from services.directory.members.model import Member
from services.directory.units.model import Unit
from shared.events.imports import RunImport
from tests.conftest import DATA_KEY, LOOKUP_KEY
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.emitted import Emitted

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAFE = Safe([DATA_KEY], LOOKUP_KEY)


class MemoryImports(MemoryDirectory):
    def __init__(self) -> None:
        super().__init__()
        self.jobs: dict[str, Job] = {}
        self.parts: dict[tuple[str, PartKind, int], bytes] = {}

    def import_job(self, job_id: str) -> Job | None:
        return self.jobs.get(job_id)

    def keep_import_job(self, job: Job) -> None:
        self.jobs[job.job_id] = job

    def import_part(self, job_id: str, kind: PartKind, number: int) -> bytes | None:
        return self.parts.get((job_id, kind, number))

    def keep_import_part(self, job: Job, kind: PartKind, number: int, data: bytes) -> None:
        self.parts[job.job_id, kind, number] = data

    def all_units(self) -> list[Unit]:
        return sorted(self.units.values(), key=lambda unit: unit.path)

    def members_known_by(
        self,
        ids: Collection[str],
        employee_numbers: Collection[str],
        phone_hashes: Collection[str],
        places: Collection[tuple[str, str]],
    ) -> list[Member]:
        return [
            each
            for each in self.members.values()
            if each.member_id in ids
            or each.employee_number in employee_numbers
            or (each.contacts is not None and each.contacts.phone_hash in phone_hashes)
            or (each.unit_id, each.name) in places
        ]

    def keep_members(self, members: Collection[Member]) -> None:
        for member in members:
            self.keep_member(member)


@dataclass
class Desk:
    directory: MemoryImports = field(default_factory=MemoryImports)
    emitted: Emitted = field(default_factory=Emitted)
    count: int = 0

    def hand_in(self, data: bytes, *, dry_run: bool = False, only: Profile | None = None, portion: int = 3) -> Job:
        """The job after all its steps, each asked for by the one before."""
        self.count += 1
        job_id = f"job-{self.count}"
        handlers.begin(
            job_id, "sheet.xlsx", only, self.directory, dry_run=dry_run, locale="en", now=NOW, days=7, asked_by="m1"
        )
        handlers.receive(job_id, 0, data, self.directory, bytes)
        handlers.start(job_id, 1, self.directory, self.emitted)
        while not self.directory.jobs[job_id].ended:
            asked = self.emitted.payloads[-1]
            assert isinstance(asked, RunImport)
            self._step(self.directory.jobs[job_id], asked.step, portion)
        return self.directory.jobs[job_id]

    def _step(self, job: Job, step: int, portion: int) -> None:
        if step == 0:
            target = io.BytesIO()
            stored = self.directory.parts[job.job_id, "file", 0]
            parse_file(io.BytesIO(stored), target, job.only, portion)
            head, *portions = target.getvalue().splitlines()
            for number, rows in enumerate(portions, 1):
                self.directory.keep_import_part(job, "rows", number, rows)
            handlers.was_read(job, json.loads(head), len(portions), self.directory, self.emitted)
        elif step <= job.portions:
            rows = [Row.of(each) for each in json.loads(self.directory.parts[job.job_id, "rows", step])]
            handlers.work(job, step, rows, self.directory, self.emitted, SAFE, bytes, bytes)
        else:
            handlers.finish(job, self.directory, self.emitted)

    def report(self, job: Job) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for step in range(1, job.portions + 1):
            found += json.loads(self.directory.parts[job.job_id, "result", step])
        return found

    def codes(self, job: Job, row: int = 2) -> list[str]:
        """Of the remarks on a row of the first sheet of members."""
        [told] = [each for each in self.report(job) if each["row"] == row and each["profile"] == "members"]
        return [remark["code"] for remark in told["remarks"]]
