"""The history of a check-in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pymongo.database import Database

from services.checkins.corrections.repository import MongoCorrections
from services.checkins.model import CheckIn
from services.checkins.repository import MongoCheckIns
from shared.paths import below


class CorrectionViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database

    def current(self, occurrence_id: str, member_id: str) -> CheckIn | None:
        key = (occurrence_id, member_id)
        return MongoCheckIns(self._db, None).check_ins({key}).get(key)

    def history(self, occurrence_id: str, member_id: str, *, words: bool) -> list[dict[str, Any]]:
        """Every version, the first one first: ``{"version", "counts", "late", "how", "credit_minutes", "checked_in_at",
        "minutes", "note", "photo_ids", "changed"}``; ``changed`` is None or ``{"kind", "at", "by", "reason"}``. Times
        ISO 8601. Without ``words``, notes and photos are left out."""
        now = self.current(occurrence_id, member_id)
        if now is None:
            return []
        earlier = MongoCorrections(self._db, None).earlier_versions(occurrence_id, member_id)
        return [_shown(each, words) for each in [*earlier, now]]

    def photos_in_use(self, photo_ids: Sequence[str]) -> list[str]:
        query = {"$or": [below("_id", photo_id) for photo_id in photo_ids]}
        found = self._db.check_in_photos.find(query, {"_id": 1}) if photo_ids else ()
        return sorted({row["_id"].partition("/")[0] for row in found})

    def seen_with(self, photo_id: str) -> list[CheckIn]:
        """The check-ins that a photo belongs to."""
        found = self._db.check_in_photos.find(below("_id", photo_id)).limit(10)
        keys = {(row["occurrence_id"], row["member_id"]) for row in found}
        return list(MongoCheckIns(self._db, None).check_ins(keys).values())


def _shown(check_in: CheckIn, words: bool) -> dict[str, Any]:
    changed = check_in.changed
    return {
        "version": check_in.version,
        "counts": check_in.counts,
        "late": check_in.late,
        "how": check_in.how,
        "credit_minutes": check_in.credit_minutes,
        "checked_in_at": check_in.checked_in_at.isoformat(),
        "minutes": check_in.minutes,
        "note": check_in.note if words else None,
        "photo_ids": list(check_in.photo_ids) if words else [],
        "changed": {"kind": changed.kind, "at": changed.at.isoformat(), "by": changed.by, "reason": changed.reason}
        if changed
        else None,
    }
