"""Bytes to messages and back. Whatever cannot be read is refused with a reason that a dead letter can carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from shared.events.base import Payload, known_names, payload_class
from shared.events.envelope import CONTENT_TYPE, Envelope, Message

DEFAULT_MAX_BYTES = 1024 * 1024


class InvalidMessage(Exception):
    """A message that no retry can mend.

    ``reason`` is one of: too-large, missing-content-type, wrong-content-type, wrong-content-encoding, undecodable,
    not-a-cloudevent, unknown-type, unknown-version, unexpected-type, schema-violation.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def encode(message: Message[Payload]) -> bytes:
    """The structured-mode JSON of a message, UTF-8."""
    envelope = Envelope(
        id=message.id,
        source=message.source,
        type=message.type,
        time=message.time,
        subject=message.subject,
        correlationid=message.correlation_id,
        causationid=message.causation_id,
        traceparent=message.traceparent,
        unitpath=message.unit_path,
        actor=message.actor,
        data=message.data.model_dump(mode="json"),
    )
    return envelope.model_dump_json(exclude_none=True).encode()


def decode(
    body: bytes,
    *,
    content_type: str | None,
    content_encoding: str | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
    expected: frozenset[type[Payload]] | None = None,
    transport: Mapping[str, Any] | None = None,
) -> Message[Payload]:
    """Read a message. Unknown fields of the payload are ignored, so a publisher may add optional ones.

    ``expected`` limits the types that the receiver handles; ``transport`` becomes the message's. Raises InvalidMessage.
    """
    if len(body) > max_bytes:
        raise InvalidMessage("too-large", f"{len(body)} bytes; at most {max_bytes} are accepted")
    if not content_type:
        raise InvalidMessage("missing-content-type", f"expected {CONTENT_TYPE}")
    if content_type.partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise InvalidMessage("wrong-content-type", f"{content_type[:100]!r}; expected {CONTENT_TYPE}")
    if content_encoding and content_encoding.lower() not in ("utf-8", "utf8"):
        raise InvalidMessage("wrong-content-encoding", f"{content_encoding[:100]!r}; expected utf-8")
    envelope = _envelope(body)
    cls = payload_class(envelope.type)
    if cls is None:
        reason = "unknown-version" if envelope.type.rpartition(".")[0] in known_names() else "unknown-type"
        raise InvalidMessage(reason, envelope.type[:200])
    if expected is not None and cls not in expected:
        raise InvalidMessage("unexpected-type", f"{envelope.type} is not for this queue")
    try:
        data = cls.model_validate(envelope.data, extra="ignore")
    except ValidationError as error:
        raise InvalidMessage("schema-violation", _first(error)) from None
    return Message(
        data=data,
        id=envelope.id,
        source=envelope.source,
        time=envelope.time,
        subject=envelope.subject,
        correlation_id=envelope.correlationid,
        causation_id=envelope.causationid,
        traceparent=envelope.traceparent,
        unit_path=envelope.unitpath,
        actor=envelope.actor,
        transport=transport or {},
    )


def _envelope(body: bytes) -> Envelope:
    try:
        return Envelope.model_validate_json(body)
    except ValidationError as error:
        unreadable = error.errors(include_url=False)[0]["type"] == "json_invalid"
        raise InvalidMessage("undecodable" if unreadable else "not-a-cloudevent", _first(error)) from None


def _first(error: ValidationError) -> str:
    """The first fault, without the offending value: it may be about a person."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "message"
    more = f" (+{error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where}: {first['msg']}{more}"[:300]
