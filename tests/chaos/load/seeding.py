"""The district of the load: what the directory would have told of it, put straight into the services' copies.

Real registrations are those of the district, of the unit of those who use the page, and of its members."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tests.chaos.telegram import Telegram
from tests.support.district import District

MEMBERS = 30
TASKS = 40
VOLUNTEERS = 20
#: The branch of those who use the page; it has one task.
PAGE_UNIT = "page"
#: The directory's path of the unit ``district``, and what lies below it in the copies.
TOP = "/district"
BRANCH = f"{TOP}/branch"

#: The first Telegram address of the volunteers.
_ADDRESSES = 10_001


def seed(district: District, telegram: Telegram) -> None:
    """Members m1..mN who check in and report, v1..vN who volunteer from Telegram, those who are in charge;
    each with a chat."""
    district.seed(MEMBERS, tasks=TASKS)
    numbered = [f"m{n}" for n in range(1, MEMBERS + 1)]
    volunteers = [f"v{n}" for n in range(1, VOLUNTEERS + 1)]
    in_charge = ["duty-branch", "duty-district", "boss"]
    _incidents(district, numbered)
    _volunteers(district, volunteers)
    addresses = {member_id: _ADDRESSES + number for number, member_id in enumerate(volunteers)}
    telegram.open(district, addresses)
    on_the_page = {member_id: f"chat-{member_id}" for member_id in (*numbered, *in_charge)}
    district.databases.of("bots").chats.insert_many(
        [{"_id": chat_id, "channel": "web"} for chat_id in on_the_page.values()]
    )
    _notifications(district, {"web": on_the_page, "telegram": telegram.chats})


def _incidents(district: District, reporters: Iterable[str]) -> None:
    own = district.databases.of("incidents")
    own.units.insert_many(
        [
            {"_id": "branch", "kind": "branch", "name": "Branch", "path": BRANCH},
            {"_id": "district", "kind": "district", "name": "District", "path": TOP},
        ]
    )
    own.members.insert_many(
        [
            *(_member(member_id, "branch", BRANCH, "reporter") for member_id in reporters),
            _member("duty-branch", "branch", BRANCH, "duty-officer"),
            _member("duty-district", "district", TOP, "duty-officer"),
        ]
    )


def _volunteers(district: District, members: Iterable[str]) -> None:
    own = district.databases.of("volunteers")
    own.units.insert_one({"_id": "branch", "path": BRANCH})
    own.members.insert_many(
        [
            *(_member(member_id, "branch", BRANCH, "member") for member_id in members),
            _member("boss", "branch", BRANCH, "secretary"),
        ]
    )


def _notifications(district: District, chats: dict[str, dict[str, str]]) -> None:
    own = district.databases.of("notifications")
    everybody = [member_id for of_members in chats.values() for member_id in of_members]
    own.members.insert_many(
        [{"_id": member_id, "locale": "zh-CN", "name": f"Member {member_id}", "version": 1} for member_id in everybody]
    )
    now = datetime.now(UTC)
    own.chats.insert_many(
        [
            {"_id": chat_id, "member_id": member_id, "channel": channel, "linked": True, "at": now}
            for channel, of_members in chats.items()
            for member_id, chat_id in of_members.items()
        ]
    )


def _member(member_id: str, unit_id: str, path: str, role: str) -> dict[str, Any]:
    return {"_id": member_id, "unit_id": unit_id, "unit_path": path, "roles": [role], "version": 1}
