"""Who is expected is fixed when an occurrence opens, and adjusted with a reason afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.checkins.handlers import record
from services.checkins.missing import tell_missing
from services.checkins.model import Occurrence
from services.checkins.plans import opening
from shared.events import compose
from shared.events.checkins import (
    CheckInRecorded,
    CheckInRefused,
    RecordCheckIn,
    TaskClosingSoon,
    TaskScheduled,
    TellMissing,
)
from shared.events.directory import LeaveOfAbsence
from shared.events.plans import (
    CancelOccurrence,
    ExpectationChanged,
    ExpectationsFixed,
    LateRule,
    OpenOccurrence,
    Scope,
    Timing,
)
from tests.unit.services.checkins.plans.conftest import SOURCE, Office
from tests.unit.services.checkins.plans.making import EVENING, SHANGHAI, asked
from tests.unit.services.emitted import Emitted

DAY = date(2026, 9, 3)
OPENS = datetime(2026, 9, 3, 11, tzinfo=UTC)
CLOSES = datetime(2026, 9, 3, 13, tzinfo=UTC)


def leave(first: date = DAY, last: date = DAY) -> LeaveOfAbsence:
    return LeaveOfAbsence(leave_id="l", first_day=first, last_day=last, reason="sick")


@pytest.fixture
def evening(office: Office) -> Office:
    """The evening of a plan's only day, with members m1 and m2 of the branch b."""
    office.unit("c", "/d/c")
    office.member("m1")
    office.member("m2")
    office.ask(asked(timing=Timing(first_day=DAY)))
    office.wait_until(OPENS)
    return office


def the_task(office: Office) -> Occurrence:
    (task,) = office.store.tasks.values()
    return task


def standings(office: Office) -> dict[str, str]:
    return {member_id: row.standing for (_, member_id), row in office.store.expected.items()}


def check_in(office: Office, member_id: str, at: datetime) -> Any:
    emitted = Emitted()
    command = RecordCheckIn(occurrence_id=the_task(office).occurrence_id, member_id=member_id)
    record([compose(command, source=SOURCE, time=at)], office.store, emitted, SHANGHAI)
    return emitted.only()


def test_an_occurrence_that_opens_is_told_and_has_its_list(evening: Office) -> None:
    (told,) = evening.heard(TaskScheduled)
    assert (told.title, told.kind, told.unit_path, told.opens_at) == ("Study", "online-course", "/d/b", OPENS)
    assert standings(evening) == {"m1": "expected", "m2": "expected"}
    row = evening.store.expected[told.occurrence_id, "m1"]
    assert [(each.on, each.reason) for each in row.adjustments] == [(DAY, "opened")]


def test_a_kind_that_is_newer_than_the_message_is_told_as_the_nearest(office: Office) -> None:
    office.ask(asked(timing=Timing(first_day=DAY), kind="committee-meeting"))
    office.wait_until(OPENS)
    assert [told.kind for told in office.heard(TaskScheduled)] == ["branch-meeting"]


def test_only_those_whom_the_scope_names_are_on_the_list(office: Office) -> None:
    office.member("m1", positions=["secretary"])
    office.member("m2", positions=["organiser"])
    office.member("m3", kind="activist", positions=["secretary"])
    office.member("m4", "/d/other", positions=["secretary"])
    office.member("m5", positions=["secretary"], status="retired")
    scope = Scope(unit_ids=["b"], kinds=["full"], positions=["secretary", "group-leader"])
    office.ask(asked(timing=Timing(first_day=DAY), scope=scope))
    office.wait_until(OPENS)
    assert standings(office) == {"m1": "expected"}


def test_who_is_on_leave_for_all_of_it_is_excused_and_may_still_check_in(office: Office) -> None:
    office.member("m1", leaves=[leave()])
    office.ask(asked(timing=Timing(first_day=DAY)))
    office.wait_until(OPENS)
    assert standings(office) == {"m1": "excused"}
    assert isinstance(check_in(office, "m1", OPENS), CheckInRecorded)


