"""An import as a job: received in parts, read, worked through in portions, reported."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from services.directory.imports.model import Profile

State = Literal["receiving", "reading", "working", "reporting", "done", "refused"]
#: What a job keeps beside itself: the file, its rows, what was found in it, the units that a rehearsal would make,
#: the rows of the report, the marked workbook.
PartKind = Literal["file", "head", "rows", "planned", "result", "workbook"]

PART_BYTES = 1024 * 1024


class UnknownJob(LookupError):
    """There is no import with this id, or it is too old."""


class JobStarted(Exception):
    """The import was started already; its file cannot change any more."""


class BadPart(ValueError):
    """A part of a file that is too large, or not where it could be."""


@dataclass(frozen=True)
class Job:
    job_id: str
    name: str
    only: Profile | None
    dry_run: bool
    locale: str
    state: State
    expires_at: datetime
    asked_by: str | None = None
    #: Of the file.
    parts: int = 0
    rows: int = 0
    portions: int = 0
    #: Rows that are decided.
    done: int = 0
    #: By outcome.
    counts: dict[str, int] = field(default_factory=dict)
    #: Code and arguments of the sentence that says why the file cannot be used.
    refused: tuple[str, dict[str, str]] | None = None

    @property
    def ended(self) -> bool:
        return self.state in ("done", "refused")

    def status(self) -> dict[str, Any]:
        return {
            "job_id": self.job_id,
            "name": self.name,
            "dry_run": self.dry_run,
            "state": self.state,
            "rows": self.rows,
            "portions": self.portions,
            "done": self.done,
            **{outcome: self.counts.get(outcome, 0) for outcome in ("create", "update", "unchanged", "skip")},
        }
