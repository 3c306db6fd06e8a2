"""Liveness, readiness and metrics of a nameko process, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import eventlet.wsgi
from nameko.extensions import DependencyProvider
from prometheus_client import make_wsgi_app

from shared.logging import get_logger
from shared.messaging.consumer import QueueSubscriber
from shared.messaging.mongo import MongoExtension
from shared.messaging.outbox import Outbox
from shared.settings import Settings

_log = get_logger(__name__)

#: An outbox row older than this many grace times says that events do not get out.
_LATE = 12


class Health(DependencyProvider):
    """Serves /health/live, /health/ready (503 and the reasons when not) and /metrics."""

    mongo = MongoExtension()
    outbox = Outbox()
    subscriber = QueueSubscriber()

    @property
    def settings(self) -> Settings:
        settings: Settings = self.container.config["settings"]
        return settings

    def start(self) -> None:
        if self.settings.health_port < 0:
            return
        self._metrics = make_wsgi_app()
        self._socket = eventlet.listen((self.settings.health_host, self.settings.health_port))
        self.container.spawn_managed_thread(self._serve, identifier="health")

    def _serve(self) -> None:
        eventlet.wsgi.server(self._socket, self._respond, log_output=False, debug=False)

    def _respond(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            response: Iterable[bytes] = self._metrics(environ, start_response)
            return response
        if path == "/health/live":
            return _json(start_response, "200 OK", {"status": "live"})
        if path == "/health/ready":
            faults = self._faults()
            status = "503 Service Unavailable" if faults else "200 OK"
            return _json(start_response, status, {"status": "not ready" if faults else "ready", "faults": faults})
        return _json(start_response, "404 Not Found", {"status": "unknown path"})

    def _faults(self) -> dict[str, str]:
        faults = {}
        if not self.subscriber.connected:
            faults["broker"] = "not connected"
        try:
            with eventlet.Timeout(2, TimeoutError("no answer within 2 s")):
                self.mongo.mongo.admin.command("ping")
                age = self.outbox.oldest_seconds()
        except Exception as error:
            faults["database"] = f"{type(error).__name__}: {error}"[:200]
        else:
            if age > _LATE * self.settings.outbox_grace:
                faults["outbox"] = f"the oldest row waits for {age:.0f} s"
        return faults


def _json(start_response: Callable[..., Any], status: str, document: dict[str, Any]) -> Iterable[bytes]:
    body = json.dumps(document).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
