from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.checkins.contests import handlers
from services.checkins.contests.counting import Told, count
from services.checkins.contests.ending import end_contest
from services.checkins.contests.handlers import Answer
from services.checkins.contests.model import Ending, Kept, points
from shared.events import Message, Payload, compose
from shared.events.attendance import CheckInCorrected
from shared.events.checkins import CheckInRecorded
from shared.events.contests import (
    CancelContest,
    Contest,
    ContestEnded,
    ContestSet,
    EndContest,
    HoldContest,
    PointSource,
    Rule,
    ShowOnBoard,
)
from shared.events.directory import PersonName
from shared.events.notes import NoteShared
from shared.events.timers import CancelTimer, ScheduleTimer
from tests.unit.services.checkins.contests.memory import MemoryContests
from tests.unit.services.emitted import Emitted

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 1)
ENDING = Ending(ZONE, grace_days=2)
ENDS = datetime(2026, 12, 2, 9, tzinfo=ZONE)
PATHS = {"d": "/d", "b1": "/d/b1", "b2": "/d/b2", "other": "/e"}
RULES = [
    {"source": "on-time", "points": 10, "most_a_day": 20},
    {"source": "minutes", "points": 1, "per": 30, "most": 9},
    {"source": "shared-note", "points": 5, "most_a_day": 5, "most": 15},
]


def contest(**fields: Any) -> Contest:
    groups = [{"group_id": f"g{n}", "name": f"Branch {n}", "unit_id": f"b{n}"} for n in (1, 2)]
    whole = {"contest_id": "c1", "title": "November", "unit_id": "d", "groups": groups, "rules": RULES}
    days = {"first_day": "2026-11-02", "last_day": "2026-11-30"}
    return Contest.model_validate({**whole, **days, **fields})


P = TypeVar("P", bound=Payload)


class Desk:
    def __init__(self) -> None:
        self.store = MemoryContests(PATHS, {"o1": "theme-day"})
        self.emitted = Emitted()

    def hold(
        self, held: Contest | None = None, version: int = 0, today: date = TODAY, actor_id: str | None = None
    ) -> Answer:
        asked = HoldContest(contest=held or contest(), version=version, actor_id=actor_id)
        command = compose(asked, source="/zhixing/tests")
        return handlers.hold_contest(command, self.store, self.emitted, today, ENDING)

    def cancel(self, version: int = 1) -> Answer:
        command = compose(CancelContest(contest_id="c1", version=version), source="/zhixing/tests")
        return handlers.cancel_contest(command, self.store, self.emitted, ENDING)

    def end(self, now: datetime) -> Kept | None:
        command = compose(EndContest(contest_id="c1"), source="/zhixing/tests")
        return end_contest(command, self.store, self.emitted, ENDING, now)

    def told(self, kind: type[P]) -> list[P]:
        return [each for each in self.emitted.payloads if isinstance(each, kind)]

    def show(self, name: str | None, path: str | None = "/d/b1") -> Answer:
        shown = PersonName(name=name) if name else None
        command = compose(ShowOnBoard(contest_id="c1", member_id="m1", shown_as=shown), source="/zhixing/tests")
        return handlers.show_on_board(command, self.store, self.emitted, path)


def recorded(occurrence: int, member: int = 1, *, day: int = 5, minutes: int = 60, late: bool = False) -> Message[Any]:
    at = datetime(2026, 11, day, 4, tzinfo=UTC)
    return compose(
        CheckInRecorded(
            command_id="x",
            occurrence_id=f"o{occurrence}",
            member_id=f"m{member}",
            unit_path=f"/d/b{member}",
            task_title="Task",
            checked_in_at=at,
            credit_minutes=minutes,
            late=late,
        ),
        source="/zhixing/tests",
    )


