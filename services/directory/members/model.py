"""Who belongs to a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.events.directory import Grant, LeaveOfAbsence, Locale, MemberKind, MemberStatus, Position, Role
from shared.failures import PermanentFailure

#: A leave is told for so long after its last day: the figures of a year past can still be made with it.
LEAVES_TOLD_FOR = timedelta(days=400)


class UnknownMember(LookupError):
    """Nobody has this member id."""


class ClosedUnit(PermanentFailure):
    """Nobody comes to a unit that is closed."""


class NoSuchZone(PermanentFailure):
    """No time zone has this name."""


class EmployeeNumberTaken(Exception):
    """Another member has this employee number."""


@dataclass(frozen=True)
class SealedContacts:
    """Contacts as they are kept: see contacts.py."""

    #: Opens to phone and email for this member only.
    token: str
    #: Which key sealed it.
    key: str
    #: Keyed hash of the phone to find the member by; None without a phone.
    phone_hash: str | None
    #: Which key hashed it.
    lookup: str


@dataclass(frozen=True)
class Member:
    member_id: str
    kind: MemberKind
    unit_id: str
    name: str
    locale: Locale
    #: Held at the member's own unit, and so for everything below it.
    roles: tuple[Role, ...]
    version: int
    #: The member chose the language: registering them again does not undo it.
    chose_locale: bool = False
    #: Roles held at other units.
    grants: tuple[Grant, ...] = ()
    positions: tuple[Position, ...] = ()
    status: MemberStatus = "active"
    joined_on: date | None = None
    #: Unique where given.
    employee_number: str | None = None
    #: Approved and not cancelled; none overlaps another.
    leaves: tuple[LeaveOfAbsence, ...] = ()
    contacts: SealedContacts | None = None
    #: When the member came to the present unit.
    since: datetime | None = None
    #: IANA; None: the district's.
    zone: str | None = None


@dataclass(frozen=True)
class Stay:
    """A time that a member was in a unit, with its path at the end of it."""

    member_id: str
    unit_id: str
    path: str
    #: None: the member was there when the directory began to keep this.
    since: datetime | None
    until: datetime
    #: Why it ended, such as ``transfer:<id>`` or ``registered``.
    cause: str


def tidy(
    roles: tuple[Role, ...], grants: tuple[Grant, ...], unit_id: str
) -> tuple[tuple[Role, ...], tuple[Grant, ...]]:
    """What is held at ``unit_id`` itself among the roles, the rest among the grants, each once and in order."""
    own = [*roles, *(grant.role for grant in grants if grant.unit_id == unit_id)]
    elsewhere = {(grant.unit_id, grant.role): grant for grant in grants if grant.unit_id != unit_id}
    return tuple(dict.fromkeys(own)), tuple(elsewhere.values())
