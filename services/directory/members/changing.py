"""Single changes of a member: status, and roles given and taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from services.directory.members.model import Member, UnknownMember, tidy
from services.directory.members.ports import Members
from services.directory.members.telling import keep_and_tell
from services.directory.units.model import UnknownUnit
from shared.events.directory import Grant, MemberStatus

Emit = Callable[..., None]


def set_status(member_id: str, status: MemberStatus, directory: Members, emit: Emit) -> bool:
    """Whether that was a change. Raises UnknownMember."""
    before = _member(member_id, directory)
    return _change(before, without_holdings(replace(before, status=status)), directory, emit)


def grant(member_id: str, given: Grant, directory: Members, emit: Emit) -> bool:
    """Whether that was a change. Raises UnknownMember, UnknownUnit; HasLeft."""
    before = _member(member_id, directory)
    if directory.unit(given.unit_id) is None:
        raise UnknownUnit(given.unit_id)
    if before.status == "left":
        raise HasLeft(member_id)
    roles, grants = tidy(before.roles, (*before.grants, given), before.unit_id)
    return _change(before, replace(before, roles=roles, grants=grants), directory, emit)


def revoke(member_id: str, taken: Grant, directory: Members, emit: Emit) -> bool:
    """Whether that was a change. Raises UnknownMember."""
    before = _member(member_id, directory)
    at_home = taken.unit_id == before.unit_id
    roles = tuple(role for role in before.roles if not (at_home and role == taken.role))
    grants = tuple(each for each in before.grants if each != taken)
    return _change(before, replace(before, roles=roles, grants=grants), directory, emit)


class HasLeft(Exception):
    """Whoever left holds nothing."""


def without_holdings(member: Member) -> Member:
    """As they are kept: whoever left holds nothing any more, wherever a service looks."""
    return replace(member, roles=(), grants=(), positions=()) if member.status == "left" else member


def _change(before: Member, after: Member, directory: Members, emit: Emit) -> bool:
    if after == before:
        return False
    keep_and_tell(after, directory, emit, before=before)
    return True


def _member(member_id: str, directory: Members) -> Member:
    member = directory.member(member_id)
    if member is None:
        raise UnknownMember(member_id)
    return member
