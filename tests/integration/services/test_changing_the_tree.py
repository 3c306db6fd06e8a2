"""The tree changes in the directory, and the copies of the other services follow; on the real broker and database."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.events.checkins import CheckInRecorded
from shared.events.incidents import IncidentReported
from shared.events.units import UnitMoved, UnitsMerged
from tests.support.district import CHECKINS, DIRECTORY, NOTIFICATIONS, District, check_in, member, task, unit
from tests.support.incidents import INCIDENTS, report
from tests.support.process import running, service
from tests.support.rpc import Rpc
from tests.support.waiting import eventually

UNITS = (
    unit("d", kind="district"),
    unit("z1", "d", "zone"),
    unit("z2", "d", "zone"),
    unit("s", "z1", "school"),
    unit("b1", "s"),
    unit("b2", "s"),
)


def change(rpc: Rpc, command_type: str, **data: Any) -> str | None:
    answer = rpc.call("directory", "change_tree", command_type=f"directory.{command_type}.v1", data=data)
    return None if answer["refused"] is None else str(answer["refused"])


def test_a_school_moves_with_all_that_is_under_way_and_leaves_its_past_behind(district: District) -> None:
    checkins, incidents = district.databases.of("checkins"), district.databases.of("incidents")
    heard = district.vhost.listen(CheckInRecorded, IncidentReported)
    facts = district.vhost.listen(UnitMoved, UnitsMerged)
    names = (DIRECTORY, CHECKINS, INCIDENTS, NOTIFICATIONS)
    with running(*(service(name, district.environment) for name in names)), Rpc(district.vhost.url) as rpc:
        district.vhost.send(*UNITS)
        people = [member("m1", "b1"), member("m2", "b2"), member("reporter", "b1", roles=["reporter"])]
        district.vhost.send(*people, member("officer", "s", roles=["duty-officer"]), task("t1", "s"))
        eventually(lambda: rpc.call("checkins", "open_tasks", member_id="m1"))
        eventually(lambda: incidents.members.count_documents({}) == 4)
        eventually(lambda: incidents.units.count_documents({}) == len(UNITS))
        district.vhost.send(check_in("t1", "m1"), report())
        heard.expect(2)

        assert change(rpc, "move-unit", unit_id="s", parent_id="b1", reason="-") == "would-be-a-cycle"
        duties = [{"member_id": "officer", "deputy_ids": ["m2"]}]
        assert change(rpc, "set-duties", unit_id="s", duties=duties) is None
        assert change(rpc, "move-unit", unit_id="s", parent_id="z2", reason="zones drawn anew") is None
        (moved,) = facts.expect(1)
        assert isinstance(moved.data, UnitMoved)
        assert (moved.data.old_path, moved.data.new_path) == ("/d/z1/s", "/d/z2/s")

        for own in (checkins, incidents):
            eventually(lambda own=own: own.members.count_documents({"unit_path": {"$regex": "^/d/z2/s"}}) == 4)
            eventually(lambda own=own: own.units.count_documents({"path": {"$regex": "^/d/z2/s"}}) == 3)
        # What is under way goes along; what was recorded stays where it was.
        eventually(lambda: [task["state"] for task in rpc.call("checkins", "open_tasks", member_id="m2")] == ["open"])
        assert incidents.incidents.find_one({"_id": "i1"})["unit_path"] == "/d/z2/s/b1"
        assert checkins.check_ins.find_one({"member_id": "m1"})["unit_path"] == "/d/z1/s/b1"
        eventually(lambda: incidents.duties.find_one({"_id": "s", "version": 2}))
        eventually(lambda: district.databases.of("notifications").timers.find_one({"_id": "directory:follow:s"}))

        today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
        assert rpc.call("directory", "unit_on", unit_id="s", day=today)["path"] == "/d/z2/s"
        assert rpc.call("directory", "unit_on", unit_id="s", day="2000-01-01") is None
        assert [each["path"] for each in rpc.call("directory", "unit_history", unit_id="s")] == ["/d/z1/s", "/d/z2/s"]

        assert change(rpc, "merge-units", unit_ids=["b1"], into_id="b2", reason="too small") is None
        eventually(lambda: checkins.members.find_one({"_id": "m1", "unit_path": "/d/z2/s/b2"}))
        tree = {each["unit_id"]: each["members"] for each in rpc.call("directory", "tree", unit_id="s")}
        assert tree == {"s": 1, "b2": 3}
        assert [each["name"] for each in rpc.call("directory", "duties", unit_id="s")] == ["Member officer"]
