"""What make-ups need kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from services.checkins.attendance.ports import Attendance
from services.checkins.makeup.model import MakeUp
from shared.access.policy import Action


class MakeUps(Attendance, Protocol):
    def make_up(self, make_up_id: str) -> MakeUp | None: ...
    def keep_make_up(self, make_up: MakeUp) -> None: ...
    def make_ups_of(self, member_id: str, month: str) -> Sequence[MakeUp]:
        """A member's, for the tasks that closed in a month."""
        ...

    def deciders(self, unit_path: str, action: Action, apart_from: str) -> Sequence[str]:
        """The active members who may do something at a unit, of the nearest level above at which there are any."""
        ...
