"""Telegram as several replicas of the bot see it: a Bot API server in a thread of its own, and one address for all
their webhooks."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any, TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from cryptography.fernet import Fernet

from bots.telegram.chats import Chats
from shared.aio.mongo import Mongo
from shared.settings import Settings
from tests.support.botapi import NO_LIMITS, BotApi, Message
from tests.support.district import District
from tests.support.ports import own_port
from tests.support.process import Process

T = TypeVar("T")

#: Of the replicas, which cannot take more of the Bot API server than it gives.
_QUICK = {"ZHIXING_TELEGRAM_CHAT_BURST": "20", "ZHIXING_TELEGRAM_CHAT_RATE": "20"}


class Telegram:
    """``ports``: of the webhooks of the replicas that live; as a proxy would, an update goes to one of them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._api = BotApi(limits=NO_LIMITS)
        self._key = Fernet.generate_key().decode()
        self._turn = 0
        self._port = own_port()
        self.ports: Callable[[], list[str]] = list
        #: Opaque chat ids and addresses by the member.
        self.chats: dict[str, str] = {}
        self.addresses: dict[str, int] = {}

    def process(self, environment: Mapping[str, str]) -> Process:
        """A replica of the bot, not started."""
        port = own_port()
        own = {
            "ZHIXING_TELEGRAM_TOKEN": self._api.token,
            "ZHIXING_TELEGRAM_API": self._api.root_url,
            "ZHIXING_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{self._port}/hook",
            "ZHIXING_TELEGRAM_WEBHOOK_PORT": str(port),
            "ZHIXING_CONTACT_KEYS": self._key,
        }
        return Process(["bots.telegram"], {**environment, **_QUICK, **own})

    def open(self, district: District, addresses: Mapping[str, int]) -> None:
        """Chats of members who have written to the bot before, as it keeps them."""

        async def make() -> None:
            mongo = Mongo(
                Settings(mongo_url=district.databases.url, mongo_database_prefix=district.databases.prefix), "bots"
            )
            await mongo.start()
            try:
                chats = Chats(mongo, [self._key])
                for member_id, address in addresses.items():
                    self._api.server.world.chat(address, opened=True)
                    self.chats[member_id] = await chats.chat_id(address)
            finally:
                await mongo.close()

        self._call(make())
        self.addresses.update(addresses)

    def say(self, address: int, text: str) -> None:
        self._call(self._api.user_says(address, text))

    def messages(self, address: int) -> list[Message]:
        """The bot's messages in a chat."""

        async def seen() -> list[Message]:
            return self._api.messages(address)

        return self._call(seen())

    @contextlib.asynccontextmanager
    async def serving(self) -> Any:
        async with self._api, ClientSession(timeout=ClientTimeout(total=30)) as session:
            app = web.Application()
            app.router.add_post("/hook", lambda request: self._pass_on(request, session))
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", self._port).start()
            try:
                yield
            finally:
                await runner.cleanup()

    async def _pass_on(self, request: web.Request, session: ClientSession) -> web.Response:
        """To one replica after the other until one answers."""
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name.startswith("X-Telegram")}
        ports = self.ports()
        self._turn += 1
        for number in range(len(ports)):
            url = f"http://127.0.0.1:{ports[(self._turn + number) % len(ports)]}/hook"
            with contextlib.suppress(ClientError, TimeoutError):
                async with session.post(url, data=body, headers=headers) as answer:
                    return web.Response(status=answer.status)
        return web.Response(status=502)

    def _call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)


@contextlib.contextmanager
def telegram_server() -> Iterator[Telegram]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="telegram")
    thread.start()
    try:
        telegram = Telegram(loop)
        serving = telegram.serving()
        telegram._call(serving.__aenter__())
        try:
            yield telegram
        finally:
            telegram._call(serving.__aexit__(None, None, None))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
