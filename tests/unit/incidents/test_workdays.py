"""Working minutes around the holidays that the State Council announced, and beyond the last announced year."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incidents.workdays import WorkingHours, day_of

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = WorkingHours(time(8), time(18), ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2025-09-29 09:00", 60, "2025-09-29 10:00"),
        # Before the day begins, and after it has ended.
        ("2025-09-29 06:30", 60, "2025-09-29 09:00"),
        ("2025-09-29 20:00", 60, "2025-09-30 09:00"),
        ("2025-09-29 17:30", 60, "2025-09-30 08:30"),
        ("2025-09-29 17:00", 60, "2025-09-29 18:00"),
        # National Day and Mid-Autumn 2025: 1 to 8 October are off; Saturday 11 October is worked instead.
        ("2025-09-30 17:30", 60, "2025-10-09 08:30"),
        ("2025-10-10 17:30", 60, "2025-10-11 08:30"),
        ("2025-10-11 17:30", 60, "2025-10-13 08:30"),
        # Sunday 28 September 2025 is worked for it, too.
        ("2025-09-27 12:00", 30, "2025-09-28 08:30"),
        # National Day 2026: 1 to 7 October are off; Sunday 20 September and Saturday 10 October are worked.
        ("2026-09-30 17:45", 30, "2026-10-08 08:15"),
        ("2026-10-09 17:45", 30, "2026-10-10 08:15"),
        ("2026-09-19 10:00", 15, "2026-09-20 08:15"),
        # Spring Festival 2026: 15 to 23 February are off; Saturdays 14 and 28 February are worked.
        ("2026-02-13 17:59", 2, "2026-02-14 08:01"),
        ("2026-02-14 17:00", 120, "2026-02-24 09:00"),
        ("2026-02-27 18:00", 600, "2026-02-28 18:00"),
    ],
)
def test_working_minutes_pass_on_working_days_only(start: str, minutes: float, due: str) -> None:
    assert HOURS.after(at(start), minutes) == (at(due), False)


def test_beyond_the_last_announced_year_the_weekday_counts_and_the_result_is_provisional() -> None:
    assert not day_of(date(2045, 10, 2)).announced
    assert HOURS.after(at("2045-10-02 17:30"), 60) == (at("2045-10-03 08:30"), True)
    assert HOURS.after(at("2045-10-07 12:00"), 60) == (at("2045-10-09 09:00"), True)


def test_a_deadline_that_crosses_into_an_unannounced_year_is_provisional() -> None:
    last = max(year for year in range(2024, 2045) if day_of(date(year, 6, 1)).announced)
    _, provisional = HOURS.after(at(f"{last}-12-31 17:59"), 11 * 24 * 60)
    assert provisional
    assert HOURS.after(at(f"{last}-03-02 09:00"), 1)[1] is False


@given(
    st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2050, 1, 1)),
    st.floats(min_value=0.1, max_value=5000),
    st.floats(min_value=0.1, max_value=5000),
)
def test_minutes_add_up_and_end_within_a_working_day(start: datetime, first: float, second: float) -> None:
    begun = start.replace(tzinfo=ZONE)
    middle, _ = HOURS.after(begun, first)
    end, _ = HOURS.after(middle, second)
    together, _ = HOURS.after(begun, first + second)
    assert abs((end - together).total_seconds()) < 0.01
    local = end.astimezone(ZONE)
    assert day_of(local.date()).working
    assert time(8) <= local.time() <= time(18)
    assert middle > begun
