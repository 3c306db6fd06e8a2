"""The directory's audit log on the real database: every change is in it, and whatever is done to it is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ops.cli import app
from ops.commands.audit_log import verified
from ops.rpc import Rpc
from ops.texts import text
from shared.events.directory import RegisterUnit
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.district import DIRECTORY, member, unit
from tests.support.process import running, service
from tests.support.rpc import Rpc as Asking
from tests.support.waiting import eventually


@pytest.fixture
def rpc(vhost: Vhost, environment: dict[str, str]) -> Iterator[Rpc]:
    with running(service(DIRECTORY, environment)), Rpc(vhost.url) as client:
        yield client


def command(*words: str, code: int = 0) -> str:
    """What ``zhixing`` says."""
    ran = CliRunner(env={"COLUMNS": "250"}).invoke(app, words)
    assert ran.exit_code == code, ran.output
    return ran.output


def test_every_change_stands_in_the_log_and_whatever_is_done_to_it_is_found(
    vhost: Vhost, databases: Databases, rpc: Rpc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
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
    with Asking(vhost.url) as web:
        linking = web.call("directory", "link_chat", chat_id="c1", channel="web", code=code)
        assert linking["outcome"] == "linked"
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
    monkeypatch.setenv("ZHIXING_AMQP_URL", vhost.url)
    kept = tmp_path / "checkpoint.json"
    shown = command("audit", "log", "--subject", "m1", "--json")
    assert [entry["subject"] for entry in json.loads(shown)] == ["c1", "m1"]
    assert "Member m0" in command("audit", "log")
    assert str(kept) in command("audit", "checkpoint", "--out", str(kept))
    whole = text("audit-log-whole", service="directory", checked=str(len(entries)), erased="0")
    assert whole in command("audit", "verify", "--checkpoint", str(kept))
    (last,) = own.audit_log.find({"_id": len(entries)})
    (third,) = own.audit_log.find({"_id": 3})

    own.audit_log.update_one({"_id": 3}, {"$set": {"actor": "nobody"}})
    assert [fault["seq"] for fault in verified(rpc, "directory", None)["faults"]] == [3]
    assert text("audit-fault-changed", service="directory", seq="3") in command("audit", "verify", code=1)
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
