"""All that the check-ins service keeps, in one transaction."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.checkins.contests.repository import MongoContests
from services.checkins.evidence.repository import MongoEvidence
from services.checkins.feeds.repository import MongoFeeds
from services.checkins.figures.repository import MongoFigures
from services.checkins.notes.repository import MongoNotes
from services.checkins.plans.repository import MongoPlans
from services.checkins.policies.repository import MongoPolicies
from services.checkins.repository import MongoCheckIns


class MongoStore(
    MongoCheckIns, MongoEvidence, MongoPlans, MongoPolicies, MongoFigures, MongoNotes, MongoFeeds, MongoContests
):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        for area in (MongoCheckIns, MongoPlans, MongoPolicies, MongoFigures, MongoNotes, MongoFeeds, MongoContests):
            area.indexes(database)