def corrected(occurrence: int, version: int, member: int = 1, *, counts: bool, day: int = 5) -> Message[Any]:
    return compose(
        CheckInCorrected(
            occurrence_id=f"o{occurrence}",
            member_id=f"m{member}",
            unit_path=f"/d/b{member}",
            task_title="Task",
            version=version,
            counts=counts,
            late=False,
            credit_minutes=90,
            checked_in_at=datetime(2026, 11, day, 4, tzinfo=UTC),
            how="chat",
            reason="looked at again",
        ),
        source="/zhixing/tests",
    )


def shared(note: int, minute: int, member: int = 1, *, is_shared: bool = True, day: int = 5) -> Message[Any]:
    at = datetime(2026, 11, day, 4, tzinfo=UTC) + timedelta(minutes=minute)
    told = NoteShared(note_id=f"n{note}", member_id=f"m{member}", shared=is_shared, unit_path=f"/d/b{member}", at=at)
    return compose(told, source="/zhixing/tests")


def counted(*batches: list[Told], **fields: Any) -> MemoryContests:
    store = MemoryContests(PATHS, {"o1": "theme-day", "o2": "online-course"})
    store.keep_contest(Kept(contest(**fields), "/d", 1))
    for batch in batches:
        count(batch, store, ZONE)
    return store


def test_points_go_to_the_unit_of_who_earned_them_by_the_rules() -> None:
    store = counted([recorded(1), shared(1, 0), recorded(2, 2, late=True)])
    assert store.points == {("c1", "g1"): 10 + 2 + 5, ("c1", "g2"): 2}
    assert store.taking_part["c1", "m1"].points == 17


def test_a_rule_may_ask_for_tasks_of_some_kinds() -> None:
    only = [{"source": "check-in", "points": 1, "kinds": ["theme-day"]}]
    assert counted([recorded(1), recorded(2)], rules=only).points == {("c1", "g1"): 1}


def test_what_is_taken_back_takes_its_points_back() -> None:
    store = counted([recorded(1)], [corrected(1, 2, counts=False)], [shared(1, 0)], [shared(1, 1, is_shared=False)])
    assert +store.points == {}
    assert store.taking_part["c1", "m1"].points == 0


def test_what_is_outside_the_period_or_the_unit_earns_nothing() -> None:
    assert counted([recorded(1, day=1)]).points == {}
    elsewhere = recorded(1)
    elsewhere = compose(elsewhere.data.model_copy(update={"unit_path": "/e"}), source="/zhixing/tests")
    assert counted([elsewhere]).points == {}


def test_a_team_has_its_members_points_wherever_they_are() -> None:
    teams = [{"group_id": "red", "name": "Red", "member_ids": ["m1", "m2"]}, {"group_id": "blue", "name": "Blue"}]
    assert counted([recorded(1), recorded(2, 2)], groups=teams).points == {("c1", "red"): 24}


_EVENTS = st.lists(
    st.one_of(
        st.builds(
            recorded,
            st.integers(1, 4),
            st.integers(1, 2),
            day=st.integers(1, 4),
            minutes=st.integers(0, 300),
            late=st.booleans(),
        ),
        st.builds(
            corrected,
            st.integers(1, 4),
            st.integers(2, 4),
            st.integers(1, 2),
            counts=st.booleans(),
            day=st.integers(1, 4),
        ),
        st.builds(shared, st.integers(1, 4), st.integers(0, 3), st.integers(1, 2), is_shared=st.booleans()),
    ),
    min_size=1,
    max_size=12,
    # One thing is told of each version.
    unique_by=lambda event: (
        event.data.member_id,
        (event.data.note_id, event.data.at)
        if isinstance(event.data, NoteShared)
        else (event.data.occurrence_id, event.data.version),
    ),
)


@given(events=_EVENTS, data=st.data())
def test_points_are_the_same_in_whatever_order_and_batches_and_however_often_they_are_told(
    events: list[Message[Any]], data: st.DataObject
) -> None:
    again = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events), max_size=5))))
    cut = data.draw(st.integers(0, len(again)))
    first, second = counted(events), counted(*[batch for batch in (again[:cut], again[cut:]) if batch])
    assert +first.points == +second.points
    assert {key: each.points for key, each in first.taking_part.items()} == {
        key: each.points for key, each in second.taking_part.items()
    }
    sums: dict[str, int] = {}
    for entrant in first.taking_part.values():
        if entrant.group_id is not None and entrant.points:
            sums[entrant.group_id] = sums.get(entrant.group_id, 0) + entrant.points
    assert {group: number for (_, group), number in (+first.points).items()} == sums


