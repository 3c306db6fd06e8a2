"""The console as one application: what it is made of, started and stopped together."""

from __future__ import annotations

from fastapi import FastAPI

from services.console.access import Access
from services.console.guard import HEADERS
from services.console.live import Live
from services.console.news import News
from services.console.pages import Pages
from services.console.panels import Panels
from services.console.routes import Routes
from services.console.settings import ConsoleSettings
from shared.aio.broker import Broker
from shared.aio.guard import SecurityHeaders
from shared.aio.health import HealthServer
from shared.aio.http import HttpServer
from shared.aio.rpc import RpcClient
from shared.logging import get_logger

log = get_logger(__name__)


class Console:
    """One replica. It keeps nothing: any replica answers any request."""

    def __init__(self, settings: ConsoleSettings) -> None:
        self._settings = settings
        self._broker = Broker(settings.amqp_url, name="console", settings=settings)
        self._rpc = RpcClient(self._broker)
        self._live = Live(debounce=settings.console_debounce)
        self._news = News(self._broker, self._live)
        access = Access(self._rpc, patience=settings.console_patience)
        routes = Routes(
            settings,
            rpc=self._rpc,
            access=access,
            panels=Panels(self._rpc, access, zone=settings.zone, patience=settings.console_patience),
            live=self._live,
            pages=Pages(settings.zone),
        )
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        app.add_middleware(SecurityHeaders, headers=HEADERS)
        routes.add_to(app)
        #: Each declares who may see it.
        self.routes = app.routes
        self._http = HttpServer(
            app,
            settings.console_host,
            settings.console_port,
            proxy_headers=True,
            forwarded_allow_ips=settings.console_trusted_proxies,
        )
        self._health = HealthServer(settings, {"broker": self._broker.check, "news": self._news.check})

    @property
    def port(self) -> int:
        return self._http.port

    async def start(self) -> None:
        """Raises SettingsError when an address cannot be had."""
        await self._health.start()
        await self._broker.start()
        self._rpc.start()
        self._news.start()
        await self._http.start()
        log.info("console.listening", host=self._settings.console_host, port=self.port)

    async def stop(self) -> None:
        """Send the browsers elsewhere, finish what is in hand, disconnect."""
        self._live.close()
        await self._http.stop()
        await self._broker.close()
        await self._health.stop()
