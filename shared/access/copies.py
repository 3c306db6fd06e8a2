"""The grants that a service keeps as its own copy, from what the directory tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.access.policy import Grant
from shared.events.directory import MemberRegistered, Role


def grants_of(told: MemberRegistered) -> tuple[Grant, ...]:
    """Each role with its place, and that they belong to their unit; nothing for somebody who left."""
    if told.status == "left":
        return ()
    elsewhere = (Grant(grant.role, grant.unit_path) for grant in told.grants)
    return tuple(dict.fromkeys((*held_at(told.unit_path, told.roles), *elsewhere)))


def held_at(unit_path: str, roles: Iterable[Role]) -> tuple[Grant, ...]:
    """The grants of somebody who belongs to a unit and holds their roles there."""
    return (Grant("member", unit_path), *(Grant(role, unit_path) for role in roles if role != "member"))


def rows(grants: Iterable[Grant]) -> list[dict[str, str]]:
    """As kept in a document."""
    return [{"role": grant.role, "path": grant.path} for grant in grants]


def grants_in(document: Mapping[str, Any]) -> tuple[Grant, ...]:
    """Of a member's document; one kept before grants were has ``unit_path``, and ``roles`` or nothing."""
    kept = document.get("grants")
    if kept is None:
        return held_at(document["unit_path"], document.get("roles", ()))
    return tuple(Grant(row["role"], row["path"]) for row in kept)
