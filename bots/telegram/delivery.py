"""Messages that notifications want before a person: the queue ``bots.telegram.deliver``.

sent     -> message.sent
too late -> message.expired
refused  -> message.failed (blocked, unknown-chat, rejected), never tried again
no luck  -> tried again after the broker's delays (settings.retry_delays), then message.failed (gave-up)

A chat that Telegram told us to leave alone holds up no other: what cannot go out soon returns to the broker.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from bots.engine import RenderedChoice
from bots.ports import Publisher
from bots.telegram.chats import CHANNEL, AddressUnreadable, Chats
from bots.telegram.ledger import Entry, Ledger, begin_when_free
from bots.telegram.sender import Refused, Sender, Unsent
from bots.telegram.settings import TelegramSettings
from bots.telegram.texts import split
from shared.events import Event, Message, compose, derived_id
from shared.events.directory import ChatUnlinked
from shared.events.notifications import DeliverToTelegram, MessageExpired, MessageFailed, MessageSent
from shared.events.people import PersonErased
from shared.failures import PermanentFailure
from shared.logging import get_logger
from shared.topology import Queue, work_queue

log = get_logger(__name__)

SOURCE = "/zhixing/telegram"
EXPECTED = (DeliverToTelegram,)
#: Messages of one chat in hand at a time; the rest of the hands is for other chats.
IN_HAND_PER_CHAT = 5

#: How the ledger puts down what was not sent because its time had passed.
EXPIRED = "expired"

Reason = Literal["blocked", "unknown-chat", "rejected", "gave-up"]


def queue(settings: TelegramSettings) -> Queue:
    return work_queue("bots.telegram.deliver", EXPECTED, delivery_limit=settings.delivery_limit)


def unlinked_queue(settings: TelegramSettings) -> Queue:
    return work_queue("bots.telegram.unlinked", [ChatUnlinked], delivery_limit=settings.delivery_limit)


def erasure_queue(settings: TelegramSettings) -> Queue:
    return work_queue("bots.telegram.erasures", [PersonErased], delivery_limit=settings.delivery_limit)


class NotNow(Exception):
    """To be tried again after the broker's next delay."""


class Delivery:
    """``on_answer`` is told the id of the command whose outcome is here to be sent."""

    def __init__(
        self,
        chats: Chats,
        ledger: Ledger,
        sender: Sender,
        broker: Publisher,
        settings: TelegramSettings,
        *,
        on_answer: Callable[[str], None],
    ) -> None:
        self._chats = chats
        self._ledger = ledger
        self._sender = sender
        self._broker = broker
        self._tries = len(settings.retry_delays) + 1
        self._on_answer = on_answer
        self._in_hand: Counter[int] = Counter()

    async def handle(self, message: Message[DeliverToTelegram]) -> None:
        """Send one message once, and tell how it ended. Raises NotNow, PermanentFailure, or what storage and broker
        raise while they are away."""
        wanted = message.data
        if wanted.answers:
            # It may have to wait for its chat's turn; a notice of delay would come after it then.
            self._on_answer(wanted.answers)
        last = message.transport.get("attempt", 1) >= self._tries
        try:
            address = await self._chats.address(wanted.chat_id)
        except AddressUnreadable:
            raise PermanentFailure(
                f"no key of ZHIXING_CONTACT_KEYS opens the address of chat {wanted.chat_id}"
            ) from None
        if address is None:
            entry = await self._fail(wanted.message_id, "unknown-chat")
        elif self._in_hand[address] >= IN_HAND_PER_CHAT and not last:
            raise NotNow("many messages for this chat at once")
        else:
            entry = await self._send_counted(address, wanted, last=last)
        await self._tell(message, entry)

    async def _send_counted(self, address: int, wanted: DeliverToTelegram, *, last: bool) -> Entry:
        self._in_hand[address] += 1
        try:
            return await self._send(address, wanted, last=last)
        finally:
            self._in_hand[address] -= 1
            if not self._in_hand[address]:
                del self._in_hand[address]

    async def _send(self, address: int, wanted: DeliverToTelegram, *, last: bool) -> Entry:
        entry = await begin_when_free(self._ledger, wanted.message_id, answers=wanted.answers)
        if entry.settled:
            return entry
        if wanted.not_after is not None and datetime.now(UTC) >= wanted.not_after:
            return await self._ledger.settle(wanted.message_id, "failed", EXPIRED)
        *before, text = split(wanted.text) or [wanted.text]
        try:
            choices = [RenderedChoice(choice.label, choice.data) for choice in wanted.choices]
            for number, part in enumerate(before):
                await self._part(address, derived_id(wanted.message_id, f"part {number}"), part)
            await self._sender.send(address, text, choices)
        except Refused as refused:
            log.info("telegram.refused", chat_id=wanted.chat_id, reason=refused.refusal.value)
            return await self._ledger.settle(wanted.message_id, "failed", refused.refusal.value)
        except Unsent as unsent:
            if last:
                log.warning("telegram.gave-up", chat_id=wanted.chat_id, error=str(unsent))
                return await self._ledger.settle(wanted.message_id, "failed", "gave-up")
            await self._ledger.release(wanted.message_id)
            raise NotNow(str(unsent)) from None
        except asyncio.CancelledError:
            await asyncio.shield(self._ledger.release(wanted.message_id))
            raise
        return await self._ledger.settle(wanted.message_id, "sent")

    async def _part(self, address: int, part_id: str, text: str) -> None:
        """A part before the last of a message too long for Telegram."""
        if not (await begin_when_free(self._ledger, part_id)).settled:
            await self._sender.send(address, text)
            await self._ledger.settle(part_id, "sent")

    async def _fail(self, message_id: str, reason: Reason) -> Entry:
        entry = await begin_when_free(self._ledger, message_id)
        return entry if entry.settled else await self._ledger.settle(message_id, "failed", reason)

    async def _tell(self, message: Message[DeliverToTelegram], entry: Entry) -> None:
        message_id = message.data.message_id
        fact: Event
        if entry.state == "sent":
            fact = MessageSent(message_id=message_id, channel=CHANNEL, sent_at=entry.at)
        elif entry.reason == EXPIRED:
            fact = MessageExpired(message_id=message_id, channel=CHANNEL, expired_at=entry.at)
        else:
            fact = MessageFailed.model_validate(
                {"message_id": message_id, "channel": CHANNEL, "reason": entry.reason, "failed_at": entry.at}
            )
        # One message ends once: told again, it is the same event.
        own = derived_id(message_id, fact.type)
        await self._broker.publish(compose(fact, id=own, source=SOURCE, cause=message, time=entry.at))
