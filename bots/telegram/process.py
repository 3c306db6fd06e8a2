"""The Telegram process: parts put together, started and stopped in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telegram.error import InvalidToken, TelegramError

from bots import personal_data
from bots.engine import Engine, Rendered, forgetting
from bots.notes_file import NotesFile
from bots.personal_data import PersonalData
from bots.photos.checking import Limits
from bots.photos.intake import PhotoIntake
from bots.photos.store import INDEXES as PHOTO_INDEXES
from bots.photos.store import Photos
from bots.ports import Rpc
from bots.telegram import chats, delivery, ledger
from bots.telegram.application import KINDS, build, serve
from bots.telegram.chats import AddressUnreadable, Chats
from bots.telegram.delivery import Delivery
from bots.telegram.intake import Intake
from bots.telegram.ledger import Ledger
from bots.telegram.menu import offer
from bots.telegram.photos import PhotoDesk
from bots.telegram.polling import Poller
from bots.telegram.receiver import Receiver
from bots.telegram.replies import Replies
from bots.telegram.sender import Sender
from bots.telegram.settings import TelegramSettings
from bots.telegram.webhook import Webhook
from shared.aio.backoff import Backoff
from shared.aio.broker import Broker
from shared.aio.health import Check, HealthServer
from shared.aio.http import HttpServer
from shared.aio.mongo import Mongo
from shared.aio.rpc import RpcClient
from shared.aio.rpc_server import RpcServer
from shared.events.directory import ChatUnlinked
from shared.logging import get_logger
from shared.settings import SettingsError

log = get_logger(__name__)

#: Seconds for the updates in hand when we stop, and as many for the deliveries.
GRACE = 6.0

T = TypeVar("T")


class TelegramBot:
    """``rpc``: whom to ask instead of the services behind the broker. Raises SettingsError."""

    def __init__(self, settings: TelegramSettings, *, rpc: Rpc | None = None) -> None:
        self._settings = settings
        self._secret = settings.webhook_secret()
        self._application = build(settings)
        self._mongo = Mongo(settings, "bots")
        self._broker = Broker(settings.amqp_url, name="telegram", settings=settings)
        self._rpc = RpcClient(self._broker)
        self._engine = Engine(
            self._broker,
            rpc or self._rpc,
            self._mongo,
            settings,
            late_after=settings.telegram_late_after,
            patience=settings.telegram_accept_within,
            on_late=self._late,
            page_url=settings.web_origin,
        )
        self._chats = Chats(self._mongo, settings.keys())
        self._held = PersonalData(self._mongo)
        self._answering = RpcServer(self._broker, "bots", personal_data.served(self._held))
        self._ledger = Ledger(self._mongo)
        self._sender = Sender(self._application.bot)
        photos = Photos(self._mongo)
        self._replies = Replies(self._ledger, self._sender, photos.get, patience=settings.telegram_accept_within / 2)
        limits = Limits(settings.photo_max_bytes, settings.photo_max_pixels)
        intake = PhotoIntake(photos, limits, self._engine.photo_use)
        serve(
            self._application,
            Receiver(
                self._chats,
                self._engine,
                self._sender,
                self._replies,
                PhotoDesk(self._application.bot, intake, limits),
                NotesFile(rpc or self._rpc, chats.CHANNEL, settings.zone),
                locale=settings.locale,
            ),
        )
        self._intake = Intake(self._application.process_update)
        self._poller = Poller(self._application.bot, self._intake, kinds=KINDS, timeout=settings.telegram_poll_timeout)
        self._hook = self._webhook_server() if settings.telegram_webhook_url else None
        checks: dict[str, Check] = {"broker": self._broker.check, "database": self._mongo.ping}
        if self._hook is None:
            checks["telegram"] = self._poller.check
        self._health = HealthServer(settings, checks)
        self._receiving = asyncio.Event()
        # Each 429 is handled here; PTB would log a traceback of each.
        logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)

    @property
    def webhook_port(self) -> int:
        if self._hook is None:
            raise RuntimeError("this process polls")
        return self._hook.port

    async def wait_receiving(self) -> None:
        """Until updates are taken in and messages are taken off the queue."""
        await self._receiving.wait()
        await self._broker.wait_connected()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until ``stop``. Raises SettingsError for a token that Telegram does not know, ConnectionFailure for a
        database that does not answer at the start."""
        async with contextlib.AsyncExitStack() as stack:
            await self._health.start()
            stack.push_async_callback(self._health.stop)
            stack.push_async_callback(self._mongo.close)
            await self._mongo.start()
            await self._mongo.ensure_indexes(chats.INDEXES | ledger.INDEXES | PHOTO_INDEXES)
            renewed = await self._chats.renew()
            if renewed:
                log.info("telegram.addresses-encrypted-anew", count=renewed)
            if not await self._meet_telegram(stop):
                return
            stack.push_async_callback(self._application.shutdown)
            await self._application.start()
            stack.push_async_callback(self._application.stop)
            stack.push_async_callback(self._broker.close, GRACE)
            stack.push_async_callback(self._engine.close)
            await self._connect_broker()
            stack.push_async_callback(self._close_intake)
            await self._receive(stop)

    async def _meet_telegram(self, stop: asyncio.Event) -> bool:
        """Until Telegram has told who we are; False if stopped before."""
        if await self._until_done(self._application.initialize, stop) is None:
            return False
        await self._until_done(lambda: offer(self._application.bot, self._settings.locale), stop)
        return not stop.is_set()

    async def _connect_broker(self) -> None:
        deliver = Delivery(
            self._chats,
            self._ledger,
            self._sender,
            self._broker,
            self._settings,
            on_answer=self._engine.answered,
        )
        # Waiting for a chat's turn takes a hand but no work, so there are more of them than elsewhere.
        prefetch = self._settings.max_workers * 5
        queue = delivery.queue(self._settings)
        await self._broker.consume(
            queue, delivery.EXPECTED, deliver.handle, permission=delivery.PERMISSION, prefetch=prefetch
        )
        unlinked = delivery.unlinked_queue(self._settings)
        await self._broker.consume(unlinked, {ChatUnlinked}, forgetting(self._engine, chats.CHANNEL))
        await self._broker.subscribe(personal_data.EXCHANGE, self._forget)
        erase = personal_data.erasing("telegram", self._held, self._broker.publish, self._broker.broadcast)
        await self._broker.consume(delivery.erasure_queue(self._settings), personal_data.EXPECTED, erase)
        await self._broker.start()
        self._rpc.start()
        self._answering.start()

    async def _receive(self, stop: asyncio.Event) -> None:
        bot, url = self._application.bot, self._settings.telegram_webhook_url
        if self._hook is None:
            await self._until_done(bot.delete_webhook, stop)
            self._receiving.set()
            log.info("telegram.polling", api=self._settings.telegram_api)
            try:
                await self._poller.run(stop)
            except InvalidToken:
                raise SettingsError(self._settings.sentence("telegram-token-refused")) from None
            return
        await self._hook.start()
        try:
            await self._until_done(
                lambda: bot.set_webhook(url or "", secret_token=self._secret, allowed_updates=list(KINDS)),
                stop,
            )
            self._receiving.set()
            log.info("telegram.webhook", port=self.webhook_port)
            await stop.wait()
        finally:
            self._intake.closed = True
            await self._hook.stop()

    async def _close_intake(self) -> None:
        await self._intake.close(GRACE)
        if self._hook is None:
            await self._poller.confirm()

    def _webhook_server(self) -> HttpServer:
        settings = self._settings
        hook = Webhook(
            self._application.bot,
            self._intake,
            secret=self._secret,
            patience=settings.telegram_webhook_patience,
        )
        app = hook.app(settings.webhook_path)
        return HttpServer(app, settings.telegram_webhook_host, settings.telegram_webhook_port)

    async def _until_done(self, call: Callable[[], Awaitable[T]], stop: asyncio.Event) -> bool | None:
        """Call Telegram, again and again while it is out of reach; None if stopped before. Raises SettingsError."""
        backoff = Backoff(first=0.5, longest=15)
        while not stop.is_set():
            try:
                await call()
                return True
            except InvalidToken:
                raise SettingsError(self._settings.sentence("telegram-token-refused")) from None
            except TelegramError as error:
                log.warning("telegram.unreachable", error=f"{type(error).__name__}: {error.message}"[:200])
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), backoff.pause())
        return None

    async def _forget(self, news: dict[str, Any]) -> None:
        gone = personal_data.chats_erased(news)
        self._chats.forget(gone)
        self._engine.forget(gone)

    async def _late(self, chat_id: str, command_id: str, text: str) -> None:
        """The engine's notice that an outcome takes longer; another replica may have the outcome by now."""
        if await self._ledger.answered(command_id):
            return
        with contextlib.suppress(AddressUnreadable):
            address = await self._chats.address(chat_id)
            if address is not None:
                await self._replies.send(f"late {command_id}", address, [Rendered(text)])


async def main(settings: TelegramSettings, stop: asyncio.Event) -> None:
    await TelegramBot(settings).run(stop)
