"""One step of an import: what needs a process of its own first, then the transaction."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from cryptography.fernet import MultiFernet

from services.directory.imports import handlers, report
from services.directory.imports.jobs import PART_BYTES, Job, PartKind
from services.directory.imports.model import Row
from services.directory.imports.offloading import WorkshopFailed, workshop
from services.directory.members.contacts import Safe
from shared.events import Message
from shared.events.imports import RunImport
from shared.messaging.work import Work

Handler = Callable[[Any, Callable[..., None]], Any]


class Runner:
    def __init__(self, work: Work, safe: Safe, ring: MultiFernet, portion: int) -> None:
        self._work = work
        self._safe = safe
        self._ring = ring
        self._portion = portion

    def step(self, command: Message[RunImport]) -> None:
        """Do a step once; one that is over, or whose import is gone, changes nothing."""
        job_id, step = command.data.job_id, command.data.step
        job: Job | None = self._work.do(lambda directory, _emit: directory.import_job(job_id))
        if job is None or job.ended:
            return
        if step == 0:
            self._once(command, self._read(job))
        elif step <= job.portions:
            self._once(command, partial(self._decide, step))
        else:
            self._once(command, self._report(job))

    def _once(self, command: Message[RunImport], handler: Callable[[Job, Any, Any], None]) -> None:
        def run(message: Message[RunImport], directory: Any, emit: Callable[..., None]) -> None:
            job = directory.import_job(message.data.job_id)
            if job is not None and not job.ended:
                handler(job, directory, emit)

        self._work.once(command, run)

    def _read(self, job: Job) -> Callable[[Job, Any, Any], None]:
        try:
            answer = workshop("parse", job.only or "any", str(self._portion), given=self._parts(job, "file", 0))
            head, *portions = answer.splitlines()
        except WorkshopFailed:
            head, portions = json.dumps({"refused": {"code": "file-too-heavy", "args": {}}}).encode(), []
        # Kept outside of the transaction, in which so much has no room; done again after a crash.
        for number, rows in enumerate(portions, 1):
            self._keep(job, "rows", number, rows)
        self._keep(job, "head", 0, head)

        def keep(job: Job, directory: Any, emit: Callable[..., None]) -> None:
            handlers.was_read(job, json.loads(head), len(portions), directory, emit)

        return keep

    def _decide(self, step: int, job: Job, directory: Any, emit: Callable[..., None]) -> None:
        sealed = directory.import_part(job.job_id, "rows", step)
        rows = [Row.of(each) for each in json.loads(self._ring.decrypt(sealed))]
        handlers.work(job, step, rows, directory, emit, self._safe, self._ring.encrypt, self._ring.decrypt)

    def _report(self, job: Job) -> Callable[[Job, Any, Any], None]:
        try:
            marked = workshop("mark", given=self._order(job))
        except WorkshopFailed:
            # The report row by row is there all the same.
            marked = b""
        for number, start in enumerate(range(0, len(marked), PART_BYTES)):
            self._keep(job, "workbook", number, marked[start : start + PART_BYTES])
        return handlers.finish

    def _order(self, job: Job) -> bytes:
        words = report.words()
        summary = [words.text(job.locale, "import-summary-file", {"name": job.name})]
        if job.dry_run:
            summary.append(words.text(job.locale, "import-summary-dry-run"))
        head = {"only": job.only, "summary": summary, "locale": job.locale}
        lines = [
            json.dumps(head).encode(),
            *(self.part(job, "result", step) or b"[]" for step in range(1, job.portions + 1)),
        ]
        return b"\n".join([*lines, b"", self._parts(job, "file", 0)])

    def _parts(self, job: Job, kind: PartKind, first: int) -> bytes:
        return b"".join(self.part(job, kind, number) or b"" for number in range(first, first + job.parts))

    def part(self, job: Job, kind: PartKind, number: int) -> bytes | None:
        sealed = self._work.do(lambda directory, _emit: directory.import_part(job.job_id, kind, number))
        return None if sealed is None else self._ring.decrypt(sealed)

    def _keep(self, job: Job, kind: PartKind, number: int, data: bytes) -> None:
        sealed = self._ring.encrypt(data)
        self._work.do(lambda directory, _emit: directory.keep_import_part(job, kind, number, sealed))
