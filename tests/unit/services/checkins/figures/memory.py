"""The port of figures, in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from zoneinfo import ZoneInfo

from services.checkins.figures.model import Counts, Figures, MemberYear, Session, added, total
from services.checkins.figures.ports import Adjustment
from services.checkins.figures.tally import Counter, Key, Tally, UnitYear, rolled_up
from services.checkins.figures.windows import Window
from shared.events.directory import LeaveOfAbsence


class MemoryFigures:
    def __init__(self, *sessions: Session) -> None:
        self.known = {each.occurrence_id: each for each in sessions}
        self.years: dict[tuple[str, int], MemberYear] = {}
        self.by_session: dict[Key, Counts] = {}
        self.by_unit: dict[UnitYear, dict[Counter, int]] = {}
        self.rosters: dict[tuple[str, int], set[str]] = {}
        self.adjustments: list[Adjustment] = []
        self.aside: dict[tuple[str, str], Figures] = {}
        self.absent: dict[str, Sequence[LeaveOfAbsence]] = {}
        self.asked: list[tuple[str, int]] = []

    def sessions(self, occurrence_ids: Collection[str], zone: ZoneInfo) -> Mapping[str, Session]:
        return {key: self.known[key] for key in occurrence_ids if key in self.known}

    def member_years(self, keys: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], MemberYear]:
        self.asked += keys
        return {key: self.years[key] for key in keys if key in self.years}

    def keep_member_years(self, new: Sequence[MemberYear], changed: Sequence[MemberYear]) -> None:
        for known, years in ((False, new), (True, changed)):
            for year in years:
                key = (year.member_id, year.year)
                assert (key in self.years) == known
                self.years[key] = year

    def enrol(self, members: Mapping[tuple[str, int], Collection[str]]) -> None:
        for key, ids in members.items():
            self.rosters.setdefault(key, set()).update(ids)

    def add_up(self, tally: Tally, closed: Collection[str]) -> None:
        before = {key: counts.get("done", 0) for key, counts in self.by_session.items()}
        for key, counts in tally.settled().items():
            self.by_session[key] = added(self.by_session.get(key, {}), counts)
        for (unit_id, year), counters in rolled_up(tally, before).items():
            own = self.by_unit.setdefault((unit_id, year), {})
            for month in closed:
                if month[:4] == str(year) and any(path[1] == month[5:] for path in counters if path[0] == "months"):
                    self.aside.setdefault((unit_id, month), self.of(unit_id, year, ("months", month[5:])))
            for path, number in counters.items():
                own[path] = own.get(path, 0) + number

    def adjust(self, adjustments: Sequence[Adjustment]) -> None:
        self.adjustments += adjustments

    def leaves(self, member_ids: Collection[str]) -> Mapping[str, Sequence[LeaveOfAbsence]]:
        return {key: self.absent[key] for key in member_ids if key in self.absent}

    def of_unit(self, unit_id: str, window: Window) -> Figures:
        if window.week is not None:
            return self.of(unit_id, window.year, ("weeks", f"{window.week:02d}"))
        return total(self.of(unit_id, window.year, ("months", f"{month:02d}")) for month in window.months)

    def of(self, unit_id: str, year: int, place: tuple[str, str]) -> Figures:
        found: dict[str, dict[str, Counts]] = {"kinds": {}, "subjects": {}}
        counts: Counts = {}
        for path, number in self.by_unit.get((unit_id, year), {}).items():
            if path[:2] == place and number:
                if len(path) == 3:
                    counts[path[2]] = number
                else:
                    found[path[2]].setdefault(path[3], {})[path[4]] = number
        return Figures(counts, found["kinds"], found["subjects"])
