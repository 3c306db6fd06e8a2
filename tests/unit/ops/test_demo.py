"""The demo district is what the README promises, and loading it twice is the same as once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ops.demo.district import commands, occurrence_id, read_district
from ops.demo.sheet import sheet
from services.directory.imports.model import Row
from services.directory.imports.reading import read
from services.directory.imports.rows import parse
from shared.events import encode

ZONE = ZoneInfo("Asia/Shanghai")


def test_it_has_three_schools_six_branches_and_sixty_members() -> None:
    district = read_district()
    assert Counter(unit.kind for unit in district.units) == {"district": 1, "school": 3, "branch": 6}
    assert len({member.id for member in district.members}) == 60
    assert len({member.name for member in district.members}) == 60


def test_every_branch_has_members_and_one_secretary() -> None:
    district = read_district()
    branches = {unit.id for unit in district.units if unit.kind == "branch"}
    assert branches <= {member.unit for member in district.members}
    assert Counter(m.unit for m in district.members if "secretary" in m.roles) == dict.fromkeys(branches, 1)


def test_units_come_after_their_parents_and_everything_names_a_known_unit() -> None:
    district = read_district()
    known: set[str | None] = {None}
    for unit in district.units:
        assert unit.parent in known
        known.add(unit.id)
    assert {member.unit for member in district.members} | {task.unit for task in district.tasks} <= known


@pytest.mark.parametrize("hour", [0, 7, 12, 23])
def test_at_any_hour_some_tasks_are_open_one_closes_soon_one_is_ahead_and_one_is_over(hour: int) -> None:
    now = datetime(2026, 11, 22, hour, 7, tzinfo=ZONE)
    windows = [(task.opens.at(now), task.closes.at(now)) for task in read_district().tasks]
    assert all(opens < closes for opens, closes in windows)
    open_now = [closes for opens, closes in windows if opens <= now < closes]
    assert len(open_now) >= 3
    assert any(closes - now <= timedelta(minutes=75) for closes in open_now)
    assert any(opens > now for opens, _ in windows)
    assert any(closes <= now for _, closes in windows)


@pytest.mark.parametrize("hour", [0, 7, 12, 23])
def test_at_any_hour_every_shift_is_ahead_and_one_can_be_attended(hour: int) -> None:
    now = datetime(2026, 11, 22, hour, 7, tzinfo=ZONE)
    starts = [shift.starts.at(now) for activity in read_district().activities for shift in activity.shifts]
    assert len(starts) == 5
    assert all(start > now for start in starts)
    assert min(starts) - now <= timedelta(minutes=30)


def test_an_organiser_publishes_for_their_own_unit() -> None:
    district = read_district()
    members = {member.id: member for member in district.members}
    for activity in district.activities:
        organiser = members[activity.organiser]
        assert organiser.unit == activity.unit
        assert "secretary" in organiser.roles


def test_each_branch_has_a_task_to_check_in_now() -> None:
    district = read_district()
    now = datetime(2026, 11, 22, 3, 0, tzinfo=ZONE)
    assert any(task.unit == "district" and task.opens.at(now) <= now < task.closes.at(now) for task in district.tasks)


def test_loading_again_on_the_same_day_sends_the_same_ids() -> None:
    district = read_district()
    morning = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    first = [message.id for message in commands(district, morning)]
    assert first == [message.id for message in commands(district, morning + timedelta(hours=8))]
    assert len(set(first)) == len(first) == len(district.tasks) + len(district.activities)


def test_the_next_day_brings_tasks_of_its_own_and_the_same_people() -> None:
    district = read_district()
    today = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    before = {message.id for message in commands(district, today)}
    after = {message.id for message in commands(district, today + timedelta(days=1))}
    assert len(after - before) == len(district.tasks) + len(district.activities)


def test_the_day_is_that_of_the_district_not_of_greenwich() -> None:
    district = read_district()
    late = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    expected = occurrence_id(district.tasks[0], late.astimezone(ZONE).date())
    assert expected.endswith("2026-11-23")
    assert expected in {message.subject for message in commands(district, late)}


def test_every_command_can_be_encoded() -> None:
    assert all(encode(message) for message in commands(read_district()))


def rows_of_sheet() -> list[Row]:
    return parse(read(sheet(read_district()))).rows


def test_every_row_of_its_sheet_can_be_imported() -> None:
    rows = rows_of_sheet()
    assert len(rows) == 10 + 60
    assert [row for row in rows if row.faulty] == []


def test_its_sheet_says_what_the_data_says() -> None:
    district = read_district()
    said = {row.values["member_id"]: row.values for row in rows_of_sheet() if row.profile == "members"}
    units = {unit.id: unit.name for unit in district.units}
    for member in district.members:
        values = said[member.id]
        assert (values["name"], values["unit"], values["kind"]) == (member.name, units[member.unit], member.kind)
        assert [held["role"] for held in values["roles"]] == list(member.roles)
        assert bool(values.get("joined_on")) == bool(member.joined)
