"""A database that remembers what was changed in it, so that no handler has to say so.

It stands where a repository's ``Database`` stands, for one transaction: writes to the collections that are audited are
noted with what was there before and after; everything else goes straight through. A document that is changed several
times in a transaction is noted once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import DeleteMany, DeleteOne, InsertOne, ReplaceOne, UpdateMany, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

Document = dict[str, Any]


@dataclass(frozen=True)
class Audited:
    """How changes of a collection are put down.

    Fields that are not named are taken to be personal: what somebody adds later and forgets to name here can be erased.
    """

    #: Fields that say nothing about a person beside their id.
    plain: frozenset[str]
    #: The field with the id of the member whom the document is about; None: it is about nobody, and all of it is plain.
    person: str | None = None
    #: Fields that are left out, such as long texts that are told elsewhere.
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Change:
    collection: str
    key: Any
    before: Document | None
    after: Document | None


class Recorder:
    """``database`` as a repository sees it. ``changes`` gives what was written to, in the order of the first time; it
    may be the same as before."""

    def __init__(
        self, database: Database[Document], session: ClientSession | None, audited: Mapping[str, Audited]
    ) -> None:
        self._database = database
        self._session = session
        self._audited = audited
        self._before: dict[tuple[str, Any], Document | None] = {}
        self._after: dict[tuple[str, Any], Document | None] = {}
        #: Whose personal values are not to be kept: see ``forget``.
        self.forgotten: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        collection = self._database[name]
        return _Watched(collection, self, self._session) if name in self._audited else collection

    def __getattr__(self, name: str) -> Any:
        return self[name]

    def get_collection(self, name: str, **_options: Any) -> Any:
        return self[name]

    @property
    def client(self) -> Any:
        return self._database.client

    def forget(self, member_id: str) -> None:
        """Put down no personal value of this member, not even as they were before this transaction."""
        self.forgotten.add(member_id)

    def note(self, collection: str, key: Any, before: Document | None, after: Document | None) -> None:
        self._before.setdefault((collection, key), before)
        self._after[collection, key] = after

    def changes(self) -> Iterator[Change]:
        for (collection, key), before in self._before.items():
            after = self._after[collection, key]
            if before is not None or after is not None:
                yield Change(collection, key, before, after)


class _Watched:
    """A collection; what only reads is the collection's own."""

    def __init__(self, collection: Any, recorder: Recorder, session: ClientSession | None) -> None:
        self._collection = collection
        self._recorder = recorder
        self._session = session

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("find_one_and", "aggregate_raw", "rename", "drop", "initialize")):
            raise AttributeError(f"{name} is not audited: use another way to write to {self._collection.name}")
        return getattr(self._collection, name)

    def insert_one(self, document: Document, **options: Any) -> Any:
        result = self._collection.insert_one(document, **options)
        self._note({result.inserted_id: None}, [document])
        return result

    def insert_many(self, documents: Any, **options: Any) -> Any:
        written = list(documents)
        result = self._collection.insert_many(written, **options)
        self._note(dict.fromkeys(result.inserted_ids), written)
        return result

    def replace_one(self, query: Document, replacement: Document, **options: Any) -> Any:
        before = self._found(query, one=True)
        result = self._collection.replace_one(query, replacement, **options)
        key = result.upserted_id if result.upserted_id is not None else next(iter(before), None)
        if key is not None:
            # What is there now needs no reading.
            self._note({key: before.get(key)}, [{**replacement, "_id": key}])
        return result

    def update_one(self, query: Document, update: Any, **options: Any) -> Any:
        before = self._found(query, one=True)
        result = self._collection.update_one(query, update, **options)
        self._reread(before, result.upserted_id)
        return result

    def update_many(self, query: Document, update: Any, **options: Any) -> Any:
        before = self._found(query)
        result = self._collection.update_many(query, update, **options)
        self._reread(before, result.upserted_id)
        return result

    def delete_one(self, query: Document, **options: Any) -> Any:
        before = self._found(query, one=True)
        result = self._collection.delete_one(query, **options)
        self._note(before, [])
        return result

    def delete_many(self, query: Document, **options: Any) -> Any:
        before = self._found(query)
        result = self._collection.delete_many(query, **options)
        self._note(before, [])
        return result

    def bulk_write(self, operations: Any, **options: Any) -> Any:
        written = list(operations)
        before: dict[Any, Document | None] = {}
        for batch in _together(written):
            before.update(self._found(batch))
        new = [operation._doc for operation in written if isinstance(operation, InsertOne)]
        result = self._collection.bulk_write(written, **options)
        keys = [*before, *(result.upserted_ids or {}).values(), *(document["_id"] for document in new)]
        self._note({**dict.fromkeys(keys), **before}, self._found({"_id": {"$in": keys}}).values())
        return result

    def _found(self, query: Document, *, one: bool = False) -> dict[Any, Document | None]:
        found = self._collection.find(query, session=self._session)
        return {document["_id"]: document for document in (found.limit(1) if one else found)}

    def _reread(self, before: dict[Any, Document | None], upserted: Any) -> None:
        keys = [*before, *([upserted] if upserted is not None else [])]
        if keys:
            self._note({**dict.fromkeys(keys), **before}, self._found({"_id": {"$in": keys}}).values())

    def _note(self, before: Mapping[Any, Document | None], after: Any) -> None:
        now = {document["_id"]: document for document in after}
        for key, was in before.items():
            self._recorder.note(self._collection.name, key, was, now.get(key))


def _together(operations: list[Any]) -> Iterator[Document]:
    """Queries that find what the operations are about: those by id in one."""
    ids = []
    for operation in operations:
        if not isinstance(operation, (UpdateOne, UpdateMany, ReplaceOne, DeleteOne, DeleteMany)):
            continue
        query = operation._filter
        if isinstance(query.get("_id"), (str, int)):
            ids.append(query["_id"])
        else:
            yield dict(query)
    if ids:
        yield {"_id": {"$in": ids}}
