"""Messages from the services on their way into a web chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bots.chats import Chats
from bots.engine import Engine, RenderedChoice
from bots.ports import Publisher
from bots.web.history import Entry, History, now
from bots.web.live import Live
from bots.web.unsaved import Unsaved
from shared.events import Message, Payload, compose
from shared.events.directory import ChatUnlinked
from shared.events.notifications import DeliverToWeb, MessageExpired, MessageFailed, MessageSent
from shared.events.people import PersonErased
from shared.topology import Queue, work_queue

SOURCE = "/zhixing/web"


def delivery_queue(delivery_limit: int) -> Queue:
    return work_queue("bots.web.deliver", [DeliverToWeb], delivery_limit=delivery_limit)


def unlinked_queue(delivery_limit: int) -> Queue:
    return work_queue("bots.web.unlinked", [ChatUnlinked], delivery_limit=delivery_limit)


def erasure_queue(delivery_limit: int) -> Queue:
    return work_queue("bots.web.erasures", [PersonErased], delivery_limit=delivery_limit)


def delivery(
    chats: Chats, history: History, unsaved: Unsaved, live: Live, engine: Engine, publisher: Publisher
) -> Callable[[Message[Payload]], Awaitable[None]]:
    """The handler of ``delivery_queue``: delivering a message again shows nothing twice and tells the same facts."""

    async def deliver(message: Message[Payload]) -> None:
        wanted = message.data
        assert isinstance(wanted, DeliverToWeb)  # noqa: S101 - the queue's consumer expects nothing else
        if not await chats.exists(wanted.chat_id, "web"):
            failed = MessageFailed(
                message_id=wanted.message_id, channel="web", reason="unknown-chat", failed_at=message.time
            )
            await publisher.publish(compose(failed, source=SOURCE, cause=message, subject=wanted.message_id))
            return
        if wanted.not_after is not None and now() >= wanted.not_after:
            expired = MessageExpired(message_id=wanted.message_id, channel="web", expired_at=now())
            await publisher.publish(compose(expired, source=SOURCE, cause=message, subject=wanted.message_id))
            return
        await unsaved.write(wanted.chat_id)
        choices = tuple(RenderedChoice(choice.label, choice.data) for choice in wanted.choices)
        entry = Entry(
            wanted.message_id,
            "bot",
            wanted.text,
            now(),
            choices,
            answers=wanted.answers,
            mentions=tuple(wanted.mentions),
        )
        [written] = await history.append(wanted.chat_id, [entry])
        if wanted.answers:
            engine.answered(wanted.answers)
        await live.wake(wanted.chat_id, answers=wanted.answers)
        sent = MessageSent(message_id=wanted.message_id, channel="web", sent_at=written.at)
        await publisher.publish(compose(sent, source=SOURCE, cause=message, subject=wanted.message_id))

    return deliver
