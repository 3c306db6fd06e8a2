"""The streams that are open on this replica, and the news that wake them.

News come from this process directly and from the other replicas through a transient fan-out exchange. They only wake:
the entries are read from the database, so a lost one costs a heartbeat's delay and nothing else. Notices ("recording
takes a little longer") are the exception: they are pushed as they are, and need no database.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pymongo.errors import PyMongoError

from bots.web.history import Entry, History
from shared.aio.broker import Broker
from shared.aio.errors import BrokerError
from shared.events import new_id
from shared.logging import get_logger

log = get_logger(__name__)

EXCHANGE = "bots.web.live"
#: Seconds between looks at a database that does not answer.
_LOOK_AGAIN = 1.0
#: Seconds for one look; notices must not wait behind it for long.
_PATIENCE = 1.5


@dataclass(frozen=True)
class Notice:
    """Something the chat should know now and not for ever; gone once the outcome of ``answers`` is there."""

    answers: str
    text: str


class _Listener:
    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self.unsaved: deque[Notice | Entry] = deque(maxlen=50)


class Live:
    def __init__(self, broker: Broker, history: History, *, heartbeat: float) -> None:
        self._broker = broker
        self._history = history
        self._heartbeat = heartbeat
        self._replica = new_id()
        self._listeners: dict[str, set[_Listener]] = defaultdict(set)
        self._closing = False

    async def wake(self, chat_id: str, *, answers: str | None = None) -> None:
        """There are new entries; ``answers`` is the command whose outcome is among them."""
        self._wake(chat_id)
        await self._tell({"chat_id": chat_id, "answers": answers})

    async def push(self, chat_id: str, unsaved: Notice | Entry) -> None:
        """Show something that is not in the database."""
        self._push(chat_id, unsaved)
        if isinstance(unsaved, Notice):
            await self._tell({"chat_id": chat_id, "notice": {"answers": unsaved.answers, "text": unsaved.text}})

    def hear(self, news: dict[str, Any]) -> str | None:
        """News of any replica; gives the command that was answered, if one was."""
        if news.get("replica") == self._replica:
            return None
        chat_id = str(news["chat_id"])
        if notice := news.get("notice"):
            self._push(chat_id, Notice(notice["answers"], notice["text"]))
        else:
            self._wake(chat_id)
        return news.get("answers")

    def wake_all(self) -> None:
        """News may have been missed."""
        for chat_id in list(self._listeners):
            self._wake(chat_id)

    def close(self) -> None:
        """End every stream: browsers come back, to another replica."""
        self._closing = True
        self.wake_all()

    async def follow(self, chat_id: str, after: int) -> AsyncIterator[Notice | Entry]:
        """What is said in a chat after entry number ``after``, as it comes, until the replica stops."""
        with self._listening(chat_id) as listener:
            while not self._closing:
                listener.woken.clear()
                while listener.unsaved:
                    yield listener.unsaved.popleft()
                wait = self._heartbeat
                try:
                    async with asyncio.timeout(_PATIENCE):
                        entries = await self._history.after(chat_id, after)
                except (PyMongoError, TimeoutError) as error:
                    log.warning("web.history-unreadable", error=type(error).__name__)
                    entries, wait = [], _LOOK_AGAIN
                for entry in entries:
                    after = entry.seq
                    yield entry
                await _woken_within(listener.woken, wait)

    @contextmanager
    def _listening(self, chat_id: str) -> Iterator[_Listener]:
        listener = _Listener()
        self._listeners[chat_id].add(listener)
        try:
            yield listener
        finally:
            self._listeners[chat_id].discard(listener)
            if not self._listeners[chat_id]:
                del self._listeners[chat_id]

    def _wake(self, chat_id: str) -> None:
        for listener in self._listeners.get(chat_id, ()):
            listener.woken.set()

    def _push(self, chat_id: str, unsaved: Notice | Entry) -> None:
        for listener in self._listeners.get(chat_id, ()):
            listener.unsaved.append(unsaved)
            listener.woken.set()

    async def _tell(self, news: dict[str, Any]) -> None:
        try:
            await self._broker.broadcast(EXCHANGE, {**news, "replica": self._replica})
        except BrokerError:
            log.info("web.news-not-broadcast")


async def _woken_within(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
