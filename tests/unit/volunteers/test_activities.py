from __future__ import annotations

import pytest

from services.volunteers.model import UnknownMember, UnknownUnit
from shared.events import payload_class
from shared.events.timers import CancelTimer, ScheduleTimer
from shared.events.volunteers import ShiftReminded
from tests.unit.volunteers.memory import Club, hours, of_type
from tests.unit.volunteers.test_places import code


@pytest.fixture
def club() -> Club:
    return Club()


def test_an_organiser_publishes_and_each_shift_gets_a_reminder_and_a_secret_of_its_own(club: Club) -> None:
    published = club.publish(("s1", 10, 12, 3), ("s2", 12, 14, 3))
    assert (of_type(published), published.unit_path) == ("ActivityPublished", "/d/s/b")
    timers = club.all(ScheduleTimer)
    assert {timer.key: timer.due_at for timer in timers} == {"volunteers:s1": hours(6), "volunteers:s2": hours(8)}
    assert {timer.lane for timer in timers} == {"reminder"}
    cls = payload_class(timers[0].send.command_type)
    assert cls is not None
    assert cls.model_validate(timers[0].send.data)
    assert len(set(club.store.kept_secrets.values())) == 2


def test_a_shift_too_soon_to_be_reminded_of_gets_no_timer(club: Club) -> None:
    club.publish(("s1", 3, 4, 3))
    assert club.all(ScheduleTimer) == []


@pytest.mark.parametrize(
    ("by", "unit", "reason"),
    [("m1", "b", "not-allowed"), ("boss", "s", "not-allowed"), ("boss", "other", "not-allowed")],
)
def test_only_organisers_publish_and_only_for_their_unit_and_below(club: Club, by: str, unit: str, reason: str) -> None:
    assert of_type(club.publish(("s1", 1, 2, 1), by=by, unit_id=unit)) == f"ActivityRefused:{reason}"
    assert club.store.kept_shifts == {}


def test_what_exists_is_not_published_over(club: Club) -> None:
    club.publish(("s1", 1, 2, 1))
    assert club.publish(("s9", 1, 2, 1)).reason == "already-published"
    assert club.publish(("s1", 1, 2, 1), activity="a2").reason == "shift-already-published"
    assert club.publish(("s9", -1, 2, 1), activity="a3").reason == "in-the-past"


def test_a_command_that_overtakes_the_directory_is_tried_again(club: Club) -> None:
    with pytest.raises(UnknownUnit):
        club.publish(("s1", 1, 2, 1), unit_id="new")
    with pytest.raises(UnknownMember):
        club.publish(("s1", 1, 2, 1), by="new")


def test_a_cancelled_activity_gives_back_every_place_and_names_who_had_one(club: Club) -> None:
    club.publish(("s1", 10, 12, 3), ("s2", 12, 14, 3))
    club.publish(("s3", 10, 12, 3), activity="a2")
    for member, shift in (("m1", "s1"), ("m1", "s2"), ("m2", "s1")):
        club.sign_up(shift, member)
    cancelled = club.cancel_activity()
    assert {each.shift_id: each.members for each in cancelled.shifts} == {"s1": ["m1", "m2"], "s2": ["m1"]}
    assert {timer.key for timer in club.all(CancelTimer)} == {"volunteers:s1", "volunteers:s2"}
    assert club.store.kept_shifts["s1"].taken == 0
    refused = club.sign_up("s1", "m3")
    assert (refused.reason, refused.closed) == ("closed", "cancelled")
    assert of_type(club.sign_up("s3", "m1")) == "SignUpConfirmed", "the time is free again"


def test_hours_that_were_credited_outlive_the_activity(club: Club) -> None:
    club.publish(("s1", 10, 12, 3), ("s2", 20, 22, 3))
    club.sign_up("s1", "m1")
    club.attend("m1", code(club, "s1", 10), at=10)
    assert [each.shift_id for each in club.cancel_activity(at=13).shifts] == ["s2"]
    assert club.store.minutes({"m1"}) == {"m1": 120}


def test_an_activity_is_cancelled_once_by_those_who_may_while_it_is_not_over(club: Club) -> None:
    club.publish(("s1", 10, 12, 3))
    refused = club.cancel_activity(by="m1")
    assert (refused.reason, refused.title) == ("not-allowed", None)
    assert club.cancel_activity(at=12).reason == "already-over"
    assert of_type(club.cancel_activity()) == "ActivityCancelled"
    assert club.cancel_activity().reason == "already-cancelled"
    assert club.cancel_activity("a9").reason == "unknown-activity"


def test_only_those_still_signed_up_are_reminded(club: Club) -> None:
    club.publish(("s1", 10, 12, 3))
    for member in ("m1", "m2", "m3"):
        club.sign_up("s1", member)
    club.cancel("s1", "m2")
    club.attend("m3", code(club, "s1", 9.6), at=9.6)
    club.remind("s1", at=9.7)
    assert [each.members for each in club.all(ShiftReminded)] == [["m1"]]


def test_nobody_is_reminded_of_a_shift_that_is_empty_cancelled_or_under_way(club: Club) -> None:
    club.publish(("s1", 10, 12, 3))
    club.remind("s1", at=6)
    club.sign_up("s1", "m1")
    club.remind("s1", at=10)
    club.cancel_activity()
    club.remind("s1", at=6)
    club.remind("nowhere", at=6)
    assert club.all(ShiftReminded) == []
