"""A member is kept and told, as a whole and with the next version, whatever the change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from services.directory.members.model import Member
from services.directory.members.ports import Members
from services.directory.units.model import Unit, UnknownUnit
from shared.events.directory import MemberRegistered, PersonName

Emit = Callable[..., None]


def tell_again(member: Member, directory: Members, emit: Emit) -> Member:
    """Tell it as the next version though nothing of the member changed: the path of a unit did.

    Raises UnknownUnit.
    """
    kept = replace(member, version=member.version + 1)
    directory.keep_member(kept)
    tell_member(kept, directory, emit)
    return kept


def move_member(
    before: Member, to: Unit, *, cause: str, directory: Members, emit: Emit, now: datetime | None = None
) -> Member:
    """Put a member into another unit, and tell. Roles at the old unit fall away."""
    return tell_again(replace(before, unit_id=to.unit_id, roles=()), directory, emit)


def tell_member(member: Member, directory: Members, emit: Emit) -> None:
    """Raises UnknownUnit."""
    unit = directory.unit(member.unit_id)
    if unit is None:
        raise UnknownUnit(member.unit_id)
    emit(
        MemberRegistered(
            member_id=member.member_id,
            kind=member.kind,
            unit_id=unit.unit_id,
            unit_path=unit.path,
            person=PersonName(name=member.name),
            locale=member.locale,
            version=member.version,
            roles=list(member.roles),
        ),
        subject=member.member_id,
        unit_path=unit.path,
    )
