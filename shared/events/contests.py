"""Contests: units or teams collect points over a period, by rules that are data.

Boards are of groups. A member stands on a board only where the organiser offers that and the member asked for it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Command, Event, Payload, command, event
from shared.events.directory import Id, PersonName
from shared.events.plans import StudyKind

#: What points are given for: a check-in, one that was on time, minutes of credit, a note that the branch may read.
PointSource = Literal["check-in", "on-time", "minutes", "shared-note"]
Ranking = Literal["total", "per-member"]
ContestRefusal = Literal[
    "unknown-unit",
    "unknown-contest",
    "ends-before-it-begins",
    "begins-in-the-past",
    "has-begun",
    "is-cancelled",
    "has-ended",
    "conflict",
    "no-such-group",
    "group-twice",
    "no-individuals",
    "not-taking-part",
]


class Rule(Payload):
    source: PointSource
    #: So many points for each ``per``: check-ins, notes, or minutes.
    points: int = Field(ge=1, le=1000)
    per: int = Field(default=1, ge=1, le=10_000)
    #: Of check-ins: at tasks of these kinds only; an empty list asks for nothing.
    kinds: list[StudyKind] = Field(default_factory=list)
    #: A member gets no more from this rule on one day, and in the whole period.
    most_a_day: int | None = Field(default=None, ge=1, le=100_000)
    most: int | None = Field(default=None, ge=1, le=1_000_000)


class Group(Payload):
    """A unit with all below it, or a team. Whoever is in several units is in the lowest of them."""

    group_id: str = Id
    name: str = Field(min_length=1, max_length=120)
    #: None for a team.
    unit_id: str | None = None
    member_ids: list[str] = Field(default_factory=list, max_length=500)


class Contest(Payload):
    contest_id: str = Id
    title: str = Field(min_length=1, max_length=120)
    #: Held for this unit and all below it.
    unit_id: str = Id
    first_day: date
    last_day: date
    groups: list[Group] = Field(min_length=1, max_length=1000)
    rules: list[Rule] = Field(min_length=1, max_length=20)
    ranking: Ranking = "total"
    #: Whether members may ask to stand on a board of their own.
    individuals: bool = False


@command("checkins.hold-contest.v1")
class HoldContest(Command):
    """Announce a contest, or change one that has not begun."""

    contest: Contest
    #: The version that was shown to who asks; 0 for a new one.
    version: int = Field(default=0, ge=0)
    actor_id: str | None = None


@command("checkins.cancel-contest.v1")
class CancelContest(Command):
    contest_id: str = Id
    version: int = Field(ge=1)
    actor_id: str | None = None


@command("checkins.show-on-board.v1")
class ShowOnBoard(Command):
    """A member asks to stand on the board of individuals by their name, or to be taken off."""

    contest_id: str = Id
    member_id: str = Id
    #: None: off the board.
    shown_as: PersonName | None = None
    chat_id: str | None = None


@command("checkins.end-contest.v1")
class EndContest(Command):
    """A timer's: the contest is over, and so is the time for late figures."""

    contest_id: str = Id


@event("checkins", "contest.set.v1")
class ContestSet(Event):
    """The whole state of a contest, told again with every change; a copy keeps the highest version."""

    contest: Contest
    unit_path: str
    version: int
    cancelled: bool = False
    actor_id: str | None = None


@event("checkins", "contest.refused.v1")
class ContestRefused(Event):
    """An answer to a command about contests; nothing changed."""

    command_id: str
    contest_id: str
    reason: ContestRefusal
    #: Of a conflict: the version that is there now.
    version: int | None = None
    actor_id: str | None = None


class GroupStanding(Payload):
    group_id: str
    name: str
    points: int
    #: Active members when the result was fixed.
    members: int
    #: Whoever has as many points has the same.
    rank: int


class PersonStanding(Payload):
    member_id: str
    person: PersonName
    points: int
    rank: int


@event("checkins", "contest.ended.v1")
class ContestEnded(Event):
    """The final result, told once. It stays whatever is corrected later."""

    contest_id: str
    title: str
    unit_id: str
    unit_path: str
    first_day: date
    last_day: date
    ranking: Ranking
    #: The first first.
    groups: list[GroupStanding]
    #: The board of individuals: those who asked to be shown, where the organiser offered it.
    individuals: list[PersonStanding]
    #: Who held it, or who may hold one there in their place, to be told.
    organiser_ids: list[str]
    ended_at: AwareDatetime


@event("checkins", "board.chosen.v1")
class BoardChosen(Event):
    contest_id: str
    member_id: str
    shown: bool
    chat_id: str | None = None
