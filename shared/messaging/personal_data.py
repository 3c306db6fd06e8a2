"""What every nameko service answers about people: what it holds about one, and that it erased it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from nameko.rpc import rpc
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.events import Message
from shared.events.people import PersonErased, RecordErasure
from shared.messaging.mongo import Documents, Views
from shared.messaging.work import UnitOfWork
from shared.personal_data import Holding, Person, collect, erase

Emit = Callable[..., None]


class Erasing:
    """A repository for erasures only."""

    def __init__(self, database: Database[Documents], session: ClientSession) -> None:
        self.database = database
        self.session = session

    @staticmethod
    def indexes(database: Database[Documents]) -> None:
        """What is erased is found by the service's own indexes."""


class PersonalViews:
    def __init__(self, database: Database[Documents]) -> None:
        self.database = database


class PersonalData:
    """The base of a service that holds something about people: it names what, and takes ``person.erased`` off a queue
    of its own with ``erase_person``."""

    name: ClassVar[str]
    held: ClassVar[tuple[Holding, ...]]

    erasing = UnitOfWork(Erasing)
    people = Views(PersonalViews)

    @rpc
    def personal_data(self, member_id: str, chat_ids: list[str] | None = None) -> dict[str, Any]:
        """``{"held": {name: [document]}}``: all that is held here about a member."""
        return {"held": collect(self.people.database, self.held, Person(member_id, tuple(chat_ids or ())))}

    def erase_person(self, event: Message[PersonErased]) -> None:
        """Erase in the transaction of the event and tell the directory how much it was, also where it was nothing."""
        self.erasing.once(event, lambda e, store, emit: erase_and_answer(e, store, emit, self.name, self.held))


def erase_and_answer(
    event: Message[PersonErased], store: Erasing, emit: Emit, process: str, holdings: tuple[Holding, ...]
) -> None:
    who = Person(event.data.member_id, tuple(event.data.chat_ids))
    erased = erase(store.database, store.session, holdings, who)
    emit(RecordErasure(member_id=who.member_id, process=process, erased=erased), subject=f"{who.member_id} {process}")
