"""Nobody acknowledges: it climbs, each step once, whatever is down meanwhile."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.events.incidents import IncidentAcknowledged, IncidentEscalated, IncidentReported, IncidentUnanswered
from shared.events.notifications import DeliverToWeb
from tests.support.broker import Listener, Vhost
from tests.support.database import Databases
from tests.support.incidents import acknowledge, clocks, incidents, notifications, report, settle
from tests.support.process import running, timekeeper
from tests.support.waiting import eventually


@pytest.fixture
def hurried(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Two seconds to acknowledge."""
    return {**environment, "ZHIXING_INCIDENTS_CLOCKS": clocks(tmp_path, 2), "ZHIXING_INCIDENTS_LATE_AFTER": "600"}


def climbs(heard: Listener, count: int) -> list[IncidentEscalated]:
    found = [message.data for message in heard.expect(count)]
    return [data for data in found if isinstance(data, IncidentEscalated)]


def all_sent(databases: Databases) -> bool:
    return databases.of("notifications").timers.count_documents({"state": "waiting"}) == 0


def test_it_climbs_to_the_end_of_the_chain_and_is_told_to_all_of_it_though_one_timekeeper_of_two_is_killed(
    vhost: Vhost, databases: Databases, hurried: dict[str, str]
) -> None:
    heard, end, chats = (vhost.listen(kind) for kind in (IncidentEscalated, IncidentUnanswered, DeliverToWeb))
    first, second = timekeeper(hurried), timekeeper(hurried)
    with running(incidents(hurried), notifications(hurried), first, second):
        settle(vhost, databases)
        vhost.send(report())
        climbs(heard, 1)
        first.kill()
        steps = climbs(heard, 2)
        told_all = [message.data for message in end.expect(2)]
        # Receipt, alert and two climbs; then the three of the chain twice, and the reporter once.
        eventually(lambda: len(chats.drain()) >= 4 + 2 * 3 + 1)
        eventually(lambda: all_sent(databases))
    assert [(step.step, step.to, step.late) for step in steps] == [
        (1, ["school-admin"], False),
        (2, ["district-duty"], False),
    ]
    assert [(step.clock is not None, step.is_last) for step in steps] == [(True, False), (True, True)]
    assert [(data.time, data.again_at is None) for data in told_all if isinstance(data, IncidentUnanswered)] == [
        (1, False),
        (2, True),
    ]
    assert steps[1].in_charge == ["branch-duty", "school-admin", "district-duty"]
    assert len(heard.drain()) == 2
    told = [data for data in (message.data for message in chats.drain()) if isinstance(data, DeliverToWeb)]
    assert Counter(data.chat_id for data in told) == {
        "chat-branch-duty": 3,
        "chat-district-duty": 3,
        "chat-reporter": 2,
        "chat-school-admin": 3,
    }
    # The climb and the calls for help come by queues of their own, in whatever order.
    (last,) = (data for data in told if "This is the end of the chain" in data.text)
    assert last.chat_id == "chat-district-duty"
    assert [choice.data for choice in last.choices] == ["inc:acknowledge:i1"]


def test_what_fell_due_while_everything_was_down_climbs_late_once_and_goes_on(
    vhost: Vhost, databases: Databases, hurried: dict[str, str]
) -> None:
    hurried = {**hurried, "ZHIXING_INCIDENTS_LATE_AFTER": "1"}
    kinds = (IncidentEscalated, IncidentUnanswered, IncidentReported, DeliverToWeb)
    heard, end, reported, chats = (vhost.listen(kind) for kind in kinds)
    with running(incidents(hurried), notifications(hurried)):
        settle(vhost, databases)
        vhost.send(report())
        (message,) = reported.expect(1)
        eventually(lambda: databases.of("notifications").timers.find_one({"_id": "incidents:i1"}))
    assert isinstance(message.data, IncidentReported)
    assert message.data.clock is not None
    due_at = message.data.clock.due_at
    eventually(lambda: (datetime.now(UTC) - due_at).total_seconds() > 1.5)
    with running(timekeeper(hurried)):
        # The command waits in the queue of the incidents service, which is still down.
        eventually(lambda: vhost.waiting("incidents.escalate") >= 1)
        with running(incidents(hurried), notifications(hurried)):
            steps = climbs(heard, 2)
            end.expect(2)
            eventually(lambda: all_sent(databases))
    assert (steps[0].step, steps[0].late) == (1, True)
    assert steps[0].due_at == due_at
    assert steps[0].escalated_at > due_at
    assert steps[1].step == 2
    assert len(heard.drain()) == 2
    told = [message.data for message in chats.drain() if isinstance(message.data, DeliverToWeb)]
    assert next(data.chat_id for data in told if "comes late" in data.text) == "chat-school-admin"


def test_acknowledging_stops_the_clock_even_when_the_timer_went_out_already(
    vhost: Vhost, databases: Databases, hurried: dict[str, str]
) -> None:
    heard, _chats = vhost.listen(IncidentEscalated, IncidentAcknowledged), vhost.listen(DeliverToWeb)
    keeper = timekeeper(hurried)
    with running(incidents(hurried), notifications(hurried)):
        settle(vhost, databases)
        vhost.send(report())
        eventually(lambda: databases.of("notifications").timers.find_one({"_id": "incidents:i1"}))
        vhost.send(acknowledge("branch-duty"))
        (message,) = heard.expect(1)
        assert isinstance(message.data, IncidentAcknowledged)
        timers = databases.of("notifications").timers
        eventually(lambda: timers.find_one({"_id": "incidents:i1"})["state"] == "cancelled")
        # As if the cancellation had come too late.
        row = {"state": "waiting", "due_at": datetime.now(UTC), "rank": 0, "lane": "incident", "claimed_until": None}
        send = {
            "command_type": "incidents.escalate.v1",
            "data": {"incident_id": "i1", "step": 1, "due_at": datetime.now(UTC).isoformat()},
        }
        more = {"send": send, "command_id": "c", "correlation_id": None, "traceparent": None}
        timers.update_one({"_id": "incidents:i1"}, {"$set": {**row, **more}})
        with running(keeper):
            eventually(lambda: timers.find_one({"_id": "incidents:i1"})["state"] == "sent")
            inbox = databases.of("incidents").inbox
            eventually(lambda: inbox.find_one({"_id": {"$regex": "^incidents.escalate:"}}))
    assert len(heard.drain()) == 1
    assert len(databases.of("incidents").incidents.find_one({"_id": "i1"})["steps"]) == 1
