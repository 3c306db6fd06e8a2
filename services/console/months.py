"""A month of a unit as its secretary looks at it: what was planned, the figures, the policies with why."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, TypeAdapter

from services.console.access import Officer, Rpc
from services.console.units import UNITS, Unit, unit_at
from shared.access.policy import is_within
from shared.exports.gathering import KINDS, Question, awaited_of, last_day
from shared.exports.wording import forecast, value

#: Seconds; a whole district's policies take their time.
_LONG = 60.0
#: Of those who lack something, named on the page; the workbook names more.
NAMES_SHOWN = 30
#: Of sessions: a district has more, its units have not.
SESSIONS_SHOWN = 100
#: Of changes after the month was closed.
CHANGES_SHOWN = 30
_COUNTED = ("expected", "done", "late", "made_up", "excused", "minutes")


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Session(_Answer):
    #: None for a task that was set by itself.
    plan_id: str | None
    title: str
    kind: str
    unit_path: str
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    credit_minutes: int
    provisional: bool
    state: str


class Adjustment(_Answer):
    """What was changed after the month was closed. The reason is a code, or what the secretary wrote."""

    at: AwareDatetime
    reason: str
    counts: dict[str, int]

    @property
    def changes(self) -> list[tuple[str, str]]:
        """By what is counted, with its sign."""
        return [(name, f"{self.counts[name]:+d}") for name in _COUNTED if self.counts.get(name)]


class AtClose(_Answer):
    expected: int
    done: int


class Sums(_Answer):
    sessions: int
    expected: int
    done: int
    late: int
    made_up: int
    excused: int
    minutes: int
    participation: float | None
    closed: bool = False
    #: As they were when the month was closed.
    at_close: AtClose | None = None
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def missing(self) -> int:
        return self.expected - self.done

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return self.done * 100 // self.expected if self.expected else 0


@dataclass(frozen=True)
class Policy:
    """One policy at one unit, with what explains it."""

    unit: str
    name: str
    source: str
    state: str
    metric: str
    #: What is there and what is asked; what would still make it, empty where nothing is lacking: in words.
    value: str
    forecast: str
    #: The days that it is judged by.
    first: str
    last: str
    names: tuple[str, ...]
    unnamed: int

    def is_of(self, month: str) -> bool:
        """Whether these are the days of a month such as 2026-11."""
        return self.first[:7] == self.last[:7] == month


@dataclass(frozen=True)
class Month:
    key: str
    before: str
    after: str
    unit: Unit
    below: tuple[Unit, ...]
    #: By path, of the unit and all below it.
    names: Mapping[str, str]
    sessions: tuple[Session, ...]
    sums: Sums
    #: None where the officer may not see who is missing.
    policies: tuple[Policy, ...] | None
    at: datetime

    def is_from_above(self, session: Session) -> bool:
        return not is_within(session.unit_path, self.unit.path)

    def below_at(self, session: Session) -> str:
        """The name of the unit below that a session is of; empty for the unit's own."""
        return self.names.get(session.unit_path, "") if session.unit_path != self.unit.path else ""


_SESSIONS = TypeAdapter(list[Session])


class Months:
    def __init__(self, rpc: Rpc, *, zone: str, patience: float) -> None:
        self._rpc = rpc
        self._zone = ZoneInfo(zone)
        self._patience = patience

    def this_month(self) -> str:
        return f"{datetime.now(self._zone):%Y-%m}"

    async def month(self, officer: Officer, path: str, key: str, locale: str) -> Month:
        """Raises ValueError for what is no month, NoSuchUnit, RpcError, and ValidationError."""
        last = last_day(key)
        first = last.replace(day=1)
        days = {"first": first.isoformat(), "last": last.isoformat()}
        units, tree, sessions, sums = await asyncio.gather(
            self._ask("directory", "units", unit_path=path),
            self._answer(Question("directory", "tree", {"unit_id": path.rpartition("/")[2], "closed": True})),
            self._ask("checkins", "planned", unit_path=path, **days, above=True),
            self._ask("checkins", "figures", unit_path=path, window=key),
        )
        known = UNITS.validate_python(units)
        own = unit_at(path, known)
        policies = await self._policies(own, key, locale) if officer.sees_missing else None
        return Month(
            key,
            _month(first - timedelta(days=1)),
            _month(last + timedelta(days=1)),
            own,
            tuple(unit for unit in known if unit.path != path),
            {unit.path: unit.name for unit in UNITS.validate_python(tree)},
            tuple(_SESSIONS.validate_python(sessions)),
            Sums.model_validate(sums),
            policies,
            datetime.now(UTC),
        )

    async def export(self, kind: str, unit_id: str, key: str) -> dict[str, Any]:
        """One of ``shared.exports.gathering.KINDS``. Raises RpcError."""
        return await awaited_of(KINDS[kind](unit_id, key), self._answer)

    async def _policies(self, unit: Unit, key: str, locale: str) -> tuple[Policy, ...]:
        """Of the unit and those directly below it."""
        found = await self.export("policies", unit.unit_id, key)
        depth = unit.path.count("/") + 1
        language = "en" if locale == "en" else "zh"
        return tuple(
            Policy(
                row["unit_name"],
                row["name"][language],
                row["source"][language],
                row["state"],
                row["metric"],
                value(row, locale),
                forecast(row, locale),
                row["window"]["first"],
                row["window"]["last"],
                tuple(row["missing_names"][:NAMES_SHOWN]),
                max(0, row["missing_count"] - NAMES_SHOWN),
            )
            for row in found["rows"]
            if row["unit_path"].count("/") <= depth
        )

    async def _answer(self, question: Question) -> Any:
        return await self._rpc.call(question.service, question.method, timeout=_LONG, **question.given)

    async def _ask(self, service: str, method: str, **given: Any) -> Any:
        return await self._rpc.call(service, method, timeout=self._patience, **given)


def within_own(officer: Officer, path: str) -> bool:
    """Whether a unit is the officer's own or below it; the services decide again."""
    return is_within(path, officer.profile.unit_path)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
