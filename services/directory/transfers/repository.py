"""Transfers in MongoDB."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.transfers.model import Transfer


class MongoTransfers(Collections):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.transfers.create_index([("member_id", 1), ("asked_at", -1)])
        database.transfers.create_index([("state", 1), ("to_unit_id", 1)])
        # The handlers refuse a second one; this is for two that come at the same moment.
        database.transfers.create_index(
            "waiting_for", unique=True, partialFilterExpression={"waiting_for": {"$exists": True}}
        )

    def transfer(self, transfer_id: str) -> Transfer | None:
        found = self._db.transfers.find_one({"_id": transfer_id}, session=self._session)
        return transfer_of(found) if found else None

    def keep_transfer(self, transfer: Transfer) -> None:
        document = asdict(transfer)
        if transfer.state == "requested":
            document["waiting_for"] = transfer.member_id
        self._replace("transfers", document.pop("transfer_id"), document)

    def requested_transfer(self, member_id: str) -> Transfer | None:
        found = self._db.transfers.find_one({"waiting_for": member_id}, session=self._session)
        return transfer_of(found) if found else None


def transfer_of(document: dict[str, Any]) -> Transfer:
    fields = {key: value for key, value in document.items() if key not in ("_id", "waiting_for")}
    return Transfer(transfer_id=document["_id"], **fields)
