"""Differences on their way into the counters: by unit and session first, then by unit and window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.checkins.figures.model import Counts, Fact, Session, added, ancestors, difference

#: A unit and an occurrence.
Key = tuple[str, str]
#: A unit and a year.
UnitYear = tuple[str, int]
#: The path of a counter in a unit's year, such as ("months", "11", "done").
Counter = tuple[str, ...]


@dataclass
class Tally:
    """What a batch changes, summed, so that it costs one write for each unit."""

    sessions: dict[str, Session] = field(default_factory=dict)
    changes: dict[Key, Counts] = field(default_factory=dict)

    def add(self, before: Fact, after: Fact) -> None:
        self._put(before, -1)
        self._put(after, 1)

    def settled(self) -> dict[Key, Counts]:
        """Without what came to nothing."""
        return {key: counts for key, counts in self.changes.items() if counts}

    def _put(self, fact: Fact, sign: int) -> None:
        counts = {name: sign * number for name, number in fact.counts().items()}
        if not counts:
            return
        session = fact.session
        self.sessions[session.occurrence_id] = session
        for unit_id in ancestors(fact.unit_path):
            key = (unit_id, session.occurrence_id)
            self.changes[key] = added(self.changes.get(key, {}), counts)


def rolled_up(tally: Tally, done_before: Mapping[Key, int]) -> dict[UnitYear, dict[Counter, int]]:
    """What is added to the counters of each unit's year. ``done_before``: how many had checked in, by unit and
    session; where there were none before or are none after, a session was held more, or less."""
    found: dict[UnitYear, dict[Counter, int]] = {}
    for (unit_id, occurrence_id), counts in tally.settled().items():
        before = done_before.get((unit_id, occurrence_id), 0)
        held = (before + counts.get("done", 0) > 0) - (before > 0)
        own = added(counts, {"sessions": held})
        for (year, window), prefix in _windows(tally.sessions[occurrence_id]):
            counters = found.setdefault((unit_id, year), {})
            for name, number in own.items():
                for place in prefix:
                    path = (*window, *place, name)
                    counters[path] = counters.get(path, 0) + number
    settled = {key: {path: number for path, number in each.items() if number} for key, each in found.items()}
    return {key: each for key, each in settled.items() if each}


def _windows(session: Session) -> Iterable[tuple[tuple[int, tuple[str, str]], list[tuple[str, ...]]]]:
    """With its year, the month and the ISO week of a session, and where in them it counts."""
    places: list[tuple[str, ...]] = [(), ("kinds", session.kind), *(("subjects", each) for each in session.subjects)]
    week = session.day.isocalendar()
    yield (session.day.year, ("months", f"{session.day:%m}")), places
    yield (week.year, ("weeks", f"{week.week:02d}")), places


def change(before: Fact, after: Fact) -> dict[str, Counts]:
    """By path, what a change of a fact adds: two paths where it came to count elsewhere."""
    if before.unit_path in ("", after.unit_path):
        found = {after.unit_path: difference(before.counts(), after.counts())}
    else:
        found = {
            before.unit_path: difference(before.counts(), {}),
            after.unit_path: difference({}, after.counts()),
        }
    return {path: counts for path, counts in found.items() if counts}
