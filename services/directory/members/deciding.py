"""Who may do what about members, and who is asked to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from services.directory.members.model import Member
from services.directory.members.ports import Members
from shared.access.copies import held_at
from shared.access.policy import Action, Grant, held_by, is_within, may, may_own

SEE_MEMBERS: Action = "see-members"
SEE_CONTACTS: Action = "see-contacts"
REQUEST_TRANSFER: Action = "request-transfer"
DECIDE_TRANSFER: Action = "decide-transfer"
DECIDE_LEAVE: Action = "decide-leave"
RECORD_LEAVE: Action = "record-leave"
ADMINISTER: Action = "administer"


def may_do(actor: Member, action: Action, path: str, directory: Members) -> bool:
    """Whether the member may do ``action`` at the unit with ``path``, by a role at their own unit or elsewhere."""
    return may(_held(actor, directory), action, path)


def may_themselves(actor: Member, action: Action, directory: Members) -> bool:
    """Whether the member may do ``action`` about themselves."""
    return may_own(_held(actor, directory), action)


def nearest(action: Action, path: str, directory: Members, *, apart_from: Collection[str], day: date) -> list[Member]:
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


def above(member: Member, action: Action, path: str, directory: Members) -> str:
    """The path of the unit at which ``action`` about this member of the unit with ``path`` is decided: that unit, or
    the one above all at which the member could decide themselves; at the top, the top."""
    scopes = [scope for scope in held_by(_held(member, directory), action) if is_within(path, scope)]
    if not scopes:
        return path
    highest = min(scopes, key=len)
    return highest.rpartition("/")[0] or highest


def scopes(actor: Member, action: Action, directory: Members) -> list[str]:
    """The paths of the units at which, and below which, the member may do ``action``."""
    return held_by(_held(actor, directory), action)


def _held(member: Member, directory: Members) -> list[Grant]:
    """Each role with the path of the unit at which it is held; what is held at a unit that is not known is nothing,
    and so is what somebody held who left."""
    if member.status == "left":
        return []
    own = directory.unit(member.unit_id)
    held = list(held_at(own.path, member.roles)) if own else []
    for grant in member.grants:
        unit = directory.unit(grant.unit_id)
        if unit is not None:
            held.append(Grant(grant.role, unit.path))
    return held
