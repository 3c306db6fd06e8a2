"""Who may do what about members, and who is asked to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from services.directory.members.model import Member
from services.directory.members.ports import Members
from shared.access.policy import is_within, may
from shared.events.directory import Role

SEE_MEMBERS = "see-members"
SEE_CONTACTS = "see-contacts"
DECIDE_TRANSFER = "decide-transfer"
DECIDE_LEAVE = "decide-leave"
RECORD_LEAVE = "record-leave"
ADMINISTER = "administer"

_EVERYONE: tuple[Role, ...] = ("member",)


def may_do(actor: Member, action: str, path: str, directory: Members) -> bool:
    """Whether the member may do ``action`` at the unit with ``path``, by a role at their own unit or elsewhere."""
    if actor.status == "left":
        return False
    return any(_allows(role, scope, action, path) for role, scope in _held(actor, directory))


def nearest(action: str, path: str, directory: Members, *, apart_from: Collection[str], day: date) -> list[Member]:
    """Who is asked to do ``action`` at the unit with ``path``: those who may and are there on ``day``, of the lowest
    unit from this one upwards that has any; where all who may are away, those of the lowest unit that has any."""
    away: list[Member] = []
    for unit_id in reversed(path.strip("/").split("/")):
        able = [
            holder
            for holder in directory.holders_at([unit_id])
            if holder.member_id not in apart_from and may_do(holder, action, path, directory)
        ]
        present = [holder for holder in able if is_there(holder, day)]
        if present:
            return present
        away = away or able
    return away


def is_there(member: Member, day: date) -> bool:
    on_leave = any(leave.first_day <= day <= leave.last_day for leave in member.leaves)
    return member.status == "active" and not on_leave


def above(member: Member, action: str, path: str, directory: Members) -> str:
    """The path of the unit at which ``action`` about this member of the unit with ``path`` is decided: that unit, or
    the one above all at which the member could decide themselves; at the top, the top."""
    scopes = [
        scope
        for role, scope in _held(member, directory)
        if is_within(path, scope) and _allows(role, scope, action, path)
    ]
    if not scopes:
        return path
    highest = min(scopes, key=len)
    return highest.rpartition("/")[0] or highest


def scopes(actor: Member, action: str, directory: Members) -> list[str]:
    """The paths of the units at which, and below which, the member may do ``action``."""
    if actor.status == "left":
        return []
    return [scope for role, scope in _held(actor, directory) if _allows(role, scope, action, scope)]


def _allows(role: Role, scope: str, action: str, path: str) -> bool:
    return may([role], scope, action, path)


def _held(member: Member, directory: Members) -> list[tuple[Role, str]]:
    """Each role with the path of the unit at which it is held; what is held at a unit that is not known is nothing."""
    own = directory.unit(member.unit_id)
    held = [(role, own.path) for role in (*member.roles, *_EVERYONE)] if own else []
    for grant in member.grants:
        unit = directory.unit(grant.unit_id)
        if unit is not None:
            held.append((grant.role, unit.path))
    return held