_RULES = st.lists(
    st.builds(
        Rule,
        source=st.sampled_from(["check-in", "on-time", "minutes", "shared-note"]),
        points=st.integers(1, 50),
        per=st.integers(1, 60),
        most_a_day=st.none() | st.integers(1, 100),
        most=st.none() | st.integers(1, 300),
    ),
    min_size=1,
    max_size=4,
)


@given(rules=_RULES, events=_EVENTS)
def test_points_never_exceed_what_the_rules_allow(rules: list[Rule], events: list[Message[Any]]) -> None:
    store = counted(events, rules=[rule.model_dump() for rule in rules])
    for entrant in store.taking_part.values():
        entries = list(entrant.entries.values())
        days = {entry.day for entry in entries if entry.counts}
        assert entrant.points == sum(points([rule], entries) for rule in rules)
        for rule in rules:
            own = points([rule], entries)
            assert own >= 0
            assert rule.most is None or own <= rule.most
            assert rule.most_a_day is None or own <= rule.most_a_day * len(days)


@pytest.mark.parametrize("source", ["check-in", "on-time", "minutes", "shared-note"])
def test_a_limit_a_day_holds_on_each_day(source: PointSource) -> None:
    rule = [{"source": source, "points": 7, "most_a_day": 10}]
    told = [recorded(n, day=day) for n, day in ((1, 5), (2, 5), (3, 6), (4, 6))]
    told += [shared(n, 0, day=day) for n, day in ((1, 5), (2, 5), (3, 6), (4, 6))]
    assert counted(told, rules=rule).points == {("c1", "g1"): 20}


def test_a_contest_is_announced_changed_before_it_begins_and_not_after() -> None:
    desk = Desk()
    assert desk.hold() == {"refused": None, "version": 1}
    assert desk.hold() == {"refused": None, "version": 1}
    assert desk.hold(contest(title="Autumn"), version=1)["version"] == 2
    assert desk.hold(contest(title="Late"), version=1) == {"refused": "conflict", "version": 2}
    assert desk.hold(contest(title="Late"), version=2, today=date(2026, 11, 2))["refused"] == "has-begun"
    assert [told.version for told in desk.emitted.payloads if isinstance(told, ContestSet)] == [1, 2]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"unit_id": "none"}, "unknown-unit"),
        ({"last_day": "2026-11-01"}, "ends-before-it-begins"),
        ({"first_day": "2026-10-31"}, "begins-in-the-past"),
        ({"groups": [{"group_id": "g", "name": "G", "unit_id": "other"}]}, "no-such-group"),
        (
            {"groups": [{"group_id": "g", "name": each, "unit_id": f"b{n}"} for n, each in ((1, "A"), (2, "B"))]},
            "group-twice",
        ),
        ({"groups": [{"group_id": n, "name": n, "member_ids": ["m1"]} for n in ("x", "y")]}, "group-twice"),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, Any], reason: str) -> None:
    desk = Desk()
    assert desk.hold(contest(**fields))["refused"] == reason
    assert desk.store.kept == {}


def test_a_cancelled_contest_counts_no_more() -> None:
    desk = Desk()
    desk.hold()
    assert desk.cancel()["version"] == 2
    assert desk.cancel()["version"] == 2
    count([recorded(1)], desk.store, ZONE)
    assert desk.store.points == {}
    assert desk.show("Ann")["refused"] == "unknown-contest"


