"""The policies of a month counted again by hand, from what is stored about sessions, lists and check-ins.

Written from what the policies say, not from how the service evaluates them: nothing of it is used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

Row = dict[str, Any]
CADRES = {"secretary", "deputy-secretary", "organiser", "propagandist", "discipline-officer"}


@dataclass(frozen=True)
class Counted:
    """As a line of the report tells it."""

    state: str
    numerator: int
    denominator: int | None
    needed: int = 0
    by: date | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seat:
    """One member at one session that asked them, or that they came to."""

    member_id: str
    path: str
    present: bool
    minutes: int


@dataclass(frozen=True)
class Held:
    row: Row
    day: date
    last_day: date
    #: Nobody can check in any more.
    over: bool
    opened: bool
    #: Of one that has not opened: those whom it is going to ask.
    seats: tuple[Seat, ...]

    def of(self, unit_id: str, among: set[str] | None = None) -> list[Seat]:
        return [s for s in self.seats if unit_id in s.path.split("/") and (among is None or s.member_id in among)]


class Recount:
    def __init__(self, own: Database[Row], zone: ZoneInfo, now: datetime) -> None:
        self.zone, self.now = zone, now
        self.today = now.astimezone(zone).date()
        self.units = {row["_id"]: row for row in own.plan_units.find()}
        self.people = [row for row in own.plan_people.find() if row["status"] == "active"]
        lists = list(own.expected.find())
        there = list(own.check_ins.find())
        cancelled = {row["_id"] for row in own.withdrawn.find()}
        rows = [*own.occurrences.find(), *own.withdrawn.find()]
        self.held = sorted(
            (self._held(row, row["_id"] in cancelled, lists, there) for row in rows), key=lambda held: held.day
        )

    def _held(self, row: Row, cancelled: bool, lists: list[Row], there: list[Row]) -> Held:
        plan = row["plan"] or {}
        day = date.fromisoformat(plan["day"]) if plan else self._day(row["opens_at"])
        ends = row["closes_at"] + timedelta(minutes=plan.get("grace_minutes", 0) if plan.get("late_accepted") else 0)
        opened = row["opens_at"] <= self.now
        if opened:
            seats = self._asked(row["_id"], cancelled, lists, there)
        else:
            seats = () if cancelled else tuple(self._going_to_ask(row))
        over = cancelled or ends <= self.now
        return Held(row, day, self._day(ends - timedelta(microseconds=1)), over, opened, tuple(seats))

    def _asked(self, key: str, cancelled: bool, lists: list[Row], there: list[Row]) -> Iterator[Seat]:
        listed = {row["member_id"]: row for row in lists if row["occurrence_id"] == key}
        came = {row["member_id"]: row for row in there if row["occurrence_id"] == key and row["counts"]}
        for member_id in sorted(listed.keys() | came.keys()):
            place = listed.get(member_id) or came[member_id]
            if member_id in came:
                yield Seat(member_id, place["unit_path"], True, came[member_id]["credit_minutes"])
            elif listed[member_id]["standing"] == "expected" and not cancelled:
                yield Seat(member_id, place["unit_path"], False, 0)

    def _going_to_ask(self, row: Row) -> Iterator[Seat]:
        plan = row["plan"] or {"kinds": [], "positions": []}
        first, last = self._day(row["opens_at"]), self._day(row["closes_at"] - timedelta(microseconds=1))
        for person in self.people:
            such = not plan["kinds"] or person["kind"] in plan["kinds"]
            such = such and (not plan["positions"] or bool({*plan["positions"]} & {*person["positions"]}))
            leaves = [[date.fromisoformat(each[end]) for end in ("first_day", "last_day")] for each in person["leaves"]]
            away = any(begin <= first and last <= end for begin, end in leaves)
            if such and not away and row["unit_id"] in person["unit_path"].split("/"):
                yield Seat(person["_id"], person["unit_path"], False, 0)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def within(self, first: date, last: date) -> list[Held]:
        return [held for held in self.held if first <= held.day <= last]

    def report(self, month: date) -> dict[tuple[str, str], Counted]:
        """By unit and policy, of the month that begins on a day, and of its year."""
        month_ends = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        year, year_ends = month.replace(month=1, day=1), month.replace(month=12, day=31)
        found = {}
        for unit_id, unit in self.units.items():
            in_month = unit_id in self.open_units(month_ends)
            online = [held for held in self.within(month, month_ends) if held.row["kind"] == "online-course"]
            theme = [held for held in self.within(month, month_ends) if held.row["kind"] == "theme-day"]
            if unit["kind"] == "branch" and in_month:
                long = [held for held in online if held.row["credit_minutes"] >= 120]
                found[unit_id, "online-study-twice"] = self.times(2, unit_id, long, month_ends)
                found[unit_id, "monthly-theme-day"] = self.times(1, unit_id, theme, month_ends)
            if unit["kind"] in ("branch", "school") and in_month:
                found[unit_id, "online-participation"] = self.took_part(unit_id, online)
            whole_year = self.within(year, year_ends)
            if unit["kind"] in ("branch", "district") and unit_id in self.open_units(year_ends):
                found[unit_id, "party-spirit-share"] = self.spirit(unit_id, whole_year, year_ends)
            if unit["kind"] == "district":
                classes = [held for held in whole_year if held.row["kind"] == "training"]
                found[unit_id, "secretaries-trained"] = self.trained(unit_id, classes, year_ends)
                found[unit_id, "units-covered"] = self.reached(unit_id, classes, year_ends)
                found[unit_id, "two-training-classes"] = self.times(2, unit_id, classes, year_ends)
        return found

    def open_units(self, last: date) -> set[str]:
        """On the last day of a window, or today where it is not over."""
        day = min(last, self.today).isoformat()
        return {key for key, unit in self.units.items() if unit.get("closed_on") is None or unit["closed_on"] > day}

    def times(self, least: int, unit_id: str, sessions: list[Held], last: date) -> Counted:
        """A session was held where somebody of the unit came."""
        own = [(held, held.of(unit_id)) for held in sessions]
        number = sum(any(seat.present for seat in seats) for _, seats in own)
        lacking = max(0, least - number)
        waiting = sorted(
            held.last_day for held, seats in own if seats and not held.over and not any(s.present for s in seats)
        )
        if not lacking:
            return Counted("met", number, None)
        if len(waiting) >= lacking:
            return Counted("can-still", number, None, lacking, waiting[lacking - 1])
        if self.today <= last:
            return Counted("can-still", number, None, lacking, last)
        return Counted("not-met", number, None, lacking)

    def took_part(self, unit_id: str, sessions: list[Held]) -> Counted:
        opened = [held for held in sessions if held.opened]
        seats = [seat for held in opened for seat in held.of(unit_id)]
        expected, done = len(seats), sum(seat.present for seat in seats)
        missing = tuple(sorted({seat.member_id for seat in seats if not seat.present}))
        if not expected:
            return Counted("nothing-asked", 0, 0)
        lacking = _more(done, expected, Fraction(9, 10))
        if not lacking:
            return Counted("met", done, expected, missing=missing)
        for these in (opened, sessions):
            asked = expected + sum(len(held.of(unit_id)) for held in these if not held.opened)
            rooms = {held.last_day: sum(not s.present for s in held.of(unit_id)) for held in these if not held.over}
            more = _more(done, asked, Fraction(9, 10))
            can = sum(sum(not s.present for s in held.of(unit_id)) for held in these if not held.over)
            if more <= can:
                by = max(day for day, room in rooms.items() if room)
                return Counted("can-still", done, expected, more, by, missing)
        return Counted("not-met", done, expected, lacking, missing=missing)

    def spirit(self, unit_id: str, sessions: list[Held], last: date) -> Counted:
        cadres = {person["_id"] for person in self.people if CADRES & {*person["positions"]}}
        whole: dict[str, int] = {}
        part: dict[str, int] = {}
        for held in sessions:
            for seat in held.of(unit_id, cadres) if held.opened else ():
                of_spirit = held.row["plan"] is not None and "party-spirit" in held.row["plan"]["subjects"]
                whole[seat.member_id] = whole.get(seat.member_id, 0) + seat.minutes
                part[seat.member_id] = part.get(seat.member_id, 0) + (seat.minutes if of_spirit else 0)
        everything, own = sum(whole.values()), sum(part.values())
        missing = tuple(sorted(key for key, minutes in whole.items() if 5 * part[key] < minutes))
        if not everything:
            return Counted("nothing-asked", 0, 0)
        lacking = next(n for n in range(10**6) if 5 * (own + n) >= everything + n)
        if not lacking:
            return Counted("met", own, everything, missing=missing)
        if self.today <= last:
            return Counted("can-still", own, everything, lacking, last, missing)
        return Counted("not-met", own, everything, lacking, missing=missing)

    def trained(self, unit_id: str, classes: list[Held], last: date) -> Counted:
        secretaries = {person["_id"] for person in self.people if "secretary" in person["positions"]}
        came = {seat.member_id for held in classes for seat in held.of(unit_id) if seat.present}
        return self._covered(secretaries, secretaries & came, Fraction(1), last)

    def reached(self, unit_id: str, classes: list[Held], last: date) -> Counted:
        branches = {key for key in self.open_units(last) if self.units[key]["kind"] == "branch"}
        came = {key for key in branches if any(seat.present for held in classes for seat in held.of(key))}
        return self._covered(branches, came, Fraction(4, 5), last)

    def _covered(self, everyone: set[str], covered: set[str], least: Fraction, last: date) -> Counted:
        lacking, missing = _more(len(covered), len(everyone), least), tuple(sorted(everyone - covered))
        if not lacking:
            return Counted("met", len(covered), len(everyone), missing=missing)
        if self.today <= last:
            return Counted("can-still", len(covered), len(everyone), lacking, last, missing)
        return Counted("not-met", len(covered), len(everyone), lacking, missing=missing)

    def sums(self, unit_id: str, month: date) -> dict[str, int]:
        """What the figures of the unit's month are."""
        sessions = [held for held in self.within(month, (month + timedelta(days=31)).replace(day=1)) if held.opened]
        sessions = [held for held in sessions if held.day.month == month.month]
        seats = [seat for held in sessions for seat in held.of(unit_id)]
        return {
            "sessions": sum(any(seat.present for seat in held.of(unit_id)) for held in sessions),
            "expected": len(seats),
            "done": sum(seat.present for seat in seats),
            "minutes": sum(seat.minutes for seat in seats),
        }


def _more(done: int, whole: int, least: Fraction) -> int:
    """How many more make the share."""
    return next(n for n in range(whole + 1) if done + n >= least * whole) if whole else 0


def told(rows: Iterable[Row]) -> dict[tuple[str, str], Counted]:
    """A report of the service's in the same shape."""
    return {
        (row["unit_path"].rpartition("/")[2], row["policy_id"]): Counted(
            row["state"],
            row["numerator"],
            row["denominator"],
            row["needed"],
            date.fromisoformat(row["by"]) if row["by"] else None,
            tuple(row["missing"]),
        )
        for row in rows
    }
