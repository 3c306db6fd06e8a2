"""Quiet hours, and when a reminder is planned because of them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.quiet import QuietHours, parse
from services.notifications.schedule import MARGIN, NOTICE, SHORTEST, Never, reminder_time
from services.notifications.settings import NotificationsSettings
from shared.settings import SettingsError, load

NIGHT = QuietHours(time(21, 30), time(7, 30), "Asia/Shanghai")
NOON = QuietHours(time(12), time(14), "Asia/Shanghai")
NONE = QuietHours(time(0), time(0), "Asia/Shanghai")
LEAD = timedelta(hours=2)
ZONES = ("Asia/Shanghai", "UTC", "Asia/Urumqi", "America/New_York", "Europe/Berlin", "Asia/Kolkata")

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
hours = st.builds(QuietHours, times, times, st.sampled_from(ZONES))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def shanghai(clock: str, day: int = 22) -> datetime:
    return datetime.combine(datetime(2026, 11, day), time.fromisoformat(clock), tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("quiet", "clock", "held"),
    [
        (NIGHT, "21:29", False),
        (NIGHT, "21:30", True),
        (NIGHT, "23:59", True),
        (NIGHT, "00:00", True),
        (NIGHT, "07:29", True),
        (NIGHT, "07:30", False),
        (NOON, "11:59", False),
        (NOON, "12:00", True),
        (NOON, "14:00", False),
        (NONE, "00:00", False),
        (NONE, "12:00", False),
    ],
)
def test_quiet_hours_hold_from_their_beginning_to_before_their_end(quiet: QuietHours, clock: str, held: bool) -> None:
    assert quiet.hold(shanghai(clock)) is held


def test_quiet_hours_are_those_of_the_zone() -> None:
    moment = datetime(2026, 11, 22, 14, tzinfo=UTC)
    assert NIGHT.hold(moment)
    assert not QuietHours(NIGHT.starts, NIGHT.ends, "Europe/Berlin").hold(moment)
    # Urumqi's own clock is two hours behind Beijing's: 20:00.
    assert not QuietHours(NIGHT.starts, NIGHT.ends, "Asia/Urumqi").hold(moment)


@given(hours, moments)
def test_the_next_decent_moment_is_the_first_that_is_not_quiet(quiet: QuietHours, moment: datetime) -> None:
    found = quiet.next_decent(moment)
    assert not quiet.hold(found)
    assert moment <= found <= moment + timedelta(hours=26)
    assert (found == moment) is not quiet.hold(moment)
    assert quiet.next_decent(found) == found
    if quiet.hold(moment):
        # Clocks that are set forward may skip the end of the quiet hours by up to an hour.
        skipped = timedelta(hours=1) if quiet.zone in ("America/New_York", "Europe/Berlin") else timedelta()
        before = found - timedelta(microseconds=1) - skipped
        assert before < moment or quiet.hold(before) or skipped


@given(hours, moments)
def test_the_last_decent_moment_is_not_quiet_and_not_later(quiet: QuietHours, moment: datetime) -> None:
    found = quiet.last_decent(moment, MARGIN)
    assert found is None or (found <= moment and not quiet.hold(found))
    if not quiet.hold(moment):
        assert found == moment


@given(hours, moments)
def test_quiet_hours_begin_after_a_decent_moment(quiet: QuietHours, moment: datetime) -> None:
    begins = quiet.next_quiet(moment)
    if quiet.starts == quiet.ends:
        assert begins is None
    else:
        assert begins is not None
        assert moment < begins <= moment + timedelta(hours=26)


@given(hours, moments, st.timedeltas(timedelta(), timedelta(days=9)))
def test_a_reminder_is_never_planned_in_quiet_hours_nor_outside_the_task(
    quiet: QuietHours, opens: datetime, length: timedelta
) -> None:
    planned = reminder_time(opens, opens + length, quiet, LEAD)
    if isinstance(planned, Never):
        assert (planned.reason == "too-short") is (length < SHORTEST)
    else:
        assert not quiet.hold(planned)
        assert opens <= planned <= opens + length - NOTICE


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        # Two hours before.
        (shanghai("08:00"), shanghai("20:00"), shanghai("18:00")),
        # 22:00 is quiet: before the quiet hours, the task being open.
        (shanghai("08:00"), shanghai("23:59"), shanghai("21:20")),
        # 06:00 is quiet: the evening before.
        (shanghai("08:00"), shanghai("08:00", 23), shanghai("21:20")),
        # Not open the evening before: when the quiet hours end, with time left.
        (shanghai("06:00"), shanghai("08:00"), shanghai("07:30")),
        # Too little time is left then, and the task was not open before.
        (shanghai("05:30"), shanghai("07:40"), Never("quiet-hours")),
        (shanghai("22:00"), shanghai("06:00", 23), Never("quiet-hours")),
        # Open for less than four hours: at half of its time.
        (shanghai("14:00"), shanghai("15:00"), shanghai("14:30")),
        (shanghai("14:00"), shanghai("17:30"), shanghai("15:45")),
        (shanghai("14:00"), shanghai("14:29"), Never("too-short")),
    ],
)
def test_when_a_reminder_is_planned(opens: datetime, closes: datetime, expected: datetime | Never) -> None:
    assert reminder_time(opens, closes, NIGHT, LEAD) == expected


def test_where_clocks_are_set_back_the_second_end_of_quiet_hours_is_the_same_night() -> None:
    quiet = QuietHours(time(22), time(1, 30), "America/New_York")
    # 01:10 for the second time that night.
    moment = datetime(2026, 11, 1, 6, 10, tzinfo=UTC)
    assert quiet.next_decent(moment) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_hours_in_the_settings_are_read_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(NotificationsSettings).quiet == NIGHT
    assert parse("22:00-06:00") == (time(22), time(6))
    monkeypatch.setenv("ZHIXING_QUIET_HOURS", "late-early")
    with pytest.raises(SettingsError, match=r"ZHIXING_QUIET_HOURS.*21:30-07:30"):
        load(NotificationsSettings)
