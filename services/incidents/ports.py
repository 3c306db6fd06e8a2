"""What the incidents service needs kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from services.incidents.model import Incident, Member, Unit
from shared.events.units import Duty


class Incidents(Protocol):
    def keep_unit(self, unit: Unit, version: int) -> None:
        """Keep the copy with the highest version. Incidents that are not closed move with the unit."""
        ...

    def keep_duties(self, unit_id: str, duties: Sequence[Duty], version: int) -> None:
        """Keep the list with the highest version."""
        ...

    def duties_of(self, unit_ids: Collection[str]) -> Mapping[str, Sequence[Duty]]:
        """By unit, the lists of duties that are not empty."""
        ...

    def unit(self, unit_id: str) -> Unit | None: ...
    def upwards(self, path: str) -> list[Unit]:
        """The unit with this path and those above it, the lowest first."""
        ...

    def keep_member(self, member: Member) -> None:
        """Keep the copy with the highest version."""
        ...

    def member(self, member_id: str) -> Member | None: ...
    def members_by_id(self, member_ids: Collection[str]) -> list[Member]: ...
    def members_at(self, unit_ids: Collection[str]) -> list[Member]: ...
    def next_number(self, year: int) -> str: ...
    def incident(self, incident_id: str) -> Incident | None: ...
    def add(self, incident: Incident) -> None: ...
    def save(self, incident: Incident) -> None:
        """Raises Conflict when the stored one is not the version before this."""
        ...


class Conflict(Exception):
    """Somebody else changed it meanwhile: try again."""
