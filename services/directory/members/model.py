"""Who belongs to a unit."""

from __future__ import annotations

from dataclasses import dataclass

from shared.events.directory import Locale, MemberKind, Role


class UnknownMember(LookupError):
    """Nobody has this member id."""


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
