"""One person on every real process: everything about them is exported, then erased everywhere, and figures stay."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from ops.cli import app
from ops.commands.audit_log import verified
from ops.people import collected, page, wait_for_answers
from ops.rpc import Rpc
from ops.texts import text
from shared.events import compose
from shared.events.directory import Contacts, PersonName, RegisterMember
from shared.events.incidents import Account, AcknowledgeIncident, ReportIncident
from shared.events.people import ERASED_NAME, ErasePerson
from shared.events.volunteers import SignUp
from tests.e2e.web.conftest import client, web_process
from tests.integration.volunteers.club import VOLUNTEERS, activity
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.district import CHECKINS, DIRECTORY, NOTIFICATIONS, SOURCE, check_in, task, unit
from tests.support.incidents import INCIDENTS
from tests.support.process import running, service
from tests.support.waiting import PATIENCE, eventually

NAME, PHONE, NOTE = "Xiulan Ouyang", "+8613812345678", "what I took away from it, in my words"
SERVICES = (DIRECTORY, CHECKINS, NOTIFICATIONS, INCIDENTS, VOLUNTEERS)


@pytest.fixture
def web_url(environment: dict[str, str]) -> Iterator[str]:
    web, url = web_process(environment)
    with running(*(service(target, environment) for target in SERVICES), web):
        yield url


def member(member_id: str, name: str, **fields: Any) -> Any:
    asked = RegisterMember(
        member_id=member_id, kind="full", unit_id="b", person=PersonName(name=name), locale="en", **fields
    )
    return compose(asked, source=SOURCE)


def link(http: httpx.Client, rpc: Rpc, member_id: str) -> str:
    code = rpc.call("directory", "issue_link_code", member_id=member_id)["code"]
    http.post("/api/messages", json={"id": str(uuid.uuid4()), "text": code}).raise_for_status()
    (chat,) = rpc.call("directory", "personal_data", member_id=member_id)["chat_ids"]
    return str(chat)


def said(http: httpx.Client) -> str:
    return str(http.get("/api/history").raise_for_status().json())


def dump(databases: Databases) -> str:
    """All that is stored anywhere, as text."""
    names = [name for name in databases.client.list_database_names() if name.startswith(databases.prefix + "_")]
    assert len(names) >= 6
    return "\n".join(
        f"{name}.{collection}: {document}"
        for name in names
        for collection in databases.client[name].list_collection_names()
        for document in databases.client[name][collection].find()
    )


def figures(databases: Databases) -> dict[str, Any]:
    checkins, volunteers, notifications = (databases.of(each) for each in ("checkins", "volunteers", "notifications"))
    return {
        "check-ins": [(row["_id"], row["credit_minutes"]) for row in checkins.check_ins.find()],
        # What was done; nothing more is asked of somebody who left.
        "years": [
            (row["_id"], fact["o"], fact.get("p"))
            for row in checkins.member_figures.find().sort("_id")
            for fact in row["facts"]
        ],
        "taken": [row["taken"] for row in volunteers.shifts.find().sort("_id")],
        "incidents": [(row["number"], row["state"], row["what"]) for row in databases.of("incidents").incidents.find()],
        "messages": sorted((row["lane"], row["key"], row["state"]) for row in notifications.messages.find()),
    }


def test_everything_about_a_person_is_exported_and_then_erased_everywhere(
    vhost: Vhost, databases: Databases, web_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bots = databases.of("bots")
    with Rpc(vhost.url) as rpc, client(web_url) as own, client(web_url) as others:
        vhost.send(unit("d", kind="district"))
        eventually(lambda: databases.of("volunteers").units.find_one({"_id": "d"}))
        vhost.send(unit("b", "d"))
        for name in ("checkins", "incidents", "volunteers"):
            eventually(lambda name=name: databases.of(name).units.find_one({"_id": "b"}))  # type: ignore[misc]
        contacts = Contacts(phone="138 1234 5678", email="xiulan@example.org")
        about = {"contacts": contacts, "employee_number": "E-4711", "roles": ["duty-officer"]}
        vhost.send(member("x", NAME, **about), member("boss", "Boss", roles=["secretary"]))
        for name in ("checkins", "incidents", "volunteers", "notifications"):
            members = databases.of(name).members
            eventually(lambda members=members: members.count_documents({}) == 2)  # type: ignore[misc]
        chat, boss_chat = link(own, rpc, "x"), link(others, rpc, "boss")
        eventually(lambda: databases.of("notifications").chats.count_documents({}) == 2)
        shift = ("s1", 36_000, 39_600, 5)
        vhost.send(task("t1", "b"), activity("a1", shift, unit="b"))
        eventually(
            lambda: databases.of("checkins").occurrences.find_one() and databases.of("volunteers").shifts.find_one()
        )
        databases.of("checkins").make_ups.insert_one({"_id": "u1", "member_id": "x", "reason": NOTE, "why": NOTE})
        for use in ("check-in", "incident"):
            bots["photos.files"].insert_one({"_id": f"{use}/image", "metadata": {"chat_id": chat, "use": use}})
            bots["photos.chunks"].insert_one({"files_id": f"{use}/image", "n": 0, "data": b""})
        account = Account(what="Smoke in the canteen", where="East canteen")
        incident = {"category": "facilities", "severity": 3, "account": account, "occurred_at": datetime.now(UTC)}
        vhost.send(
            check_in("t1", "x", note=NOTE, chat_id=chat),
            compose(SignUp(shift_id="s1", member_id="x", chat_id=chat), source=SOURCE),
            compose(ReportIncident(incident_id="i1", reporter_id="boss", **incident), source=SOURCE),
        )
        eventually(lambda: databases.of("incidents").incidents.find_one({"_id": "i1"}))
        vhost.send(compose(AcknowledgeIncident(incident_id="i1", actor_id="x", chat_id=chat), source=SOURCE))
        eventually(lambda: NAME in said(others), what="the reporter to be told who acknowledged")
        eventually(lambda: "East canteen" in said(own) and "t1" in said(own), what="the officer to be told")
        messages = databases.of("notifications").messages
        # Published, signed up, checked in; the incident's receipt and alert; acknowledged, to each of the two.
        eventually(lambda: messages.count_documents({"state": "sent"}) == messages.count_documents({}) == 7)
        # Of each fact there: "a", that it was asked, and "p", that it was done.
        facts = databases.of("checkins").member_figures
        counted = {"boss": [True, False], "x": [True, True]}
        eventually(
            lambda: (
                counted
                == {row["member_id"]: [part in fact for part in "ap"] for row in facts.find() for fact in row["facts"]}
            ),
            what="what was asked and done to be counted",
        )
        before = figures(databases)

        export = collected(rpc, "x")
        held = export["held"]
        assert held["directory"]["contacts"] == [{"phone": PHONE, "email": "xiulan@example.org"}]
        assert held["directory"]["member"][0]["employee_number"] == "E-4711"
        assert any(entry["after"].get("name") == NAME for entry in held["directory"]["audit_log"] if entry["after"])
        assert [row["note"] for row in held["checkins"]["check_ins"]] == [NOTE]
        assert [row["reason"] for row in held["checkins"]["make_ups"]] == [NOTE]
        assert [row["_id"] for row in held["bots"]["check_in_photos"]] == ["check-in/image"]
        assert [row["member_id"] for row in held["volunteers"]["sign_ups"]] == ["x"]
        assert [row["_id"] for row in held["incidents"]["moves"]] == ["i1"]
        assert any("East canteen" in row["text"] for row in held["notifications"]["messages"])
        assert [row["_id"] for row in held["bots"]["chats"]] == [chat]
        assert held["bots"]["conversations"]
        assert held["bots"]["history"]
        assert held["bots"]["named_in"]
        shown = page(export)
        assert NAME in shown
        assert PHONE in shown
        assert NOTE in shown
        assert "<script" not in shown

        command = compose(ErasePerson(member_id="x", reason="request 12"), source=SOURCE)
        vhost.send(command)
        state = wait_for_answers(rpc, command, "x", PATIENCE)
        assert state is not None
        assert state["missing"] == []
        monkeypatch.setenv("ZHIXING_AMQP_URL", vhost.url)
        again = CliRunner().invoke(app, ["people", "erase", "x", "--reason", "request 12", "--yes"])
        assert again.exit_code == 0, again.output
        assert text("erase-complete", member="x") in again.output
        files = [str(tmp_path / name) for name in ("x.html", "x.json")]
        written = CliRunner().invoke(app, ["people", "export", "x", "--html", files[0], "--json", files[1]])
        assert written.exit_code == 0, written.output
        assert NAME not in (tmp_path / "x.html").read_text() + (tmp_path / "x.json").read_text()
        assert set(state["answers"]) == {"directory", "checkins", "notifications", "incidents", "volunteers", "web"}

        eventually(lambda: databases.of("notifications").members.find_one({"_id": "x"})["name"] == ERASED_NAME)  # type: ignore[index]
        eventually(
            lambda: all(databases.of(name).outbox.count_documents({}) == 0 for name in ("directory", "checkins"))
        )
        left = dump(databases)
        for trace in (NAME, "13812345678", "xiulan@example.org", "E-4711", NOTE):
            assert trace not in left
        assert bots.history.count_documents({"chat_id": chat}) == 0
        assert bots.chats.count_documents({"_id": chat}) == bots.conversations.count_documents({"_id": chat}) == 0
        assert NAME not in said(others)
        assert [row["_id"] for row in bots["photos.files"].find()] == ["incident/image"]
        assert [row["files_id"] for row in bots["photos.chunks"].find()] == ["incident/image"]
        assert bots.chats.find_one({"_id": boss_chat})
        assert figures(databases) == before

        left_over = collected(rpc, "x")["held"]
        assert (left_over["directory"]["contacts"], left_over["directory"]["chats"]) == ([], [])
        assert left_over["directory"]["member"][0]["status"] == "left"
        assert [row["note"] for row in left_over["checkins"]["check_ins"]] == [None]
        assert not any(left_over["bots"].values())
        whole = verified(rpc, "directory", None)
        assert whole["faults"] == []
        assert whole["erased"] > 0
