"""Read queries about transfers."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.directory.transfers.model import Transfer
from services.directory.transfers.repository import transfer_of


class TransferViews:
    _db: Database[dict[str, Any]]

    def transfers_of(self, member_id: str) -> list[dict[str, Any]]:
        """The newest first: ``{"transfer_id", "member_id", "name", "from_unit_id", "from_unit_name",
        "to_unit_id", "to_unit_name", "reason", "asked_by", "asked_at", "expires_at", "state", "ended_at",
        "ended_by", "answer"}``; moments are ISO 8601."""
        found = self._db.transfers.find({"member_id": member_id}).sort([("asked_at", -1)])
        return self._shown_transfers([transfer_of(row) for row in found])

    def _shown_transfers(self, transfers: list[Transfer]) -> list[dict[str, Any]]:
        unit_ids = {unit_id for each in transfers for unit_id in (each.from_unit_id, each.to_unit_id)}
        units = {
            row["_id"]: row["name"] for row in self._db.units.find({"_id": {"$in": sorted(unit_ids)}}, {"name": 1})
        }
        member_ids = sorted({each.member_id for each in transfers})
        names = {row["_id"]: row["name"] for row in self._db.members.find({"_id": {"$in": member_ids}}, {"name": 1})}
        return [
            {
                "transfer_id": each.transfer_id,
                "member_id": each.member_id,
                "name": names.get(each.member_id, each.member_id),
                "from_unit_id": each.from_unit_id,
                "from_unit_name": units.get(each.from_unit_id, each.from_unit_id),
                "to_unit_id": each.to_unit_id,
                "to_unit_name": units.get(each.to_unit_id, each.to_unit_id),
                "reason": each.reason,
                "asked_by": each.asked_by,
                "asked_at": each.asked_at.isoformat(),
                "expires_at": each.expires_at.isoformat(),
                "state": each.state,
                "ended_at": each.ended_at.isoformat() if each.ended_at else None,
                "ended_by": each.ended_by,
                "answer": each.answer,
            }
            for each in transfers
        ]
