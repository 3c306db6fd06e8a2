"""Wire format: CloudEvents, one pydantic model per version. Importing this package declares every message."""

from shared.events import (
    attendance,
    checkins,
    directory,
    imports,
    incidents,
    leave,
    notes,
    notifications,
    people,
    plans,
    policies,
    timers,
    transfers,
    units,
    volunteers,
)
from shared.events.base import Command, Event, Payload, payload_class, payload_classes
from shared.events.codec import InvalidMessage, decode, encode
from shared.events.envelope import CONTENT_TYPE, Envelope, Message, compose, derived_id, new_id

__all__ = [
    "CONTENT_TYPE",
    "Command",
    "Envelope",
    "Event",
    "InvalidMessage",
    "Message",
    "Payload",
    "attendance",
    "checkins",
    "compose",
    "decode",
    "derived_id",
    "directory",
    "encode",
    "imports",
    "incidents",
    "leave",
    "new_id",
    "notes",
    "notifications",
    "payload_class",
    "payload_classes",
    "people",
    "plans",
    "policies",
    "timers",
    "transfers",
    "units",
    "volunteers",
]
