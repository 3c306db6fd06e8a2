"""Read queries. What a member may not see is answered as if it did not exist."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from pymongo.database import Database

from services.incidents.model import Incident, Member
from services.incidents.repository import MongoIncidents, incident_of
from shared.access import consultation
from shared.access.policy import held_by

#: At most this many are listed; the worst and most urgent come first.
LISTED = 50


class IncidentViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database
        self._store = MongoIncidents(database, None)

    def get(self, incident_id: str, member_id: str) -> dict[str, Any] | None:
        """The whole of it; None when there is none or the member may not see it. Times ISO 8601 UTC.

        That of ``open_for`` and ``{"reporter_id", "unit_path", "what", "where", "occurred_at", "photo_id",
        "suggested", "steps": [{"number", "unit_name", "officers", "at", "due_at", "late"}],
        "done": [{"move", "actor_id", "at", "text"}], "version"}``.
        """
        member = self._store.member(member_id)
        incident = self._store.incident(incident_id)
        if member is None or incident is None:
            consultation.nothing_to_decide()
            return None
        if not incident.may_see(member):
            return None
        return {
            **_summary(incident, member),
            "reporter_id": incident.reporter_id,
            "unit_path": incident.unit_path,
            "what": incident.what,
            "where": incident.where,
            "occurred_at": incident.occurred_at.isoformat(),
            "photo_id": incident.photo_id,
            "suggested": incident.suggested,
            "steps": [
                {
                    "number": step.number,
                    "unit_name": step.unit_name,
                    "officers": list(step.officers),
                    "at": step.at.isoformat(),
                    "due_at": step.due_at.isoformat() if step.due_at else None,
                    "late": step.late,
                }
                for step in incident.steps
            ],
            "done": [{**vars(done), "at": done.at.isoformat()} for done in incident.done],
            "version": incident.version,
        }

    def may_see_photo(self, photo_id: str, member_id: str) -> bool:
        """Whether the member may see an incident that was reported with this photo."""
        member = self._store.member(member_id)
        found = list(self._db.incidents.find({"photo_id": photo_id}).limit(LISTED))
        if member is None or not found:
            consultation.nothing_to_decide()
            return False
        return any(incident_of(document).may_see(member) for document in found)

    def photos_in_use(self, photo_ids: Sequence[str]) -> list[str]:
        found = self._db.incidents.find({"photo_id": {"$in": list(photo_ids)}}, {"photo_id": 1})
        return sorted({document["photo_id"] for document in found})

    def open_for(self, member_id: str) -> list[dict[str, Any]]:
        """What is not closed and the member reported, is or was asked about, the worst first.

        ``{"incident_id", "number", "state", "category", "severity", "title", "unit_name", "reported_at", "due_at",
        "moves"}``: ``due_at`` is None when no clock runs; ``moves`` are those the member may make now.
        """
        member = self._store.member(member_id)
        if member is None:
            return []
        query = {"state": {"$ne": "closed"}, "$or": [{"reporter_id": member_id}, {"in_charge": member_id}]}
        found = self._db.incidents.find(query).sort([("severity", -1), ("reported_at", 1)]).limit(LISTED)
        return [_summary(incident_of(document), member) for document in found]

    def open_within(self, member_id: str) -> list[dict[str, Any]]:
        """What is not closed and the member may see: that of ``open_for`` and, for those with a duty, whatever was
        reported in their unit and below. The same shape, the worst first."""
        member = self._store.member(member_id)
        if member is None:
            consultation.nothing_to_decide()
            return []
        scopes = [
            {"unit_path": {"$gte": path, "$lt": path + "0"}} for path in held_by(member.grants, "handle-incident")
        ]
        query = {"state": {"$ne": "closed"}, "$or": [{"reporter_id": member_id}, {"in_charge": member_id}, *scopes]}
        found = self._db.incidents.find(query).sort([("severity", -1), ("reported_at", 1)])
        seen = (incident for incident in map(incident_of, found) if incident.may_see(member))
        return [_summary(incident, member) for incident in islice(seen, LISTED)]


def _summary(incident: Incident, member: Member) -> dict[str, Any]:
    return {
        "incident_id": incident.incident_id,
        "number": incident.number,
        "state": incident.state,
        "category": incident.category,
        "severity": incident.severity,
        "title": _title(incident.what),
        "unit_name": incident.unit_name,
        "reported_at": incident.reported_at.isoformat(),
        "due_at": incident.due_at.isoformat() if incident.due_at else None,
        "moves": list(incident.possible(member)),
    }


def _title(what: str) -> str:
    first = what.strip().splitlines()[0] if what.strip() else ""
    return first if len(first) <= 40 else first[:39] + "…"