def test_who_asks_stands_on_the_board_only_where_the_organiser_offers_one() -> None:
    desk = Desk()
    desk.hold()
    assert desk.show("Ann")["refused"] == "no-individuals"
    desk.hold(contest(individuals=True), version=1)
    assert desk.show("Ann", path="/e")["refused"] == "not-taking-part"
    assert desk.show("Ann", path=None)["refused"] == "not-taking-part"
    assert desk.show("Ann")["refused"] is None
    assert desk.store.taking_part["c1", "m1"].shown_as == "Ann"
    count([recorded(1)], desk.store, ZONE)
    assert desk.store.taking_part["c1", "m1"].shown_as == "Ann"
    assert desk.show(None)["refused"] is None
    assert desk.store.taking_part["c1", "m1"].shown_as is None
    assert "Ann" not in "".join(told.model_dump_json() for told in desk.emitted.payloads)


def test_the_result_is_fixed_once_when_late_figures_have_had_their_time() -> None:
    desk = Desk()
    desk.store.members["s"] = "/d"
    desk.store.sizes = {"g1": 2, "g2": 1}
    desk.hold(contest(individuals=True), actor_id="s")
    (timer,) = desk.told(ScheduleTimer)
    assert (timer.due_at, timer.send.data) == (ENDS, {"contest_id": "c1"})
    desk.show("Ann")
    count([recorded(1), recorded(2, 2), recorded(3, 2, day=30)], desk.store, ZONE)
    for _ in range(2):
        kept = desk.end(ENDS)
        assert kept is not None
        assert kept.ended_at == ENDS
    (told,) = desk.told(ContestEnded)
    assert [(each.name, each.points, each.members, each.rank) for each in told.groups] == [
        ("Branch 2", 24, 1, 1),
        ("Branch 1", 12, 2, 2),
    ]
    assert [(each.member_id, each.person.name, each.points, each.rank) for each in told.individuals] == [
        ("m1", "Ann", 12, 1)
    ]
    assert told.organiser_ids == ["s"]


def test_what_is_corrected_after_the_end_changes_nothing() -> None:
    desk = Desk()
    desk.hold(contest(individuals=True))
    desk.show("Ann")
    count([recorded(1), recorded(1, 2)], desk.store, ZONE)
    desk.end(ENDS)
    before = dict(desk.store.taking_part)
    count([corrected(1, 2, counts=False), recorded(2)], desk.store, ZONE)
    assert (desk.store.taking_part, desk.store.points) == (before, {("c1", "g1"): 12, ("c1", "g2"): 12})
    assert desk.cancel()["refused"] == "has-ended"
    assert desk.hold(contest(title="Late"), version=1, today=date(2026, 12, 3))["refused"] == "has-begun"


def test_nobody_comes_onto_a_final_board_and_whoever_stands_there_may_leave_it() -> None:
    desk = Desk()
    desk.hold(contest(individuals=True))
    desk.show("Ann")
    desk.end(ENDS)
    assert desk.show(None)["refused"] is None
    assert desk.store.taking_part["c1", "m1"].rank is None
    assert desk.show("Ann")["refused"] == "has-ended"


def test_a_contest_without_a_board_of_individuals_tells_of_none() -> None:
    desk = Desk()
    desk.hold()
    count([recorded(1)], desk.store, ZONE)
    desk.end(ENDS)
    (told,) = desk.told(ContestEnded)
    assert told.individuals == []
    assert told.organiser_ids == ["schedule-task at /d"], "nobody is known who announced it"


def test_before_its_time_a_contest_is_not_ended_and_its_timer_is_set_anew() -> None:
    desk = Desk()
    desk.hold()
    desk.hold(contest(last_day="2026-12-10"), version=1)
    kept = desk.end(ENDS)
    assert kept is not None
    assert kept.ended_at is None
    assert [timer.due_at.astimezone(ZONE).date().isoformat() for timer in desk.told(ScheduleTimer)] == [
        "2026-12-02",
        "2026-12-12",
        "2026-12-12",
    ]
    desk.cancel(version=2)
    assert [timer.key for timer in desk.told(CancelTimer)] == ["checkins:contest:c1"]
    desk.end(datetime(2027, 1, 1, tzinfo=ZONE))
    assert desk.told(ContestEnded) == []
