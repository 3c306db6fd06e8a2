"""A month of a unit as its secretary looks at it: what was planned, the figures, the policies with why."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, TypeAdapter

from services.console.access import Officer, Rpc
from services.console.units import UNITS, Unit, unit_at
from shared.access.policy import is_within
from shared.exports.gathering import KINDS, Question, awaited_of, last_day

#: Seconds; a whole district's policies take their time.
_LONG = 60.0
#: Of those who lack something, named on the page; the workbook names more.
NAMES_SHOWN = 30


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Session(_Answer):
    title: str
    kind: str
    unit_path: str
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    credit_minutes: int
    provisional: bool
    state: str


class Sums(_Answer):
    sessions: int
    expected: int
    done: int
    late: int
    made_up: int
    excused: int
    minutes: int
    participation: float | None

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
    #: What is there, of how much (None where it is a number of sessions), and what was asked: a share or a number.
    numerator: int
    denominator: int | None
    threshold: float
    needed: int
    by: str | None
    names: tuple[str, ...]
    unnamed: int

    @property
    def asked(self) -> str:
        return f"{self.threshold:g}" if self.metric == "sessions" else f"{self.threshold * 100:g} %"

    @property
    def value(self) -> str:
        return str(self.numerator) if self.denominator is None else f"{self.numerator} / {self.denominator}"


@dataclass(frozen=True)
class Month:
    key: str
    before: str
    after: str
    unit: Unit
    below: tuple[Unit, ...]
    sessions: tuple[Session, ...]
    sums: Sums
    #: None where the officer may not see who is missing.
    policies: tuple[Policy, ...] | None
    at: datetime


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
        units, sessions, sums = await asyncio.gather(
            self._ask("directory", "units", unit_path=path),
            self._ask("checkins", "planned", unit_path=path, **days),
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
                row["numerator"],
                row["denominator"],
                row["threshold"],
                row["needed"],
                row["by"],
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
