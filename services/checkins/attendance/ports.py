"""What roll calls need kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from services.checkins.ports import CheckIns


class Attendance(CheckIns, Protocol):
    def keep_absences(self, occurrence_id: str, absent: Mapping[str, str | None], actor_id: str, at: datetime) -> None:
        """By member the reason, in the secretary's words; the latest takes the place of the one before."""
        ...
