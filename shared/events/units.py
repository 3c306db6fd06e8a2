"""How the tree of units changes. Each unit and member that a change touches is also told by its own new state
(``unit.registered``, ``member.registered``); these say what happened, for people and for the record."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Command, Event, Payload, command, event
from shared.events.directory import Id, UnitKind

Reason = Field(min_length=1, max_length=500)


class Duty(Payload):
    """One step of a responsibility chain: who is told, and who instead while they are away."""

    member_id: str = Id
    deputy_ids: list[str] = Field(default_factory=list, max_length=5)
    #: Both days are part of it, in the unit's zone; None is open.
    valid_from: date | None = None
    valid_until: date | None = None


class NewUnit(Payload):
    """A unit that a split makes beside the one that is split."""

    unit_id: str = Id
    kind: UnitKind
    name: str = Field(min_length=1, max_length=120)
    code: str | None = Field(default=None, min_length=1, max_length=40)
    #: Members of the old unit who go there; those named nowhere stay.
    member_ids: list[str]


@command("directory.move-unit.v1")
class MoveUnit(Command):
    """Put a unit, with everything below it, under another parent."""

    unit_id: str = Id
    parent_id: str = Id
    reason: str = Reason


@command("directory.merge-units.v1")
class MergeUnits(Command):
    """Close units of one kind; their members and subunits go to ``into_id``. Past figures stay where they were."""

    unit_ids: list[str] = Field(min_length=1, max_length=50)
    into_id: str = Id
    reason: str = Reason


@command("directory.split-unit.v1")
class SplitUnit(Command):
    """Make new units beside ``unit_id`` and let members move there. Past figures stay where they were."""

    unit_id: str = Id
    parts: list[NewUnit] = Field(min_length=1, max_length=50)
    reason: str = Reason


@command("directory.close-unit.v1")
class CloseUnit(Command):
    """Close a unit that nobody belongs to any more (who has left does not) and that has no open subunits."""

    unit_id: str = Id
    reason: str = Reason


@command("directory.set-duties.v1")
class SetDuties(Command):
    """Set the responsibility chain of a unit: who is told first, who next. Empty: the unit has no chain of its own."""

    unit_id: str = Id
    duties: list[Duty] = Field(max_length=20)


@command("directory.retell-members.v1")
class RetellMembers(Command):
    """The directory to itself: the path of a unit has changed, so tell everybody at it or below it again, and whoever
    holds a role there; a portion at a time, by member id."""

    unit_id: str = Id
    after: str = ""
    #: Only those who came to these units since, however many: a second look.
    arrived_since: AwareDatetime | None = None


@command("directory.resettle-members.v1")
class ResettleMembers(Command):
    """The directory to itself: members go from one unit to another; without names everybody there, a portion at a
    time."""

    from_id: str = Id
    to_id: str = Id
    member_ids: list[str] | None = Field(default=None, max_length=500)
    cause: Literal["merge", "split"]


@event("directory", "unit.moved.v1")
class UnitMoved(Event):
    unit_id: str
    old_path: str
    new_path: str
    reason: str


@event("directory", "units.merged.v1")
class UnitsMerged(Event):
    unit_ids: list[str]
    into_id: str
    into_path: str
    reason: str


@event("directory", "unit.split.v1")
class UnitSplit(Event):
    unit_id: str
    part_ids: list[str]
    reason: str


@event("directory", "unit.closed.v1")
class UnitClosed(Event):
    unit_id: str
    path: str
    reason: str


@event("directory", "duties.set.v1")
class DutiesSet(Event):
    """The whole chain of a unit, for copies."""

    unit_id: str
    unit_path: str
    duties: list[Duty]
    #: Grows by one with each change of the chain; a copy keeps the highest.
    version: int


@event("directory", "tree-change.refused.v1")
class TreeChangeRefused(Event):
    """``reason`` is a code with a sentence in the catalogues: unknown-unit, unknown-member, would-be-a-cycle,
    other-parent, wrong-kind, code-taken, id-taken, member-twice, still-has-members, still-has-units, is-closed,
    ends-before-it-begins, not-permitted."""

    command_id: str
    command_type: str
    unit_id: str
    reason: str
    actor_id: str | None = None
