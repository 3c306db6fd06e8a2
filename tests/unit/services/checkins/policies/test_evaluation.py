"""Whether a unit keeps a policy, why, and what would still make it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.checkins.policies.defaults import defaults
from services.checkins.policies.model import (
    Evaluation,
    Window,
    effects_of,
    evaluate,
    window_before,
    window_of,
)
from shared.events.policies import Filter, Policy, Text
from tests.unit.services.checkins.policies.read import ReadFigures, Row, Session, SomeMember

NOVEMBER = Window(date(2026, 11, 1), date(2026, 11, 30))
BRANCH = "/d/s/b"
MEMBERS = tuple(f"m{number:02}" for number in range(10))
SHIPPED = defaults()


def session(
    id: str = "t1", day: int = 10, *, done: int = 0, opened: bool = True, closes: int | None = None, **fields: Any
) -> Session:
    """Of the ten members of the branch the first so many checked in."""
    members = fields.pop("members", MEMBERS)
    excused = fields.pop("excused", ())
    minutes = fields.pop("minutes", 120)
    path = fields.pop("path", BRANCH)
    rows = tuple(
        Row(each, path, fields.get("positions", ()), each in excused, number < done, minutes if number < done else 0)
        for number, each in enumerate(members)
    )
    fields.pop("positions", None)
    given = {"kind": "online-course", "subjects": (), "credit_minutes": 120, "unit_path": path, **fields}
    return Session(
        occurrence_id=id,
        day=date(2026, 11, day),
        closes_on=date(2026, 11, closes or day),
        opened=opened,
        rows=rows,
        **given,
    )


def judged(policy: str | Policy, *held: Session, today: int = 20, path: str = BRANCH, **more: Any) -> Evaluation:
    of = SHIPPED[policy] if isinstance(policy, str) else policy
    day = date(2026, 11, today) if today <= 30 else date(2026, 12, 5)
    figures = ReadFigures(held, more.get("everyone", ()), more.get("tree", {}), day)
    return evaluate(of, path, NOVEMBER, figures, day)


def test_the_numbers_of_the_published_plans_are_shipped() -> None:
    found = {
        key: (each.metric, each.window, each.threshold, each.filter.least_minutes) for key, each in SHIPPED.items()
    }
    assert found == {
        "online-study-twice": ("sessions", "month", 2, 120),
        "online-participation": ("participation", "month", 0.9, 0),
        "monthly-theme-day": ("sessions", "month", 1, 0),
        "party-spirit-share": ("minutes-share", "year", 0.2, 0),
        "secretaries-trained": ("member-coverage", "year", 1, 0),
        "units-covered": ("unit-coverage", "year", 0.8, 0),
        "two-training-classes": ("sessions", "year", 2, 0),
    }


def test_two_sessions_of_two_hours_that_somebody_came_to_are_enough() -> None:
    found = judged("online-study-twice", session("t1", done=1), session("t2", done=9))
    assert (found.state, found.numerator, found.needed, found.by) == ("met", 2, 0, None)


@pytest.mark.parametrize(
    "other",
    [
        session("t2", done=5, credit_minutes=119),
        session("t2", done=5, kind="theme-day"),
        session("t2", done=0),
        session("t2", done=5, path="/d/s/other"),
    ],
    ids=["too short", "of another kind", "nobody came", "of another branch"],
)
def test_a_session_that_does_not_match_does_not_count(other: Session) -> None:
    assert judged("online-study-twice", session("t1", done=1), other).numerator == 1


def test_the_forecast_names_the_day_of_the_session_that_would_make_it() -> None:
    held = (session("t1", done=3), session("t3", 28, opened=False), session("t2", 25, opened=False))
    found = judged("online-study-twice", *held)
    assert (found.state, found.needed, found.by, found.to_come) == ("can-still", 1, date(2026, 11, 25), 2)


def test_where_too_few_are_planned_the_end_of_the_window_is_left() -> None:
    found = judged("online-study-twice", session("t1", done=3))
    assert (found.state, found.needed, found.by, found.to_come) == ("can-still", 1, date(2026, 11, 30), 0)
    assert judged("online-study-twice", session("t1", done=3), today=31).state == "not-met"


@pytest.mark.parametrize(
    ("done", "state", "needed"), [(9, "met", 0), (10, "met", 0), (8, "can-still", 1), (0, "can-still", 9)]
)
def test_participation_of_nine_in_ten_and_how_many_more_are_needed_by_when(done: int, state: str, needed: int) -> None:
    found = judged("online-participation", session(done=done, closes=28))
    assert (found.state, found.numerator, found.denominator, found.needed) == (state, done, 10, needed)
    assert found.by == (date(2026, 11, 28) if needed else None)
    assert found.missing == MEMBERS[done:]


def test_participation_that_nobody_can_mend_any_more_is_not_kept() -> None:
    found = judged("online-participation", session(done=8))
    assert (found.state, found.needed, found.by) == ("not-met", 1, None)


def test_participation_can_still_be_mended_by_a_session_to_come_and_what_that_takes() -> None:
    found = judged("online-participation", session("t1", done=8), session("t2", 28, opened=False))
    assert (found.state, found.needed, found.to_come, found.by) == ("can-still", 10, 1, date(2026, 11, 28))


def test_participation_that_not_even_a_session_to_come_can_mend_is_not_kept() -> None:
    found = judged("online-participation", session("t1", done=7), session("t2", 28, opened=False))
    assert (found.state, found.needed, found.to_come, found.by) == ("not-met", 2, 1, None)


def test_a_session_that_can_be_checked_in_to_after_the_month_can_still_make_it() -> None:
    found = judged("monthly-theme-day", session(day=30, kind="theme-day", closes=30), today=30)
    assert (found.state, found.by) == ("can-still", date(2026, 11, 30))
    late = replace(session(day=30, kind="theme-day"), closes_on=date(2026, 12, 6))
    found = judged("monthly-theme-day", late, today=31)
    assert (found.state, found.needed, found.by) == ("can-still", 1, date(2026, 12, 6))


def test_who_is_excused_is_not_asked_and_counts_on_both_sides_who_came_all_the_same() -> None:
    found = judged("online-participation", session(done=8, excused={"m00", "m09"}))
    assert (found.numerator, found.denominator, found.missing) == (8, 9, ("m08",))


def test_where_nothing_was_asked_nothing_is_judged() -> None:
    found = judged("online-participation", session("t1", 28, opened=False))
    assert (found.state, found.needed, found.by) == ("nothing-asked", 0, None)


def test_a_share_of_minutes_and_how_many_more_of_them_are_needed() -> None:
    secretary = {"members": ("m00",), "done": 1, "positions": ("secretary",)}
    spirit = session("t1", subjects=("party-spirit",), minutes=30, **secretary)
    found = judged("party-spirit-share", spirit, session("t2", minutes=270, **secretary), session("t3", done=9))
    # 30 of 300; with 38 more it is 68 of 338.
    assert (found.state, found.numerator, found.denominator, found.needed) == ("can-still", 30, 300, 38)
    assert found.missing == ("m00",)
    assert (30 + 38) / (300 + 38) >= 0.2 > (30 + 37) / (300 + 37)


def test_a_share_of_no_minutes_is_not_judged() -> None:
    assert judged("party-spirit-share", session(done=9)).state == "nothing-asked"


def test_every_secretary_is_to_be_trained_and_who_is_not_is_named() -> None:
    everyone = [SomeMember(each, BRANCH, ("secretary",)) for each in ("m00", "m01")] + [SomeMember("m02", BRANCH)]
    training = session(kind="training", members=("m00", "m02"), done=2, positions=("secretary",))
    found = judged("secretaries-trained", training, path="/d", everyone=everyone)
    assert (found.state, found.numerator, found.denominator, found.missing) == ("can-still", 1, 2, ("m01",))


def test_how_many_units_are_reached_and_which_are_not() -> None:
    tree = {f"b{number}": ("branch", f"/d/b{number}") for number in range(5)} | {"d": ("district", "/d")}
    held = [session(f"t{n}", kind="training", path=f"/d/b{n}", members=(f"m{n}",), done=1) for n in range(3)]
    found = judged("units-covered", *held, path="/d", tree=tree)
    assert (found.numerator, found.denominator, found.needed, found.missing) == (3, 5, 1, ("b3", "b4"))


def test_a_whole_of_ten_is_not_spoiled_by_binary_fractions() -> None:
    for whole in range(1, 60):
        members = tuple(f"m{number}" for number in range(whole * 10))
        assert judged("online-participation", session(members=members, done=whole * 9)).state == "met"


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("month", date(2024, 2, 10), date(2024, 2, 1), date(2024, 2, 29)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 5, 5), date(2026, 4, 1), date(2026, 6, 30)),
        ("year", date(2026, 5, 5), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_window_of_a_day(kind: Any, day: date, first: date, last: date) -> None:
    assert window_of(kind, day) == Window(first, last)


def test_the_window_before_is_the_last_that_is_over() -> None:
    assert window_before("month", date(2026, 1, 15)) == Window(date(2025, 12, 1), date(2025, 12, 31))
    assert window_before("year", date(2026, 1, 15)) == Window(date(2025, 1, 1), date(2025, 12, 31))


UNITS = [("branch", "/d/a"), ("branch", "/d/b"), ("school", "/d")]
LAST_MONTH = ReadFigures(
    [session("t1", path="/d/a", done=9), session("t2", path="/d/b", done=7)],
    (),
    {},
)


DECEMBER = date(2026, 12, 5)


def test_the_effect_of_a_stricter_threshold_is_told_of_every_unit_that_it_is_asked_of() -> None:
    before = SHIPPED["online-participation"]
    stricter = before.model_copy(update={"threshold": 0.95})
    found = effects_of(stricter, before, UNITS[:2], LAST_MONTH, DECEMBER)
    states = [(e.unit_path, e.before and e.before.state, e.after and e.after.state) for e in found]
    assert states == [("/d/a", "met", "not-met"), ("/d/b", "not-met", "not-met")]


def test_what_was_judged_by_the_month_is_not_judged_anew_by_the_year_that_is_asked_from_now_on() -> None:
    before = SHIPPED["online-participation"]
    yearly = before.model_copy(update={"window": "year"})
    (found, _) = effects_of(yearly, before, UNITS[:2], LAST_MONTH, DECEMBER)
    assert found.before
    assert found.after
    assert (found.before.window, found.after.window) == (NOVEMBER, Window(date(2025, 1, 1), date(2025, 12, 31)))


def test_the_effect_on_the_month_under_way_says_what_can_still_be_met() -> None:
    before = SHIPPED["monthly-theme-day"]
    twice = before.model_copy(update={"threshold": 2})
    held = ReadFigures([session("t1", path="/d/a", kind="theme-day", done=3)], (), {})
    found = effects_of(twice, before, UNITS, held, date(2026, 11, 20), under_way=True)
    states = [(e.unit_path, e.before and e.before.state, e.after and e.after.state) for e in found]
    assert states == [("/d/a", "met", "can-still"), ("/d/b", "can-still", "can-still")]


def test_a_new_policy_and_one_that_is_switched_off_touch_every_unit_they_are_asked_of() -> None:
    policy = SHIPPED["online-participation"]
    off = policy.model_copy(update={"enabled": False})
    assert [e.unit_path for e in effects_of(policy, None, UNITS, LAST_MONTH, DECEMBER)] == ["/d/a", "/d/b", "/d"]
    assert [e.after for e in effects_of(off, policy, UNITS, LAST_MONTH, DECEMBER)] == [None, None, None]


def test_a_policy_of_a_districts_own_is_judged_like_those_that_are_shipped() -> None:
    own = Policy(
        policy_id="lectures",
        name=Text(zh="Lectures", en="Lectures"),
        metric="sessions",
        filter=Filter(kinds=["party-lecture"]),
        window="quarter",
        threshold=1,
        applies_to=["branch"],
        source=Text(zh="Plan", en="Plan"),
    )
    assert judged(own, session(kind="party-lecture", done=1)).state == "met"
