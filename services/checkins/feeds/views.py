"""What stands in a feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo.database import Database

from services.checkins.feeds.model import AHEAD, BACK, MOST_ITEMS, Feed, Item, digest
from services.checkins.model import Occurrence
from services.checkins.plans.documents import occurrence_of
from services.checkins.plans.repository import MongoPlans
from services.checkins.portions import portions
from shared.access.copies import grants_in
from shared.access.policy import may
from shared.paths import at_or_above, at_or_below

Document = dict[str, Any]


class FeedViews:
    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def unit_path(self, unit_id: str) -> str | None:
        return MongoPlans(self._db, None).path_of(unit_id)

    def is_there(self, feed: Feed) -> bool:
        return self._db.feeds.find_one({"_id": feed.key}, {"_id": 1}) is not None

    def items(self, secret: str, now: datetime) -> list[Item] | None:
        """The tasks of the feed with this address, by time; None where there is none, its member left, or may not see
        the unit any more."""
        found = self._db.feeds.find_one({"digest": digest(secret)})
        if found is None:
            return None
        feed = Feed(found["member_id"], found["unit_id"])
        member = self._db.members.find_one({"_id": feed.member_id})
        if member is None or member.get("status") == "left":
            return None
        if feed.unit_id is None:
            return self._of_member(feed.member_id, member["unit_path"], now)
        path = self.unit_path(feed.unit_id)
        if path is None or not may(grants_in(member), "see-figures", path):
            return None
        return self._items(at_or_below("unit_path", path), now)

    def _of_member(self, member_id: str, unit_path: str, now: datetime) -> list[Item]:
        return self._items({"unit_path": {"$in": at_or_above(unit_path)}}, now, member_id)

    def _items(self, where: Document, now: datetime, member_id: str | None = None) -> list[Item]:
        query = {**where, "closes_at": {"$gt": now - BACK}, "opens_at": {"$lt": now + AHEAD}}
        rows = {
            state: list(self._db[state].find(query).sort([("opens_at", 1), ("_id", 1)]).limit(MOST_ITEMS))
            for state in ("occurrences", "withdrawn")
        }
        reasons = {row["_id"]: row.get("why") for row in rows["withdrawn"]}
        found = {state: [occurrence_of(row) for row in some] for state, some in rows.items()}
        tasks = self._concerning(found["occurrences"], member_id)
        # Who was on the list of one that was cancelled is not asked: whoever saw it must see that it is off.
        tasks += found["withdrawn"]
        changes: dict[str, Document] = {}
        for portion in portions([task.occurrence_id for task in tasks]):
            changes.update({row["_id"]: row for row in self._db.task_changes.find({"_id": {"$in": portion}})})
        items = [_item(task, changes.get(task.occurrence_id), reasons) for task in tasks]
        return sorted(items, key=lambda item: (item.opens_at, item.occurrence_id))

    def _concerning(self, tasks: list[Occurrence], member_id: str | None) -> list[Occurrence]:
        if member_id is None:
            return tasks
        listed = MongoPlans(self._db, None).listed(tasks, [member_id])
        return [task for task in tasks if task.plan is None or (task.occurrence_id, member_id) in listed]


def _item(task: Occurrence, change: Document | None, withdrawn: dict[str, str | None]) -> Item:
    cancelled = task.occurrence_id in withdrawn
    provisional = task.plan is not None and task.plan.provisional
    return Item(
        task.occurrence_id,
        task.title,
        task.opens_at,
        task.closes_at,
        task.credit_minutes,
        "cancelled" if cancelled else "tentative" if provisional else "confirmed",
        # A cancellation that was not counted yet is newer than what was seen all the same.
        max(change["count"] if change else 0, int(cancelled)),
        change["at"] if change else None,
        withdrawn.get(task.occurrence_id),
    )
