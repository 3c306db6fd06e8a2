"""A calendar feed on the real services: moved, cancelled, and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from shared.access.actor import Actor, process
from shared.events import compose
from shared.events.checkins import ScheduleTask
from shared.events.directory import MemberRegistered, PersonName, UnitRegistered
from tests.support.actors import member as acting_as
from tests.support.district import CHECKINS, SOURCE, District
from tests.support.process import running, service
from tests.support.rpc import RemoteError, Rpc
from tests.support.waiting import eventually

SECRETARY = Actor("sec", "console")


def member(member_id: str, *roles: Any) -> MemberRegistered:
    return MemberRegistered(
        member_id=member_id,
        kind="full",
        unit_id="b",
        unit_path="/d/b",
        person=PersonName(name=member_id),
        locale="en",
        version=1,
        roles=list(roles),
    )


def test_a_feed_shows_what_is_planned_until_its_address_is_taken_back(district: District) -> None:
    own = district.databases.of("checkins")
    units = [
        UnitRegistered(unit_id="d", kind="district", name="District", path="/d"),
        UnitRegistered(unit_id="b", kind="branch", name="Branch", parent_id="d", path="/d/b"),
    ]
    day = (datetime.now(UTC) + timedelta(days=5)).date()
    plan = {
        "plan_id": "p1",
        "title": "Theme day",
        "kind": "theme-day",
        "scope": {"unit_ids": ["b"]},
        "timing": {"first_day": day.isoformat()},
        "window": {"opens": "15:00", "closes": "17:00"},
        "credit_minutes": 90,
    }
    with running(service(CHECKINS, district.environment)), Rpc(district.vhost.url) as rpc:
        told = [*units, member("m1"), member("sec", "secretary")]
        district.vhost.send(*(compose(data, source=SOURCE) for data in told))
        eventually(lambda: own.plan_people.count_documents({}) == own.members.count_documents({}) == 2)
        eventually(lambda: own.plan_units.count_documents({}) == own.units.count_documents({}) == 2)
        assert rpc.call("checkins", "plan_study", plan=plan, by=SECRETARY)["refused"] is None
        assert rpc.call("checkins", "has_feed", member_id="m1") is False
        mine = rpc.call("checkins", "make_feed", member_id="m1")["secret"]
        assert rpc.call("checkins", "has_feed", member_id="m1") is True
        whole = rpc.call("checkins", "make_feed", member_id="sec", unit_id="b")["secret"]
        with pytest.raises(RemoteError, match="Forbidden"):
            rpc.call("checkins", "make_feed", member_id="m1", unit_id="b")

        def events(secret: str) -> list[tuple[str, int, datetime]]:
            found = rpc.call("checkins", "feed", secret=secret, by=process("web"))
            calendar = Calendar.from_ical(found["text"])
            return [(each["STATUS"], each["SEQUENCE"], each["DTSTART"].dt) for each in calendar.walk("VEVENT")]

        assert events(mine) == events(whole) == [("CONFIRMED", 0, datetime(*day.timetuple()[:3], 7, tzinfo=UTC))]
        later = {"window": {"opens": "16:00", "closes": "17:00"}}
        change = {"plan_id": "p1", "version": 1, "extent": "all", "changes": later}
        rpc.call("checkins", "change_series", change=change, by=SECRETARY)
        eventually(lambda: events(mine) == [("CONFIRMED", 1, datetime(*day.timetuple()[:3], 8, tzinfo=UTC))])
        cancelled = {"plan_id": "p1", "version": 2, "slot": day.isoformat(), "reason": "The hall is closed"}
        rpc.call("checkins", "cancel_occurrence", cancellation=cancelled, by=SECRETARY)
        eventually(lambda: [(status, count) for status, count, _ in events(whole)] == [("CANCELLED", 2)])
        _a_single_task_is_cancelled_by_who_may_plan(district, rpc, day)
        eventually(
            lambda: [(status, count) for status, count, _ in events(mine)] == [("CANCELLED", 2), ("CANCELLED", 1)]
        )

        assert rpc.call("checkins", "revoke_feed", member_id="m1") is True
        assert rpc.call("checkins", "feed", secret=mine, by=process("web")) is None
        # Whoever is no secretary any more sees the unit's feed no more.
        own.members.update_one({"_id": "sec"}, {"$set": {"grants": [{"role": "member", "path": "/d/b"}]}})
        assert rpc.call("checkins", "feed", secret=whole, by=process("web")) is None


def _a_single_task_is_cancelled_by_who_may_plan(district: District, rpc: Rpc, day: date) -> None:
    own = district.databases.of("checkins")
    opens = datetime(*day.timetuple()[:3], 20, tzinfo=UTC)
    times = {"opens_at": opens, "closes_at": opens + timedelta(hours=1), "credit_minutes": 30}
    task = ScheduleTask(occurrence_id="t1", title="Flood watch", kind="self-study", unit_id="b", **times)
    district.vhost.send(compose(task, source=SOURCE))
    eventually(lambda: own.occurrences.count_documents({"_id": "t1"}) == 1)
    cancellation = {"occurrence_id": "t1", "reason": "The water is gone"}
    for _ in ("scheduled", "cancelled"):
        with pytest.raises(RemoteError, match="Forbidden"):
            rpc.call("checkins", "cancel_task", cancellation=cancellation, by=acting_as("m1"))
        answer = rpc.call("checkins", "cancel_task", cancellation=cancellation, by=SECRETARY)
    assert answer["refused"] == "is-cancelled"
    assert [row["_id"] for row in own.withdrawn.find({"why": "The water is gone"})] == ["t1"]
    assert rpc.call("checkins", "open_tasks", member_id="m1") == []
