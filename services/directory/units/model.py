"""The tree of units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from shared.events.directory import UnitKind, UnitStatus

#: From the top of the tree down. Levels may be left out, and never stand the other way round.
_LEVELS: tuple[UnitKind, ...] = ("district", "zone", "school", "branch", "group")


class UnknownUnit(LookupError):
    """The unit is not registered (yet)."""


class TreeRefused(Exception):
    """The tree cannot be changed like this. ``reason`` is a code of ``tree-change.refused``."""

    def __init__(self, unit_id: str, reason: str) -> None:
        super().__init__(f"{unit_id}: {reason}")
        self.unit_id = unit_id
        self.reason = reason


@dataclass(frozen=True)
class Unit:
    unit_id: str
    kind: UnitKind
    name: str
    parent_id: str | None
    path: str
    #: The users' own number; unique where given.
    code: str | None = None
    status: UnitStatus = "active"
    opened_on: date | None = None
    closed_on: date | None = None
    #: Where its members went when it was closed by a merge.
    merged_into: str | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.status == "active"


@dataclass(frozen=True)
class Entry:
    """What a unit was from one change to the next. Times in UTC; ``valid_from`` None: since before this was kept."""

    unit: Unit
    valid_from: datetime | None
    #: None: still so.
    valid_until: datetime | None
    #: What began it, such as ``directory.move-unit``.
    cause: str


@dataclass(frozen=True)
class When:
    """The moment of a change, in UTC to the millisecond as MongoDB keeps it, and its day in the units' zone."""

    now: datetime
    today: date

    @classmethod
    def at(cls, moment: datetime, zone: ZoneInfo) -> When:
        whole = moment.astimezone(UTC)
        return cls(whole.replace(microsecond=whole.microsecond // 1000 * 1000), moment.astimezone(zone).date())


def path_of(unit_id: str, parent: Unit | None) -> str:
    return f"{parent.path if parent else ''}/{unit_id}"


def fits(kind: UnitKind, parent: UnitKind | None) -> bool:
    """Whether a unit of one kind may stand below one of the other; a district is always at the top."""
    if parent is None:
        return True
    return _LEVELS.index(kind) > _LEVELS.index(parent)


def put_below(unit: Unit, old: str, new: str) -> Unit:
    """The unit after the one with the path ``old``, itself or above it, got the path ``new``."""
    return replace(unit, path=new + unit.path[len(old) :])
