"""Nobody of the whole chain acknowledges: everybody is told, and told again, so often and no more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.incidents.clocks import Unanswered, load
from services.incidents.escalation import escalate, put_to_next
from services.incidents.model import Done, Incident, Member, Unit
from services.incidents.policy import Policy
from services.notifications.incidents import unanswered
from services.notifications.model import Chat, Wording
from services.notifications.wording import render
from shared.events import Message, compose, payload_class
from shared.events.incidents import EscalateIncident, IncidentEscalated, IncidentUnanswered
from shared.events.notifications import DeliverToWeb
from shared.events.timers import ScheduleTimer
from tests.unit.services.emitted import Emitted
from tests.unit.services.notifications.memory import MemoryNotifications

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
DISTRICT = Unit("d", "district", "District", "/d")
SCHOOL = Unit("s", "school", "School", "/d/s")


class Roster:
    """One incident, and who is on duty."""

    def __init__(self, *members: Member) -> None:
        self.members = list(members)
        self.kept: dict[str, Incident] = {}

    def upwards(self, path: str) -> list[Unit]:
        return [SCHOOL, DISTRICT]

    def members_at(self, unit_ids: Collection[str]) -> list[Member]:
        return self.members

    def members_by_id(self, member_ids: Collection[str]) -> list[Member]:
        return [member for member in self.members if member.member_id in member_ids]

    def duties_of(self, unit_ids: Collection[str]) -> dict[str, list[Any]]:
        return {}

    def incident(self, incident_id: str) -> Incident | None:
        return self.kept.get(incident_id)

    def save(self, incident: Incident) -> None:
        assert incident.version == self.kept[incident.incident_id].version + 1
        self.kept[incident.incident_id] = incident


class Clock:
    """Time, and the one timer that is set."""

    def __init__(self, roster: Roster, repeats: int) -> None:
        self.roster = roster
        self.now = START
        clocks = load().model_copy(update={"unanswered": Unanswered(repeat_minutes=30, repeats=repeats)})
        self.policy = Policy(clocks, ZoneInfo("Asia/Shanghai"), timedelta(minutes=1), lambda: self.now)
        self.timer: ScheduleTimer | None = None
        self.heard: list[Any] = []
        self.sent: list[Message[EscalateIncident]] = []

    def take(self, emitted: Emitted) -> None:
        timers = [payload for payload in emitted.payloads if isinstance(payload, ScheduleTimer)]
        self.timer = timers[-1] if timers else None
        self.heard += [payload for payload in emitted.payloads if not isinstance(payload, ScheduleTimer)]

    def report(self) -> None:
        incident = Incident("i1", "2026-0001", "c", "reporter", "/d/s", "School", "fees", 3, "x", "y", START, START, {})
        emitted = Emitted()
        asked = put_to_next(incident, self.roster, emitted, self.policy)  # type: ignore[arg-type]
        assert asked is not None
        self.roster.kept["i1"] = asked.incident
        self.take(emitted)

    def ring(self, delay: timedelta = timedelta()) -> bool:
        """Let the timer ring, so late; False when none is set."""
        if self.timer is None:
            return False
        self.now = self.timer.due_at + delay
        assert payload_class(self.timer.send.command_type) is EscalateIncident
        self.sent.append(compose(EscalateIncident.model_validate(self.timer.send.data), source="/zhixing/tests"))
        self.handle(self.sent[-1])
        return True

    def handle(self, command: Message[EscalateIncident]) -> None:
        emitted = Emitted()
        escalate(command, self.roster, emitted, self.policy)  # type: ignore[arg-type]
        self.take(emitted)


def someone(member_id: str, unit: Unit) -> Member:
    return Member(member_id, unit.unit_id, unit.path, ("duty-officer",), 1)


@pytest.fixture
def clock() -> Clock:
    return Clock(Roster(someone("low", SCHOOL), someone("high", DISTRICT)), repeats=2)


def test_the_last_duty_has_its_time_and_then_the_whole_chain_is_told_again_and_again_to_the_end(clock: Clock) -> None:
    clock.report()
    while clock.ring():
        pass
    climb, *told = clock.heard
    assert isinstance(climb, IncidentEscalated)
    assert (climb.to, climb.is_last) == (["high"], True)
    assert climb.clock is not None
    assert [event.time for event in told] == [1, 2, 3]
    assert all(isinstance(event, IncidentUnanswered) and event.in_charge == ["low", "high"] for event in told)
    assert told[0].due_at == climb.clock.due_at
    assert [event.again_at for event in told] == [told[1].told_at, told[2].told_at, None]
    assert told[1].told_at - told[0].told_at == timedelta(minutes=30)
    assert not any(event.late for event in told)


def test_each_time_is_told_once_however_often_its_command_comes(clock: Clock) -> None:
    clock.report()
    clock.ring()
    clock.ring()
    heard = list(clock.heard)
    for command in list(clock.sent):
        clock.handle(command)
    assert clock.heard == heard


def test_what_is_told_after_an_outage_is_marked_late(clock: Clock) -> None:
    clock.report()
    clock.ring()
    clock.ring(timedelta(hours=3))
    assert clock.heard[-1].late
    assert clock.heard[-1].again_at == clock.now + timedelta(minutes=30)


def test_an_acknowledgement_ends_it(clock: Clock) -> None:
    clock.report()
    clock.ring()
    clock.ring()
    incident = clock.roster.kept["i1"]
    clock.roster.kept["i1"] = incident.moved(Done("acknowledge", "high", clock.now))
    heard = list(clock.heard)
    clock.ring()
    assert clock.heard == heard


def test_a_duty_that_is_filled_meanwhile_is_asked_before_anybody_is_told_again(clock: Clock) -> None:
    clock.roster.members = [someone("low", SCHOOL)]
    clock.report()
    clock.ring()
    assert isinstance(clock.heard[-1], IncidentUnanswered)
    clock.roster.members.append(someone("high", DISTRICT))
    clock.ring()
    assert isinstance(clock.heard[-1], IncidentEscalated)
    assert clock.heard[-1].to == ["high"]


def test_everybody_who_was_asked_is_told_and_who_has_no_chat_is_in_the_books_with_the_reason(clock: Clock) -> None:
    clock.report()
    while clock.ring():
        pass
    store = MemoryNotifications()
    for member_id in ("low", "high", "reporter"):
        store.keep_locale(member_id, "en", 1)
    store.keep_chat(Chat("chat-low", "web", "low"), START)
    store.keep_chat(Chat("chat-reporter", "web", "reporter"), START)
    said: list[tuple[str, str]] = []
    for event in clock.heard[1:]:
        emitted = Emitted(compose(event, source="/zhixing/tests"))
        unanswered(compose(event, source="/zhixing/tests"), store, emitted, _in_shanghai)
        said += [(p.chat_id, p.text) for p in emitted.payloads if isinstance(p, DeliverToWeb)]
    assert [chat for chat, _ in said] == ["chat-low", "chat-reporter", "chat-low", "chat-low"]
    assert "told again at" in said[0][1]
    assert "telephone at once" in said[1][1]
    assert "no further reminder" in said[-1][1]
    assert [(row.member_id, row.state, row.reason) for row in store.held.values()] == [
        ("high", "suppressed", "no-chat")
    ] * 3
    assert sum(plan.count for plan in store.plans.values()) == len(store.held) + len(store.messages)


def _in_shanghai(locale: Any, wording: Wording) -> str:
    return render(locale, wording, "Asia/Shanghai")


def test_a_repeat_keeps_to_the_working_day_where_the_incident_does() -> None:
    friday_evening = datetime(2026, 3, 6, 9, 55, tzinfo=UTC)
    repeat = load().repeat("fees", 1, friday_evening, ZoneInfo("Asia/Shanghai"))
    assert repeat.due_at == datetime(2026, 3, 9, 0, 25, tzinfo=UTC)
    assert replace(repeat, due_at=friday_evening).rule.calendar == "working"