def test_who_is_on_leave_for_part_of_it_could_have_come(office: Office) -> None:
    office.member("m1", leaves=[leave()])
    window = EVENING.model_copy(update={"closes_after_days": 2})
    office.ask(asked(timing=Timing(first_day=DAY), window=window))
    office.wait_until(OPENS)
    assert standings(office) == {"m1": "expected"}


def test_a_long_list_is_fixed_page_by_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "PAGE", 3)
    for number in range(7):
        office.member(f"m{number}")
    office.ask(asked(timing=Timing(first_day=DAY)))
    office.wait_until(OPENS)
    assert len(standings(office)) == 7
    assert (the_task(office).state, len(office.heard(TaskScheduled))) == ("open", 1)


@pytest.mark.parametrize(
    ("before", "fields", "standing", "reason"),
    [
        ({}, {"path": "/d/c"}, "withdrawn", "transferred-out"),
        ({}, {"status": "retired"}, "withdrawn", "retired"),
        ({}, {"leaves": [leave()]}, "excused", "leave"),
        ({"leaves": [leave()]}, {}, "expected", "leave-ended"),
        ({"path": "/d/c"}, {}, "expected", "transferred-in"),
        ({"status": "unreachable"}, {}, "expected", "returned"),
    ],
)
def test_a_change_of_a_member_adjusts_the_list(
    office: Office, before: dict[str, Any], fields: dict[str, Any], standing: str, reason: str
) -> None:
    office.member("m1", **before)
    office.ask(asked(timing=Timing(first_day=DAY)))
    office.wait_until(OPENS + timedelta(minutes=5))
    office.member("m1", version=2, **fields)
    (row,) = office.store.expected.values()
    assert (row.standing, row.adjustments[-1].reason, row.adjustments[-1].on) == (standing, reason, DAY)
    (told,) = office.heard(ExpectationChanged)
    assert (told.member_id, told.expected, told.reason) == ("m1", standing == "expected", reason)


def test_who_joins_while_it_is_open_is_expected(evening: Office) -> None:
    evening.member("m3")
    assert standings(evening)["m3"] == "expected"
    assert [told.reason for told in evening.heard(ExpectationChanged)] == ["joined"]


def test_an_older_copy_of_a_member_changes_nothing(evening: Office) -> None:
    evening.member("m1", version=3)
    evening.member("m1", "/d/c", version=2)
    assert standings(evening)["m1"] == "expected"


def test_a_unit_that_moves_in_the_tree_takes_its_lists_with_it(evening: Office) -> None:
    evening.member("m1", "/d/zone/b", version=2)
    evening.unit("b", "/d/zone/b", version=2)
    evening.member("m2", "/d/zone/b", version=2)
    assert standings(evening) == {"m1": "expected", "m2": "expected"}
    assert the_task(evening).unit_path == "/d/zone/b"
    assert isinstance(check_in(evening, "m1", OPENS), CheckInRecorded)


def test_when_it_is_over_nobody_joins_or_leaves_but_a_leave_still_excuses(evening: Office) -> None:
    evening.wait_until(CLOSES + timedelta(days=1))
    evening.member("m1", "/d/c", version=2)
    evening.member("m2", version=2, leaves=[leave()])
    evening.member("m3")
    assert standings(evening) == {"m1": "expected", "m2": "excused"}


@pytest.mark.parametrize(
    ("at", "late", "credit"),
    [
        (OPENS, False, 120),
        (CLOSES - timedelta(milliseconds=1), False, 120),
        (CLOSES, True, 60),
        (CLOSES + timedelta(minutes=59), True, 60),
    ],
)
def test_a_check_in_within_the_grace_is_late_and_earns_what_the_rule_says(
    evening: Office, at: datetime, late: bool, credit: int
) -> None:
    told = check_in(evening, "m1", at)
    assert (told.late, told.credit_minutes) == (late, credit)


def test_after_the_grace_it_is_refused_with_the_time_it_closed(evening: Office) -> None:
    told = check_in(evening, "m1", CLOSES + timedelta(hours=1))
    assert isinstance(told, CheckInRefused)
    assert (told.reason, told.at) == ("closed", CLOSES)


