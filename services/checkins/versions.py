"""What is changed and has versions: the one that holds, and beside it every one that was."""

from __future__ import annotations

from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

Document = dict[str, Any]


def keep_version(
    database: Database[Document],
    session: ClientSession | None,
    collection: str,
    versions: str,
    key: str,
    document: Document,
) -> None:
    """``document`` has the field ``version``. Earlier versions stay in the collection ``versions``."""
    database[collection].replace_one({"_id": key}, document, upsert=True, session=session)
    database[versions].insert_one({"_id": f"{key}/{document['version']}", **document}, session=session)
