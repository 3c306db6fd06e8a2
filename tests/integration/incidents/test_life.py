"""An incident's life on the real broker and database: what is recorded, refused, and told to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.events import Message, Payload
from shared.events.incidents import (
    IncidentAcknowledged,
    IncidentClosed,
    IncidentEscalated,
    IncidentMoveRefused,
    IncidentNoted,
    IncidentReported,
    IncidentReportRefused,
    IncidentResolved,
)
from shared.events.notifications import DeliverToWeb
from tests.fixtures.incident_texts import CANTEEN, CANTEEN_PHRASE
from tests.support.broker import Listener, Vhost
from tests.support.database import Databases
from tests.support.district import DIRECTORY, member, unit
from tests.support.incidents import (
    acknowledge,
    close,
    incidents,
    note,
    notifications,
    report,
    resolve,
    settle,
)
from tests.support.process import running, service
from tests.support.rpc import Rpc
from tests.support.waiting import eventually

#: Of the numbers.
ZONE = ZoneInfo("Asia/Shanghai")
EVENTS = (
    IncidentReported,
    IncidentReportRefused,
    IncidentAcknowledged,
    IncidentNoted,
    IncidentResolved,
    IncidentClosed,
    IncidentMoveRefused,
    IncidentEscalated,
)


@pytest.fixture
def services(vhost: Vhost, databases: Databases, environment: dict[str, str]) -> Iterator[None]:
    with running(incidents(environment), notifications(environment)):
        settle(vhost, databases)
        yield


def deliveries(heard: Listener, count: int) -> dict[str, DeliverToWeb]:
    """The next ``count`` messages, by chat."""
    heard.heard.clear()
    messages = [message.data for message in heard.expect(count)]
    assert all(isinstance(data, DeliverToWeb) for data in messages)
    found = {data.chat_id: data for data in messages if isinstance(data, DeliverToWeb)}
    assert len(found) == len(messages)
    return found


def latest(heard: Listener) -> Message[Payload]:
    heard.heard.clear()
    return heard.expect(1)[-1]


@pytest.mark.usefixtures("services")
def test_an_incident_is_reported_acknowledged_noted_resolved_and_closed_and_everyone_is_told(
    vhost: Vhost, databases: Databases
) -> None:
    events, chats = vhost.listen(*EVENTS), vhost.listen(DeliverToWeb)

    command = report()
    vhost.send(command)
    told = deliveries(chats, 2)
    reported = latest(events).data
    assert isinstance(reported, IncidentReported)
    assert reported.number == f"{command.time.astimezone(ZONE):%Y}-0001"
    assert reported.in_charge == ["branch-duty"]
    assert reported.clock is not None
    assert reported.clock.minutes == 30
    assert (reported.suggested.category, reported.suggested.severity) == ("food_safety", 3)
    receipt, alert = told["chat-reporter"], told["chat-branch-duty"]
    assert receipt.answers == command.id
    assert reported.number in receipt.text
    assert receipt.choices == []
    for part in (reported.number, "food safety", "East canteen", CANTEEN_PHRASE, "Reporter", "acknowledge by"):
        assert part in alert.text
    assert [choice.data for choice in alert.choices] == ["inc:acknowledge:i1"]

    vhost.send(acknowledge("branch-duty", id="a1"))
    told = deliveries(chats, 2)
    assert "acknowledged by Branch-Duty" in told["chat-reporter"].text
    assert told["chat-branch-duty"].answers == "a1"
    assert [choice.data for choice in told["chat-branch-duty"].choices] == ["inc:note:i1", "inc:resolve:i1"]
    acknowledged = latest(events)
    assert isinstance(acknowledged.data, IncidentAcknowledged)
    assert acknowledged.data.actor_id == "branch-duty"
    assert timedelta() <= acknowledged.data.at - reported.reported_at < timedelta(hours=1)

    vhost.send(note("branch-duty", "All are stable"))
    assert "All are stable" in deliveries(chats, 2)["chat-reporter"].text
    assert isinstance(latest(events).data, IncidentNoted)
    vhost.send(note("reporter", "Parents are informed"))
    assert set(deliveries(chats, 1)) == {"chat-reporter"}
    assert isinstance(latest(events).data, IncidentNoted)

    vhost.send(resolve("branch-duty", "Canteen closed, samples taken"))
    told = deliveries(chats, 2)
    assert "samples taken" in told["chat-reporter"].text
    assert [choice.data for choice in told["chat-branch-duty"].choices] == ["inc:close:i1"]
    assert isinstance(latest(events).data, IncidentResolved)

    vhost.send(close("branch-duty"))
    assert "closed by Branch-Duty" in deliveries(chats, 2)["chat-reporter"].text
    assert isinstance(latest(events).data, IncidentClosed)

    stored = databases.of("incidents").incidents.find_one({"_id": "i1"})
    assert stored["state"] == "closed"
    assert [done["move"] for done in stored["done"]] == ["acknowledge", "note", "note", "resolve", "close"]
    timers = databases.of("notifications").timers
    eventually(lambda: timers.find_one({"_id": "incidents:i1"})["state"] == "cancelled")


@pytest.mark.usefixtures("services")
def test_a_move_that_cannot_be_made_is_refused_with_its_reason_and_explained(vhost: Vhost) -> None:
    events, chats = (
        vhost.listen(IncidentReported, IncidentMoveRefused, IncidentReportRefused),
        vhost.listen(DeliverToWeb),
    )
    vhost.send(report(by="bystander", incident_id="i0"))
    assert getattr(latest(events).data, "reason", None) == "not-allowed"
    assert "may not report" in deliveries(chats, 1)["chat-bystander"].text
    vhost.send(report())
    assert isinstance(latest(events).data, IncidentReported)
    deliveries(chats, 2)
    for command, reason, words in (
        (report(id="again"), "already-reported", "no need to send it again"),
        (resolve("branch-duty"), "not-acknowledged", "not acknowledged yet"),
        (acknowledge("bystander"), "not-allowed", "may not handle"),
        (acknowledge("branch-duty", "nowhere"), "unknown-incident", "no such incident"),
    ):
        vhost.send(command)
        refused = latest(events).data
        assert getattr(refused, "reason", None) == reason
        (told,) = deliveries(chats, 1).values()
        assert words in told.text
        assert told.answers == command.id
        if reason == "not-allowed":
            assert isinstance(refused, IncidentMoveRefused)
            assert (refused.number, refused.state) == (None, None)

    vhost.send(acknowledge("district-duty"))
    assert set(deliveries(chats, 3)) == {"chat-district-duty", "chat-reporter", "chat-branch-duty"}
    vhost.send(acknowledge("branch-duty"))
    refused = latest(events).data
    assert isinstance(refused, IncidentMoveRefused)
    assert (refused.reason, refused.state, refused.by) == ("already-acknowledged", "acknowledged", "district-duty")
    assert "by District-Duty" in deliveries(chats, 1)["chat-branch-duty"].text


@pytest.mark.usefixtures("services")
def test_reports_of_the_same_moment_get_numbers_of_their_own_and_a_repeated_one_gets_its_own_again(
    vhost: Vhost, databases: Databases
) -> None:
    events = vhost.listen(IncidentReported)
    commands = [report(f"i{number}") for number in range(12)]
    vhost.send(*commands, *commands)
    eventually(lambda: databases.of("incidents").incidents.count_documents({}) == 12)
    numbers = {message.data.incident_id: message.data.number for message in events.expect(12)}  # type: ignore[attr-defined]
    year = commands[0].time.astimezone(ZONE).year
    assert sorted(numbers.values()) == [f"{year}-{index:04d}" for index in range(1, 13)]
    vhost.send(note("reporter", "last", "i0"))
    eventually(lambda: databases.of("incidents").incidents.find_one({"_id": "i0"})["done"])
    # What the sweeper tells again is the same event.
    assert len({message.id for message in events.drain()}) == 12


@pytest.mark.usefixtures("services")
def test_an_incident_is_shown_to_those_concerned_only(vhost: Vhost, databases: Databases) -> None:
    vhost.send(report())
    eventually(lambda: databases.of("incidents").incidents.find_one({"_id": "i1"}))
    with Rpc(vhost.url) as rpc:
        seen = {who: rpc.call("incidents", "get", incident_id="i1", member_id=who) for who in ("reporter", "bystander")}
        assert seen["bystander"] is None
        assert seen["reporter"]["where"] == "East canteen"
        assert seen["reporter"]["steps"][0]["officers"] == ["branch-duty"]
        (listed,) = rpc.call("incidents", "open_for", member_id="branch-duty")
        assert listed["moves"] == ["acknowledge", "note"]
        assert listed["due_at"] is not None
        assert rpc.call("incidents", "open_for", member_id="reporter")[0]["moves"] == ["note"]
        assert rpc.call("incidents", "open_for", member_id="district-duty") == []
        (overseen,) = rpc.call("incidents", "open_within", member_id="district-duty")
        assert overseen["number"] == listed["number"], "within the scope of a duty, though not asked about"
        assert rpc.call("incidents", "open_within", member_id="reporter")[0]["moves"] == ["note"]
        assert (
            rpc.call("incidents", "get", incident_id="i1", member_id="district-duty")["moves"]
            == [
                "acknowledge",
                "note",
                "resolve",
                "close",
            ][:2]
        )
        hint = rpc.call("incidents", "suggest", text=CANTEEN)
        assert (hint["category"], hint["severity"], hint["recognised"]) == ("food_safety", 3, True)
        assert all(CANTEEN[phrase["start"] : phrase["end"]] == phrase["text"] for phrase in hint["severity_phrases"])


def test_without_any_duty_the_reporter_is_told_to_phone(
    vhost: Vhost, databases: Databases, environment: dict[str, str]
) -> None:
    """Through the real directory, whose events tell the roles."""
    parts = (service(DIRECTORY, environment), incidents(environment), notifications(environment))
    chats = vhost.listen(DeliverToWeb)
    with running(*parts), Rpc(vhost.url) as rpc:
        vhost.send(unit("d", kind="district"), unit("s", "d", "school"))
        vhost.send(member("head", "s", locale="en", roles=["school-admin"]))
        for name in ("incidents", "notifications"):
            eventually(lambda name=name: databases.of(name).members.find_one({"_id": "head"}))  # type: ignore[misc]
        code = rpc.call("directory", "issue_link_code", member_id="head")["code"]
        rpc.call("directory", "link_chat", chat_id="chat-head", channel="web", code=code)
        vhost.send(report(by="head"))
        told = deliveries(chats, 1)["chat-head"]
    assert "phone at once" in told.text
    stored = databases.of("incidents").incidents.find_one({"_id": "i1"})
    assert (stored["state"], stored["steps"], stored["in_charge"]) == ("reported", [], [])
