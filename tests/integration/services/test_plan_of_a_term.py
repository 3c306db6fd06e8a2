"""A term's plan on the real parts: occurrences made ahead, opened by a timer, checked in to late, and reported."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pymongo.database import Database

from ops.commands.figures import again
from shared.events import Message, Payload, compose
from shared.events.checkins import CheckInRecorded, RecordCheckIn, ScheduleTask, TaskScheduled
from shared.events.directory import MemberRegistered, PersonName, UnitRegistered
from tests.support.actors import member as acting_as
from tests.support.district import CHECKINS, NOTIFICATIONS, SOURCE, District
from tests.support.process import running, service, timekeeper
from tests.support.rpc import RemoteError, Rpc
from tests.support.waiting import eventually

BRANCH = "/d/b"
QUESTION = {"text": "Who?", "choices": ["you", "me", "they"], "right": 1, "several": True, "also_right": [2]}
QUIZ = {"kind": "quiz", "least": 1, "questions": [QUESTION]}
ZONE = ZoneInfo("Asia/Shanghai")


def told() -> list[Message[Payload]]:
    units: list[Any] = [
        UnitRegistered(unit_id="d", kind="district", name="District", path="/d"),
        UnitRegistered(unit_id="b", kind="branch", name="Branch", parent_id="d", path=BRANCH),
    ]
    members = [
        MemberRegistered(
            member_id=member_id,
            kind="full",
            unit_id="b",
            unit_path=BRANCH,
            person=PersonName(name=member_id),
            locale="en",
            version=1,
        )
        for member_id in ("m1", "m2")
    ]
    return [compose(data, source=SOURCE) for data in (*units, *members)]


def plan(today: date) -> dict[str, Any]:
    """Its first session is open until the day after tomorrow."""
    term = {
        "term_id": "autumn",
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=20)).isoformat(),
    }
    return {
        "plan_id": "p1",
        "title": "Course",
        "kind": "online-course",
        "scope": {"unit_ids": ["b"]},
        "timing": {"rule": "FREQ=WEEKLY", "first_day": today.isoformat(), "term": term},
        "window": {"opens": "00:00", "closes": "00:00", "closes_after_days": 2, "grace_minutes": 60},
        "credit_minutes": 120,
        "late": {"accepted": True, "credit_percent": 50},
        "actor_id": "secretary",
    }


def test_a_terms_plan_opens_by_itself_takes_a_late_check_in_and_shows_in_the_report(district: District) -> None:
    today = datetime.now(ZONE).date()
    heard = district.vhost.listen(TaskScheduled, CheckInRecorded)
    own = district.databases.of("checkins")
    names = (service(CHECKINS, district.environment), service(NOTIFICATIONS, district.environment))
    with running(*names, timekeeper(district.environment)), Rpc(district.vhost.url) as rpc:
        district.vhost.send(*told())
        eventually(lambda: own.plan_people.count_documents({}) == 2 and own.plan_units.count_documents({}) == 2)
        eventually(lambda: own.members.count_documents({}) == own.units.count_documents({}) == 2)
        assert rpc.call("checkins", "plan_study", plan=plan(today))["plans"] == {"p1": 1}
        (scheduled,) = heard.expect(1)
        assert isinstance(scheduled.data, TaskScheduled)
        shown = rpc.call("checkins", "plan", plan_id="p1")["occurrences"]
        assert [row["day"] for row in shown] == [(today + timedelta(days=7 * week)).isoformat() for week in range(3)]
        first = scheduled.data.occurrence_id
        eventually(lambda: len(rpc.call("checkins", "expected_at", occurrence_id=first)) == 2)
        (task, *_) = rpc.call("checkins", "open_tasks", member_id="m1")
        assert (task["occurrence_id"], task["state"], task["late"]) == (first, "open", False)

        in_the_grace = scheduled.data.closes_at.astimezone(UTC) + timedelta(minutes=5)
        district.vhost.send(
            compose(RecordCheckIn(occurrence_id=first, member_id="m1"), source=SOURCE, time=in_the_grace)
        )
        recorded = heard.expect(2)[-1]
        assert isinstance(recorded.data, CheckInRecorded)
        assert (recorded.data.late, recorded.data.credit_minutes) == (True, 60)

        month = f"{today:%Y-%m}"
        eventually(lambda: rpc.call("checkins", "figures", unit_path=BRANCH, window=month)["participation"] == 0.5)
        counted = rpc.call("checkins", "figures", unit_path="/d", window=month)
        assert {name: counted[name] for name in ("sessions", "expected", "done", "late", "minutes")} == {
            "sessions": 1,
            "expected": 2,
            "done": 1,
            "late": 1,
            "minutes": 60,
        }
        assert (counted["closed"], counted["kinds"]["online-course"]["minutes"]) == (False, 60)
        assert rpc.call("checkins", "member_figures", member_id="m2", window=month)["expected"] == 1
        assert rpc.call("checkins", "figures", unit_path="/d/elsewhere/b", window=month)["expected"] == 0

        _verify_and_rebuild(rpc, own, today)

        report = rpc.call("checkins", "policy_report", unit_path=BRANCH, day=today.isoformat())
        share = next(row for row in report if row["policy_id"] == "online-participation")
        assert (share["numerator"], share["denominator"], share["missing"]) == (1, 2, ["m2"])
        assert (share["state"], share["needed"]) == ("can-still", 1)
        (day,) = rpc.call("checkins", "participation", unit_path=BRANCH)
        assert (day["expected"], day["done"], day["missing"]) == (2, 1, ["m2"])

        changes = {"title": "Other", "kind": "theme-day", "subjects": ["party-spirit"], "evidence": QUIZ}
        change = {"plan_id": "p1", "version": 1, "extent": "all", "changes": changes, "actor_id": "first"}
        assert rpc.call("checkins", "change_series", change=change)["refused"] is None
        # What has opened counts as what it was; what is to come is of the other kind.
        assert rpc.call("checkins", "figures", unit_path="/d", window=month) == counted
        kinds = [each["kind"] for each in own.occurrences.find().sort("opens_at")]
        assert kinds == ["online-course", "theme-day", "theme-day"]
        _verify_and_rebuild(rpc, own, today)
        _only_who_may_plan_sees_what_is_right(rpc)
        late = rpc.call("checkins", "change_series", change={**change, "actor_id": "second"})
        assert (late["refused"], late["plans"], late["changed_by"]) == ("conflict", {"p1": 2}, "operator:tests")
        cancellation = {"plan_id": "p1", "version": 2, "reason": "moved to spring"}
        assert rpc.call("checkins", "cancel_plan", cancellation=cancellation)["refused"] is None
        assert own.occurrences.count_documents({}) == 1
        assert own.withdrawn.count_documents({"reason": "plan-cancelled"}) == 2

        _of_a_cancelled_task_the_reminder_is_called_off(rpc, district)

        stricter = {**rpc.call("checkins", "policies", district_id="d")[1]["policy"], "threshold": 0.95}
        asked = {"district_id": "d", "policy": stricter, "version": 0}
        assert rpc.call("checkins", "set_policy", change=asked)["version"] == 1
        assert rpc.call("checkins", "policies", district_id="d")[1]["version"] == 1
        found = rpc.call("checkins", "policies_at", unit_path=BRANCH)
        (share,) = (each for each in found["policies"] if each["policy"]["policy_id"] == "online-participation")
        assert (found["district_id"], share["asked"], share["shipped"]["threshold"]) == ("d", True, 0.9)
        assert [each["asked"] for each in found["policies"]].count(False) > 0
        effect = rpc.call("checkins", "policy_effect", district_id="d", policy=stricter)
        # The branch was not in the system in the month before.
        (branch,) = (each for each in effect["units"] if each["unit_path"] == BRANCH)
        assert (effect["over"], branch["after"]["state"], branch["after"]["numerator"]) == (False, "can-still", 1)


def _of_a_cancelled_task_the_reminder_is_called_off(rpc: Rpc, district: District) -> None:
    opens = datetime.now(UTC) + timedelta(hours=1)
    # Whole days, so that some hour of them is not quiet.
    times = {"opens_at": opens, "closes_at": opens + timedelta(days=3), "credit_minutes": 30}
    task = ScheduleTask(occurrence_id="t1", title="Flood watch", kind="self-study", unit_id="b", **times)
    district.vhost.send(compose(task, source=SOURCE))
    reminded, timers = district.databases.of("notifications").tasks, district.databases.of("notifications").timers

    def state() -> list[Any]:
        keys = ("notifications:closing:t1", "checkins:open:t1")
        found = [reminded.find_one({"_id": "t1"}), *(timers.find_one({"_id": key}) for key in keys)]
        return [row and row["state"] for row in found]

    eventually(lambda: state() == ["scheduled", "waiting", "waiting"])
    cancellation = {"occurrence_id": "t1", "reason": "The water is gone"}
    assert rpc.call("checkins", "cancel_task", cancellation=cancellation)["refused"] is None
    eventually(lambda: state() == ["none", "cancelled", "cancelled"])


def _only_who_may_plan_sees_what_is_right(rpc: Rpc) -> None:
    known = rpc.call("checkins", "plan_to_change", plan_id="p1")
    assert known["evidence"] == QUIZ
    assert [(row["evidence"]["kind"], row["grace_minutes"]) for row in known["occurrences"]] == [
        ("none", 60),
        ("quiz", 60),
        ("quiz", 60),
    ]
    told = rpc.call("checkins", "plan", plan_id="p1")["evidence"]
    assert [(each["several"], each["right"], each["also_right"]) for each in told["questions"]] == [(True, None, [])]
    assert rpc.call("checkins", "plan_to_change", plan_id="unknown") is None
    with pytest.raises(RemoteError, match="Forbidden"):
        rpc.call("checkins", "plan_to_change", by=acting_as("m2"), plan_id="p1")


def _verify_and_rebuild(rpc: Rpc, own: Database[dict[str, Any]], today: date) -> None:
    """What the projection says is what is stored; what was damaged is found, and made anew."""
    ask = partial(rpc.call, "checkins", "rebuild_figures")
    assert [again(ask, part, write=False) for part in ("facts", "units")] == [0, 0]
    kept = {name: list(own[name].find().sort("_id")) for name in ("unit_figures", "session_figures")}
    own.unit_figures.update_one({"unit_id": "d"}, {"$inc": {f"months.{today:%m}.done": 5}})
    own.session_figures.delete_many({"unit_id": "b"})
    assert again(ask, "units", write=False) == 2
    assert again(ask, "units", write=True) == 2
    assert again(ask, "units", write=False) == 0
    assert {name: list(own[name].find().sort("_id")) for name in kept} == kept
