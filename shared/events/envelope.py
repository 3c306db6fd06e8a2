"""The CloudEvents 1.0 envelope, structured JSON (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from shared.events.base import Payload

CONTENT_TYPE = "application/cloudevents+json"

#: Ids derived from a cause live in this UUID namespace, so that telling a fact again gives it the same id.
_NAMESPACE = uuid.UUID("5e0f2f6c-6b0a-5c1e-9a53-0d1f3a7c9b10")

Text = Annotated[str, StringConstraints(min_length=1, max_length=512)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=2048)]

P = TypeVar("P", bound=Payload, covariant=True)
Q = TypeVar("Q", bound=Payload)


class Envelope(BaseModel):
    """The attributes around ``data``. Unknown extension attributes are ignored, as the specification asks."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: Text
    source: Text
    type: Text
    time: AwareDatetime
    subject: Text | None = None
    datacontenttype: Literal["application/json"] = "application/json"
    #: The id of the message that began the whole story (a member's tap, a timer).
    correlationid: Text | None = None
    #: The id of the message that led to this one directly.
    causationid: Text | None = None
    #: W3C Trace Context.
    traceparent: Text | None = None
    #: The materialised path of the unit concerned, such as ``/district/school-1/branch-2``.
    unitpath: Text | None = None
    #: Who acts, signed: on commands (see shared.access.actor).
    actor: Token | None = None
    data: dict[str, Any]


@dataclass(frozen=True)
class Message(Generic[P]):
    """A typed message: the payload and what the envelope says of it. Times are aware, in UTC."""

    data: P
    id: str
    source: str
    time: datetime
    subject: str | None = None
    correlation_id: str | None = None
    causation_id: str | None = None
    traceparent: str | None = None
    unit_path: str | None = None
    #: Who acts, signed for this message only; see shared.access.actor.
    actor: str | None = field(default=None, compare=False)
    #: Transport facts of a received message (queue, attempt, the actor once verified); empty on one about to be sent.
    transport: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def type(self) -> str:
        return self.data.type

    def with_transport(self, **facts: Any) -> Message[P]:
        return replace(self, transport={**self.transport, **facts})


def derived_id(cause_id: str, what: str) -> str:
    """An id that depends on the cause and on what is told of it only: the same input always gives the same id."""
    return str(uuid.uuid5(_NAMESPACE, f"{cause_id}\n{what}"))


def new_id() -> str:
    return str(uuid.uuid4())


def compose(
    data: Q,
    *,
    source: str,
    time: datetime | None = None,
    id: str | None = None,
    subject: str | None = None,
    cause: Message[Payload] | None = None,
    unit_path: str | None = None,
    traceparent: str | None = None,
    actor: str | None = None,
) -> Message[Q]:
    """Put a payload into a message.

    With a ``cause`` the new message carries on its correlation and trace, and unless ``id`` is given its id derives
    from the cause's, the type and the subject: one cause tells each fact about one subject once.
    """
    if cause is not None and id is None:
        id = derived_id(cause.id, f"{data.type}\n{subject or ''}")
    own = id or new_id()
    return Message(
        data=data,
        id=own,
        source=source,
        time=(time or datetime.now(UTC)).astimezone(UTC),
        subject=subject,
        correlation_id=(cause.correlation_id or cause.id) if cause else own,
        causation_id=cause.id if cause else None,
        traceparent=traceparent or (cause.traceparent if cause else None),
        unit_path=unit_path or (cause.unit_path if cause else None),
        # Never the cause's: a signature is good for one message.
        actor=actor,
    )
