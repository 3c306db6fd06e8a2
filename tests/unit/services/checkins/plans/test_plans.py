"""Plans are asked for, and their occurrences are made ahead, moved and cancelled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.checkins.plans import concerned
from shared.events.checkins import TaskScheduled
from shared.events.directory import LeaveOfAbsence
from shared.events.plans import (
    CancelOccurrence,
    CancelPlan,
    Changes,
    ChangeSeries,
    CopyPlans,
    PlanAccepted,
    PlanPublished,
    PlanRefused,
    Scope,
    TaskCancelled,
    TaskChangeAnnounced,
    TaskMoved,
    Term,
    Timing,
    Window,
)
from tests.unit.services.checkins.plans.calendars import KnownUntil
from tests.unit.services.checkins.plans.conftest import Office
from tests.unit.services.checkins.plans.making import THURSDAYS, asked

SLOT = date(2026, 9, 17)
SEPTEMBER = ["2026-09-03", "2026-09-10", "2026-09-17", "2026-09-24", "2026-10-01"]


def change(version: int = 1, extent: Any = "all", slot: date | None = None, **changes: Any) -> ChangeSeries:
    return ChangeSeries(
        plan_id="p1", version=version, extent=extent, slot=slot, changes=Changes(**changes), actor_id="second"
    )


def test_a_plan_makes_its_occurrences_as_far_ahead_as_is_set(office: Office) -> None:
    answer = office.ask(asked(actor_id="first"))
    assert answer == {"refused": None, "plans": {"p1": 1}, "changed_by": None}
    assert office.days() == SEPTEMBER
    (told,) = office.heard(PlanPublished)
    assert (told.version, told.series_id, told.actor_id) == (1, "p1", "first")


def test_further_occurrences_are_made_each_day(office: Office) -> None:
    office.ask(asked())
    office.wait_until(datetime(2026, 9, 15, 1, tzinfo=UTC))
    assert office.days() == [*SEPTEMBER, "2026-10-08", "2026-10-15"]


def test_a_plan_is_looked_at_no_more_when_it_is_over(office: Office) -> None:
    office.ask(asked())
    office.wait_until(datetime(2027, 3, 1, tzinfo=UTC))
    assert office.timers == {}
    assert len(office.heard(TaskScheduled)) == 18


def test_an_occurrence_of_each_unit_has_an_id_of_its_own_that_stays_when_it_moves(office: Office) -> None:
    office.unit("c", "/d/c")
    office.ask(asked(scope=Scope(unit_ids=["b", "c"])))
    before = set(office.store.tasks)
    office.ask(change(extent="this", slot=SLOT, day=date(2026, 9, 18)))
    assert (len(before), set(office.store.tasks)) == (10, before)


def test_the_same_plan_again_changes_nothing_and_another_under_its_id_is_refused(office: Office) -> None:
    office.ask(asked())
    assert office.ask(asked())["refused"] is None
    assert len(office.heard(PlanPublished)) == 1
    assert office.ask(asked(title="Another"))["refused"] == "id-is-taken"


def test_whoever_asked_in_a_chat_is_answered_there_each_time_also_when_nothing_changed(office: Office) -> None:
    for id in ("c1", "c2"):
        office.ask(asked(actor_id="s", chat_id="chat-s"), id)
    told = office.heard(PlanAccepted)
    assert [(each.command_id, each.command_type) for each in told] == [
        ("c1", "checkins.plan-study.v1"),
        ("c2", "checkins.plan-study.v1"),
    ]
    assert {(each.plan_id, each.title, each.actor_id, each.chat_id) for each in told} == {
        ("p1", asked().title, "s", "chat-s")
    }
    office.ask(CancelOccurrence(plan_id="p1", version=9, slot=SLOT, reason="x", actor_id="s", chat_id="chat-s"), "c3")
    (refused,) = office.heard(PlanRefused)
    assert (refused.command_id, refused.reason, refused.chat_id) == ("c3", "conflict", "chat-s")
    assert refused.title == asked().title


def test_whoever_asked_elsewhere_has_the_answer(office: Office) -> None:
    office.ask(asked())
    office.ask(asked(title="Another"))
    assert office.heard(PlanAccepted) == []
    assert [each.chat_id for each in office.heard(PlanRefused)] == [None]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"scope": Scope(unit_ids=["b", "nowhere"])}, "unknown-unit"),
        ({"timing": Timing(rule="FREQ=DAILY;COUNT=2", first_day=SLOT)}, "bad-rule"),
        ({"window": Window(opens="10:00", closes="09:00")}, "closes-before-it-opens"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_the_reason(office: Office, fields: dict[str, Any], reason: str) -> None:
    assert office.ask(asked(**fields))["refused"] == reason
    (told,) = office.heard(PlanRefused)
    assert (told.reason, told.command_type, told.plan_id) == (reason, "checkins.plan-study.v1", "p1")
    assert (office.store.plans, office.store.tasks) == ({}, {})


def test_two_secretaries_who_edit_at_once_do_not_overwrite_each_other(office: Office) -> None:
    office.ask(asked(actor_id="first"))
    first = office.ask(change(1, title="By the first"))
    second = office.ask(change(1, title="By the second", credit_minutes=5))
    assert (first["refused"], first["plans"]) == (None, {"p1": 2})
    assert second == {"refused": "conflict", "plans": {"p1": 2}, "changed_by": "second"}
    (told,) = office.heard(PlanRefused)
    assert (told.reason, told.version, told.changed_by, told.actor_id) == ("conflict", 2, "second", "second")
    assert {(each.title, each.credit_minutes) for each in office.store.tasks.values()} == {("By the first", 120)}
    assert office.ask(change(2, credit_minutes=5))["refused"] is None


def test_a_change_of_an_unknown_plan_is_refused(office: Office) -> None:
    assert office.ask(change())["refused"] == "unknown-plan"


def test_a_changed_window_moves_what_has_not_opened_and_leaves_what_has(office: Office) -> None:
    office.ask(asked())
    office.wait_until(datetime(2026, 9, 3, 12, tzinfo=UTC))
    office.ask(change(window=Window(opens="20:00", closes="21:00")))
    hours = {each.plan.day.isoformat(): each.opens_at.hour for each in office.store.tasks.values() if each.plan}
    assert hours == {SEPTEMBER[0]: 11, **dict.fromkeys(SEPTEMBER[1:], 12)}
    moved = office.heard(TaskMoved)
    assert len(moved) == 4
    assert {told.reason for told in moved} == {"plan-changed"}
    due = {timer.due_at.hour for key, timer in office.timers.items() if key.startswith("checkins:open:")}
    assert due == {12}


@pytest.mark.parametrize("now", [datetime(2026, 9, 3, 12, tzinfo=UTC), datetime(2026, 9, 4, 12, tzinfo=UTC)])
@pytest.mark.parametrize(("extent", "slot"), [("all", None), ("following", date(2026, 9, 10))])
def test_what_has_opened_stays_of_its_kind_and_about_its_subjects(
    office: Office, now: datetime, extent: Any, slot: date | None
) -> None:
    office.ask(asked())
    office.wait_until(now)
    answer = office.ask(change(extent=extent, slot=slot, kind="theme-day", subjects=["party-spirit"]))
    assert answer["refused"] is None
    kinds = {
        each.plan.day.isoformat(): (each.kind, each.plan.subjects) for each in office.store.tasks.values() if each.plan
    }
    assert kinds.pop(SEPTEMBER[0]) == ("online-course", ("theory",))
    assert kinds == dict.fromkeys(SEPTEMBER[1:], ("theme-day", ("party-spirit",)))
    office.wait_until(datetime(2026, 9, 11, tzinfo=UTC))
    assert [told.kind for told in office.heard(TaskScheduled)] == ["online-course", "theme-day"]
    assert {each.kind for each in office.heard(PlanPublished)[-1:]} == {"theme-day"}


def test_what_waits_to_be_opened_is_what_members_were_told_it_is(office: Office) -> None:
    office.ask(asked())
    office.now = datetime(2026, 9, 3, 11, 1, tzinfo=UTC)
    office.ask(change(kind="theme-day"))
    first = next(each for each in office.store.tasks.values() if each.plan and each.plan.day == date(2026, 9, 3))
    assert (first.state, first.kind) == ("scheduled", "online-course")


def test_who_was_overtaken_does_not_change_the_kind(office: Office) -> None:
    office.ask(asked())
    office.ask(change(title="Other"))
    assert office.ask(change(1, kind="theme-day"))["refused"] == "conflict"
    assert office.store.plans["p1"].kind == "online-course"


def test_an_occurrence_that_is_open_is_not_changed_alone(office: Office) -> None:
    office.ask(asked())
    office.wait_until(datetime(2026, 9, 3, 12, tzinfo=UTC))
    assert office.ask(change(extent="this", slot=date(2026, 9, 3), title="x"))["refused"] == "is-open"


def test_the_following_keep_their_occurrences_under_the_plan_that_goes_on(office: Office) -> None:
    office.ask(asked())
    before = set(office.store.tasks)
    answer = office.ask(change(extent="following", slot=SLOT, title="Later"))
    assert set(office.store.tasks) == before
    new = next(key for key in answer["plans"] if key != "p1")
    plans = {each.plan.day.isoformat(): each.plan.plan_id for each in office.store.tasks.values() if each.plan}
    assert plans == {day: "p1" if day < SLOT.isoformat() else new for day in SEPTEMBER}
    assert office.heard(TaskCancelled) == []


def test_a_split_series_does_not_grow_together_again(office: Office) -> None:
    office.ask(asked())
    office.ask(change(extent="following", slot=SLOT, title="Later"))
    everyday = Timing(rule="FREQ=WEEKLY;BYDAY=TU,TH", first_day=date(2026, 9, 1))
    assert office.ask(change(2, timing=everyday))["refused"] is None
    assert office.days() == ["2026-09-01", "2026-09-03", "2026-09-08", "2026-09-10", "2026-09-15", *SEPTEMBER[2:]]


def test_one_occurrence_is_cancelled_and_told(office: Office) -> None:
    office.ask(asked())
    cancel = CancelOccurrence(plan_id="p1", version=1, slot=SLOT, reason="flood")
    assert office.ask(cancel)["refused"] is None
    assert office.days() == [day for day in SEPTEMBER if day != SLOT.isoformat()]
    (told,) = office.heard(TaskCancelled)
    assert (told.slot, told.reason, told.why, told.was_open) == (SLOT, "cancelled", "flood", False)
    office.wait_until(datetime(2026, 9, 18, tzinfo=UTC))
    assert SLOT.isoformat() not in office.days()


@pytest.mark.parametrize(("slot", "told"), [(date(2026, 9, 10), ["m1", "m3"]), (date(2026, 9, 24), [])])
def test_those_concerned_are_named_when_what_is_cancelled_was_near(office: Office, slot: date, told: list[str]) -> None:
    leave = LeaveOfAbsence(leave_id="l", first_day=slot, last_day=slot, reason="sick")
    office.member("m1")
    office.member("m2", leaves=[leave])
    office.member("m3")
    office.member("m4", status="retired")
    office.member("m5", "/d/other")
    office.ask(asked())
    office.ask(CancelOccurrence(plan_id="p1", version=1, slot=slot, reason="flood"))
    found = office.heard(TaskChangeAnnounced)
    assert [member_id for each in found for member_id in each.members] == told
    assert {(each.change, each.why) for each in found} == ({("cancelled", "flood")} if told else set())


def test_whom_a_move_concerns_is_found_page_by_page_with_the_old_time_and_the_new(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concerned, "PAGE", 2)
    for number in range(5):
        office.member(f"m{number}")
    office.ask(asked())
    office.ask(change(extent="this", slot=date(2026, 9, 10), day=date(2026, 9, 11)))
    found = office.heard(TaskChangeAnnounced)
    assert [each.members for each in found] == [["m0", "m1"], ["m2", "m3"], ["m4"]]
    assert {(each.change, each.old_opens_at.day, each.opens_at.day) for each in found} == {("moved", 10, 11)}


def test_an_occurrence_that_is_open_can_be_cancelled_and_does_not_come_back(office: Office) -> None:
    office.ask(asked())
    office.wait_until(datetime(2026, 9, 3, 12, tzinfo=UTC))
    office.ask(CancelOccurrence(plan_id="p1", version=1, slot=date(2026, 9, 3), reason="flood"))
    (told,) = office.heard(TaskCancelled)
    assert (told.was_open, told.why) == (True, "flood")
    office.ask(change(2, title="Anew"))
    assert office.days() == SEPTEMBER[1:]


def test_what_is_over_is_not_cancelled(office: Office) -> None:
    office.ask(asked())
    office.wait_until(datetime(2026, 9, 4, tzinfo=UTC))
    cancel = CancelOccurrence(plan_id="p1", version=1, slot=date(2026, 9, 3), reason="flood")
    assert office.ask(cancel)["refused"] == "is-over"


def test_a_cancelled_plan_takes_away_what_has_not_opened(office: Office) -> None:
    office.ask(asked())
    office.wait_until(datetime(2026, 9, 3, 12, tzinfo=UTC))
    office.ask(CancelPlan(plan_id="p1", version=1, reason="moved to spring"))
    assert office.days() == SEPTEMBER[:1]
    assert {(told.reason, told.why) for told in office.heard(TaskCancelled)} == {("plan-cancelled", "moved to spring")}
    assert [key for key in office.timers if not key.startswith("checkins:open:")] == []


def test_a_plan_that_begins_in_the_past_makes_only_what_is_still_open(office: Office) -> None:
    office.now = datetime(2026, 9, 10, 12, tzinfo=UTC)
    office.ask(asked())
    assert office.days()[0] == "2026-09-10"


def test_when_the_holidays_are_announced_what_falls_on_them_moves_with_a_notice(office: Office) -> None:
    office.calendar = KnownUntil(2025)
    office.ask(asked(timing=THURSDAYS.model_copy(update={"mover": "next-working-day"})))
    provisional = {each.plan.provisional for each in office.store.tasks.values() if each.plan}
    assert (office.days(), provisional) == (SEPTEMBER, {True})
    office.calendar = KnownUntil(2026)
    office.wait_until(office.now + timedelta(days=1))
    assert office.days() == [*SEPTEMBER[:-1], "2026-10-08"]
    (told,) = office.heard(TaskMoved)
    assert (told.slot, told.opens_at, told.reason, told.provisional) == (
        date(2026, 10, 1),
        datetime(2026, 10, 8, 11, tzinfo=UTC),
        "calendar-announced",
        False,
    )


def test_a_term_is_copied_onto_the_next_week_by_week(office: Office) -> None:
    autumn = Term(term_id="autumn", first_day=date(2026, 9, 1), last_day=date(2027, 1, 20))
    spring = Term(term_id="spring", first_day=date(2027, 3, 1), last_day=date(2027, 7, 9))
    office.store.keep_term("d", autumn)
    office.store.keep_term("b", spring)
    weekly = Timing(rule="FREQ=WEEKLY;BYDAY=TH", first_day=date(2026, 9, 17), term=autumn)
    office.ask(asked(timing=weekly))
    office.ask(change(extent="this", slot=SLOT, title="Only that day"))
    office.ask(asked(plan_id="p2", timing=Timing(first_day=date(2026, 12, 1))))
    copy = CopyPlans(copy_id="c1", unit_id="b", from_term="autumn", to_term="spring")
    answer = office.ask(copy)
    assert office.ask(copy)["plans"] == answer["plans"]
    (new,) = answer["plans"]
    plan = office.store.plans[new]
    assert (plan.timing.first_day, plan.timing.term, plan.deviations) == (date(2027, 3, 18), spring, {})
    assert (plan.version, plan.title, len(office.store.plans)) == (1, "Study", 3)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"unit_id": "nowhere"}, "unknown-unit"),
        ({"from_term": "never"}, "unknown-term"),
        ({}, "nothing-to-copy"),
    ],
)
def test_what_cannot_be_copied_is_refused(office: Office, fields: dict[str, str], reason: str) -> None:
    for term_id in ("autumn", "spring"):
        office.store.keep_term("b", Term(term_id=term_id, first_day=date(2026, 9, 1), last_day=date(2027, 1, 20)))
    given = {"copy_id": "c1", "unit_id": "b", "from_term": "autumn", "to_term": "spring", **fields}
    assert office.ask(CopyPlans(**given))["refused"] == reason
