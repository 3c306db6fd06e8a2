"""What each panel shows, asked of the services that know."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, TypeAdapter, ValidationError

from services.console.access import Access, NoAnswer, Officer, Rpc
from shared.aio.errors import RpcError
from shared.logging import get_logger

log = get_logger(__name__)

PANELS = ("participation", "incidents", "shifts")
#: Names listed under a unit; whoever needs more looks at the unit below.
NAMES_SHOWN = 60


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Taken(_Answer):
    """A line of checkins.participation."""

    unit_id: str
    unit_path: str
    expected: int
    done: int
    #: Named to those only who may see it.
    missing: list[str]
    missing_count: int


class Unit(_Answer):
    unit_id: str
    name: str
    path: str


class Incident(_Answer):
    number: str
    state: str
    category: str
    severity: int
    title: str
    unit_name: str
    reported_at: AwareDatetime
    #: Until when somebody is to acknowledge; None when no clock runs.
    due_at: AwareDatetime | None = None


class Shift(_Answer):
    title: str
    place: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    capacity: int
    taken: int


_TAKEN = TypeAdapter(list[Taken])
_UNITS = TypeAdapter(list[Unit])
_INCIDENTS = TypeAdapter(list[Incident])
_SHIFTS = TypeAdapter(list[Shift])


@dataclass(frozen=True)
class Part:
    """How far a unit is. ``own``: these are the members of the officer's unit itself, not of one below it."""

    unit_id: str
    name: str
    own: bool
    expected: int
    done: int
    missing: int
    names: tuple[str, ...] = ()

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return self.done * 100 // self.expected if self.expected else 0

    @property
    def unnamed(self) -> int:
        return self.missing - len(self.names)


@dataclass(frozen=True)
class Panel:
    """``answered`` is False when a service that it needs did not answer."""

    name: str
    at: datetime
    answered: bool = True
    rows: tuple[Any, ...] = ()
    total: Part | None = None
    names_shown: bool = False

    @property
    def title(self) -> str:
        """A key of the catalogue, as is ``away``."""
        return f"panel-{self.name}"

    @property
    def away(self) -> str:
        return f"away-{self.name}"


class Panels:
    def __init__(self, rpc: Rpc, access: Access, *, zone: str, patience: float) -> None:
        self._rpc = rpc
        self._access = access
        self._zone = ZoneInfo(zone)
        self._patience = patience
        self._readers = {"participation": self._participation, "incidents": self._incidents, "shifts": self._shifts}

    async def all(self, officer: Officer) -> Mapping[str, Panel]:
        found = await asyncio.gather(*(self.one(name, officer) for name in PANELS))
        return {panel.name: panel for panel in found}

    async def one(self, name: str, officer: Officer) -> Panel:
        """One of PANELS, whatever becomes of the services behind it."""
        try:
            return await self._readers[name](officer)
        except (RpcError, NoAnswer) as error:
            log.warning("console.no-answer", panel=name, error=type(error).__name__, detail=str(error)[:200])
        except ValidationError as error:
            log.error("console.answer-not-understood", panel=name, faults=error.error_count())
        return Panel(name, datetime.now(UTC), answered=False)

    async def _participation(self, officer: Officer) -> Panel:
        now = datetime.now(UTC)
        scope = officer.profile.unit_path
        today = now.astimezone(self._zone).date().isoformat()
        found, below = await asyncio.gather(
            self._ask("checkins", "participation", unit_path=scope, day=today),
            self._ask("directory", "units", unit_path=scope),
        )
        taken = _TAKEN.validate_python(found)
        units = {unit.unit_id: unit.name for unit in _UNITS.validate_python(below)}
        listed = {row.unit_id: row.missing[:NAMES_SHOWN] if officer.sees_missing else [] for row in taken}
        names = await self._access.names([member for some in listed.values() for member in some])
        parts = tuple(
            Part(
                row.unit_id,
                units.get(row.unit_id, row.unit_id),
                row.unit_path == scope and len(taken) > 1,
                row.expected,
                row.done,
                row.missing_count,
                tuple(names.get(member, member) for member in listed[row.unit_id]),
            )
            for row in taken
        )
        total = Part(
            officer.profile.unit_id,
            officer.profile.unit_name,
            False,
            sum(part.expected for part in parts),
            sum(part.done for part in parts),
            sum(part.missing for part in parts),
        )
        return Panel("participation", now, rows=parts, total=total, names_shown=officer.sees_missing)

    async def _incidents(self, officer: Officer) -> Panel:
        found = await self._ask("incidents", "open_within", member_id=officer.profile.member_id)
        return Panel("incidents", datetime.now(UTC), rows=tuple(_INCIDENTS.validate_python(found)))

    async def _shifts(self, officer: Officer) -> Panel:
        profile = officer.profile
        found = await self._ask("volunteers", "next_shifts", unit_id=profile.unit_id, member_id=profile.member_id)
        return Panel("shifts", datetime.now(UTC), rows=tuple(_SHIFTS.validate_python(found)))

    async def _ask(self, service: str, method: str, **kwargs: Any) -> Any:
        return await self._rpc.call(service, method, timeout=self._patience, **kwargs)
