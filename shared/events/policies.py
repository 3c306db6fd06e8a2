"""Policies: what is asked of units in a month or a year, and how far make-ups go, as data."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.events.base import Command, Event, Payload, command, event
from shared.events.directory import Id, Position, UnitKind
from shared.events.plans import StudyKind, Subject

Metric = Literal[
    # How many sessions the unit held.
    "sessions",
    # Check-ins per expected check-in.
    "participation",
    # Minutes that match the filter, of all minutes that members earned.
    "minutes-share",
    # Of the members (with one of the positions), how many checked in to one session at least.
    "member-coverage",
    # Of the units below of the kind named, how many held one session at least.
    "unit-coverage",
]
WindowKind = Literal["month", "quarter", "year"]
PolicyRefusal = Literal["unknown-district", "conflict", "needs-a-filter", "not-a-share"]
MakeUpRuleRefusal = Literal["unknown-unit", "conflict"]

#: Days after a task closed; the list of what can be made up reaches back so far.
MOST_MAKE_UP_DAYS = 60


class Text(Payload):
    """In both languages."""

    zh: str = Field(min_length=1, max_length=300)
    en: str = Field(min_length=1, max_length=300)

    def of(self, locale: str) -> str:
        return self.en if locale == "en" else self.zh


class Filter(Payload):
    """Which sessions count; an empty list asks for nothing."""

    kinds: list[StudyKind] = Field(default_factory=list)
    subjects: list[Subject] = Field(default_factory=list)
    #: Sessions with at least so many credit minutes.
    least_minutes: int = Field(default=0, ge=0, le=24 * 60)
    #: Members who hold one of these positions now, whatever they held when the session was.
    positions: list[Position] = Field(default_factory=list)


class Policy(Payload):
    policy_id: str = Id
    name: Text
    metric: Metric
    filter: Filter = Filter()
    window: WindowKind
    #: At least so much: a number of sessions, or a share from 0 to 1.
    threshold: float = Field(ge=0, le=1000)
    #: Kinds of units that it is asked of.
    applies_to: list[UnitKind] = Field(min_length=1)
    #: Of ``unit-coverage``: the kind of unit that is counted.
    covered: UnitKind = "branch"
    #: Where it is written.
    source: Text
    enabled: bool = True


@command("checkins.set-policy.v1")
class SetPolicy(Command):
    """Set a policy of a district; version 0 is the one that is shipped, or none."""

    district_id: str = Id
    policy: Policy
    #: The version that was shown to who asks.
    version: int = Field(ge=0)
    actor_id: str | None = None


@event("checkins", "policy.set.v1")
class PolicySet(Event):
    district_id: str
    policy: Policy
    version: int
    actor_id: str | None = None


@event("checkins", "policy.refused.v1")
class PolicyRefused(Event):
    """An answer to ``checkins.set-policy.v1``; nothing changed."""

    command_id: str
    district_id: str
    policy_id: str
    reason: PolicyRefusal
    #: Of a conflict: the version that is there now, and who made it.
    version: int | None = None
    changed_by: str | None = None
    actor_id: str | None = None


class MakeUpRule(Payload):
    """How far make-ups go at a unit and below it, unless a unit below has a rule of its own."""

    #: A make-up can be asked for until so many days after a task closed; 0: not at all.
    ask_within_days: int = Field(ge=0, le=MOST_MAKE_UP_DAYS)
    #: A request expires so many days after it was made.
    decide_within_days: int = Field(ge=1, le=60)
    #: Requests that a member may make for the tasks of one month.
    per_month: int = Field(ge=0, le=100)


@command("checkins.set-make-up-rule.v1")
class SetMakeUpRule(Command):
    """Set a unit's rule; it holds for requests that are made from then on."""

    unit_id: str = Id
    #: None: the unit has none of its own any more, and what holds above it holds.
    rule: MakeUpRule | None
    #: The version that was shown to who asks; 0 where the unit never had one.
    version: int = Field(ge=0)
    actor_id: str | None = None


@event("checkins", "make-up-rule.set.v1")
class MakeUpRuleSet(Event):
    unit_id: str
    rule: MakeUpRule | None
    version: int
    actor_id: str | None = None


@event("checkins", "make-up-rule.refused.v1")
class MakeUpRuleRefused(Event):
    """An answer to ``checkins.set-make-up-rule.v1``; nothing changed."""

    command_id: str
    unit_id: str
    reason: MakeUpRuleRefusal
    #: Of a conflict: the version that is there now, and who made it.
    version: int | None = None
    changed_by: str | None = None
    actor_id: str | None = None
