"""What the volunteers service needs kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.volunteers.model import Activity, Hours, Member, Shift, SignUp
from shared.events import Event


@dataclass(frozen=True)
class Decision:
    """What was answered to a command, so that the same command gets the same answer."""

    command_id: str
    event: Event
    decided_at: datetime
    subject: str
    unit_path: str | None


@dataclass
class Changes:
    """What a batch of commands leaves behind, all of it in one transaction."""

    decisions: list[Decision] = field(default_factory=list)
    activities: dict[str, Activity] = field(default_factory=dict)
    #: By id, with the version that was read.
    shifts: dict[str, Shift] = field(default_factory=dict)
    secrets: dict[str, bytes] = field(default_factory=dict)
    #: By shift and member.
    sign_ups: dict[tuple[str, str], SignUp] = field(default_factory=dict)
    #: Members whose sign-ups were changed, with the version of their timetable that was read.
    timetables: dict[str, int] = field(default_factory=dict)
    hours: list[Hours] = field(default_factory=list)


class Volunteers(Protocol):
    def keep_unit(self, unit_id: str, path: str, version: int, at: datetime) -> None:
        """Keep the copy with the highest version. Shifts that are not over move with the unit ``at`` this time."""
        ...

    def unit_paths(self, ids: Collection[str]) -> Mapping[str, str]: ...
    def keep_member(self, member: Member) -> None:
        """Keep the copy with the highest version."""
        ...

    def members(self, ids: Collection[str]) -> Mapping[str, Member]: ...
    def decisions(self, command_ids: Collection[str]) -> Mapping[str, Decision]: ...
    def activities(self, ids: Collection[str]) -> Mapping[str, Activity]: ...
    def shifts(self, ids: Collection[str]) -> Mapping[str, Shift]: ...
    def secrets(self, shift_ids: Collection[str]) -> Mapping[str, bytes]: ...
    def timetables(self, member_ids: Collection[str]) -> Mapping[str, int]:
        """By member, the version of their sign-ups taken together; 0 when there are none yet."""
        ...

    def sign_ups_of(self, member_ids: Collection[str], shift_ids: Collection[str], since: datetime) -> Sequence[SignUp]:
        """Those of shifts that end after ``since`` or are named, cancelled ones too."""
        ...

    def sign_ups_for(self, shift_ids: Collection[str]) -> Sequence[SignUp]:
        """Those that hold."""
        ...

    def minutes(self, member_ids: Collection[str]) -> Mapping[str, int]:
        """By member, all the time they were credited."""
        ...

    def save(self, changes: Changes) -> None:
        """Raises Conflict when a shift or a timetable was changed by someone else since it was read."""
        ...
