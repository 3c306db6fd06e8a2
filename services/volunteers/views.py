"""Read queries. Times are ISO 8601 in UTC, lengths in minutes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pymongo.database import Database

from services.volunteers.model import Member, Rules, Shift, availability
from services.volunteers.repository import MongoVolunteers, hours_of, shift_of, sign_up_of
from shared import rotating as codes
from shared.access import consultation
from shared.paths import at_or_above, at_or_below

#: More shifts are not listed at once.
MOST = 50
#: Credited shifts that are listed; the total counts all.
MOST_HOURS = 50


class VolunteerViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database
        self._store = MongoVolunteers(database, None)

    def shifts(self, member_id: str, now: datetime | None = None) -> list[dict[str, Any]]:
        """Shifts for the member that are not over, the first to start first.

        ``{"shift_id", "activity_id", "title", "place", "starts_at", "ends_at", "capacity", "free", "state"}``; state
        is free, full, collides, signed-up, attended or started: only a free one gives a place.
        """
        moment = now or datetime.now(UTC)
        member = self._member(member_id)
        if member is None:
            return []
        own = self._store.sign_ups_of({member_id}, (), moment)
        found = self._db.shifts.find(
            {"unit_path": {"$in": at_or_above(member.unit_path)}, "ends_at": {"$gt": moment}, "cancelled": False}
        )
        shifts = [shift_of(row) for row in found.sort([("starts_at", 1), ("_id", 1)]).limit(MOST)]
        return [{**_shown(shift), "state": availability(shift, member, own, moment)} for shift in shifts]

    def mine(self, member_id: str, rules: Rules, now: datetime | None = None) -> dict[str, Any]:
        """What the member has.

        ``sign_ups``: shifts that are not over, with ``state`` (signed-up or attended) and ``cancel_until``, None when
        it is too late. ``hours``: the latest credited shifts, ``{"shift_id", "title", "starts_at", "minutes",
        "provenance": {"kind", "at", "step", "by"}}``. ``total_minutes``: of all.
        """
        moment = now or datetime.now(UTC)
        query = {"member_id": member_id, "ends_at": {"$gt": moment}, "state": {"$ne": "cancelled"}}
        own = {each.shift_id: each for each in map(sign_up_of, self._db.sign_ups.find(query))}
        shifts = sorted(self._store.shifts(own).values(), key=lambda shift: (shift.starts_at, shift.shift_id))
        hours = [hours_of(row) for row in self._db.hours.find({"member_id": member_id}).sort("starts_at", -1)]
        return {
            "sign_ups": [
                {
                    **_shown(shift),
                    "state": own[shift.shift_id].state,
                    "cancel_until": _cancel_until(shift, rules, moment),
                }
                for shift in shifts
            ],
            "hours": [
                {
                    "shift_id": each.shift_id,
                    "title": each.title,
                    "starts_at": each.starts_at.isoformat(),
                    "minutes": each.minutes,
                    "provenance": each.provenance.model_dump(mode="json"),
                }
                for each in hours[:MOST_HOURS]
            ],
            "total_minutes": sum(each.minutes for each in hours),
        }

    def next_shifts(self, unit_id: str | None, member_id: str, now: datetime | None = None) -> list[dict[str, Any]]:
        """Shifts of a unit and all below it that are not over, for an organiser there; [] for anybody else.

        Without a unit: those of the organiser's own unit, and those that they organise themselves. As in ``shifts``
        without ``state``, with ``taken`` and ``organiser_id``.
        """
        moment = now or datetime.now(UTC)
        member = self._member(member_id)
        if member is None or not member.belongs():
            consultation.nothing_to_decide()
            return []
        path = member.unit_path if unit_id is None else self._store.unit_paths({unit_id}).get(unit_id)
        scopes: list[dict[str, Any]] = []
        if path is not None and member.may_organise(path):
            scopes = at_or_below("unit_path", path)["$or"]
        if unit_id is None:
            scopes.append({"organiser_id": member_id})
        if not scopes:
            return []
        found = self._db.shifts.find({"$or": scopes, "ends_at": {"$gt": moment}, "cancelled": False})
        shifts = [shift_of(row) for row in found.sort([("starts_at", 1), ("_id", 1)]).limit(MOST)]
        return [{**_shown(shift), "taken": shift.taken, "organiser_id": shift.organiser_id} for shift in shifts]

    def attendance_code(self, shift_id: str, member_id: str, now: datetime | None = None) -> dict[str, Any]:
        """The code to show on the spot, to its organiser and the organisers of the unit only.

        ``{"outcome": "shown", "shift": as in shifts, "code", "expires_at", "next"}``; next is the code from then on.
        Or ``{"outcome": "unknown-shift" | "not-allowed" | "closed"}``.
        """
        moment = now or datetime.now(UTC)
        shift, member = self._store.shifts({shift_id}).get(shift_id), self._member(member_id)
        if shift is None:
            consultation.nothing_to_decide()
            return {"outcome": "unknown-shift"}
        if member is None:
            consultation.nothing_to_decide()
            return {"outcome": "not-allowed"}
        if not shift.may_show_code(member):
            return {"outcome": "not-allowed"}
        if shift.cancelled or moment >= shift.ends_at:
            return {"outcome": "closed"}
        secret, step = self._store.secrets({shift_id})[shift_id], codes.step_at(moment)
        return {
            "outcome": "shown",
            "shift": _shown(shift),
            "code": codes.code_for(secret, step),
            "expires_at": codes.ends_at(step).isoformat(),
            "next": codes.code_for(secret, step + 1),
        }

    def _member(self, member_id: str) -> Member | None:
        return self._store.members({member_id}).get(member_id)


def _shown(shift: Shift) -> dict[str, Any]:
    return {**shift.facts.model_dump(mode="json"), "capacity": shift.capacity, "free": shift.free}


def _cancel_until(shift: Shift, rules: Rules, moment: datetime) -> str | None:
    until = shift.starts_at - rules.cancel_before
    return until.isoformat() if moment <= until else None
