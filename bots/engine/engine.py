"""From one incoming message to what is shown and sent.

The order makes repeats safe: the step's outcome is saved together with the update's id, then its commands are published
and confirmed, then the replies are shown. Whatever fails in between, the same update handed in again finds the saved
outcome and publishes the same commands, with the same ids.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from opentelemetry.trace import SpanKind
from pymongo.errors import PyMongoError

from bots.conversations import photos, router
from bots.conversations.model import Facts, Member, Needs, PhotoUse, Received, Reply, State, Step
from bots.engine.facts import NoAnswer, chatting, fetch
from bots.engine.outcome import Chat, NotAccepted, Outcome
from bots.engine.pending import OnLate, Pending
from bots.engine.rendering import Renderer
from bots.engine.store import Answered, Conflict, Conversations, Stored
from bots.ports import Publisher, Rpc, Storage
from shared import tracing
from shared.access.actor import Keys, for_message
from shared.aio.errors import BrokerError
from shared.events import Command, Message, compose, derived_id
from shared.events.checkins import RecordCheckIn
from shared.events.directory import SetLocale
from shared.logging import get_logger
from shared.settings import Settings

log = get_logger(__name__)

#: Two messages of one chat seldom meet; more than a few conflicts in a row mean something else is wrong.
TRIES = 8
#: Chats whose last state is kept in memory, for a database that is away.
CHATS_REMEMBERED = 10_000
#: Commands that no outcome is told of: the chat need not wait.
UNANSWERED = (SetLocale,)


class _DatabaseAway(Exception):
    pass


class Engine:
    """``late_after``: seconds without an outcome until ``on_late`` is told. ``patience``: seconds that the broker or
    the database may take before a message counts as not accepted. ``page_url``: where browsers find the chat page."""

    def __init__(
        self,
        broker: Publisher,
        rpc: Rpc,
        mongo: Storage,
        settings: Settings,
        *,
        late_after: float = 3.0,
        patience: float = 4.0,
        on_late: OnLate | None = None,
        page_url: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._broker = broker
        self._rpc = rpc
        self._conversations = Conversations(mongo)
        self._renderer = Renderer(settings.locale, settings.zone)
        self._pending = Pending(late_after, on_late)
        self._patience = patience
        self._hint_patience = settings.hint_patience
        self._clock = clock
        self._keys = Keys.of(settings)
        self._zone = ZoneInfo(settings.zone)
        self._console_url = settings.console_public_url
        self._page_url = page_url
        self._remembered: OrderedDict[str, Stored] = OrderedDict()
        #: Saved here, but the broker has not confirmed its commands yet.
        self._unconfirmed: set[tuple[str, str]] = set()

    async def handle(
        self,
        chat_id: str,
        channel: str,
        incoming: Received,
        update_id: str,
        *,
        locale: str | None = None,
        client: str | None = None,
    ) -> Outcome:
        """Answer one message. The same ``update_id`` again gives the same replies and the same command ids.

        ``locale`` is the channel's guess, for a chat that has not chosen and is not linked. ``client`` tells apart
        where messages come from, on a channel where anybody can have any number of chats. Raises NotAccepted.
        """
        facts: dict[Needs, Facts] = {}
        with tracing.span(f"{channel} update", kind=SpanKind.SERVER, about={"update_id": update_id}):
            for _ in range(TRIES):
                try:
                    return await self._try(chat_id, channel, incoming, update_id, locale, facts, client)
                except Conflict:
                    continue
                except _DatabaseAway:
                    return await self._without_database(chat_id, channel, incoming, update_id, locale)
            raise self._not_accepted("conflicts", locale)

    async def chat(self, chat_id: str, locale: str | None = None) -> Chat:
        """The chat's language and its member. Raises pymongo's errors."""
        state = (await self._conversations.load(chat_id)).state
        return Chat(self._renderer.locale_of(state, locale), state.member, photos.is_expected(state))

    async def unlinked(self, chat_id: str) -> None:
        """Somebody unlinked the chat, perhaps from elsewhere: it acts for nobody any more, not even by old buttons.

        Raises what the database or the directory raise while they are away.
        """
        if await self._rpc.call("directory", "chat_profile", chat_id=chat_id) is not None:
            # Told late: it has been linked again.
            return
        for _ in range(TRIES):
            stored = await self._conversations.load(chat_id)
            if stored.state.member is None:
                return
            stranger = replace(stored, state=State(locale=stored.state.locale), version=stored.version + 1)
            try:
                await self._conversations.save(chat_id, stranger)
            except Conflict:
                continue
            self._remember(chat_id, stranger)
            return
        raise Conflict(chat_id)

    async def photo_use(self, chat_id: str) -> PhotoUse | None:
        """What the conversation has a use for a photo for now. Raises NotAccepted while the database is away."""
        try:
            return photos.use_of((await self._load(chat_id)).state)
        except _DatabaseAway:
            raise self._not_accepted("database", None) from None

    def expected_photo(self, chat_id: str) -> bool:
        """Whether ``photo_use`` told of one, when this process last handled a message of the chat; asks nobody."""
        stored = self._remembered.get(chat_id)
        return stored is not None and photos.is_expected(stored.state)

    def answered(self, command_id: str) -> None:
        """The outcome of a command reached its chat: it is not late any more."""
        self._pending.settle(command_id)

    def forget(self, chat_ids: Iterable[str]) -> None:
        """Their data was erased."""
        for chat_id in chat_ids:
            self._remembered.pop(chat_id, None)

    async def close(self) -> None:
        """Forget what is still waited for."""
        self._pending.close()

    async def _try(
        self,
        chat_id: str,
        channel: str,
        incoming: Received,
        update_id: str,
        hint: str | None,
        fetched: dict[Needs, Facts],
        client: str | None,
    ) -> Outcome:
        stored = await self._load(chat_id)
        before = stored.answer_to(update_id)
        if before is not None:
            return await self._deliver(
                chat_id,
                before,
                stored.state.member,
                first=(chat_id, update_id) in self._unconfirmed,
            )
        needs = router.needs(stored.state, incoming)
        try:
            # A fact may be an act (a code is spent by linking), so a conflict does not ask again.
            facts = fetched.get(needs) or await fetch(
                self._rpc, chat_id, channel, needs, client, hint_patience=self._hint_patience
            )
        except NoAnswer:
            locale = self._renderer.locale_of(stored.state, hint)
            return Outcome(
                self._renderer.render(locale, [Reply("fault-no-answer")]),
                locale=locale,
                member=stored.state.member,
            )
        fetched[needs] = facts
        now = self._clock().astimezone(self._zone)
        facts = replace(facts, console_url=self._console_url, page_url=self._page_url)
        step = router.step(stored.state, incoming, facts, now)
        answered = self._answered(step, stored, chat_id, channel, update_id, hint, now)
        await self._save(chat_id, stored.after(step.state, answered))
        self._unconfirmed.add((chat_id, update_id))
        return await self._deliver(chat_id, answered, step.state.member, first=True)

    async def _without_database(
        self, chat_id: str, channel: str, incoming: Received, update_id: str, hint: str | None
    ) -> Outcome:
        """A tap that only sends a command is taken even so, on what this process remembers of the chat: the command's
        id derives from the update, so nothing can be counted twice. Everything else waits for the database."""
        stored = self._remembered.get(chat_id)
        if stored is None or router.needs(stored.state, incoming) != Needs():
            raise self._not_accepted("database", hint, stored)
        answered = stored.answer_to(update_id)
        if answered is None:
            now = self._clock().astimezone(self._zone)
            step = router.step(stored.state, incoming, Facts(chat_id), now)
            answered = self._answered(step, stored, chat_id, channel, update_id, hint, now)
        if not answered.commands:
            raise self._not_accepted("database", hint, stored)
        return await self._deliver(chat_id, answered, stored.state.member, first=True)

    def _answered(
        self,
        step: Step,
        stored: Stored,
        chat_id: str,
        channel: str,
        update_id: str,
        hint: str | None,
        now: datetime,
    ) -> Answered:
        locale = self._renderer.locale_of(step.state, hint)
        member = step.state.member or stored.state.member
        commands: list[Message[Command]] = []
        for send in step.commands:
            command_id = derived_id(chat_id, f"{update_id}\n{send.key}")
            token = self._keys.sign(chatting(member, channel, chat_id), for_message(command_id)) if member else None
            commands.append(
                compose(
                    send.payload,
                    id=command_id,
                    source=f"/zhixing/{channel}",
                    time=now,
                    traceparent=tracing.traceparent(),
                    actor=token,
                )
            )
        return Answered(update_id, locale, self._renderer.render(locale, step.replies), tuple(commands))

    async def _deliver(self, chat_id: str, answered: Answered, member: Member | None, *, first: bool) -> Outcome:
        """Publish the commands; with all of them confirmed, the replies may be shown."""
        awaited = [message for message in answered.commands if not isinstance(message.data, UNANSWERED)]
        ids = tuple(message.id for message in awaited)
        if first:
            # Before publishing: the outcome may be here before the confirm is.
            for message in awaited:
                key = "checkin-late" if isinstance(message.data, RecordCheckIn) else "command-late"
                self._pending.expect(chat_id, message.id, self._renderer.text(answered.locale, key))
        try:
            await self._publish(answered.commands)
        except (BrokerError, TimeoutError) as error:
            for command_id in ids:
                self._pending.settle(command_id)
            log.warning("bots.command-not-accepted", error=type(error).__name__)
            raise self._not_accepted("broker", answered.locale) from error
        self._unconfirmed.discard((chat_id, answered.update_id))
        return Outcome(answered.replies, ids, answered.locale, member)

    async def _publish(self, commands: Sequence[Message[Command]]) -> None:
        for message in commands:
            await self._broker.publish(message, timeout=self._patience)

    async def _load(self, chat_id: str) -> Stored:
        try:
            async with asyncio.timeout(self._patience):
                stored = await self._conversations.load(chat_id)
        except (PyMongoError, TimeoutError) as error:
            raise _DatabaseAway from error
        self._remember(chat_id, stored)
        return stored

    async def _save(self, chat_id: str, stored: Stored) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._conversations.save(chat_id, stored)
        except (PyMongoError, TimeoutError) as error:
            raise _DatabaseAway from error
        self._remember(chat_id, stored)

    def _remember(self, chat_id: str, stored: Stored) -> None:
        self._remembered[chat_id] = stored
        self._remembered.move_to_end(chat_id)
        if len(self._remembered) > CHATS_REMEMBERED:
            self._remembered.popitem(last=False)

    def _not_accepted(self, reason: str, hint: str | None, stored: Stored | None = None) -> NotAccepted:
        locale = self._renderer.locale_of(stored.state, hint) if stored else (hint or "")
        return NotAccepted(reason, self._renderer.text(locale, "fault-not-accepted"))
