"""The days of a plan, against days written down by hand from the State Council's notices for 2025 and 2026."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.checkins.plans.calendar import ChineseCalendar
from services.checkins.plans.recurrence import (
    BadRule,
    Shift,
    Slot,
    check,
    recalculate,
    same_day_of,
    slots,
    week_of,
)
from shared.events.plans import Mover, Term, Timing
from tests.support.properties import examples
from tests.unit.services.checkins.plans.calendars import KnownUntil

AUTUMN = Term(term_id="2025-autumn", first_day=date(2025, 9, 1), last_day=date(2026, 1, 23))
SPRING = Term(term_id="2026-spring", first_day=date(2026, 3, 2), last_day=date(2026, 7, 10))


def timing(rule: str | None = None, first: str = "2025-01-01", **fields: Any) -> Timing:
    return Timing(rule=rule, first_day=date.fromisoformat(first), **fields)


def days(of: Timing, first: str, last: str, calendar: Any = None) -> list[str]:
    found = slots(of, calendar or ChineseCalendar(), date.fromisoformat(first), date.fromisoformat(last))
    return [slot.day.isoformat() for slot in found]


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        # Spring Festival 2025: 28 January to 4 February; Sunday 26 January and Saturday 8 February are worked.
        ("2025-01-25", "2025-01-26", "2025-01-24"),
        ("2025-01-26", "2025-01-26", "2025-01-26"),
        ("2025-01-28", "2025-02-05", "2025-01-27"),
        ("2025-02-04", "2025-02-05", "2025-01-27"),
        ("2025-02-08", "2025-02-08", "2025-02-08"),
        ("2025-02-09", "2025-02-10", "2025-02-08"),
        ("2025-02-15", "2025-02-17", "2025-02-14"),
        # National Day and Mid-Autumn 2025: 1 to 8 October; Sunday 28 September and Saturday 11 October are worked.
        ("2025-09-27", "2025-09-28", "2025-09-26"),
        ("2025-09-28", "2025-09-28", "2025-09-28"),
        ("2025-10-01", "2025-10-09", "2025-09-30"),
        ("2025-10-08", "2025-10-09", "2025-09-30"),
        ("2025-10-11", "2025-10-11", "2025-10-11"),
        ("2025-10-12", "2025-10-13", "2025-10-11"),
        # Spring Festival 2026: 15 to 23 February; Saturdays 14 and 28 February are worked.
        ("2026-02-14", "2026-02-14", "2026-02-14"),
        ("2026-02-15", "2026-02-24", "2026-02-14"),
        ("2026-02-23", "2026-02-24", "2026-02-14"),
        ("2026-02-28", "2026-02-28", "2026-02-28"),
        ("2026-03-01", "2026-03-02", "2026-02-28"),
        # Mid-Autumn 2026: 25 to 27 September. National Day 2026: 1 to 7 October; Sunday 20 September and Saturday
        # 10 October are worked.
        ("2026-09-20", "2026-09-20", "2026-09-20"),
        ("2026-09-26", "2026-09-28", "2026-09-24"),
        ("2026-10-01", "2026-10-08", "2026-09-30"),
        ("2026-10-07", "2026-10-08", "2026-09-30"),
        ("2026-10-10", "2026-10-10", "2026-10-10"),
        ("2026-10-11", "2026-10-12", "2026-10-10"),
    ],
)
def test_a_day_off_moves_to_the_next_working_day_or_to_the_one_before(day: str, after: str, before: str) -> None:
    for mover, expected in (("next-working-day", after), ("previous-working-day", before), ("as-is", day)):
        assert days(timing(first=day, mover=mover), "2025-01-01", "2026-12-31") == [expected]
    kept = [day] if after == day else []
    assert days(timing(first=day, mover="skip"), "2025-01-01", "2026-12-31") == kept


def test_the_15th_of_each_month_moved_to_the_next_working_day() -> None:
    found = days(timing("FREQ=MONTHLY;BYMONTHDAY=15", mover="next-working-day"), "2026-01-01", "2026-06-30")
    assert found == ["2026-01-15", "2026-02-24", "2026-03-16", "2026-04-15", "2026-05-15", "2026-06-15"]


def test_the_last_working_day_of_each_month() -> None:
    found = days(timing("FREQ=MONTHLY;BYMONTHDAY=-1", mover="previous-working-day"), "2025-01-01", "2025-11-30")
    assert found == [
        "2025-01-27",
        "2025-02-28",
        "2025-03-31",
        "2025-04-30",
        "2025-05-30",
        "2025-06-30",
        "2025-07-31",
        "2025-08-29",
        "2025-09-30",
        "2025-10-31",
        "2025-11-28",
    ]


def test_every_second_thursday_keeps_its_rhythm_over_a_holiday_that_leaves_one_out() -> None:
    of = timing("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", first="2025-09-04", mover="skip")
    assert days(of, "2025-09-01", "2025-11-15") == [
        "2025-09-04",
        "2025-09-18",
        "2025-10-16",
        "2025-10-30",
        "2025-11-13",
    ]


def test_the_second_thursday_of_each_month() -> None:
    assert days(timing("FREQ=MONTHLY;BYDAY=2TH"), "2026-09-01", "2026-11-30") == [
        "2026-09-10",
        "2026-10-08",
        "2026-11-12",
    ]


def test_only_the_named_weeks_of_term_and_only_days_of_the_term() -> None:
    of = timing("FREQ=WEEKLY;BYDAY=MO", term=AUTUMN, weeks=[1, 2, 21, 22])
    assert days(of, "2025-01-01", "2026-12-31") == ["2025-09-01", "2025-09-08", "2026-01-19"]


def test_weeks_of_term_begin_on_monday_with_the_week_of_the_first_day() -> None:
    term = Term(term_id="t", first_day=date(2026, 2, 26), last_day=date(2026, 7, 1))
    found = [week_of(term, date(2026, 2, 22) + timedelta(days=number)) for number in (0, 1, 4, 7, 8)]
    assert found == [0, 1, 1, 1, 2]


def test_a_day_of_one_term_has_its_counterpart_in_another() -> None:
    assert same_day_of(AUTUMN, SPRING, date(2025, 9, 18)) == date(2026, 3, 19)


def test_days_of_a_holiday_come_together_on_one_day_as_one_occurrence() -> None:
    of = timing("FREQ=DAILY", first="2025-09-29", mover="next-working-day", last_day=date(2025, 10, 10))
    assert days(of, "2025-09-01", "2025-10-31") == ["2025-09-29", "2025-09-30", "2025-10-09", "2025-10-10"]


def test_a_day_beyond_the_last_announced_year_is_provisional() -> None:
    of = timing("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1", mover="next-working-day")
    found = slots(of, KnownUntil(2025), date(2025, 1, 1), date(2026, 12, 31))
    assert found == [Slot(date(2025, 10, 1), date(2025, 10, 9)), Slot(date(2026, 10, 1), date(2026, 10, 1), True)]


def test_a_day_that_is_not_moved_is_never_provisional() -> None:
    assert slots(timing(first="2090-01-01"), ChineseCalendar(), date(2090, 1, 1), date(2090, 1, 1)) == [
        Slot(date(2090, 1, 1), date(2090, 1, 1))
    ]


def test_when_the_calendar_is_announced_what_fell_on_its_holidays_moves() -> None:
    of = timing("FREQ=WEEKLY;BYDAY=TH", first="2026-09-17", mover="next-working-day")
    before = {slot.nominal: slot.day for slot in slots(of, KnownUntil(2025), date(2026, 9, 17), date(2026, 10, 31))}
    assert recalculate(of, before, KnownUntil(2025)) == []
    # 1 October and 8 October fall on one day now, and the first of them stays.
    assert recalculate(of, before, ChineseCalendar()) == [
        Shift(date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 8), False),
        Shift(date(2026, 10, 8), date(2026, 10, 8), None, False),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;UNTIL=20260101",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=1000",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY",
        "FREQ=DAILY;;",
        "FREQ=DAILY;FREQ=DAILY",
    ],
)
def test_a_rule_that_no_plan_can_have_is_refused(rule: str) -> None:
    with pytest.raises(BadRule):
        check(timing(rule))


@pytest.mark.parametrize(
    "fields",
    [
        {"last_day": date(2024, 12, 31)},
        {"weeks": [1]},
        {"term": Term(term_id="t", first_day=date(2026, 2, 1), last_day=date(2026, 1, 1))},
    ],
    ids=["ends first", "weeks of no term", "term ends first"],
)
def test_a_timing_that_contradicts_itself_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(BadRule):
        check(timing("FREQ=WEEKLY", **fields))


@settings(max_examples=examples(30))
@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,FR", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1"]),
    st.sampled_from(["as-is", "next-working-day", "previous-working-day", "skip"]),
    st.dates(date(2025, 1, 1), date(2026, 12, 1)),
    st.integers(0, 40),
)
def test_what_a_stretch_of_days_holds_does_not_depend_on_how_much_is_asked_for(
    rule: str, mover: Mover, first: date, length: int
) -> None:
    of = timing(rule, mover=mover)
    last = first + timedelta(days=length)
    whole = slots(of, ChineseCalendar(), date(2024, 12, 1), date(2027, 3, 1))
    assert slots(of, ChineseCalendar(), first, last) == [slot for slot in whole if first <= slot.day <= last]
