"""Liveness, readiness and metrics over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from shared.aio.http import HttpServer
from shared.logging import mask
from shared.settings import Settings

Check = Callable[[], Awaitable[None]]


async def run_checks(checks: Mapping[str, Check], *, timeout: float) -> dict[str, str]:
    """Run all checks together, each bounded by ``timeout`` seconds: ``ok`` or what is wrong, by name."""

    async def run(check: Check) -> str:
        try:
            await asyncio.wait_for(check(), timeout)
        except TimeoutError:
            return f"no answer within {timeout:g} s"
        except Exception as error:
            return str(mask(f"{type(error).__name__}: {error}"))[:300]
        return "ok"

    results = await asyncio.gather(*(run(check) for check in checks.values()))
    return dict(zip(checks, results, strict=True))


class HealthServer:
    """``/health/live`` (200 while the event loop turns), ``/health/ready`` (503 while any check fails; JSON),
    ``/metrics``.

    Listens on settings.health_host and health_port: 0 chooses a free port, -1 serves nothing.
    """

    def __init__(self, settings: Settings, checks: Mapping[str, Check], *, timeout: float = 3.0) -> None:
        self._checks = checks
        self._timeout = timeout
        self._server: HttpServer | None = None
        if settings.health_port >= 0:
            routes = [
                Route("/health/live", self._live),
                Route("/health/ready", self._ready),
                Route("/metrics", self._metrics),
            ]
            self._server = HttpServer(Starlette(routes=routes), settings.health_host, settings.health_port)

    @property
    def port(self) -> int:
        """Raises RuntimeError when nothing is served."""
        if self._server is None:
            raise RuntimeError("health_port is -1: nothing is served")
        return self._server.port

    async def start(self) -> None:
        """Raises SettingsError when the address cannot be had."""
        if self._server is not None:
            await self._server.start()

    async def stop(self) -> None:
        if self._server is not None:
            await self._server.stop()

    async def _live(self, _request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def _ready(self, _request: Request) -> Response:
        results = await run_checks(self._checks, timeout=self._timeout)
        ready = all(result == "ok" for result in results.values())
        return JSONResponse(
            {"status": "ready" if ready else "not-ready", "checks": results},
            status_code=200 if ready else 503,
        )

    async def _metrics(self, _request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
