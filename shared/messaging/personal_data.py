"""What every nameko service answers about people: what it holds about one, and that it erased it."""

from __future__ import annotations

from collections.abc import Callable


from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.events import Message
from shared.events.people import PersonErased, RecordErasure
from shared.messaging.mongo import Documents
from shared.personal_data import Holding, Person, erase

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


def erase_and_answer(
    event: Message[PersonErased], store: Erasing, emit: Emit, process: str, holdings: tuple[Holding, ...]
) -> None:
    """Erase in the transaction of the event and tell the directory how much it was, also where it was nothing."""
    who = Person(event.data.member_id, tuple(event.data.chat_ids))
    erased = erase(store.database, store.session, holdings, who)
    emit(RecordErasure(member_id=who.member_id, process=process, erased=erased), subject=f"{who.member_id} {process}")


