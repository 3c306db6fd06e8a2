"""Sheets of members and units are worked through by the directory, portion by portion."""

from __future__ import annotations

from pydantic import Field

from shared.events.base import Command, Event, command, event
from shared.events.directory import Id


@command("directory.run-import.v1")
class RunImport(Command):
    """Do the next step of an import; each step asks for the one after it, so that a crash loses none."""

    job_id: str = Id
    #: 0 reads the file, then one for each portion of its rows, and the last makes the report.
    step: int = Field(ge=0)


@event("directory", "import.finished.v1")
class ImportFinished(Event):
    """An import ended. ``refused``: the file could not be used as a whole, and nothing of it was written."""

    job_id: str
    dry_run: bool
    refused: bool
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
