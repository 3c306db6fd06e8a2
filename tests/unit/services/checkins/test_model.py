from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.checkins.model import CheckIn, Entry, Occurrence, Refusal, Standing, months_back, refusal, standing

OPENS = datetime(2026, 11, 22, 11, tzinfo=UTC)
CLOSES = datetime(2026, 11, 22, 13, tzinfo=UTC)
TASK = Occurrence("t1", "Theme day", "theme-day", "s", "/d/s", OPENS, CLOSES, 120)
BEFORE = CheckIn("t1", "m1", "c0", "/d/s", "Theme day", OPENS, OPENS, 120, Standing(1, 1, 120))


def entries(*days: date, minutes: int = 60) -> list[Entry]:
    return [Entry(f"t{number}", day, minutes) for number, day in enumerate(days)]


def run_of(last: date, length: int) -> list[Entry]:
    return entries(*(last - timedelta(days=back) for back in range(length)))


@pytest.mark.parametrize("path", ["/d/s", "/d/s/b", "/d/s/b/g"])
def test_a_task_expects_everyone_in_its_unit_and_below(path: str) -> None:
    assert TASK.expects(path)


@pytest.mark.parametrize("path", ["/d", "/d/s2", "/d/sb", "/d/other/s"])
def test_a_task_expects_nobody_else(path: str) -> None:
    assert not TASK.expects(path)


@pytest.mark.parametrize(
    ("moment", "reason", "at"),
    [
        (OPENS - timedelta(microseconds=1), "not-yet-open", OPENS),
        (OPENS, None, None),
        (CLOSES - timedelta(microseconds=1), None, None),
        (CLOSES, "closed", CLOSES),
    ],
)
def test_the_window_is_open_from_its_first_moment_and_closed_at_its_last(
    moment: datetime, reason: str | None, at: datetime | None
) -> None:
    found = refusal(TASK, "/d/s", None, moment)
    assert (found.reason if found else None, found.at if found else None) == (reason, at)


@pytest.mark.parametrize(
    ("task", "path", "existing", "expected"),
    [
        (None, None, None, Refusal("unknown-task")),
        (TASK, None, None, Refusal("not-on-the-list")),
        (TASK, "/d/other", BEFORE, Refusal("not-on-the-list")),
        (TASK, "/d/s", BEFORE, Refusal("already-checked-in", OPENS)),
    ],
)
def test_the_first_reason_that_a_member_can_act_on_is_told(
    task: Occurrence | None, path: str | None, existing: CheckIn | None, expected: Refusal
) -> None:
    assert refusal(task, path, existing, CLOSES) == expected


@pytest.mark.parametrize(
    ("last", "length"),
    [
        (date(2026, 11, 22), 1),
        (date(2026, 3, 1), 5),
        (date(2024, 3, 1), 3),
        (date(2026, 1, 2), 40),
        (date(2027, 1, 1), 400),
    ],
    ids=["one day", "over a month's end", "over 29 February", "over the year's end", "over a whole year"],
)
def test_a_streak_goes_over_the_ends_of_months_and_years(last: date, length: int) -> None:
    assert standing(run_of(last, length), last).streak_days == length


def test_a_missed_day_ends_a_streak() -> None:
    day = date(2026, 11, 22)
    kept = [entry for entry in run_of(day, 10) if entry.day != date(2026, 11, 19)]
    assert standing(kept, day).streak_days == 3


def test_a_streak_lasts_through_the_day_on_which_it_can_still_go_on() -> None:
    day = date(2026, 11, 22)
    assert standing(run_of(day - timedelta(days=1), 4), day).streak_days == 4
    assert standing(run_of(day - timedelta(days=2), 4), day).streak_days == 0


def test_a_day_after_the_one_asked_for_counts_in_no_streak() -> None:
    day = date(2026, 11, 22)
    assert standing(entries(day, day + timedelta(days=1)), day).streak_days == 1


def test_several_tasks_on_one_day_are_one_day_of_a_streak_and_all_count_in_the_month() -> None:
    day = date(2026, 11, 22)
    assert standing(entries(day, day, day, minutes=30), day) == Standing(1, 3, 90)


def test_only_the_calendar_month_counts_in_the_month() -> None:
    found = standing(entries(date(2026, 1, 1), date(2025, 12, 31), date(2025, 1, 1)), date(2026, 1, 1))
    assert found == Standing(2, 1, 60)


def test_nothing_makes_no_figures() -> None:
    assert standing([], date(2026, 11, 22)) == Standing(0, 0, 0)


@given(st.lists(st.tuples(st.integers(0, 30), st.dates(date(2025, 12, 1), date(2026, 2, 1)))), st.randoms())
def test_order_and_repetition_of_entries_do_not_change_the_figures(
    known: list[tuple[int, date]], random: object
) -> None:
    given_once = [Entry(f"t{number}", day, 10) for number, day in known]
    shuffled = given_once * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing(shuffled, date(2026, 1, 15)) == standing(given_once, date(2026, 1, 15))


def test_months_go_back_over_the_years_end() -> None:
    assert months_back(date(2026, 2, 28), 4) == ["2026-02", "2026-01", "2025-12", "2025-11"]
