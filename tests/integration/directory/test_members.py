"""Members on the real broker and database: looked up, moved, away; and other services' copies follow."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet

from shared.events import compose
from shared.events.directory import Contacts, Grant
from shared.events.leave import LeaveDecided, LeaveNotPossible, LeaveRequested, RequestLeave
from shared.events.timers import CancelTimer, ScheduleTimer
from shared.events.transfers import DecideTransfer, RequestTransfer, TransferEnded, TransferNotPossible
from tests.support.actors import member as acting
from tests.support.district import CHECKINS, DIRECTORY, NOTIFICATIONS, SOURCE, District, member, unit
from tests.support.process import running, service, timekeeper
from tests.support.rpc import RemoteError, Rpc
from tests.support.waiting import eventually

UNITS = (unit("d", kind="district"), unit("a", "d"), unit("b", "d"))
PEOPLE = (
    member("m1", "a", contacts=Contacts(phone="138 1234 5678"), employee_number="7", positions=["organiser"]),
    member("sec-a", "a", roles=["secretary"]),
    member("sec-b", "d", grants=[Grant(role="secretary", unit_id="b")]),
)


def test_an_accepted_transfer_moves_the_member_everywhere(district: District) -> None:
    heard = district.vhost.listen(TransferEnded, TransferNotPossible)
    timers = district.vhost.listen(ScheduleTimer, CancelTimer)
    copy = district.databases.of("checkins").members
    with (
        running(service(DIRECTORY, district.environment), service(CHECKINS, district.environment)),
        Rpc(district.vhost.url) as rpc,
    ):
        district.vhost.send(*UNITS, *PEOPLE)
        eventually(lambda: len(rpc.call("directory", "members")["members"]) == 3)
        eventually(lambda: copy.find_one({"_id": "m1", "unit_path": "/d/a"}))
        asked = RequestTransfer(transfer_id="t1", member_id="m1", to_unit_id="b", reason="moved", actor_id="m1")
        district.vhost.send(compose(asked, source=SOURCE))
        (waiting,) = eventually(lambda: rpc.call("directory", "pending_for", member_id="sec-b")["transfers"])
        assert (waiting["transfer_id"], waiting["name"]) == ("t1", "Member m1")
        assert rpc.call("directory", "pending_for", member_id="sec-a")["transfers"] == []

        for actor in ("sec-a", "sec-b"):
            decided = DecideTransfer(transfer_id="t1", accepted=True, actor_id=actor)
            district.vhost.send(compose(decided, source=SOURCE))
        refused, ended = sorted((m.data for m in heard.expect(2)), key=lambda data: isinstance(data, TransferEnded))
        assert (refused.reason, refused.actor_id) == ("not-permitted", "sec-a")
        assert (ended.state, ended.told_ids) == ("accepted", ["sec-a"])
        eventually(lambda: copy.find_one({"_id": "m1", "unit_path": "/d/b"}), what="the check-ins' copy to follow")

        before, now = rpc.call("directory", "member_units", member_id="m1")
        assert (before["unit_id"], before["path"], before["cause"]) == ("a", "/d/a", "transfer:t1")
        assert (now["unit_id"], now["since"], now["until"]) == ("b", before["until"], None)
        (transfer,) = rpc.call("directory", "transfers_of", member_id="m1")
        assert (transfer["state"], transfer["ended_by"]) == ("accepted", "sec-b")
        again = rpc.call("directory", "cancel_transfer_now", by=acting("m1"), transfer_id="t1", actor_id="m1")
        assert again == {"refused": "over"}
        assert {type(m.data) for m in timers.expect(2)} == {ScheduleTimer, CancelTimer}


def test_leave_is_decided_and_contacts_are_found_masked_and_under_new_keys(district: District) -> None:
    heard = district.vhost.listen(LeaveRequested, LeaveDecided, LeaveNotPossible)
    with running(service(DIRECTORY, district.environment)), Rpc(district.vhost.url) as rpc:
        district.vhost.send(*UNITS, *PEOPLE)
        (found,) = eventually(lambda: rpc.call("directory", "members", wanted={"phone": "13812345678"})["members"])
        assert (found["member_id"], found["contacts"]["phone"]) == ("m1", "138****5678")
        assert "1381234" not in str(district.databases.of("directory").members.find_one({"_id": "m1"}))
        eventually(lambda: len(rpc.call("directory", "members")["members"]) == 3)
        for actor, may_see in (("m1", True), ("sec-a", True), ("sec-b", False)):
            if may_see:
                shown = rpc.call("directory", "contacts", by=acting(actor), member_id="m1")
                assert shown == {"phone": "+8613812345678", "email": None}
            else:
                with pytest.raises(RemoteError, match="Forbidden"):
                    rpc.call("directory", "contacts", by=acting(actor), member_id="m1")
        taken = {"member_id": "m2", "kind": "full", "unit_id": "a", "person": {"name": "M"}, "employee_number": "7"}
        answer = rpc.call("directory", "register_member_now", member=taken)
        assert answer == {"refused": "employee-number-taken", "changed": False}

        for leave_id in ("l1", "l2"):
            asked = {"leave_id": leave_id, "member_id": "m1", "reason": "sick", "actor_id": "m1"}
            days = {"first_day": found["since"][:10], "last_day": found["since"][:10]}
            district.vhost.send(compose(RequestLeave.model_validate(asked | days), source=SOURCE))
            heard.expect(1 if leave_id == "l1" else 2)
        assert [type(m.data) for m in heard.heard] == [LeaveRequested, LeaveNotPossible]
        (waiting,) = rpc.call("directory", "pending_for", member_id="sec-a")["leaves"]
        assert waiting["leave_id"] == "l1"
        decided = {"leave_id": "l1", "approved": True, "actor_id": "sec-a"}
        answer = rpc.call("directory", "decide_leave_now", by=acting("sec-a"), **decided)
        assert answer == {"refused": None}
        assert [each["leave_id"] for each in rpc.call("directory", "member", member_id="m1")["leaves"]] == ["l1"]
        assert rpc.call("directory", "leaves_of", member_id="m1")[0]["state"] == "approved"

    district.environment["ZHIXING_DATA_KEYS"] = ",".join(
        [Fernet.generate_key().decode(), district.environment["ZHIXING_DATA_KEYS"]]
    )
    with running(service(DIRECTORY, district.environment)), Rpc(district.vhost.url) as rpc:
        assert rpc.call("directory", "contacts_under_old_keys") == 1
        assert rpc.call("directory", "rotate_contact_keys") == {"renewed": 1, "unreadable": 0, "next": None}
        assert rpc.call("directory", "contacts_under_old_keys") == 0


def test_a_transfer_that_nobody_decides_expires_by_its_timer(district: District) -> None:
    heard = district.vhost.listen(TransferEnded)
    timers = district.databases.of("notifications").timers
    others = (service(target, district.environment) for target in (DIRECTORY, NOTIFICATIONS))
    with running(*others, timekeeper(district.environment)), Rpc(district.vhost.url) as rpc:
        district.vhost.send(*UNITS, *PEOPLE)
        eventually(lambda: len(rpc.call("directory", "members")["members"]) == 3)
        asked = RequestTransfer(transfer_id="t1", member_id="m1", to_unit_id="b", reason="moved", actor_id="m1")
        district.vhost.send(compose(asked, source=SOURCE))
        timer = eventually(lambda: timers.find_one({"_id": "directory:transfer:t1"}))
        (waiting,) = rpc.call("directory", "pending_for", member_id="sec-b")["transfers"]
        assert timer["due_at"] == datetime.fromisoformat(waiting["expires_at"])
        # A month goes by.
        timers.update_one({"_id": timer["_id"]}, {"$set": {"due_at": datetime.now(UTC)}})
        (ended,) = heard.expect(1)
        assert (ended.data.state, ended.data.actor_id) == ("expired", None)
        assert set(ended.data.told_ids) == {"sec-a", "sec-b"}
        assert rpc.call("directory", "pending_for", member_id="sec-b")["transfers"] == []
        assert rpc.call("directory", "member", member_id="m1")["unit_id"] == "a"
