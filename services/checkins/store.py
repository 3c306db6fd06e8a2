"""All that the check-ins service keeps, in one transaction."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.checkins.attendance.repository import MongoAttendance
from services.checkins.contests.repository import MongoContests
from services.checkins.corrections.repository import MongoCorrections
from services.checkins.evidence.repository import MongoEvidence
from services.checkins.feeds.repository import MongoFeeds
from services.checkins.figures.rebuilding import MongoRebuilding
from services.checkins.makeup.repository import MongoMakeUps
from services.checkins.notes.repository import MongoNotes
from services.checkins.plans.repository import MongoPlans
from services.checkins.policies.repository import MongoPolicies
from services.checkins.repository import MongoCheckIns


class MongoStore(
    MongoCheckIns,
    MongoEvidence,
    MongoAttendance,
    MongoMakeUps,
    MongoCorrections,
    MongoPlans,
    MongoPolicies,
    MongoRebuilding,
    MongoNotes,
    MongoFeeds,
    MongoContests,
):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        for area in MongoStore.__bases__:
            area.indexes(database)  # type: ignore[attr-defined]
