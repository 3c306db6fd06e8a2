"""What a service holds about a person, and how it is erased: declared once by each service, used for both.

Members are known everywhere by an id that says nothing by itself. Erasing removes what leads from it to a person:
names, contacts, words of their own, chats. Rows that figures are made of stay, under the id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.audit.chain import plain

Document = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Whose data it is, as far as services know them."""

    member_id: str
    #: Of every chat that is or was theirs alone.
    chat_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Holding:
    """One kind of data about a person: where it lies, how it is found, and what becomes of it."""

    #: Named in what is exported; explained to people in ops/locales under ``held-<service>-<name>``.
    name: str
    collection: str
    query: Callable[[Database[Document], Person], Document]
    #: The change by which it is erased: an update in MongoDB's language, "delete", or None where it stays because it
    #: says nothing about the person once the rest is gone.
    erase: Document | str | None
    #: Fields that are not shown: secrets, and what is about somebody else.
    hidden: tuple[str, ...] = ()


def about(field: str) -> Callable[[Database[Document], Person], Document]:
    """Found by the member's id in this field."""
    return lambda _database, person: {field: person.member_id}


def of_chats(field: str) -> Callable[[Database[Document], Person], Document]:
    """Found by a chat of theirs in this field."""
    return lambda _database, person: {field: {"$in": list(person.chat_ids)}}


def collect(database: Database[Document], holdings: Iterable[Holding], person: Person) -> dict[str, list[Document]]:
    """By name, the documents; moments in ISO 8601."""
    return {
        holding.name: [
            shown(document, holding.hidden)
            for document in database[holding.collection].find(holding.query(database, person)).sort("_id")
        ]
        for holding in holdings
    }


def erase(
    database: Database[Document], session: ClientSession | None, holdings: Iterable[Holding], person: Person
) -> dict[str, int]:
    """Erase all that is to be erased; by name how many documents, without those of which there were none."""
    erased: dict[str, int] = {}
    for holding in holdings:
        collection, query = database[holding.collection], holding.query(database, person)
        if holding.erase == "delete":
            count = collection.delete_many(query, session=session).deleted_count
        elif isinstance(holding.erase, dict):
            count = collection.update_many(query, holding.erase, session=session).modified_count
        else:
            continue
        if count:
            erased[holding.name] = count
    return erased


def shown(document: Document, hidden: Collection[str] = ()) -> Document:
    found: Document = plain({key: value for key, value in document.items() if key not in hidden})
    return found
