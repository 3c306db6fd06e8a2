"""A message: what it says, to which chat, and what became of it; and what members want to be told when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from shared.away import is_away
from shared.events.directory import Channel, LeaveOfAbsence, Locale, MemberStatus

#: waiting: not due yet. queued: on its way to the chat. The rest is how a message ends.
State = Literal["waiting", "queued", "sent", "failed", "suppressed"]
Lane = Literal["alert", "outcome", "shift", "reminder"]
#: Why a message that was due was not sent. blocked, unknown-chat: the chat refused an earlier one. expired: it did not
#: reach the chat in time. already-done: the member checked in while it waited. cancelled: the task was. not-active:
#: retired, left, not to be reached.
Suppression = Literal[
    "no-chat", "blocked", "unknown-chat", "unknown-member", "turned-off", "quiet-hours", "already-done", "closed",
    "expired", "on-leave", "not-active", "cancelled",
]  # fmt: skip


class UnknownChat(LookupError):
    """The chat is not in this service's copy (yet)."""


class UnknownMember(LookupError):
    """The member is not in this service's copy (yet)."""


class UnknownUnit(LookupError):
    """The unit is not in this service's copy (yet)."""


class NameOf(str):
    """A member's name, which knows whose it is: what it is put into can be found again by the member."""

    __slots__ = ("member_id",)
    member_id: str

    @classmethod
    def make(cls, name: str, member_id: str) -> NameOf:
        made = cls(name)
        made.member_id = member_id
        return made


@dataclass(frozen=True)
class Chat:
    chat_id: str
    channel: Channel
    member_id: str
    #: Why this chat cannot be written to until it is linked again, if so.
    barred: Literal["blocked", "unknown-chat"] | None = None


@dataclass(frozen=True)
class Wording:
    """A message of the catalogue ``services.notifications`` and its arguments; moments are told in the unit's zone."""

    key: str
    args: dict[str, str | int | datetime]

    def names(self, *, beside: str) -> tuple[str, ...]:
        """The members whom it names, beside the one that it is told to."""
        named = {arg.member_id for arg in self.args.values() if isinstance(arg, NameOf)}
        return tuple(sorted(named - {beside}))


@dataclass(frozen=True)
class Person:
    """What a message needs to know of a member. ``name`` is personal data."""

    member_id: str
    locale: Locale
    name: str
    status: MemberStatus = "active"
    leaves: tuple[LeaveOfAbsence, ...] = ()
    #: The time zone that they live by; None: the district's.
    zone: str | None = None

    def away(self, day: date) -> Literal["on-leave", "not-active"] | None:
        """Why nothing is expected of the member on a day of the unit's zone."""
        if self.status != "active":
            return "not-active"
        return "on-leave" if is_away(self.status, self.leaves, day) else None

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", NameOf.make(self.name, self.member_id))


@dataclass(frozen=True)
class Button:
    """A choice under a message: a label of the catalogue, and what pressing it sends back."""

    key: str
    data: str


@dataclass(frozen=True)
class ChatMessage:
    message_id: str
    chat: Chat
    locale: Locale
    key: str
    text: str
    #: The command whose outcome this is, if any.
    answers: str | None
    queued_at: datetime
    buttons: tuple[Button, ...] = ()
    lane: Lane = "outcome"
    #: When it was first due; None: when it was queued.
    planned_at: datetime | None = None
    #: Members beside the receiver whom the text names.
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """What is kept of a message, as far as it matters to what comes next."""

    state: State
    planned_at: datetime


@dataclass(frozen=True)
class Held:
    """A message that is due to a member and was not sent, or not yet."""

    message_id: str
    member_id: str
    key: str
    lane: Lane
    at: datetime
    state: Literal["waiting", "suppressed"]
    reason: Suppression | None = None
    chat: Chat | None = None
    #: When one that waits is to be looked at again.
    due_at: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """How many messages an event made due: what the books are kept against."""

    plan_id: str
    lane: Lane
    key: str
    count: int
    at: datetime


@dataclass(frozen=True)
class QuietHours:
    """When nobody is disturbed who did not ask for it.

    From ``starts`` (included) to ``ends`` (not included) of the day in a zone, over midnight where ``starts`` is the
    later one. Equal: never quiet. Moments that are asked about are aware; those that are answered are in UTC."""

    starts: time
    ends: time
    zone: str

    def hold(self, moment: datetime) -> bool:
        local = moment.astimezone(ZoneInfo(self.zone)).time()
        if self.starts <= self.ends:
            return self.starts <= local < self.ends
        return local >= self.starts or local < self.ends

    def next_decent(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours it lies in."""
        if not self.hold(moment):
            return moment.astimezone(UTC)
        return min(end for end in self._around(self.ends, moment) if end > moment and not self.hold(end))

    def last_decent(self, moment: datetime, margin: timedelta) -> datetime | None:
        """The moment itself, or ``margin`` before the quiet hours it lies in; None when it is quiet then too."""
        if not self.hold(moment):
            return moment.astimezone(UTC)
        before = max(start for start in self._around(self.starts, moment) if start <= moment) - margin
        return None if self.hold(before) else before

    def next_quiet(self, moment: datetime) -> datetime | None:
        """When quiet hours begin after this moment; None when there are none."""
        if self.starts == self.ends:
            return None
        return min(start for start in self._around(self.starts, moment) if start > moment)

    def _around(self, clock: time, moment: datetime) -> Iterator[datetime]:
        zone = ZoneInfo(self.zone)
        today = moment.astimezone(zone).date()
        for days in (-1, 0, 1, 2):
            # Where clocks are set back, an hour of the day comes twice.
            for fold in (0, 1):
                local = datetime.combine(today + timedelta(days=days), clock.replace(fold=fold), tzinfo=zone)
                yield local.astimezone(UTC)


@dataclass(frozen=True)
class Preferences:
    quiet: QuietHours
    study: bool = True
    shifts: bool = True

    def want(self, lane: Lane) -> bool:
        match lane:
            case "reminder":
                return self.study
            case "shift":
                return self.shifts
        return True
