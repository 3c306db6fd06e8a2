"""Attendance on the real parts: a code shown on the spot, a roll of two hundred called at once, a make-up, a correction
that two make at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.events import compose
from shared.events.attendance import CheckInCorrected, MakeUpRequested, RequestMakeUp, RollCallTaken
from shared.events.checkins import CheckInDeclined, CheckInRecorded, RecordCheckIn
from shared.events.directory import MemberRegistered, PersonName, UnitRegistered
from tests.support.actors import member as acting_as
from tests.support.district import SOURCE, District, checkins_service, task
from tests.support.rpc import RemoteError, Rpc
from tests.support.waiting import eventually

PEOPLE = 200
SECRETARY = acting_as("s")


def tell(district: District) -> None:
    """The branch b with its secretary s and its members m1 to m200."""
    told: list[Any] = [
        UnitRegistered(unit_id="d", kind="district", name="District", path="/d"),
        UnitRegistered(unit_id="b", kind="branch", name="Branch", parent_id="d", path="/d/b"),
    ]
    for member_id in ("s", *(f"m{number}" for number in range(1, PEOPLE + 1))):
        told.append(
            MemberRegistered(
                member_id=member_id,
                kind="full",
                unit_id="b",
                unit_path="/d/b",
                person=PersonName(name=member_id),
                locale="en",
                version=1,
                roles=["secretary"] if member_id == "s" else [],
            )
        )
    district.vhost.send(*(compose(data, source=SOURCE) for data in told))
    own = district.databases.of("checkins")
    eventually(lambda: own.plan_people.count_documents({}) == own.members.count_documents({}) == PEOPLE + 1)
    eventually(lambda: own.plan_units.count_documents({}) == own.units.count_documents({}) == 2)


def a_meeting(rpc: Rpc, district: District) -> str:
    """A planned session of today and tomorrow that asks for the code that is shown there."""
    today = datetime.now(UTC) + timedelta(hours=8)
    plan = {
        "plan_id": "p1",
        "title": "Meeting",
        "kind": "branch-meeting",
        "scope": {"unit_ids": ["b"]},
        "timing": {"first_day": today.date().isoformat()},
        "window": {"opens": "00:00", "closes": "00:00", "closes_after_days": 2},
        "credit_minutes": 90,
        "evidence": {"kind": "attendance-code"},
    }
    assert rpc.call("checkins", "plan_study", plan=plan, by=SECRETARY)["refused"] is None
    found: str = rpc.call("checkins", "plan", plan_id="p1", by=SECRETARY)["occurrences"][0]["occurrence_id"]
    # Nobody keeps timers here: by its rule the list is as good before it is written down.
    assert district.databases.of("checkins").occurrences.find_one({"_id": found})
    return found


def test_a_meeting_is_attended_by_code_and_by_roll_call(district: District) -> None:
    heard = district.vhost.listen(CheckInRecorded, CheckInDeclined, RollCallTaken)
    with checkins_service(district), Rpc(district.vhost.url) as rpc:
        tell(district)
        meeting = a_meeting(rpc, district)
        with pytest.raises(RemoteError, match="Forbidden"):
            rpc.call("checkins", "attendance_code", occurrence_id=meeting, by=acting_as("m1"))
        shown = rpc.call("checkins", "attendance_code", occurrence_id=meeting, by=SECRETARY)
        assert shown["outcome"] == "shown"
        in_time = datetime.fromisoformat(shown["expires_at"]) - timedelta(seconds=1)
        for number, code in enumerate((None, shown["code"]), start=1):
            given = RecordCheckIn(occurrence_id=meeting, member_id="m1", code=code, photo_ids=["photo-1"])
            district.vhost.send(compose(given, source=SOURCE, time=in_time))
            heard.expect(number)
        declined, recorded = (each.data for each in heard.heard)
        assert isinstance(declined, CheckInDeclined)
        assert isinstance(recorded, CheckInRecorded)
        assert (declined.reason, recorded.how) == ("code-missing", "code")
        seeing = {
            who: rpc.call("checkins", "may_see_check_in_photo", photo_id="photo-1", member_id=who)
            for who in ("m1", "s", "m2")
        }
        assert seeing == {"m1": True, "s": True, "m2": False}

        call = {"occurrence_id": meeting, "present": [f"m{number}" for number in range(1, PEOPLE + 1)]}
        with pytest.raises(RemoteError, match="Forbidden"):
            rpc.call("checkins", "roll_call", call=call, by=acting_as("m2"))
        answer = rpc.call("checkins", "roll_call", call=call, by=SECRETARY)
        assert (len(answer["marked"]), answer["not_marked"]) == (PEOPLE - 1, {"m1": "already-checked-in"})
        assert rpc.call("checkins", "roll_call", call=call, by=SECRETARY) == answer
        told = [each.data for each in heard.expect(2 + PEOPLE - 1 + 2)]
        assert sum(isinstance(each, CheckInRecorded) for each in told) == PEOPLE
        roll = rpc.call("checkins", "roll", occurrence_id=meeting, by=SECRETARY)["members"]
        assert {row["how"] for row in roll if row["state"] == "done"} == {"code", "roll-call"}
        assert [row["member_id"] for row in roll if row["state"] == "missing"] == ["s"]
        assert [row["title"] for row in rpc.call("checkins", "rolls", by=SECRETARY)] == ["Meeting"]


def make_ups_go_by_rules(rpc: Rpc) -> None:
    """The district allows none, its branch does."""
    rules = {"d": {"ask_within_days": 0, "decide_within_days": 1, "per_month": 0}}
    rules["b"] = {"ask_within_days": 20, "decide_within_days": 2, "per_month": 1}
    change = {"unit_id": "d", "rule": rules["d"], "version": 0}
    with pytest.raises(RemoteError, match="Forbidden"):
        rpc.call("checkins", "set_make_up_rule", change=change, by=SECRETARY)
    assert rpc.call("checkins", "set_make_up_rule", change=change)["version"] == 1
    assert rpc.call("checkins", "set_make_up_rule", change=change)["refused"] == "conflict"
    assert rpc.call("checkins", "missed_tasks", member_id="m1") == []
    rpc.call("checkins", "set_make_up_rule", change={"unit_id": "b", "rule": rules["b"], "version": 0})
    (missed,) = rpc.call("checkins", "missed_tasks", member_id="m1")
    until = datetime.fromisoformat(missed["until"]) - datetime.fromisoformat(missed["closed_at"])
    assert until == timedelta(days=20)
    found = rpc.call("checkins", "make_up_rules", unit_path="/d/b", by=SECRETARY)
    assert found["holds"] == {"unit_id": "b", "kind": "branch", "rule": rules["b"]}
    assert (found["above"]["unit_id"], found["above"]["rule"]) == ("d", rules["d"])
    assert [(each["unit_path"], each["version"]) for each in found["set"]] == [("/d", 1), ("/d/b", 1)]
    assert rpc.call("checkins", "make_up_rules", unit_path="/d")["holds"]["unit_id"] == "d"


def test_a_missed_task_is_made_up_and_corrected_once_of_two(district: District) -> None:
    heard = district.vhost.listen(MakeUpRequested, CheckInRecorded, CheckInCorrected)
    with checkins_service(district), Rpc(district.vhost.url) as rpc:
        tell(district)
        district.vhost.send(task("over", "b", closes=-60))
        eventually(lambda: rpc.call("checkins", "missed_tasks", member_id="m1"))
        make_ups_go_by_rules(rpc)
        asked = RequestMakeUp(make_up_id="u1", occurrence_id="over", member_id="m1", reason="was ill")
        district.vhost.send(compose(asked, source=SOURCE))
        (requested,) = (each.data for each in heard.expect(1))
        assert isinstance(requested, MakeUpRequested)
        assert requested.decider_ids == ["s"]
        (waiting,) = rpc.call("checkins", "make_ups_waiting", by=SECRETARY)
        assert (waiting["make_up_id"], waiting["reason"]) == ("u1", "was ill")
        decision = {"make_up_id": "u1", "accepted": True}
        with pytest.raises(RemoteError, match="Forbidden"):
            rpc.call("checkins", "decide_make_up_now", **decision, actor_id="m2")
        assert rpc.call("checkins", "decide_make_up_now", **decision, actor_id="s") == {"refused": None}
        recorded = heard.expect(2)[-1].data
        assert isinstance(recorded, CheckInRecorded)
        assert recorded.how == "made-up"

        change = {"occurrence_id": "over", "member_id": "m1", "version": 1, "reason": "half of it"}
        first = rpc.call("checkins", "correct_check_in", correction={**change, "credit_minutes": 60}, by=SECRETARY)
        second = rpc.call("checkins", "correct_check_in", correction={**change, "counts": False}, by=SECRETARY)
        assert (first["refused"], first["version"]) == (None, 2)
        assert second == {"refused": "conflict", "version": 2, "changed_by": "s"}
        assert isinstance(heard.expect(3)[-1].data, CheckInCorrected)
        about = {"occurrence_id": "over", "member_id": "m1"}
        history = rpc.call("checkins", "check_in_history", **about, by=SECRETARY)
        assert [(row["version"], row["credit_minutes"]) for row in history] == [(1, 120), (2, 60)]
        assert history[-1]["changed"]["reason"] == "half of it"
        assert rpc.call("checkins", "check_in_history", **about, by=acting_as("m1")) == history
        with pytest.raises(RemoteError, match="Forbidden"):
            rpc.call("checkins", "check_in_history", **about, by=acting_as("m2"))
