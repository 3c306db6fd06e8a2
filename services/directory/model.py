"""The tree of units, the members in it, and what a role may do where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.events.directory import Channel, Locale, MemberKind, Role, UnitKind

LINK_CODE_LIFETIME = timedelta(minutes=15)
#: A chat may try this many codes within the window.
LINK_ATTEMPTS = 5
LINK_ATTEMPTS_WINDOW = timedelta(minutes=15)

LOGIN_CODE_DIGITS = 8
LOGIN_CODE_LIFETIME = timedelta(minutes=10)
#: A client may try this many wrong codes within the window. Several officers may share one address.
LOGIN_ATTEMPTS = 10
LOGIN_ATTEMPTS_WINDOW = timedelta(minutes=10)


class UnknownUnit(LookupError):
    """The unit is not registered (yet)."""


class UnknownMember(LookupError):
    """Nobody has this member id."""


class MayNotSeeFigures(Exception):
    """None of the member's roles may see figures, which is all that the console shows."""


@dataclass(frozen=True)
class Unit:
    unit_id: str
    kind: UnitKind
    name: str
    parent_id: str | None
    path: str


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


@dataclass(frozen=True)
class LinkCode:
    code: str
    member_id: str
    expires_at: datetime


@dataclass(frozen=True)
class LoginCode:
    """Lets a member into the console once. The code itself is not kept: ``digest`` stands for it."""

    digest: str
    member_id: str
    expires_at: datetime


@dataclass(frozen=True)
class Chat:
    chat_id: str
    channel: Channel
    member_id: str


#: What each role may do within its scope. Everything not named is refused.
ALLOWED: dict[Role, frozenset[str]] = {
    "member": frozenset({"check-in"}),
    "reporter": frozenset({"check-in", "report-incident"}),
    "school-admin": frozenset({"check-in", "report-incident", "see-figures"}),
    "secretary": frozenset({"check-in", "report-incident", "see-figures", "see-missing", "schedule-task"}),
    "duty-officer": frozenset({"check-in", "report-incident", "handle-incident", "see-figures"}),
    "district-admin": frozenset(
        {"check-in", "report-incident", "handle-incident", "see-figures", "see-missing", "schedule-task", "administer"}
    ),
    "auditor": frozenset({"see-figures", "see-missing"}),
    "ops": frozenset(),
}


def path_of(unit_id: str, parent: Unit | None) -> str:
    return f"{parent.path if parent else ''}/{unit_id}"


def is_within(path: str, scope: str) -> bool:
    """Whether a unit's path is the scope's or below it."""
    return path == scope or path.startswith(scope + "/")


def may(roles: Collection[Role], scope: str, action: str, path: str) -> bool:
    """Whether someone with these roles at ``scope`` may do ``action`` at the unit with ``path``."""
    return is_within(path, scope) and any(action in ALLOWED[role] for role in {*roles, "member"})
