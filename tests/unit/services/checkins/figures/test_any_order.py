"""Whatever order events arrive in, and however often: the figures are the same, and those of the facts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from services.checkins.figures.model import Fact, Session, ancestors, figures_of, total
from services.checkins.figures.projection import Rules, batches, project
from services.checkins.figures.windows import window
from shared.events import Message, Payload, compose
from shared.events.attendance import CheckInCorrected
from shared.events.checkins import CheckInCounted, CheckInRecorded
from shared.events.plans import ExpectationChanged, ExpectationsFixed, OnTheList
from tests.support.properties import examples
from tests.unit.services.checkins.figures.memory import MemoryFigures
from tests.unit.services.emitted import Emitted

NOW = datetime(2027, 1, 3, tzinfo=UTC)
RULES = Rules(ZoneInfo("Asia/Shanghai"), now=lambda: NOW)
SESSIONS = (
    Session("t1", date(2026, 11, 30), "theme-day", (), 60),
    Session("t2", date(2026, 12, 31), "online-course", ("party-spirit", "theory"), 120),
    Session("t3", date(2027, 1, 1), "training", ("party-spirit",), 240),
)
PATHS = ("/d/z/s/b1", "/d/z/s/b2", "/d/z/s2")
MEMBERS = ("m1", "m2", "m3")

Events = list[Message[Any]]


def message(payload: Payload) -> Message[Any]:
    return compose(payload, source="/zhixing/checkins", time=NOW)


@st.composite
def histories(draw: st.DrawFn) -> Events:
    """What the service could tell of some members at the sessions: versions in their order, the opening as a page."""
    events: Events = []
    for session in SESSIONS:
        page: list[OnTheList] = []
        for member_id in MEMBERS:
            path = draw(st.sampled_from(PATHS))
            standings = draw(st.lists(st.sampled_from(["expected", "excused", "withdrawn"]), max_size=3))
            for version, standing in enumerate(standings, start=1):
                if version == 1:
                    on = OnTheList(member_id=member_id, unit_path=path, standing=standing, version=1)
                    page.append(on)
                    continue
                events.append(message(_changed(session, member_id, path, standing, version)))
            events += [message(each) for each in draw(check_ins(session, member_id, path))]
        events.append(message(ExpectationsFixed(occurrence_id=session.occurrence_id, unit_path="/d", members=page)))
    return events


@st.composite
def check_ins(draw: st.DrawFn, session: Session, member_id: str, path: str) -> list[Payload]:
    found: list[Payload] = []
    for version in range(1, draw(st.integers(0, 3)) + 1):
        told: dict[str, Any] = {
            "occurrence_id": session.occurrence_id,
            "member_id": member_id,
            "unit_path": draw(st.sampled_from([path, *PATHS])),
            "task_title": "Task",
            "version": version,
            "late": draw(st.booleans()),
            "credit_minutes": draw(st.integers(0, 240)),
            "checked_in_at": NOW - timedelta(days=draw(st.integers(0, 60))),
            "how": draw(st.sampled_from(["chat", "roll-call", "code", "made-up"])),
        }
        if version == 1:
            found.append(CheckInRecorded(command_id=f"{session.occurrence_id} {member_id}", **told))
        else:
            found.append(CheckInCorrected(counts=draw(st.booleans()), reason="corrected", **told))
    return found


def _changed(session: Session, member_id: str, path: str, standing: Any, version: int) -> ExpectationChanged:
    return ExpectationChanged(
        occurrence_id=session.occurrence_id,
        member_id=member_id,
        unit_path=path,
        expected=standing == "expected",
        reason="leave",
        on=session.day,
        version=version,
        standing=standing,
    )


def replayed(events: Events, size: int) -> MemoryFigures:
    store = MemoryFigures(*SESSIONS)
    for start in range(0, len(events), size):
        for batch in batches(events[start : start + size]):
            project(batch, store, Emitted(), RULES)
    return store


def seen(store: MemoryFigures) -> Any:
    units = {key: {path: n for path, n in own.items() if n} for key, own in store.by_unit.items()}
    return (
        store.years,
        {key: own for key, own in store.by_session.items() if own},
        {key: own for key, own in units.items() if own},
    )


@settings(max_examples=examples(30))
@given(st.data())
def test_replaying_all_events_in_any_order_gives_the_same_figures(data: st.DataObject) -> None:
    events = data.draw(histories())
    shuffled = data.draw(st.permutations(events))
    repeated = shuffled + data.draw(st.lists(st.sampled_from(events), max_size=5))
    first = replayed(events, 200)
    again = replayed(repeated, data.draw(st.integers(1, 7)))
    assert seen(again) == seen(first)


@settings(max_examples=examples(30))
@given(histories(), st.integers(1, 7))
def test_the_counters_of_a_unit_are_the_sums_of_its_members_facts(events: Events, size: int) -> None:
    store = replayed(events, size)
    facts = [fact for year in store.years.values() for fact in year.facts.values()]
    for unit_id in ("d", "s", "b1", "s2"):
        for key in ("2026-11", "2026-12", "2027-01", "2026-W53", "2026-Q4", "2026", "2027"):
            asked = window(key)
            own = [
                fact
                for fact in facts
                if asked.first <= fact.session.day <= asked.last and unit_id in ancestors(fact.unit_path)
            ]
            found = store.of_unit(unit_id, asked)
            wanted = figures_of(own).counts
            assert {**found.counts, "sessions": 0} == {**wanted, "sessions": 0}
            assert found.counts.get("sessions", 0) == len({fact.session.occurrence_id for fact in own if fact.done})
            assert _without_sessions(found.kinds) == _without_sessions(total([figures_of(own)]).kinds)


@settings(max_examples=examples(20))
@given(histories())
def test_each_check_in_is_counted_and_told_of_once(events: Events) -> None:
    store, emitted = MemoryFigures(*SESSIONS), Emitted()
    for batch in batches([*events, *events]):
        project(batch, store, emitted, RULES)
    told = [each.command_id for each in emitted.payloads if isinstance(each, CheckInCounted)]
    recorded = [each.data.command_id for each in events if isinstance(each.data, CheckInRecorded)]
    assert sorted(told) == sorted(recorded)


def _without_sessions(groups: Any) -> Any:
    own = {key: {name: n for name, n in counts.items() if name != "sessions"} for key, counts in groups.items()}
    return {key: counts for key, counts in own.items() if counts}


def test_what_came_to_nothing_is_a_fact_without_counts() -> None:
    assert Fact(SESSIONS[0]).counts() == {}
