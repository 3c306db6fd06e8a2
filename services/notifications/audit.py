"""The books of everything due: planned = sent + failed + suppressed + waiting.

What was planned is written down by itself (``plans``: how many messages an event made due, before any is made), so
that a message that was forgotten on the way shows as a difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

Document = dict[str, Any]

#: Of what waits too long so many are listed; the rest is counted.
LISTED = 20
ENDS = ("sent", "failed", "suppressed")


@dataclass(frozen=True)
class Stuck:
    """Something that waits for longer than it may: ``what`` is message, postponed, task or timer."""

    what: str
    id: str
    kind: str
    since: datetime


def books(
    planned: Mapping[tuple[str, str], int],
    found: Mapping[tuple[str, str], Mapping[str, int]],
    reasons: Mapping[tuple[str, str], Mapping[str, int]],
    oldest: Mapping[tuple[str, str], datetime],
    stuck: list[Stuck],
    now: datetime,
) -> dict[str, Any]:
    """``{"balanced", "lines": [{"lane", "kind", "planned", "sent", "failed", "suppressed", "waiting",
    "oldest_waiting_seconds", "reasons", "difference"}], "stuck": [{"what", "id", "kind", "waiting_seconds"}],
    "stuck_count"}``; ``reasons`` of what failed or was suppressed, ``difference`` = planned less accounted for."""
    lines = []
    for lane, kind in sorted({*planned, *found}):
        states = found.get((lane, kind), {})
        ended = {state: states.get(state, 0) for state in ENDS}
        waiting = sum(states.values()) - sum(ended.values())
        count = planned.get((lane, kind), 0)
        since = oldest.get((lane, kind))
        lines.append(
            {
                "lane": lane,
                "kind": kind,
                "planned": count,
                **ended,
                "waiting": waiting,
                "oldest_waiting_seconds": round((now - since).total_seconds()) if since else 0,
                "reasons": dict(reasons.get((lane, kind), {})),
                "difference": count - sum(states.values()),
            }
        )
    return {
        "balanced": all(line["difference"] == 0 for line in lines),
        "lines": lines,
        "stuck": [
            {
                "what": each.what,
                "id": each.id,
                "kind": each.kind,
                "waiting_seconds": round((now - each.since).total_seconds()),
            }
            for each in stuck[:LISTED]
        ],
        "stuck_count": len(stuck),
    }


class MongoBooks:
    """Read in one transaction, so that all figures are of one moment."""

    def __init__(self, database: Database[Document], session: ClientSession) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.messages.create_index([("state", 1), ("planned_at", 1)])
        database.messages.create_index("planned_at")

    def audit(self, since: datetime, patience: timedelta, now: datetime) -> dict[str, Any]:
        """Of what was planned since then; what waits longer than ``patience`` whenever it was planned."""
        planned: dict[tuple[str, str], int] = {}
        found: dict[tuple[str, str], dict[str, int]] = {}
        reasons: dict[tuple[str, str], dict[str, int]] = {}
        oldest: dict[tuple[str, str], datetime] = {}
        for row in self._sums("plans", {"at": {"$gte": since}}, {"lane": "$lane", "kind": "$key"}, "$count"):
            planned[row["_id"]["lane"], row["_id"]["kind"]] = row["count"]
        groups = {"lane": "$lane", "kind": "$key", "state": "$state", "reason": "$reason"}
        for row in self._sums("messages", {"planned_at": {"$gte": since}}, groups, 1):
            key, state = (row["_id"]["lane"], row["_id"]["kind"]), row["_id"]["state"]
            states = found.setdefault(key, {})
            states[state] = states.get(state, 0) + row["count"]
            if state in ("failed", "suppressed"):
                reasons.setdefault(key, {})[row["_id"].get("reason") or ""] = row["count"]
            if state not in ENDS:
                oldest[key] = min(row["oldest"], oldest.get(key, row["oldest"]))
        return books(planned, found, reasons, oldest, self._stuck(now - patience), now)

    def _sums(self, collection: str, match: Document, group: Document, count: Any) -> list[Document]:
        at = "$at" if collection == "plans" else "$planned_at"
        stages = [{"$match": match}, {"$group": {"_id": group, "count": {"$sum": count}, "oldest": {"$min": at}}}]
        return list(self._db[collection].aggregate(stages, session=self._session))

    def _stuck(self, before: datetime) -> list[Stuck]:
        queries: tuple[tuple[str, str, str, Document], ...] = (
            ("message", "messages", "queued_at", {"state": "queued"}),
            ("postponed", "messages", "due_at", {"state": "waiting"}),
            ("task", "tasks", "due_at", {"state": "scheduled"}),
            ("task", "tasks", "asked_at", {"state": "asking"}),
            ("timer", "timers", "due_at", {"state": "waiting"}),
        )
        return [
            Stuck(what, str(row["_id"]), row.get("key") or row.get("lane") or row.get("title") or "", row[field])
            for what, collection, field, query in queries
            for row in self._db[collection]
            .find({**query, field: {"$lt": before}}, session=self._session)
            .sort(field, 1)
            .limit(1000)
        ]
