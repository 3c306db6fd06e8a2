"""What the check-ins service needs kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from services.checkins.evidence.ports import EvidenceStore
from services.checkins.model import CheckIn, Home, Occurrence
from services.checkins.plans.expected import Listing
from shared.access.policy import Grant
from shared.events.directory import LeaveOfAbsence, MemberStatus


class AlreadyThere(Exception):
    """One of the check-ins was stored before."""


class CheckIns(EvidenceStore, Protocol):
    def unit_path(self, unit_id: str) -> str | None: ...
    def keep_unit(self, unit_id: str, path: str, version: int, closed: bool, at: datetime) -> None:
        """Keep the copy with the highest version. Tasks that are not over move with the unit ``at`` this time; those
        that are stay where they were."""
        ...

    def keep_member(
        self,
        member_id: str,
        unit_path: str,
        version: int,
        status: MemberStatus = "active",
        leaves: Sequence[LeaveOfAbsence] = (),
        grants: Sequence[Grant] = (),
        zone: str | None = None,
        *,
        at: datetime,
    ) -> None:
        """Keep the copy with the highest version, and where the member was before they moved ``at`` this time."""
        ...

    def keep_occurrence(self, occurrence: Occurrence) -> bool:
        """False when it was kept before, though it was cancelled since."""
        ...

    def occurrences(self, ids: Collection[str]) -> Mapping[str, Occurrence]: ...
    def listed(
        self, occurrences: Collection[Occurrence], member_ids: Collection[str]
    ) -> Mapping[tuple[str, str], Listing]:
        """By occurrence and member, who of the members is on the list of planned occurrences; of those that have not
        opened, who would be."""
        ...

    def withdrawn_occurrence(self, occurrence_id: str) -> Occurrence | None:
        """One that was cancelled."""
        ...

    def member_paths(self, ids: Collection[str]) -> Mapping[str, str]: ...
    def homes(self, ids: Collection[str]) -> Mapping[str, Home]:
        """Of those who have not left."""
        ...

    def homes_within(self, unit_path: str, limit: int) -> Mapping[str, Home]:
        """The same of so many members of a unit and those below it."""
        ...

    def away(self, ids: Collection[str], day: date) -> Collection[str]:
        """Those of the members of whom nothing is expected on a day of the unit's zone."""
        ...

    def check_ins(self, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], CheckIn]: ...
    def members_after(self, unit_path: str, after: tuple[str, str] | None, limit: int) -> list[tuple[str, str]]:
        """Unit path and id of the members of a unit and of all below it, in this order, after the one given."""
        ...

    def checked_in(self, occurrence_id: str, member_ids: Collection[str]) -> set[str]:
        """Those of the members who have checked in; nobody whose check-in was taken back."""
        ...

    def add(self, check_ins: Sequence[CheckIn]) -> None:
        """Store new check-ins. Raises AlreadyThere, and then nothing of the transaction can be kept."""
        ...


class Clock(Protocol):
    def now(self) -> datetime: ...
