"""A member is kept and told, as a whole and with the next version, whatever the change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from services.directory.members.model import LEAVES_TOLD_FOR, Member, Stay, tidy
from services.directory.members.ports import Members
from services.directory.units.model import Unit, UnknownUnit
from shared.events.directory import Grant, GrantAt, MemberRegistered, PersonName

Emit = Callable[..., None]


def keep_and_tell(
    member: Member, directory: Members, emit: Emit, *, before: Member | None, now: datetime | None = None
) -> Member:
    """Keep ``member`` and tell it; its version is that of ``before``, plus one where they differ.

    Raises UnknownUnit where the member's unit, or one that a grant is for, is not registered.
    """
    version = before.version if before else 0
    if before is None or member != replace(before, version=member.version):
        version += 1
    kept = replace(member, version=version)
    if kept != before:
        directory.keep_member(kept)
    tell_member(kept, directory, emit, now=now)
    return kept


def tell_again(member: Member, directory: Members, emit: Emit) -> Member:
    """Tell it as the next version though nothing of the member changed: the path of a unit did.

    Raises UnknownUnit.
    """
    kept = replace(member, version=member.version + 1)
    directory.keep_member(kept)
    tell_member(kept, directory, emit)
    return kept


def tell_member(member: Member, directory: Members, emit: Emit, *, now: datetime | None = None) -> None:
    """Raises UnknownUnit."""
    unit = _unit(member.unit_id, directory)
    at_home = [GrantAt(role=role, unit_id=unit.unit_id, unit_path=unit.path) for role in member.roles]
    recent = (now or datetime.now(UTC)).date() - LEAVES_TOLD_FOR
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
            grants=at_home + [grant_at(grant, directory) for grant in member.grants],
            positions=list(member.positions),
            status=member.status,
            zone=member.zone,
            leaves=[leave for leave in member.leaves if leave.last_day >= recent],
        ),
        subject=member.member_id,
        unit_path=unit.path,
    )


def move_member(
    before: Member, to: Unit, *, cause: str, directory: Members, emit: Emit, now: datetime | None = None
) -> Member:
    """Put a member into another unit, keep where they were, and tell.

    Roles and positions at the old unit fall away; grants at other units stay. ``cause`` is why, such as
    ``transfer:<id>``. Raises UnknownUnit.
    """
    moment = now or datetime.now(UTC)
    leave_unit(before, to.unit_id, cause=cause, directory=directory, now=moment)
    roles, grants = tidy((), before.grants, to.unit_id)
    member = replace(before, unit_id=to.unit_id, roles=roles, grants=grants, positions=(), since=moment)
    return keep_and_tell(member, directory, emit, before=before, now=moment)


def leave_unit(before: Member, to_unit_id: str, *, cause: str, directory: Members, now: datetime) -> None:
    """Keep that the member was in the unit until now, and let what waits there follow. Raises UnknownUnit."""
    left = _unit(before.unit_id, directory)
    directory.leaves_follow(before.member_id, to_unit_id)
    directory.keep_stay(Stay(before.member_id, left.unit_id, left.path, before.since, now, cause))


def grant_at(grant: Grant, directory: Members) -> GrantAt:
    return GrantAt(role=grant.role, unit_id=grant.unit_id, unit_path=_unit(grant.unit_id, directory).path)


def _unit(unit_id: str, directory: Members) -> Unit:
    unit = directory.unit(unit_id)
    if unit is None:
        raise UnknownUnit(unit_id)
    return unit
