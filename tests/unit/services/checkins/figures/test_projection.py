"""What single events do to the figures: windows, closed months, who is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.checkins.figures.answers import adjusted, told
from services.checkins.figures.model import Session
from services.checkins.figures.projection import AT_ONCE, Rules, batches, project
from services.checkins.figures.windows import window
from shared.events import Message, Payload, compose
from shared.events.attendance import CheckInCorrected
from shared.events.checkins import CheckInRecorded
from shared.events.plans import ExpectationChanged, ExpectationsFixed, OnTheList
from shared.failures import PermanentFailure
from tests.unit.services.checkins.figures.memory import MemoryFigures
from tests.unit.services.emitted import Emitted

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
RULES = Rules(ZoneInfo("Asia/Shanghai"), now=lambda: NOON)
DECEMBER = replace(RULES, now=lambda: datetime(2026, 12, 10, tzinfo=UTC))
THEME = Session("t1", date(2026, 11, 20), "theme-day", ("party-spirit",), 90)
LAST = Session("t2", date(2026, 12, 31), "online-course", (), 120)
PATH = "/d/z/s/b"


@pytest.fixture
def store() -> MemoryFigures:
    return MemoryFigures(THEME, LAST)


def after(store: MemoryFigures, *payloads: Payload, rules: Rules = RULES) -> list[Any]:
    events: list[Message[Any]] = [compose(each, source="/zhixing/checkins", time=NOON) for each in payloads]
    emitted = Emitted()
    project(events, store, emitted, rules)
    return emitted.payloads


def opened(*member_ids: str, session: Session = THEME, standing: Any = "expected") -> ExpectationsFixed:
    page = [OnTheList(member_id=each, unit_path=PATH, standing=standing, version=1) for each in member_ids]
    return ExpectationsFixed(occurrence_id=session.occurrence_id, unit_path=PATH, members=page)


def recorded(member_id: str, session: Session = THEME, **fields: Any) -> CheckInRecorded:
    return CheckInRecorded(
        command_id=f"c {member_id}",
        occurrence_id=session.occurrence_id,
        member_id=member_id,
        unit_path=PATH,
        task_title="Theme day",
        checked_in_at=NOON,
        **{"credit_minutes": session.credit_minutes, **fields},
    )


def corrected(member_id: str, **fields: Any) -> CheckInCorrected:
    facts = recorded(member_id).model_dump(exclude={"command_id", "figures"})
    return CheckInCorrected(**{**facts, "counts": True, "version": 2, "reason": "wrong person", **fields})


def counts(store: MemoryFigures, unit_id: str, key: str) -> dict[str, int]:
    return dict(store.of_unit(unit_id, window(key)).counts)


@pytest.mark.parametrize("unit_id", ["d", "z", "s", "b"])
def test_a_check_in_counts_in_every_unit_of_its_path(store: MemoryFigures, unit_id: str) -> None:
    after(store, opened("m1", "m2", "m3"), recorded("m1"), recorded("m2", late=True, credit_minutes=45))
    wanted = {"sessions": 1, "expected": 3, "done": 2, "on_time": 1, "late": 1, "minutes": 135}
    for key in ("2026-W47", "2026-11", "2026-Q4", "2026"):
        assert counts(store, unit_id, key) == wanted
    assert counts(store, unit_id, "2026-10") == {}
    assert store.of_unit(unit_id, window("2026-11")).subjects["party-spirit"]["minutes"] == 135
    assert store.of_unit(unit_id, window("2026")).participation == pytest.approx(2 / 3)


def test_the_last_week_of_a_year_belongs_to_the_iso_year(store: MemoryFigures) -> None:
    new_year = Session("t3", date(2027, 1, 3), "online-course", (), 60)
    store.known["t3"] = new_year
    after(store, recorded("m1", LAST), recorded("m1", new_year))
    assert counts(store, "b", "2026-W53")["minutes"] == 180
    assert [counts(store, "b", key)["minutes"] for key in ("2026-12", "2027-01", "2026-Q4", "2027")] == [
        120,
        60,
        120,
        60,
    ]


def test_who_is_excused_is_not_expected_unless_they_came(store: MemoryFigures) -> None:
    after(store, opened("m1", "m2", standing="excused"), recorded("m1"))
    found = counts(store, "b", "2026-11")
    assert (found["expected"], found["done"], found["excused"]) == (1, 1, 1)


def test_a_check_in_that_is_made_up_is_neither_on_time_nor_late(store: MemoryFigures) -> None:
    after(store, opened("m1"), recorded("m1", how="made-up", late=True))
    assert counts(store, "b", "2026-11") == {"sessions": 1, "expected": 1, "done": 1, "made_up": 1, "minutes": 90}


def test_what_is_taken_back_was_expected_and_not_done(store: MemoryFigures) -> None:
    after(store, opened("m1"), recorded("m1"))
    after(store, corrected("m1", counts=False))
    assert counts(store, "b", "2026-11") == {"expected": 1}


def test_leave_that_is_approved_later_excuses_and_flows_upward(store: MemoryFigures) -> None:
    after(store, opened("m1", "m2"))
    excused = {"unit_path": PATH, "expected": False, "standing": "excused", "reason": "leave", "version": 2}
    after(store, ExpectationChanged(occurrence_id="t1", member_id="m1", on=date(2026, 11, 21), **excused))
    assert counts(store, "d", "2026-11") == {"expected": 1, "excused": 1}


def test_a_check_in_is_told_of_with_the_standing_of_its_day(store: MemoryFigures) -> None:
    (answer,) = after(store, recorded("m1", chat_id="chat", day=date(2026, 11, 19)))
    assert (answer.command_id, answer.chat_id, answer.task_title) == ("c m1", "chat", "Theme day")
    assert dict(answer.figures) == {"streak_days": 1, "month_checkins": 1, "month_minutes": 90}
    assert after(store, recorded("m1")) == []


def test_a_closed_month_is_put_aside_and_what_changes_it_is_dated(store: MemoryFigures) -> None:
    after(store, opened("m1", "m2"), recorded("m1"))
    after(store, recorded("m2", how="made-up", credit_minutes=60), rules=DECEMBER)
    after(store, corrected("m1", credit_minutes=30), rules=DECEMBER)
    assert counts(store, "b", "2026-11")["minutes"] == 90
    assert store.aside["b", "2026-11"].counts["minutes"] == 90
    assert (store.aside["b", "2026-11"].counts["done"], counts(store, "b", "2026-11")["done"]) == (1, 2)
    made_up, less = store.adjustments
    assert (made_up.reason, made_up.counts) == ("made-up", {"done": 1, "made_up": 1, "minutes": 60})
    assert (less.reason, less.counts, less.at) == ("wrong person", {"minutes": -60}, DECEMBER.now())


def test_a_month_is_open_until_some_days_after_its_end(store: MemoryFigures) -> None:
    on_the_fifth = replace(RULES, now=lambda: datetime(2026, 12, 5, 15, 59, tzinfo=UTC))
    after(store, recorded("m1"), rules=on_the_fifth)
    assert (store.adjustments, store.aside) == ([], {})
    a_minute_later = replace(RULES, now=lambda: datetime(2026, 12, 5, 16, 0, tzinfo=UTC))
    after(store, recorded("m2"), rules=a_minute_later)
    assert len(store.adjustments) == 1


def test_a_closed_window_shows_what_it_was_and_whose_correction_only_to_who_may_see(store: MemoryFigures) -> None:
    after(store, recorded("m1"))
    after(store, recorded("m2"), rules=DECEMBER)
    asked = window("2026-11")
    now, before = store.of_unit("b", asked), store.aside["b", "2026-11"]
    shown = told(asked, now) | adjusted(now, before, store.adjustments, closed=True, named=True)
    assert (shown["done"], shown["at_close"]["done"], shown["first"]) == (2, 1, "2026-11-01")
    assert [row["member_id"] for row in shown["adjustments"]] == ["m2"]
    hidden = adjusted(now, before, store.adjustments, closed=True, named=False)
    assert [row["member_id"] for row in hidden["adjustments"]] == [None]
    assert adjusted(now, None, [], closed=False, named=True)["at_close"] is None


def test_what_is_about_no_task_that_was_ever_here_is_no_fault_of_the_moment(store: MemoryFigures) -> None:
    with pytest.raises(PermanentFailure):
        after(store, recorded("m1", replace(THEME, occurrence_id="nowhere")))


def test_a_long_list_is_counted_in_portions() -> None:
    pages = [opened(*(f"m{number}" for number in range(150))) for _ in range(3)]
    events: list[Message[Any]] = [compose(each, source="/zhixing/checkins") for each in [*pages, recorded("m1")]]
    sizes = [len(batch) for batch in batches(events)]
    assert sizes == [1, 1, 2]
    assert AT_ONCE >= 150


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_window_has_its_first_and_last_day(key: str, first: date, last: date) -> None:
    assert (window(key).first, window(key).last) == (first, last)


@pytest.mark.parametrize(
    "key", ["2026-W54", "2025-W53", "2026-13", "2026-Q5", "26-11", "2026-1", "0000", "2026-W00", ""]
)
def test_what_is_no_window_is_said_to_be_none(key: str) -> None:
    with pytest.raises(ValueError, match="is no window"):
        window(key)
