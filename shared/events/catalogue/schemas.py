"""The golden schema of a message: its data, and where it is published."""

from __future__ import annotations

from typing import Any

from shared.events.base import Command, Event, Payload
from shared.topology import exchange_of, routing_key_of


def golden(payload: type[Payload]) -> dict[str, Any]:
    """``{"type", "kind", "publisher", "exchange", "routing_key", "data": JSON Schema}``; publisher is null for a
    command. Without remarks such as titles and descriptions, which may change freely."""
    return {
        "type": payload.type,
        "kind": "command" if issubclass(payload, Command) else "event",
        "publisher": payload.publisher if issubclass(payload, Event) else None,
        "exchange": exchange_of(payload).name,
        "routing_key": routing_key_of(payload),
        "data": _bare(payload.model_json_schema()),
    }


def _bare(schema: Any, *, names: bool = False) -> Any:
    """``names``: the keys are names of fields or definitions, one of which may be called title."""
    if isinstance(schema, dict):
        return {
            key: _bare(value, names=not names and key in ("properties", "$defs"))
            for key, value in schema.items()
            if names or key not in ("title", "description")
        }
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    return schema
