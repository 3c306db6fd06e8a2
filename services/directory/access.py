"""Which place a command or a question is about, and what members may do by what the directory holds."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.directory.members.model import UnknownMember
from services.directory.units.model import UnknownUnit
from shared.access import consultation
from shared.access.asker import Asker
from shared.access.copies import held_at
from shared.access.policy import EVERYWHERE, Action, Grant
from shared.events.base import Command
from shared.events.directory import RegisterMember, RegisterUnit
from shared.events.units import SetDuties

Document = dict[str, Any]


def grants_of_member(database: Database[Document], member_id: str) -> tuple[Grant, ...] | None:
    """By roles, grants and status as they are kept; None for somebody unknown."""
    member = database.members.find_one({"_id": member_id})
    if member is None:
        return None
    if member.get("status") == "left":
        return ()
    elsewhere = [(row["role"], row["unit_id"]) for row in member.get("grants", ())]
    ids = {member["unit_id"], *(unit_id for _, unit_id in elsewhere)}
    paths = {row["_id"]: row["path"] for row in database.units.find({"_id": {"$in": list(ids)}}, {"path": 1})}
    if member["unit_id"] not in paths:
        raise UnknownUnit(member["unit_id"])
    own = held_at(paths[member["unit_id"]], member["roles"])
    return (*own, *(Grant(role, paths[unit_id]) for role, unit_id in elsewhere if unit_id in paths))


class Places:
    """Paths of what is named by id, for the policy."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def of_unit(self, unit_id: str | None) -> str:
        """None is the top of the tree. Raises UnknownUnit."""
        if unit_id is None:
            return self.top()
        unit = self._db.units.find_one({"_id": unit_id}, {"path": 1})
        if unit is None:
            raise UnknownUnit(unit_id)
        return str(unit["path"])

    def top(self) -> str:
        """The path of the district; of several, or none, everything."""
        tops = list(self._db.units.find({"parent_id": None}, {"path": 1}).limit(2))
        return str(tops[0]["path"]) if len(tops) == 1 else EVERYWHERE

    def of_member(self, member_id: str) -> str:
        """Raises UnknownMember, UnknownUnit."""
        member = self._db.members.find_one({"_id": member_id}, {"unit_id": 1})
        if member is None:
            raise UnknownMember(member_id)
        return self.of_unit(member["unit_id"])

    def grants(self, member_id: str) -> tuple[Grant, ...]:
        """Raises UnknownMember."""
        found = grants_of_member(self._db, member_id)
        if found is None:
            raise UnknownMember(member_id)
        return found

    def registering_unit(self, asked: RegisterUnit, asker: Asker) -> None:
        """Raises Forbidden; UnknownUnit while the parent is not registered."""
        known = self._db.units.find_one({"_id": asked.unit_id}, {"path": 1})
        if known is not None:
            asker.require("change-tree", known["path"])
        if asked.parent_id is not None:
            asker.require("change-tree", self.of_unit(asked.parent_id))
        elif known is None:
            asker.require("change-tree", f"/{asked.unit_id}")

    def changing_tree(self, asked: Command, asker: Asker) -> None:
        """Every unit that the command names; of those unknown there is nothing to change. Raises Forbidden."""
        if isinstance(asked, RegisterUnit):
            self.registering_unit(asked, asker)
            return
        action: Action = "set-duties" if isinstance(asked, SetDuties) else "change-tree"
        fields = vars(asked)
        named = {fields.get(name) for name in ("unit_id", "parent_id", "into_id")} | set(fields.get("unit_ids", ()))
        paths = [row["path"] for row in self._db.units.find({"_id": {"$in": sorted(filter(None, named))}}, {"path": 1})]
        if not paths:
            consultation.nothing_to_decide()
        for path in paths:
            asker.require(action, path)

    def registering_member(self, asked: RegisterMember, asker: Asker) -> None:
        """Where the member is and where they come to; and whoever changes roles administers the units they are held
        at: nobody makes themselves more than they are. Raises Forbidden; UnknownUnit while one is not registered."""
        place = self.of_unit(asked.unit_id)
        asker.require("register-members", place)
        known = self._db.members.find_one({"_id": asked.member_id})
        before = known or {"roles": [], "grants": []}
        if known is not None and known["unit_id"] != asked.unit_id:
            asker.require("register-members", self.of_unit(known["unit_id"]))
            if known["roles"]:
                # Roles are held at the member's own unit, and come along.
                asker.require("administer", place)
        if asked.roles is not None and set(asked.roles) != set(before["roles"]):
            asker.require("administer", place)
        if asked.grants is not None:
            held = {(row["role"], row["unit_id"]) for row in before.get("grants", ())}
            for _role, unit_id in held ^ {(grant.role, grant.unit_id) for grant in asked.grants}:
                asker.require("administer", self.of_unit(unit_id))
