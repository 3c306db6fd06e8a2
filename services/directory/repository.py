"""The directory in MongoDB: one repository, of its areas' own."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.directory.duties.repository import MongoChains
from services.directory.imports.repository import MongoImports
from services.directory.leave.repository import MongoLeaves
from services.directory.linking.repository import MongoLinks
from services.directory.login.repository import MongoLogins
from services.directory.members.repository import MongoMembers
from services.directory.personal_data.repository import MongoErasures
from services.directory.transfers.repository import MongoTransfers
from services.directory.tree.repository import MongoGrove
from services.directory.units.repository import MongoUnits

_AREAS = (MongoUnits, MongoMembers, MongoTransfers, MongoLeaves, MongoLinks, MongoLogins, MongoImports, MongoErasures)


class MongoDirectory(
    MongoUnits,
    MongoGrove,
    MongoChains,
    MongoMembers,
    MongoTransfers,
    MongoLeaves,
    MongoLinks,
    MongoLogins,
    MongoImports,
    MongoErasures,
):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        for area in _AREAS:
            area.indexes(database)
