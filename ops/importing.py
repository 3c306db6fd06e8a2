"""Sheets to the directory and back, over its RPC."""

from __future__ import annotations

import base64
import hashlib
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ops.rpc import Rpc
from ops.texts import Problem, locale

PART_BYTES = 1024 * 1024
#: Seconds for one question; the directory may be busy with the very import.
_PATIENCE = 30
_PAUSE = 0.1
#: Seconds without any progress after which it is not worth while to wait: no step takes as long.
STANDS_STILL = 300

Progress = Callable[[dict[str, Any]], None]


@dataclass
class Import:
    """A file on its way. ``status`` is the directory's; see services/directory/imports/entrypoints.py."""

    rpc: Rpc
    job_id: str
    status: dict[str, Any]

    @classmethod
    def send(
        cls,
        rpc: Rpc,
        data: bytes,
        name: str,
        *,
        only: str | None = None,
        dry_run: bool = False,
        job_id: str | None = None,
        spoken: str | None = None,
    ) -> Import:
        """Hand the file over; the directory works on it from then on, whatever becomes of us. Raises Problem."""
        own = job_id or str(uuid.uuid4())
        status = rpc.call(
            "directory",
            "begin_import",
            timeout=_PATIENCE,
            job_id=own,
            name=name,
            only=only,
            dry_run=dry_run,
            locale=spoken or locale(),
        )
        parts = [data[start : start + PART_BYTES] for start in range(0, len(data), PART_BYTES)]
        if status["state"] == "receiving":
            for number, part in enumerate(parts):
                encoded = base64.b64encode(part).decode("ascii")
                rpc.call("directory", "import_part", timeout=_PATIENCE, job_id=own, number=number, data=encoded)
            status = rpc.call("directory", "start_import", timeout=_PATIENCE, job_id=own, parts=len(parts))
        return cls(rpc, own, status)

    def wait(self, progress: Progress | None = None, *, timeout: float = 3600, written: bool = False) -> dict[str, Any]:
        """The status once the import ended; with ``written`` once every row is decided, before the report is made.
        Raises Problem when that is not so within ``timeout`` seconds, or nothing happens for ``STANDS_STILL``."""
        moved = time.monotonic()
        deadline = moved + timeout
        over = ("reporting", "done", "refused") if written else ("done", "refused")
        while self.status["state"] not in over:
            if time.monotonic() > deadline:
                raise Problem("import-takes-long", job=self.job_id)
            if time.monotonic() > moved + STANDS_STILL:
                raise Problem("import-stands-still", job=self.job_id)
            time.sleep(_PAUSE)
            before = self.status
            self.status = self.rpc.call("directory", "import_status", timeout=_PATIENCE, job_id=self.job_id)
            if self.status != before:
                moved = time.monotonic()
            if progress:
                progress(self.status)
        return self.status

    def found(self) -> dict[str, Any]:
        """Sheets, columns, and remarks on the file."""
        head = self.rpc.call("directory", "import_report", timeout=_PATIENCE, job_id=self.job_id, number=0)
        return head or {"tables": [], "remarks": []}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every row with its outcome and remarks."""
        for number in range(1, self.status["portions"] + 1):
            yield from (
                self.rpc.call("directory", "import_report", timeout=_PATIENCE, job_id=self.job_id, number=number) or []
            )

    def workbook(self) -> bytes:
        """The file with the outcome beside each row and faulty cells marked; empty where none could be made."""
        parts: list[bytes] = []
        while part := self.rpc.call(
            "directory", "import_workbook", timeout=_PATIENCE, job_id=self.job_id, number=len(parts)
        ):
            parts.append(base64.b64decode(part))
        return b"".join(parts)


def job_id_of(*contents: bytes) -> str:
    """An id by which the same file is handed over once only."""
    return hashlib.sha256(b"\n".join(contents)).hexdigest()[:40]


def export_sheet(rpc: Rpc, unit_id: str, *, form: str, contacts: bool, spoken: str | None = None) -> bytes:
    """Raises Problem."""
    encoded = rpc.call(
        "directory",
        "export_sheet",
        timeout=120,
        unit_id=unit_id,
        form=form,
        locale=spoken or locale(),
        contacts=contacts,
    )
    return base64.b64decode(encoded)
