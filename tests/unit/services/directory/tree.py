"""A district with two schools of two branches, and people with roles in it."""

from __future__ import annotations

from typing import Any

from services.directory.members.model import Member
from services.directory.units.model import Unit
from tests.unit.services.directory.memory import MemoryDirectory

PATHS = {"d": "/d", "s": "/d/s", "a": "/d/s/a", "b": "/d/s/b", "t": "/d/t", "c": "/d/t/c"}


def tree() -> MemoryDirectory:
    directory = MemoryDirectory()
    for unit_id, path in PATHS.items():
        directory.keep_unit(Unit(unit_id, "branch", unit_id, path.split("/")[-2] or None, path))
    put(directory, "admin", "d", roles=("district-admin",))
    put(directory, "head", "s", roles=("secretary",))
    for unit_id in ("a", "b", "c"):
        put(directory, f"sec-{unit_id}", unit_id, roles=("secretary",))
        put(directory, f"m-{unit_id}", unit_id)
    return directory


def put(directory: MemoryDirectory, member_id: str, unit_id: str, **fields: Any) -> Member:
    member = Member(member_id, "full", unit_id, "Li Lei", "en", fields.pop("roles", ()), 1, **fields)
    directory.keep_member(member)
    return member
