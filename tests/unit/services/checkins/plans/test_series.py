"""Edits of a series: one occurrence, that and the following, all; against a model that is a list of days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.checkins.plans.calendar import ChineseCalendar
from services.checkins.plans.model import Plan, Planned, Refused, changed, checked, ended, occurrences, without
from shared.events.plans import Changes, Scope, Timing, Window
from tests.support.properties import examples
from tests.unit.services.checkins.plans.making import EVENING, SHANGHAI, THURSDAYS, a_plan

FIRST, LAST = date(2026, 9, 1), date(2027, 1, 31)
SLOT = date(2026, 9, 17)


def held(*plans: Plan) -> list[Planned]:
    return [each for plan in plans for each in occurrences(plan, ChineseCalendar(), SHANGHAI, FIRST, LAST)]


def edit(plan: Plan, extent: Any, slot: date | None, **changes: Any) -> tuple[Plan, ...]:
    return changed(plan, plan.version, extent, slot, Changes(**changes), "p2", "secretary")


def test_an_occurrence_is_in_utc_at_the_hours_of_the_zone() -> None:
    first = held(a_plan())[0]
    assert (first.slot, first.opens_at, first.closes_at) == (
        date(2026, 9, 3),
        datetime(2026, 9, 3, 11, tzinfo=UTC),
        datetime(2026, 9, 3, 13, tzinfo=UTC),
    )


def test_a_window_may_close_days_later() -> None:
    plan = a_plan(window=Window(opens="08:00", closes="08:00", closes_after_days=7))
    assert held(plan)[0].closes_at - held(plan)[0].opens_at == timedelta(days=7)


def test_one_occurrence_alone_is_changed() -> None:
    (plan,) = edit(a_plan(), "this", SLOT, title="Visit", day=date(2026, 9, 20))
    found = {each.slot: (each.title, each.day) for each in held(plan)}
    assert found.pop(SLOT) == ("Visit", date(2026, 9, 20))
    assert set(found.values()) == {("Study", slot) for slot in found}
    assert (plan.version, plan.changed_by) == (2, "secretary")


def test_an_occurrence_may_be_moved_beyond_the_end_of_its_series_and_of_what_is_asked_for() -> None:
    slot = date(2026, 12, 31)
    (plan,) = edit(a_plan(), "this", slot, day=date(2027, 3, 1))
    assert held(plan)[-1].day == date(2027, 3, 1)


def test_the_following_become_a_plan_of_their_own_in_the_same_series() -> None:
    old, new = edit(a_plan(), "following", SLOT, credit_minutes=60)
    assert (old.plan_id, old.version, new.plan_id, new.version, new.series_id) == ("p1", 2, "p2", 1, "p1")
    assert {each.slot < SLOT for each in held(old)} == {True}
    assert {(each.slot >= SLOT, each.credit_minutes) for each in held(new)} == {(True, 60)}


def test_every_second_week_keeps_its_rhythm_when_the_series_is_split() -> None:
    plan = a_plan(timing=THURSDAYS.model_copy(update={"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"}))
    before = [each.slot for each in held(plan)]
    split = edit(plan, "following", before[3], title="Later")
    assert [each.slot for each in held(*split)] == before


def test_from_the_first_on_is_all() -> None:
    (plan,) = edit(a_plan(), "following", date(2026, 9, 3), title="Other")
    assert {each.title for each in held(plan)} == {"Other"}


def test_what_is_said_of_all_replaces_what_was_said_of_one_and_leaves_the_rest_of_it() -> None:
    (plan,) = edit(a_plan(), "this", SLOT, title="Visit", credit_minutes=30)
    (plan,) = edit(plan, "all", None, title="Course")
    assert {(each.title, each.credit_minutes) for each in held(plan)} == {("Course", 120), ("Course", 30)}


def test_a_series_becomes_of_another_kind_and_about_something_else_or_about_nothing() -> None:
    old, new = edit(a_plan(), "following", SLOT, kind="theme-day", subjects=["party-spirit", "other"])
    assert (old.kind, old.subjects) == ("online-course", ("theory",))
    assert (new.kind, new.subjects) == ("theme-day", ("party-spirit", "other"))
    (plan,) = edit(new, "all", None, subjects=[])
    assert (plan.kind, plan.subjects) == ("theme-day", ())


def test_the_following_may_have_another_rule() -> None:
    tuesdays = Timing(rule="FREQ=WEEKLY;BYDAY=TU", first_day=FIRST, last_day=date(2026, 12, 31))
    old, new = edit(a_plan(), "following", SLOT, timing=tuesdays)
    assert [each.slot for each in held(old)] == [date(2026, 9, 3), date(2026, 9, 10)]
    assert held(new)[0].slot == date(2026, 9, 22)


@pytest.mark.parametrize(
    ("extent", "slot", "changes", "reason"),
    [
        ("this", date(2026, 9, 18), {"title": "x"}, "unknown-occurrence"),
        ("this", None, {"title": "x"}, "unknown-occurrence"),
        ("following", None, {"title": "x"}, "unknown-occurrence"),
        ("following", SLOT, {"day": SLOT}, "unknown-occurrence"),
        ("all", None, {"day": SLOT}, "unknown-occurrence"),
        ("this", SLOT, {"scope": Scope(unit_ids=["c"])}, "bad-rule"),
        ("this", SLOT, {"kind": "theme-day"}, "bad-rule"),
        ("this", SLOT, {"subjects": []}, "bad-rule"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(
    extent: Any, slot: date | None, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        edit(a_plan(), extent, slot, **changes)
    assert refused.value.reason == reason


def test_who_was_overtaken_is_told_so_with_the_plan_as_it_is() -> None:
    (plan,) = edit(a_plan(), "all", None, title="By the first")
    with pytest.raises(Refused) as refused:
        changed(plan, 1, "all", None, Changes(title="By the second"), "p2", "other")
    assert (refused.value.reason, refused.value.plan) == ("conflict", plan)


def test_a_cancelled_plan_holds_nothing_and_takes_no_more_edits() -> None:
    plan = ended(a_plan(), 1, "secretary")
    assert held(plan) == []
    with pytest.raises(Refused) as refused:
        edit(plan, "all", None, title="x")
    assert refused.value.reason == "is-cancelled"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"timing": Timing(rule="FREQ=DAILY;BYHOUR=1", first_day=FIRST)}, "bad-rule"),
        ({"timing": Timing(first_day=LAST, last_day=FIRST)}, "ends-before-it-begins"),
        ({"timing": Timing(rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", first_day=FIRST)}, "never-happens"),
        (
            {"timing": Timing(rule="FREQ=WEEKLY;BYDAY=MO", first_day=date(2026, 9, 1), last_day=SLOT.replace(day=5))},
            "never-happens",
        ),
        ({"timing": Timing(rule="FREQ=YEARLY;INTERVAL=2;BYMONTH=1", first_day=date(9999, 3, 1))}, "never-happens"),
        ({"window": Window(opens="10:00", closes="10:00")}, "closes-before-it-opens"),
    ],
)
def test_a_plan_that_no_occurrence_could_follow_is_refused(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(a_plan(**fields))
    assert refused.value.reason == reason


def test_a_rule_that_has_its_day_every_leap_year_is_taken() -> None:
    leap = Timing(rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", first_day=date(2096, 3, 1))
    assert checked(a_plan(timing=leap)).timing == leap


@dataclass(frozen=True)
class Line:
    """What the model says of one occurrence."""

    group: int
    day: date
    title: str = "Study"
    minutes: int = 120
    cancelled: bool = False


SLOTS = [date(2026, 9, 3) + timedelta(days=7 * number) for number in range(8)]
TITLES = st.sampled_from(["A", "B", "C"])
MINUTES = st.sampled_from([None, 0, 30])
INDEX = st.integers(0, len(SLOTS) - 1)


class Series(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.plans = {0: a_plan(timing=THURSDAYS.model_copy(update={"last_day": SLOTS[-1]}), window=EVENING)}
        self.lines = {slot: Line(0, slot) for slot in SLOTS}

    def _edit(self, extent: Any, index: int, **changes: Any) -> int:
        """The group that the edited occurrence is in."""
        slot, group = SLOTS[index], self.lines[SLOTS[index]].group
        new = len(self.plans)
        plan = self.plans[group]
        given = Changes(**{name: value for name, value in changes.items() if value is not None})
        found = changed(plan, plan.version, extent, None if extent == "all" else slot, given, f"p{new}", "s")
        self.plans[group] = found[0]
        if len(found) == 2:
            self.plans[new] = found[1]
            for other, line in self.lines.items():
                if line.group == group and other >= slot:
                    self.lines[other] = replace(line, group=new)
        return self.lines[slot].group

    def _say(self, of: list[date], title: str, minutes: int | None) -> None:
        for slot in of:
            line = self.lines[slot]
            self.lines[slot] = replace(line, title=title, minutes=line.minutes if minutes is None else minutes)

    @rule(index=INDEX, title=TITLES, minutes=MINUTES, later=st.integers(0, 9))
    def this(self, index: int, title: str, minutes: int | None, later: int) -> None:
        slot = SLOTS[index]
        day = slot + timedelta(days=later)
        if self.lines[slot].cancelled:
            with pytest.raises(Refused):
                self._edit("this", index, title=title)
            return
        self._edit("this", index, title=title, credit_minutes=minutes, day=day)
        self._say([slot], title, minutes)
        self.lines[slot] = replace(self.lines[slot], day=day)

    @rule(index=INDEX, title=TITLES, minutes=MINUTES)
    def following(self, index: int, title: str, minutes: int | None) -> None:
        group = self._edit("following", index, title=title, credit_minutes=minutes)
        self._say([s for s in SLOTS if s >= SLOTS[index] and self.lines[s].group == group], title, minutes)

    @rule(index=INDEX, title=TITLES, minutes=MINUTES)
    def all(self, index: int, title: str, minutes: int | None) -> None:
        group = self._edit("all", index, title=title, credit_minutes=minutes)
        self._say([s for s in SLOTS if self.lines[s].group == group], title, minutes)

    @rule(index=INDEX)
    def cancel(self, index: int) -> None:
        line = self.lines[SLOTS[index]]
        plan = self.plans[line.group]
        if line.cancelled:
            with pytest.raises(Refused):
                without(plan, plan.version, SLOTS[index], "rain", "s")
            return
        self.plans[line.group] = without(plan, plan.version, SLOTS[index], "rain", "s")
        self.lines[SLOTS[index]] = replace(line, cancelled=True)

    @invariant()
    def the_plans_hold_what_the_model_says(self) -> None:
        found = {each.slot: (each.day, each.title, each.credit_minutes) for each in held(*self.plans.values())}
        assert found == {
            slot: (line.day, line.title, line.minutes) for slot, line in self.lines.items() if not line.cancelled
        }
        assert len(found) == len(held(*self.plans.values()))


Series.TestCase.settings = settings(max_examples=examples(25), stateful_step_count=15)
TestSeries = Series.TestCase
