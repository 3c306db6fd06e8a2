"""Run one nameko service: ``python -m shared.messaging.runner services.checkins.service:CheckinsService``."""

# ruff: noqa: E402 - eventlet has to patch before anything else is imported
import warnings

# It asks to move off eventlet; nameko needs it: docs/decisions/0001.
warnings.filterwarnings("ignore", message="\nEventlet is")

import eventlet

eventlet.monkey_patch()

import importlib
import os
import signal
import sys
from typing import Any

from nameko.containers import ServiceContainer

from shared import tracing
from shared.audit import store as audit_log
from shared.logging import configure, get_logger
from shared.messaging.mongo import MongoExtension, client, durable
from shared.messaging.outbox import INBOX, INBOX_DAYS, OUTBOX
from shared.messaging.work import UnitOfWork
from shared.settings import Settings, SettingsError, load

_log = get_logger(__name__)


def run(service: type, settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; then finish or give back what is in hand."""
    configure(settings, service.name)  # type: ignore[attr-defined]
    flush = tracing.configure(settings, service.name)  # type: ignore[attr-defined]
    container = ServiceContainer(service, nameko_config(settings))
    _wait_for_database(container, settings)
    container.start()
    _log.info("service.started", pid=os.getpid())

    def stop(_signal: int, _frame: Any) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        eventlet.spawn(container.stop)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    container.wait()
    flush()
    _log.info("service.stopped")


def nameko_config(settings: Settings) -> dict[str, Any]:
    return {
        "AMQP_URI": settings.amqp_url.get_secret_value(),
        "HEARTBEAT": settings.heartbeat,
        "max_workers": settings.max_workers,
        "settings": settings,
    }


def _wait_for_database(container: ServiceContainer, settings: Settings) -> None:
    """Declare the indexes; a service that starts before its database waits for it."""
    mongo = client(settings, container.service_name)
    database = durable(mongo, settings.database_name(container.service_name))
    pause = 0.2
    while True:
        try:
            database[OUTBOX].create_index("created_at")
            database[INBOX].create_index("at", expireAfterSeconds=INBOX_DAYS * 24 * 3600)
            for provider in container.dependencies:
                if isinstance(provider, UnitOfWork):
                    provider.repository.indexes(database)  # type: ignore[attr-defined]
                    if provider.audit is not None:
                        audit_log.create_indexes(database)
            break
        except Exception as error:
            _log.warning("database.not-ready", error=f"{type(error).__name__}: {error}"[:200], again_in=pause)
            eventlet.sleep(pause)
            pause = min(pause * 2, 5.0)
    mongo.close()


def main(argv: list[str]) -> int:
    module, _, name = argv[0].partition(":")
    service = getattr(importlib.import_module(module), name)
    try:
        # A service with settings of its own names their class.
        run(service, load(getattr(service, "settings", Settings)))
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


__all__ = ["MongoExtension", "main", "run"]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
