"""What make-ups need kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from services.checkins.attendance.ports import Attendance
from services.checkins.makeup.model import KeptRule, MakeUp
from shared.access.policy import Action


class RulesToRead(Protocol):
    def make_up_rules(self, unit_ids: Collection[str]) -> Sequence[KeptRule]:
        """Those that the units set themselves."""
        ...


class MakeUpRules(RulesToRead, Protocol):
    def path_of(self, unit_id: str) -> str | None: ...
    def keep_make_up_rule(self, kept: KeptRule) -> None:
        """Earlier versions stay to be read."""
        ...


class MakeUps(Attendance, MakeUpRules, Protocol):
    def make_up(self, make_up_id: str) -> MakeUp | None: ...
    def keep_make_up(self, make_up: MakeUp) -> None: ...
    def make_ups_of(self, member_id: str, month: str) -> Sequence[MakeUp]:
        """A member's, for the tasks that closed in a month."""
        ...

    def deciders(self, unit_path: str, action: Action, apart_from: str) -> Sequence[str]:
        """The active members who may do something at a unit, of the nearest level above at which there are any."""
        ...
