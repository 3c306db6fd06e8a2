"""What the incidents service needs kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from services.incidents.model import Incident, Member, Unit


class Incidents(Protocol):
    def keep_unit(self, unit: Unit, version: int) -> None:
        """Keep the copy with the highest version."""
        ...

    def unit(self, unit_id: str) -> Unit | None: ...
    def upwards(self, path: str) -> list[Unit]:
        """The unit with this path and those above it, the lowest first."""
        ...

    def keep_member(self, member: Member) -> None:
        """Keep the copy with the highest version."""
        ...

    def member(self, member_id: str) -> Member | None: ...
    def members_at(self, unit_ids: Collection[str]) -> list[Member]: ...
    def next_number(self, year: int) -> str: ...
    def incident(self, incident_id: str) -> Incident | None: ...
    def add(self, incident: Incident) -> None: ...
    def save(self, incident: Incident) -> None:
        """Raises Conflict when the stored one is not the version before this."""
        ...


class Conflict(Exception):
    """Somebody else changed it meanwhile: try again."""
