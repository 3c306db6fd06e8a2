"""What the services say about policies and make-up limits, as far as the pages need it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from services.console.units import Unit
from shared.events.policies import MakeUpRule, Policy

Origin = Literal["shipped", "changed", "own"]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class TreeUnit(Unit):
    kind: str


class Known(_Answer):
    """A policy as it is now, one of ``checkins.policies_at``."""

    policy: Policy
    version: int
    changed_by: str | None
    #: As it is where nobody changed it; None for the district's own.
    shipped: Policy | None
    asked: bool

    @property
    def origin(self) -> Origin:
        if self.shipped is None:
            return "own"
        return "shipped" if is_same(self.policy, self.shipped) else "changed"


class PoliciesAt(_Answer):
    district_id: str
    policies: tuple[Known, ...]


class Days(_Answer):
    """Both are part of it."""

    first: date
    last: date


class Judged(_Answer):
    """An evaluation, in short."""

    state: str
    numerator: int
    denominator: int | None
    threshold: float
    window: Days


class UnitEffect(_Answer):
    """None where nothing was, or would have been, asked of the unit."""

    unit_path: str
    before: Judged | None
    after: Judged | None

    @property
    def states(self) -> tuple[str, str]:
        return (_state(self.before), _state(self.after))

    @property
    def differs(self) -> bool:
        return self.states[0] != self.states[1]


class Effect(_Answer):
    """What a change would have said of a window; see ``checkins.policy_effect``."""

    window: Days
    over: bool
    units: tuple[UnitEffect, ...]

    @cached_property
    def counts(self) -> list[tuple[str, int, int]]:
        """By state, the number of units before and after."""
        before, after = (Counter(each.states[side] for each in self.units) for side in (0, 1))
        order = ("met", "not-met", "can-still", "nothing-asked", "not-asked")
        return [(state, before[state], after[state]) for state in order if before[state] or after[state]]


class Answer(_Answer):
    """Of a change."""

    refused: str | None
    version: int
    changed_by: str | None


class Limits(_Answer):
    """What holds; by which unit's rule and of which kind that is, None for the settings."""

    unit_id: str | None
    kind: str | None
    rule: MakeUpRule


class SetLimits(_Answer):
    """What a unit set; a rule that it took back is None."""

    unit_id: str
    unit_path: str
    kind: str | None
    rule: MakeUpRule | None
    version: int
    changed_by: str | None


class LimitsAt(_Answer):
    """See ``checkins.make_up_rules``."""

    holds: Limits
    above: Limits
    set: tuple[SetLimits, ...]

    def of(self, unit_id: str) -> SetLimits | None:
        return next((each for each in self.set if each.unit_id == unit_id), None)


TREE = TypeAdapter(list[TreeUnit])


def is_same(one: Policy, other: Policy) -> bool:
    """In whatever order they name things."""
    same: bool = plain(one) == plain(other)
    return same


def plain(policy: Policy) -> Any:
    """A policy as JSON, with its lists in order."""
    return _ordered(policy.model_dump(mode="json"))


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _ordered(each) for name, each in value.items()}
    return sorted(value) if isinstance(value, list) else value


def _state(judged: Judged | None) -> str:
    return judged.state if judged else "not-asked"
