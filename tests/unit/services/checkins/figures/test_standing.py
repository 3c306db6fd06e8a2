"""Streaks and months of a member, by their own days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from services.checkins.figures.model import Fact, MemberYear, Presence, Session
from services.checkins.figures.standing import standings
from services.checkins.model import Standing
from shared.events.directory import LeaveOfAbsence
from tests.unit.services.checkins.figures.memory import MemoryFigures

SUNDAY = date(2026, 11, 22)


def stored(days: Iterable[date], *, minutes: int = 60, session_day: date | None = None) -> MemoryFigures:
    """A check-in on each of these days, at sessions of the same days or of another."""
    store = MemoryFigures()
    for number, day in enumerate(days):
        session = Session(f"t{number}", session_day or day, "self-study")
        fact = Fact(session, Presence(1, "/d/s", True, minutes, False, False, day))
        key = ("m1", session.day.year)
        known = store.years.get(key, MemberYear("m1", session.day.year, {})).facts
        store.years[key] = MemberYear("m1", session.day.year, {**known, session.occurrence_id: fact})
    return store


def standing(store: MemoryFigures, day: date, *leaves: LeaveOfAbsence) -> Standing:
    known = store.member_years([("m1", day.year)])
    return standings([("m1", day)], known, {"m1": leaves}, store.member_years)["m1", day]


def run_of(last: date, length: int) -> list[date]:
    return [last - timedelta(days=back) for back in range(length)]


def leave(first: date, last: date) -> LeaveOfAbsence:
    return LeaveOfAbsence(leave_id="l1", first_day=first, last_day=last, reason="sick")


@pytest.mark.parametrize(
    ("last", "length"),
    [
        (date(2026, 11, 22), 1),
        (date(2026, 3, 1), 5),
        (date(2024, 3, 1), 3),
        (date(2026, 1, 2), 40),
        (date(2027, 1, 1), 400),
        (date(2026, 12, 31), 800),
    ],
    ids=["one day", "a month's end", "29 February", "the year's end", "a whole year", "two whole years"],
)
def test_a_streak_goes_over_the_ends_of_months_and_years(last: date, length: int) -> None:
    assert standing(stored(run_of(last, length)), last).streak_days == length


def test_a_missed_day_ends_a_streak() -> None:
    days = [day for day in run_of(SUNDAY, 10) if day != date(2026, 11, 19)]
    assert standing(stored(days), SUNDAY).streak_days == 3


def test_a_streak_lasts_through_the_day_on_which_it_can_still_go_on() -> None:
    assert standing(stored(run_of(SUNDAY - timedelta(days=1), 4)), SUNDAY).streak_days == 4
    assert standing(stored(run_of(SUNDAY - timedelta(days=2), 4)), SUNDAY).streak_days == 0


def test_leave_neither_breaks_a_streak_nor_adds_to_it() -> None:
    away = leave(date(2026, 11, 10), date(2026, 11, 19))
    days = [*run_of(SUNDAY, 3), *run_of(date(2026, 11, 9), 5)]
    assert standing(stored(days), SUNDAY, away).streak_days == 8
    assert standing(stored(days), SUNDAY).streak_days == 3


def test_a_check_in_on_a_day_of_leave_adds_to_the_streak() -> None:
    away = leave(date(2026, 11, 10), date(2026, 11, 19))
    days = [*run_of(SUNDAY, 3), date(2026, 11, 15), *run_of(date(2026, 11, 9), 5)]
    assert standing(stored(days), SUNDAY, away).streak_days == 9


def test_leave_over_the_years_end_does_not_break_a_streak() -> None:
    away = leave(date(2025, 12, 20), date(2026, 6, 30))
    days = [*run_of(date(2026, 7, 2), 2), *run_of(date(2025, 12, 19), 7)]
    assert standing(stored(days), date(2026, 7, 2), away).streak_days == 9


def test_a_member_who_is_on_leave_still_has_their_streak() -> None:
    away = leave(date(2026, 11, 10), date(2026, 12, 31))
    assert standing(stored(run_of(date(2026, 11, 9), 5)), SUNDAY, away).streak_days == 5


def test_a_day_after_the_one_asked_for_counts_in_no_streak() -> None:
    assert standing(stored([SUNDAY, SUNDAY + timedelta(days=1)]), SUNDAY).streak_days == 1


def test_several_tasks_on_one_day_are_one_day_of_a_streak_and_all_count_in_the_month() -> None:
    assert standing(stored([SUNDAY, SUNDAY, SUNDAY], minutes=30), SUNDAY) == Standing(1, 3, 90)


def test_only_the_calendar_month_counts_in_the_month() -> None:
    found = standing(stored([date(2026, 1, 1), date(2025, 12, 31), date(2025, 1, 1)]), date(2026, 1, 1))
    assert found == Standing(2, 1, 60)


def test_a_check_in_after_new_year_at_a_session_of_the_year_before_is_found() -> None:
    found = standing(stored(run_of(date(2026, 1, 9), 3), session_day=date(2025, 12, 1)), date(2026, 1, 9))
    assert found == Standing(3, 3, 180)


def test_years_before_are_read_only_where_they_may_say_more() -> None:
    store = stored(run_of(SUNDAY, 30))
    standing(store, SUNDAY)
    assert store.asked == [("m1", 2026)]


def test_nothing_makes_no_figures() -> None:
    assert standing(stored([]), SUNDAY) == Standing(0, 0, 0)
