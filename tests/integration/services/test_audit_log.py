"""The directory's audit log on the real database: every change is in it, and whatever is done to it is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ops.commands.audit_log import verified
from ops.rpc import Rpc
from shared.events.directory import RegisterUnit
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.district import DIRECTORY, member, unit
from tests.support.process import running, service
from tests.support.waiting import eventually


@pytest.fixture
def rpc(vhost: Vhost, environment: dict[str, str]) -> Iterator[Rpc]:
    with running(service(DIRECTORY, environment)), Rpc(vhost.url) as client:
        yield client


def test_every_change_stands_in_the_log_and_whatever_is_done_to_it_is_found(
    vhost: Vhost, databases: Databases, rpc: Rpc
) -> None:
    own = databases.of("directory")
    vhost.send(unit("d", kind="district"))
    eventually(lambda: own.units.find_one({"_id": "d"}))
    # At once: their transactions all want to write the next entry.
    commands = [member(f"m{number}", "d") for number in range(8)]
    vhost.send(*commands, *commands)
    eventually(lambda: own.members.count_documents({}) == 8)
    vhost.send(member("m0", "d", locale="en"))
    code = rpc.call("directory", "issue_link_code", member_id="m1")["code"]
    assert rpc.call("directory", "link_chat", chat_id="c1", channel="web", code=code)["outcome"] == "linked"
    eventually(lambda: own.members.find_one({"_id": "m0", "version": 2}))

    entries = rpc.call("directory", "audit_entries")
    assert [entry["seq"] for entry in entries] == list(range(len(entries), 0, -1))
    by_subject = {entry["subject"]: entry for entry in reversed(entries)}
    assert by_subject["d"]["action"] == RegisterUnit.type
    assert by_subject["d"]["before"] is None
    assert by_subject["m1"]["after"]["name"] == "Member m1"
    assert (by_subject["m0"]["before"]["locale"], by_subject["m0"]["after"]["locale"]) == ("zh-CN", "en")
    assert "name" not in by_subject["m0"]["after"], "what did not change is not put down"
    assert by_subject["c1"]["action"] == "directory.link_chat"
    assert rpc.call("directory", "audit_entries", subject="m1", kind="members") == [by_subject["m1"]]
    assert "Member m1" not in str(list(own.audit_log.find()))
    assert verified(rpc, "directory", None) == {"checked": len(entries), "erased": 0, "faults": []}

    checkpoint = rpc.call("directory", "audit_checkpoint")
    (last,) = own.audit_log.find({"_id": len(entries)})
    (third,) = own.audit_log.find({"_id": 3})

    own.audit_log.update_one({"_id": 3}, {"$set": {"actor": "nobody"}})
    assert [fault["seq"] for fault in verified(rpc, "directory", None)["faults"]] == [3]
    own.audit_log.replace_one({"_id": 3}, {**third, "added": 1})
    assert verified(rpc, "directory", None)["faults"][0] == {"seq": 3, "kind": "changed"}
    own.audit_log.delete_one({"_id": 3})
    assert verified(rpc, "directory", None)["faults"] == [{"seq": 3, "kind": "missing"}]
    own.audit_log.insert_one(third)
    (beside,) = own.audit_personal.find({"_id": 3})
    own.audit_personal.delete_one({"_id": 3})
    assert verified(rpc, "directory", None)["faults"] == [{"seq": 3, "kind": "personal-missing"}]
    own.audit_personal.insert_one(beside)
    own.audit_log.delete_one({"_id": last["_id"]})
    assert verified(rpc, "directory", None)["faults"] == [{"seq": last["_id"], "kind": "truncated"}]
    # Whoever sets the head back as well is found by the checkpoint only.
    own.audit_head.update_one({}, {"$set": {"seq": last["_id"] - 1, "hash": last["previous"]}})
    assert verified(rpc, "directory", None)["faults"] == []
    assert verified(rpc, "directory", checkpoint)["faults"] == [{"seq": last["_id"], "kind": "truncated"}]
