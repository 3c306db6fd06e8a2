"""Structured logs: a static event name, the data in fields, personal data masked."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, cast

import structlog

from shared.settings import Settings
from shared.tracing import log_ids

_SECRET_FIELDS = frozenset(
    {"phone", "mobile", "email", "person", "password", "token", "code", "secret", "text", "note"}
)
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@([\w-]+\.)+[\w-]{2,}")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s:]*:[^/@\s]+(?=@)")
#: In the Bot API's addresses it follows the word "bot" without a break.
_BOT_TOKEN = re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}")


def mask(value: Any) -> Any:
    """Hide phone numbers, mail addresses, credentials in URLs and bot tokens inside a value of any shape."""
    if isinstance(value, str):
        # Tokens first: one whose number looks like a telephone's would no longer be recognised.
        masked = _BOT_TOKEN.sub("***", value)
        masked = _MOBILE.sub(r"\1****\2", masked)
        masked = _CREDENTIALS.sub("***:***", masked)
        return _EMAIL.sub("***@***", masked)
    if isinstance(value, Mapping):
        return {key: "***" if str(key).lower() in _SECRET_FIELDS else mask(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [mask(item) for item in value]
    return value


def _mask_fields(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return cast(MutableMapping[str, Any], mask(event))


def configure(settings: Settings, process: str) -> None:
    """Send this process's logs, and those of the libraries it uses, to standard output."""
    text = settings.log_format == "text"

    def name_process(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        # Not a context variable: a green thread begins with an empty context.
        event.setdefault("process", process)
        return event

    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        name_process,
        log_ids,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if text else "iso", utc=not text),
        structlog.processors.format_exc_info,
        _mask_fields,
    ]
    renderer = (
        structlog.dev.ConsoleRenderer(
            colors=False,
            pad_event_to=24,
            # The default shows local variables, which may be personal.
            exception_formatter=structlog.dev.plain_traceback,
        )
        if text
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    # These tell of every reconnect and every worker in their own words; ours say it once.
    for noisy in ("nameko", "amqp", "kombu", "pika", "httpx", "apscheduler", "pymongo", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
    # nameko tells of a failing handler with its arguments, which may be personal; the entrypoints log it themselves.
    logging.getLogger("nameko.containers").setLevel(logging.CRITICAL)
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    return structlog.stdlib.get_logger(name)