def test_where_late_is_refused_there_is_no_grace(office: Office) -> None:
    office.member("m1")
    office.ask(asked(timing=Timing(first_day=DAY), late=LateRule(accepted=False)))
    office.wait_until(OPENS)
    assert check_in(office, "m1", CLOSES).reason == "closed"


def test_who_is_not_on_the_list_cannot_check_in(evening: Office) -> None:
    evening.member("m1", "/d/c", version=2)
    assert check_in(evening, "m1", OPENS).reason == "not-on-the-list"


def test_a_check_in_that_comes_before_the_list_is_written_is_taken(office: Office) -> None:
    office.member("m1")
    office.ask(asked(timing=Timing(first_day=DAY)))
    assert the_task(office).state == "scheduled"
    assert isinstance(check_in(office, "m1", OPENS), CheckInRecorded)


def test_only_those_on_the_list_who_are_not_excused_are_missing(evening: Office) -> None:
    evening.member("m2", version=2, leaves=[leave()])
    evening.store.keep_member("m1", "/d/b", 1)
    evening.store.keep_member("m2", "/d/b", 2)
    emitted = Emitted()
    command = compose(TellMissing(occurrence_id=the_task(evening).occurrence_id), source=SOURCE)
    tell_missing(command, evening.store, emitted, DAY)
    told = emitted.only()
    assert isinstance(told, TaskClosingSoon)
    assert told.missing == ["m1"]


def test_nobody_is_told_missing_from_what_was_cancelled(evening: Office) -> None:
    occurrence_id = the_task(evening).occurrence_id
    evening.ask(CancelOccurrence(plan_id="p1", version=1, slot=DAY, reason="flood"))
    emitted = Emitted()
    tell_missing(compose(TellMissing(occurrence_id=occurrence_id), source=SOURCE), evening.store, emitted, DAY)
    assert emitted.messages == []


def test_the_list_of_an_occurrence_is_told_when_it_is_fixed_and_its_changes_go_on_from_there(evening: Office) -> None:
    (page,) = evening.heard(ExpectationsFixed)
    assert (page.reason, page.unit_path) == ("opened", "/d/b")
    assert [(each.member_id, each.standing, each.version) for each in page.members] == [
        ("m1", "expected", 1),
        ("m2", "expected", 1),
    ]
    evening.member("m1", version=2, leaves=[leave()])
    (change,) = evening.heard(ExpectationChanged)
    assert (change.member_id, change.standing, change.expected, change.version) == ("m1", "excused", False, 2)


def test_nobody_is_expected_any_more_at_what_was_cancelled_after_it_had_opened(evening: Office) -> None:
    evening.ask(CancelOccurrence(plan_id="p1", version=1, slot=DAY, reason="rain"))
    (_, page) = evening.heard(ExpectationsFixed)
    assert page.reason == "cancelled"
    assert {each.standing for each in page.members} == {"withdrawn"}
    assert min(each.version for each in page.members) > 1000


def test_a_long_list_is_told_in_several_messages(office: Office) -> None:
    for number in range(opening.TOLD + 1):
        office.member(f"m{number}")
    office.ask(asked(timing=Timing(first_day=DAY)))
    office.wait_until(OPENS)
    assert [len(page.members) for page in office.heard(ExpectationsFixed)] == [opening.TOLD, 1]


def test_a_task_that_was_set_by_itself_has_a_list_too(office: Office) -> None:
    office.member("m1")
    office.member("m2", leaves=[leave()])
    office.member("m3", "/d/other")
    office.store.keep_occurrence(Occurrence("t1", "Theme day", "theme-day", "b", "/d/b", OPENS, CLOSES, 60))
    office.now = OPENS
    office.ask(OpenOccurrence(occurrence_id="t1", opens_at=OPENS))
    assert standings(office) == {"m1": "expected", "m2": "excused"}
    (page,) = office.heard(ExpectationsFixed)
    assert len(page.members) == 2
    assert office.heard(TaskScheduled) == [], "it was told when it was set"
    office.member("m4")
    assert standings(office)["m4"] == "expected", "who joins while it is open is on the list"
