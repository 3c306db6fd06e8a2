"""What corrections need kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from services.checkins.model import CheckIn
from services.checkins.ports import CheckIns


class Corrections(CheckIns, Protocol):
    def replace_check_in(self, before: CheckIn, after: CheckIn) -> None:
        """Put the next version of a check-in in its place, and the one before among the earlier versions."""
        ...

    def earlier_versions(self, occurrence_id: str, member_id: str) -> Sequence[CheckIn]:
        """The first one first."""
        ...
