"""One dead letter: what it is, why it is there, and what sending it again means."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import pika

from shared.failures import (
    ATTEMPTS,
    DETAIL,
    FIRST_FAILURE,
    LAST_FAILURE,
    ORIGINAL_EXCHANGE,
    ORIGINAL_KEY,
    OWN_HEADERS,
    REASON,
)
from shared.logging import mask

#: Written by the broker when it dead-letters (https://www.rabbitmq.com/docs/dlx#effects).
_DEATH = "x-death"
_BROKERS_OWN = ("x-first-death-", "x-last-death-", "x-delivery-count", "x-acquired-count")
#: Would route a replayed message to other queues as well.
_ROUTING = ("CC", "BCC")


@dataclass(frozen=True)
class Letter:
    """A message in a dead-letter queue.

    ``queue`` is the work queue whose handler failed, ``tag`` the delivery tag on the channel that holds the letter.
    """

    queue: str
    tag: int
    body: bytes
    properties: pika.BasicProperties

    @cached_property
    def headers(self) -> Mapping[str, Any]:
        return self.properties.headers or {}

    @cached_property
    def _event(self) -> Mapping[str, Any]:
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def id(self) -> str:
        """The message id, else the event's own, else one made of the body: the same whenever it is looked at."""
        found = self.properties.message_id or self._event.get("id")
        return str(found) if found else "sha256:" + hashlib.sha256(self.body).hexdigest()[:20]

    @property
    def type(self) -> str:
        return str(self.properties.type or self._event.get("type") or "")

    @cached_property
    def _death(self) -> Mapping[str, Any] | None:
        """The broker's note that it took the message out of the work queue itself.

        A message parked by a consumer has none for that queue: only for the delay queues it went through.
        """
        deaths = self.headers.get(_DEATH) or []
        return next((death for death in deaths if death.get("queue") == self.queue), None)

    @property
    def reason(self) -> str:
        """A consumer's reason (``shared.failures``), or the broker's: delivery_limit, rejected, expired, maxlen."""
        if self._death is not None:
            return str(self._death.get("reason", ""))
        return str(self.headers.get(REASON, ""))

    @property
    def detail(self) -> str:
        return str(self.headers.get(DETAIL, ""))

    @property
    def attempts(self) -> int | None:
        """How often a handler failed; None where only the broker knows."""
        found = self.headers.get(ATTEMPTS)
        return found if isinstance(found, int) else None

    @property
    def first_failure(self) -> str:
        """ISO 8601, UTC; empty if unknown."""
        return str(self.headers.get(FIRST_FAILURE) or self._died_at())

    @property
    def last_failure(self) -> str:
        """ISO 8601, UTC; empty if unknown."""
        return self._died_at() or str(self.headers.get(LAST_FAILURE, ""))

    @property
    def exchange(self) -> str:
        """Where it was first published."""
        return str(self.headers.get(ORIGINAL_EXCHANGE, (self._death or {}).get("exchange", "")))

    @property
    def routing_key(self) -> str:
        keys = (self._death or {}).get("routing-keys") or [""]
        return str(self.headers.get(ORIGINAL_KEY, keys[0]))

    def _died_at(self) -> str:
        moment = (self._death or {}).get("time")
        return moment.replace(tzinfo=UTC).isoformat() if isinstance(moment, datetime) else ""

    # -- shown ----------------------------------------------------------------------------------------------------

    def summary(self) -> dict[str, Any]:
        """What lists show: no body, contact data masked."""
        found: dict[str, Any] = mask(
            {
                "id": self.id,
                "queue": self.queue,
                "type": self.type,
                "reason": self.reason,
                "detail": self.detail,
                "attempts": self.attempts,
                "first_failure": self.first_failure,
                "last_failure": self.last_failure,
                "exchange": self.exchange,
                "routing_key": self.routing_key,
                "bytes": len(self.body),
            }
        )
        return found

    def whole(self) -> dict[str, Any]:
        """Everything, unmasked. ``body`` is text where it is UTF-8, else base64 (``body_encoding`` says which)."""
        try:
            body, encoding = self.body.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            body, encoding = base64.b64encode(self.body).decode("ascii"), "base64"
        properties = {
            key: value for key, value in vars(self.properties).items() if value is not None and key != "headers"
        }
        return {
            **self.summary(),
            "detail": self.detail,
            "properties": json.loads(json.dumps(properties, default=str)),
            "headers": json.loads(json.dumps(dict(self.headers), default=str)),
            "body": body,
            "body_encoding": encoding,
        }

    # -- sent again -----------------------------------------------------------------------------------------------

    def properties_as_sent(self) -> pika.BasicProperties:
        """The publisher's own properties: what failing added is taken off, so that all retries begin anew."""
        kept = {
            key: value
            for key, value in self.headers.items()
            if key not in OWN_HEADERS and key not in (_DEATH, *_ROUTING) and not key.startswith(_BROKERS_OWN)
        }
        old = self.properties
        return pika.BasicProperties(
            content_type=old.content_type,
            content_encoding=old.content_encoding,
            headers=kept or None,
            delivery_mode=2,
            priority=old.priority,
            correlation_id=old.correlation_id,
            reply_to=old.reply_to,
            message_id=old.message_id,
            timestamp=old.timestamp,
            type=old.type,
            app_id=old.app_id,
            # Left out: expiration, which has run out, and user_id, which the broker compares with who publishes now.
        )


@dataclass(frozen=True)
class Filter:
    """Which letters are meant; what is None or empty does not restrict."""

    type: str | None = None
    reason: str | None = None
    ids: frozenset[str] = frozenset()
    #: Work queues.
    queues: frozenset[str] = frozenset()

    def __call__(self, letter: Letter) -> bool:
        return (
            (self.type is None or letter.type == self.type)
            and (self.reason is None or letter.reason == self.reason)
            and (not self.ids or letter.id in self.ids)
            and (not self.queues or letter.queue in self.queues)
        )
