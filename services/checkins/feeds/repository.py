"""Feeds in MongoDB: feeds, and task_changes (how often a task's time was changed)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.feeds.model import Feed

Document = dict[str, Any]


class MongoFeeds:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.feeds.create_index("digest", unique=True)
        database.feeds.create_index("member_id")

    def put_feed(self, feed: Feed, digest: str, at: datetime) -> None:
        document = {"_id": feed.key, **vars(feed), "digest": digest, "made_at": at}
        self._db.feeds.replace_one({"_id": feed.key}, document, upsert=True, session=self._session)

    def drop_feed(self, feed: Feed) -> bool:
        return self._db.feeds.delete_one({"_id": feed.key}, session=self._session).deleted_count > 0

    def changed(self, occurrence_id: str, at: datetime) -> None:
        change = {"$inc": {"count": 1}, "$max": {"at": at}}
        self._db.task_changes.update_one({"_id": occurrence_id}, change, upsert=True, session=self._session)
