"""A duty passes over who is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.incidents.model import Member, is_away
from shared.away import absence, absence_of
from shared.events.directory import LeaveOfAbsence, MemberStatus

LEAVE = LeaveOfAbsence(leave_id="l1", first_day=date(2026, 3, 2), last_day=date(2026, 3, 4), reason="sick")
OFFICER = Member("officer", "s", "/d/s", ("duty-officer",), 1)


@pytest.mark.parametrize(("day", "away"), [(1, False), (2, True), (4, True), (5, False)])
def test_both_days_are_part_of_a_leave(day: int, away: bool) -> None:
    assert is_away(replace(OFFICER, leaves=(LEAVE,)), date(2026, 3, day)) is away


@pytest.mark.parametrize("status", ["retired", "unreachable", "left"])
def test_who_is_not_active_is_always_away(status: MemberStatus) -> None:
    assert is_away(replace(OFFICER, status=status), date(2026, 3, 1))
    assert not is_away(OFFICER, date(2026, 3, 1))


def test_a_copy_keeps_what_was_told_and_an_old_one_knows_of_no_leave() -> None:
    assert absence_of(absence("retired", [LEAVE])) == ("retired", (LEAVE,))
    assert absence_of({"unit_path": "/d/s"}) == ("active", ())
