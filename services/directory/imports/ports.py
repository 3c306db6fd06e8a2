"""What imports need kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from services.directory.imports.jobs import Job, PartKind
from services.directory.members.model import Member
from services.directory.members.ports import Members
from services.directory.units.model import Unit


class Imports(Members, Protocol):
    def import_job(self, job_id: str) -> Job | None: ...
    def keep_import_job(self, job: Job) -> None: ...
    def import_part(self, job_id: str, kind: PartKind, number: int) -> bytes | None: ...
    def keep_import_part(self, job: Job, kind: PartKind, number: int, data: bytes) -> None: ...
    def all_units(self) -> list[Unit]: ...
    def members_known_by(
        self,
        ids: Collection[str],
        employee_numbers: Collection[str],
        phone_hashes: Collection[str],
        places: Collection[tuple[str, str]],
    ) -> list[Member]:
        """Those with one of these ids, employee numbers or phones, or with a unit and a name of ``places``."""
        ...

    def keep_members(self, members: Collection[Member]) -> None: ...
