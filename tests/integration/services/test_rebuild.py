"""Copies that were wrecked are made anew from the directory, while it goes on telling what changes."""

from __future__ import annotations

from typing import Any

from ops.commands.rebuild import rebuilt
from ops.rpc import Rpc
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.district import CHECKINS, DIRECTORY, NOTIFICATIONS, member, unit
from tests.support.process import running, service
from tests.support.rpc import Rpc as Asking
from tests.support.waiting import eventually

MEMBERS = 230


def test_wrecked_copies_equal_the_directory_again_though_events_stream_in(
    vhost: Vhost, databases: Databases, environment: dict[str, str]
) -> None:
    directory, checkins, notifications = (databases.of(name) for name in ("directory", "checkins", "notifications"))

    def told() -> dict[str, Any]:
        paths = {row["_id"]: row["path"] for row in directory.units.find()}
        return {
            "units": paths,
            "members": {row["_id"]: (row["version"], paths[row["unit_id"]]) for row in directory.members.find()},
            "names": {row["_id"]: (row["version"], row["name"]) for row in directory.members.find()},
            "chats": {row["_id"]: row["member_id"] for row in directory.chats.find()},
        }

    def copied() -> dict[str, Any]:
        return {
            "units": {row["_id"]: row["path"] for row in checkins.units.find()},
            "members": {row["_id"]: (row["version"], row["unit_path"]) for row in checkins.members.find()},
            "names": {row["_id"]: (row["version"], row["name"]) for row in notifications.members.find()},
            "chats": {row["_id"]: row["member_id"] for row in notifications.chats.find({"linked": True})},
        }

    targets = (DIRECTORY, CHECKINS, NOTIFICATIONS)
    with running(*(service(target, environment) for target in targets)), Rpc(vhost.url) as rpc:
        vhost.send(unit("d", kind="district"))
        eventually(lambda: directory.units.find_one({"_id": "d"}))
        vhost.send(unit("a", "d"), unit("b", "d"))
        eventually(lambda: directory.units.count_documents({}) == 3)
        directory.members.insert_many(
            [
                {
                    **{"_id": f"m{number:03d}", "kind": "full", "unit_id": "a", "name": f"Member m{number:03d}"},
                    **{"locale": "zh-CN", "roles": [], "version": 1},
                }
                for number in range(MEMBERS)
            ]
        )
        for number in (1, 2):
            code = rpc.call("directory", "issue_link_code", member_id=f"m00{number}")["code"]
            with Asking(vhost.url) as web:
                web.call("directory", "link_chat", chat_id=f"c{number}", channel="web", code=code)
        eventually(lambda: copied()["chats"] == told()["chats"] and copied()["units"] == told()["units"])
        assert rebuilt(rpc, "checkins")["members"] == {"kept": MEMBERS, "removed": 0}

        checkins.units.update_one({"_id": "a"}, {"$set": {"path": "/elsewhere"}})
        checkins.members.delete_many({"_id": {"$lt": "m050"}})
        checkins.members.update_many({"_id": {"$gt": "m150"}}, {"$set": {"unit_path": "/elsewhere"}})
        checkins.members.insert_many(
            [{"_id": f"{name}", "unit_path": "/d", "version": 9} for name in ("a-stranger", "m100x", "zz")]
        )
        notifications.chats.delete_one({"_id": "c1"})
        notifications.chats.update_one({"_id": "c2"}, {"$set": {"linked": False}})
        known = {"channel": "web", "member_id": "m003", "linked": True}
        notifications.chats.insert_one({"_id": "c3", **known, "at": directory.chats.find_one()["linked_at"]})  # type: ignore[index]

        moving = [member(f"m{number:03d}", "b") for number in range(0, MEMBERS, 6)]
        vhost.send(*moving[:20])
        figures = rebuilt(rpc, "checkins")
        vhost.send(*moving[20:], member("new", "b"))
        assert figures["members"]["removed"] == 3
        assert rebuilt(rpc, "notifications")["chats"] == {"kept": 2, "removed": 1}
        eventually(lambda: directory.members.count_documents({"unit_id": "b"}) == len(moving) + 1)
        eventually(lambda: copied() == told(), what="the copies to equal the directory")
