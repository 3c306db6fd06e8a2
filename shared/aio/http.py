"""An ASGI application served inside a process that has other work too."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Generator
from typing import Any

import uvicorn

from shared.settings import SettingsError


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        # The process decides when to stop (shared/aio/process.py), not its web server.
        yield


class HttpServer:
    """``start`` returns when the port is open; port 0 lets the system choose, see ``port``."""

    def __init__(self, app: Any, host: str, port: int, **options: Any) -> None:
        """``options`` go to uvicorn.Config."""
        self._host = host
        self._wanted = port
        config = {
            "log_config": None,
            "log_level": "warning",
            "access_log": False,
            "lifespan": "off",
            "timeout_graceful_shutdown": 5,
            **options,
        }
        self._server = _Server(uvicorn.Config(app, **config))
        self._socket: socket.socket | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        if self._socket is None:
            raise RuntimeError("start() first")
        return int(self._socket.getsockname()[1])

    async def start(self) -> None:
        """Raises SettingsError when the address cannot be had."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((self._host, self._wanted))
        except (OSError, OverflowError) as error:
            listener.close()
            raise SettingsError(f"cannot listen on {self._host}:{self._wanted}: {error}") from None
        listener.listen(128)
        self._socket = listener
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]), name=f"http {self.port}")

    async def stop(self) -> None:
        """Finish the requests in hand (bounded) and close the port."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task
            self._task = None
        if self._socket is not None:
            self._socket.close()
