"""The web chat as one application: what it is made of, started and stopped together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from bots import personal_data
from bots.chats import Chats
from bots.engine import Engine, forgetting
from bots.notes_file import NotesFile
from bots.personal_data import PersonalData
from bots.photos.keeping import PhotoKeeping
from bots.photos.store import INDEXES as PHOTO_INDEXES
from bots.photos.store import Photos
from bots.web.api import Api, Fault, on_fault, on_http_exception, on_unexpected
from bots.web.calendar import CalendarApi
from bots.web.cookies import ChatCookie
from bots.web.delivery import PERMISSION, delivery, delivery_queue, erasure_queue, unlinked_queue
from bots.web.files import FileApi
from bots.web.guard import HEADERS
from bots.web.history import History, indexes
from bots.web.live import EXCHANGE, Live, Notice
from bots.web.page import Page
from bots.web.photos import PhotoApi
from bots.web.settings import WebSettings
from bots.web.unsaved import Unsaved
from shared.aio.broker import Broker
from shared.aio.guard import SecurityHeaders
from shared.aio.health import HealthServer
from shared.aio.http import HttpServer
from shared.aio.mongo import Mongo
from shared.aio.rpc import RpcClient
from shared.aio.rpc_server import RpcServer
from shared.events.directory import ChatUnlinked
from shared.events.notifications import DeliverToWeb
from shared.logging import get_logger

log = get_logger(__name__)


class WebChat:
    """One replica. Any replica answers any request: what must outlive it is in the database."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._broker = Broker(settings.amqp_url, name="web", settings=settings)
        self._mongo = Mongo(settings, "bots")
        self._rpc = RpcClient(self._broker)
        self.held = PersonalData(self._mongo)
        self._answering = RpcServer(self._broker, "bots", personal_data.served(self.held))
        self._history = History(self._mongo)
        self._chats = Chats(self._mongo)
        self._live = Live(self._broker, self._history, heartbeat=settings.web_heartbeat)
        self._unsaved = Unsaved(self._history, self._live)
        self._engine = Engine(
            self._broker,
            self._rpc,
            self._mongo,
            settings,
            late_after=settings.late_after,
            patience=settings.accept_within,
            on_late=self._late,
            page_url=settings.page_url,
        )
        self.application = self._application()
        self._http = HttpServer(
            self.application,
            settings.web_host,
            settings.web_port,
            forwarded_allow_ips=settings.web_trusted_proxies,
        )
        checks = {"broker": self._broker.check, "database": self._mongo.ping}
        self._health = HealthServer(settings, checks)
        self._rounds = AsyncIOScheduler(timezone="UTC")

    @property
    def port(self) -> int:
        return self._http.port

    async def start(self) -> None:
        """Raises SettingsError when an address cannot be had; ConnectionFailure when the database never answers."""
        await self._health.start()
        await self._mongo.start()
        await self._mongo.ensure_indexes(indexes(self._settings.history_days) | PHOTO_INDEXES)
        handler = delivery(self._chats, self._history, self._unsaved, self._live, self._engine, self._broker)
        await self._broker.subscribe(EXCHANGE, self._hear, on_gap=self._missed)
        await self._broker.consume(
            delivery_queue(self._settings.delivery_limit), {DeliverToWeb}, handler, permission=PERMISSION
        )
        await self._broker.consume(
            unlinked_queue(self._settings.delivery_limit), {ChatUnlinked}, forgetting(self._engine, "web")
        )
        await self._broker.subscribe(personal_data.EXCHANGE, self._forget)
        erase = personal_data.erasing("web", self.held, self._broker.publish, self._broker.broadcast)
        await self._broker.consume(erasure_queue(self._settings.delivery_limit), personal_data.EXPECTED, erase)
        await self._broker.start()
        self._rpc.start()
        self._answering.start()
        sweep = PhotoKeeping(Photos(self._mongo), self._rpc).sweep
        # Also by a process that never lives for a day.
        soon = datetime.now(UTC) + timedelta(minutes=10)
        self._rounds.add_job(sweep, "interval", days=1, next_run_time=soon, coalesce=True, misfire_grace_time=None)
        self._rounds.start()
        await self._http.start()
        log.info("web.listening", host=self._settings.web_host, port=self.port)

    async def stop(self) -> None:
        """Send the browsers elsewhere, finish what is in hand, disconnect."""
        self._live.close()
        if self._rounds.running:
            self._rounds.shutdown(wait=False)
        await self._http.stop()
        await self._engine.close()
        await self._broker.close()
        await self._unsaved.close()
        await self._mongo.close()
        await self._health.stop()

    def _application(self) -> Starlette:
        cookie = ChatCookie(self._settings.web_secret.get_secret_value())
        api = Api(
            self._settings,
            engine=self._engine,
            chats=self._chats,
            history=self._history,
            live=self._live,
            unsaved=self._unsaved,
            cookie=cookie,
        )
        photos = PhotoApi(self._settings, api, self._engine, Photos(self._mongo), self._rpc)
        files = FileApi(self._settings, api, self._engine, NotesFile(self._rpc, "web", self._settings.zone))
        page = Page(self._settings, self._engine, cookie)
        return Starlette(
            routes=[
                *api.routes(),
                *photos.routes(),
                *files.routes(),
                *CalendarApi(self._rpc).routes(),
                *page.routes(),
            ],
            middleware=[Middleware(SecurityHeaders, headers=HEADERS)],
            exception_handlers={Fault: on_fault, HTTPException: on_http_exception, Exception: on_unexpected},
        )

    async def _late(self, chat_id: str, command_id: str, text: str) -> None:
        await self._live.push(chat_id, Notice(command_id, text))

    async def _hear(self, news: dict[str, Any]) -> None:
        answered = self._live.hear(news)
        if answered is not None:
            self._engine.answered(answered)

    async def _forget(self, news: dict[str, Any]) -> None:
        gone = personal_data.chats_erased(news)
        self._chats.forget(gone)
        self._engine.forget(gone)

    async def _missed(self) -> None:
        self._live.wake_all()
