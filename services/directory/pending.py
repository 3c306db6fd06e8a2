"""What waits for a member's decision."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.directory.leave.handlers import to_be_asked as asked_about_leave
from services.directory.leave.repository import leave_of
from services.directory.leave.views import LeaveViews
from services.directory.members.deciding import DECIDE_LEAVE, DECIDE_TRANSFER, scopes
from services.directory.members.model import UnknownMember
from services.directory.members.views import MemberViews
from services.directory.moment import Moment
from services.directory.repository import MongoDirectory
from services.directory.transfers.handlers import to_be_asked as asked_about_transfer
from services.directory.transfers.repository import transfer_of
from services.directory.transfers.views import TransferViews

#: More than this at once is not looked through.
LIMIT = 500


class PendingViews(MemberViews, TransferViews, LeaveViews):
    _db: Database[dict[str, Any]]

    def pending_for(self, actor_id: str, moment: Moment) -> dict[str, list[dict[str, Any]]]:
        """``{"transfers": [...], "leaves": [...]}`` as ``transfers_of`` and ``leaves_of`` show them, the oldest first:
        those that nobody nearer than this member is there to decide. Raises UnknownMember."""
        directory = MongoDirectory(self._db, None)
        actor = directory.member(actor_id)
        if actor is None:
            raise UnknownMember(actor_id)
        waiting = {"state": "requested"}
        to_units = self.unit_ids_within(scopes(actor, DECIDE_TRANSFER, directory))
        transfers = [
            transfer
            for transfer in map(
                transfer_of,
                self._db.transfers.find({**waiting, "to_unit_id": {"$in": to_units}, "expires_at": {"$gt": moment.now}})
                .sort("asked_at")
                .limit(LIMIT),
            )
            if actor_id in asked_about_transfer(transfer.member_id, transfer.to_unit_id, directory, moment)
        ]
        of_units = self.unit_ids_within(scopes(actor, DECIDE_LEAVE, directory))
        leaves = [
            leave
            for leave in map(
                leave_of,
                self._db.leaves.find({**waiting, "unit_id": {"$in": of_units}}).sort("asked_at").limit(LIMIT),
            )
            if actor_id in asked_about_leave(leave.member_id, directory, moment)
        ]
        return {"transfers": self._shown_transfers(transfers), "leaves": self._shown_leaves(leaves)}
