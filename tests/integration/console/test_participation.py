"""How far the units are with what a day asks of them, on the real database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pymongo.database import Database

from services.checkins.repository import MongoCheckIns, check_in_id
from services.checkins.views import CheckInViews
from tests.support.database import Databases

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 22)
#: The day's midnights in the zone, eight hours ahead of UTC.
BEGINS = datetime(2026, 11, 21, 16, tzinfo=UTC)
ENDS = datetime(2026, 11, 22, 16, tzinfo=UTC)
MOMENT = timedelta(milliseconds=1)

UNITS = ("/d", "/d/s1", "/d/s1/b1", "/d/s1/b2", "/d/s2", "/d/s2/b3", "/d/s10", "/d2", "/d2/s9")
MEMBERS = {"m1": "/d/s1/b1", "m2": "/d/s1/b1", "m3": "/d/s1/b2", "m4": "/d/s2/b3", "m5": "/d/s2", "m9": "/d2/s9"}


@pytest.fixture
def own(databases: Databases) -> Database[dict[str, Any]]:
    database = databases.of("checkins")
    MongoCheckIns.indexes(database)
    database.units.insert_many([{"_id": path.rpartition("/")[2], "path": path} for path in UNITS])
    database.members.insert_many([{"_id": key, "unit_path": path, "version": 1} for key, path in MEMBERS.items()])
    return database


def add_task(
    own: Database[dict[str, Any]],
    task_id: str,
    path: str,
    opens: datetime = BEGINS + timedelta(hours=9),
    closes: datetime = BEGINS + timedelta(hours=18),
) -> None:
    own.occurrences.insert_one(
        {
            "_id": task_id,
            "title": task_id,
            "kind": "self-study",
            "unit_id": path.rpartition("/")[2],
            "unit_path": path,
            "opens_at": opens,
            "closes_at": closes,
            "credit_minutes": 20,
        }
    )


def check_in(own: Database[dict[str, Any]], task_id: str, member_id: str) -> None:
    own.check_ins.insert_one({"_id": check_in_id(task_id, member_id), "unit_path": MEMBERS[member_id]})


def seen(own: Database[dict[str, Any]], scope: str, day: date = DAY) -> dict[str, tuple[int, int, list[str]]]:
    rows = CheckInViews(own).participation(scope, day, ZONE)
    assert [row["unit_path"] for row in rows] == sorted(row["unit_path"] for row in rows)
    return {row["unit_id"]: (row["expected"], row["done"], row["missing"]) for row in rows}


def test_members_are_counted_with_the_unit_directly_below(own: Database[dict[str, Any]]) -> None:
    add_task(own, "t", "/d")
    check_in(own, "t", "m3")
    assert seen(own, "/d") == {"s1": (3, 1, ["m1", "m2"]), "s2": (2, 0, ["m4", "m5"]), "s10": (0, 0, [])}


def test_who_is_away_on_the_day_is_not_expected_and_counts_where_they_check_in(own: Database[dict[str, Any]]) -> None:
    for task_id in ("t", "u"):
        add_task(own, task_id, "/d/s1")
    leave = {"leave_id": "l", "first_day": "2026-11-20", "last_day": "2026-11-22", "reason": "sick"}
    own.members.update_one({"_id": "m1"}, {"$set": {"status": "active", "leaves": [leave]}})
    own.members.update_one({"_id": "m3"}, {"$set": {"status": "retired", "leaves": []}})
    assert seen(own, "/d/s1") == {"b1": (2, 0, ["m2"]), "b2": (0, 0, [])}
    check_in(own, "t", "m1")
    assert seen(own, "/d/s1")["b1"] == (3, 1, ["m2"])


def test_members_of_the_unit_itself_make_a_line_of_their_own(own: Database[dict[str, Any]]) -> None:
    add_task(own, "t", "/d")
    check_in(own, "t", "m5")
    assert seen(own, "/d/s2") == {"s2": (1, 1, []), "b3": (1, 0, ["m4"])}


def test_a_unit_with_nothing_below_is_shown_itself(own: Database[dict[str, Any]]) -> None:
    add_task(own, "t", "/d")
    check_in(own, "t", "m1")
    assert seen(own, "/d/s1/b1") == {"b1": (2, 1, ["m2"])}


def test_a_member_counts_once_for_each_task_and_is_missing_once(own: Database[dict[str, Any]]) -> None:
    for task_id, path in (("all", "/d"), ("school", "/d/s1"), ("branch", "/d/s1/b1"), ("other", "/d/s2")):
        add_task(own, task_id, path)
    check_in(own, "all", "m1")
    check_in(own, "school", "m1")
    check_in(own, "branch", "m1")
    check_in(own, "school", "m2")
    assert seen(own, "/d/s1") == {"b1": (6, 4, ["m2"]), "b2": (2, 0, ["m3"])}


def test_a_unit_whose_name_only_begins_alike_is_another(own: Database[dict[str, Any]]) -> None:
    add_task(own, "t", "/d/s10")
    add_task(own, "u", "/d2")
    assert seen(own, "/d") == {"s1": (0, 0, []), "s2": (0, 0, []), "s10": (0, 0, [])}
    assert seen(own, "/d2") == {"s9": (1, 0, ["m9"])}


@pytest.mark.parametrize(
    ("opens", "closes", "asked"),
    [
        (BEGINS - timedelta(days=2), BEGINS, False),
        (BEGINS - timedelta(days=2), BEGINS + MOMENT, True),
        (ENDS - MOMENT, ENDS + timedelta(days=2), True),
        (ENDS, ENDS + timedelta(days=2), False),
        (BEGINS - timedelta(days=2), ENDS + timedelta(days=2), True),
        # Open on the 22nd in UTC, which is the 23rd there by then.
        (datetime(2026, 11, 22, 17, tzinfo=UTC), datetime(2026, 11, 22, 23, tzinfo=UTC), False),
        # Open on the 21st in UTC, which is the 22nd there already.
        (datetime(2026, 11, 21, 17, tzinfo=UTC), datetime(2026, 11, 21, 23, tzinfo=UTC), True),
    ],
)
def test_a_day_asks_for_what_is_open_between_its_midnights_in_the_zone(
    own: Database[dict[str, Any]], opens: datetime, closes: datetime, asked: bool
) -> None:
    add_task(own, "t", "/d/s1/b1", opens, closes)
    assert seen(own, "/d/s1/b1") == {"b1": (2, 0, ["m1", "m2"]) if asked else (0, 0, [])}


def test_nothing_is_found_for_a_unit_that_is_not_known(own: Database[dict[str, Any]]) -> None:
    assert seen(own, "/elsewhere") == {}


def test_a_district_of_thousands_is_counted(own: Database[dict[str, Any]]) -> None:
    many = [f"n{number:05d}" for number in range(1_500)]
    own.members.insert_many([{"_id": key, "unit_path": "/d/s10", "version": 1} for key in many])
    for task_id in ("t1", "t2", "t3"):
        add_task(own, task_id, "/d/s10")
    done = [{"_id": check_in_id(task_id, key)} for key in many[:600] for task_id in ("t1", "t2", "t3")]
    own.check_ins.insert_many(done)
    assert seen(own, "/d")["s10"] == (4_500, 1_800, many[600:])


def test_what_moves_stays_in_the_figures_of_the_days_before(own: Database[dict[str, Any]]) -> None:
    day, moved_at = date(2024, 5, 6), datetime(2024, 5, 8, 1, tzinfo=UTC)
    begins = datetime(2024, 5, 5, 16, tzinfo=UTC)
    for task_id, path in (("all", "/d"), ("school", "/d/s1"), ("branch", "/d/s1/b1")):
        add_task(own, task_id, path, begins, begins + timedelta(hours=9))
    add_task(own, "long", "/d/s1", begins, begins + timedelta(days=30))
    check_in(own, "school", "m1")
    before = seen(own, "/d", day), seen(own, "/d/s1", day)
    store = MongoCheckIns(own, None)
    for unit_id, path in (("s1", "/d2/s1"), ("b1", "/d2/s1/b1"), ("b2", "/d2/s1/b2")):
        store.keep_unit(unit_id, path, 2, False, moved_at)
    for member_id in ("m1", "m2", "m3"):
        path = MEMBERS[member_id].replace("/d/", "/d2/")
        store.keep_member(member_id, path, 2, at=moved_at)
    assert (seen(own, "/d", day), seen(own, "/d/s1", day)) == before
    assert seen(own, "/d2/s1", day) == before[1]
    # What was not over went along.
    assert own.occurrences.find_one({"_id": "long"})["unit_path"] == "/d2/s1"
    assert own.occurrences.find_one({"_id": "school"})["unit_path"] == "/d/s1"
    later = date(2024, 5, 10)
    assert seen(own, "/d2", later) == {"s1": (3, 0, ["m1", "m2", "m3"]), "s9": (0, 0, [])}
    assert "s1" not in seen(own, "/d", later)


def test_a_copy_that_is_told_late_does_not_undo_a_move(own: Database[dict[str, Any]]) -> None:
    store = MongoCheckIns(own, None)
    store.keep_unit("s1", "/d2/s1", 3, False, BEGINS)
    store.keep_unit("s1", "/d/s1", 2, False, BEGINS + MOMENT)
    assert store.unit_path("s1") == "/d2/s1"


def test_a_closed_unit_has_no_line_once_nothing_is_expected_there(own: Database[dict[str, Any]]) -> None:
    MongoCheckIns(own, None).keep_unit("s10", "/d/s10", 2, True, BEGINS)
    assert set(seen(own, "/d")) == {"s1", "s2"}
