"""``docs/events.md``: the messages as a page to read."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from shared.events.base import Event, Payload, payload_classes
from shared.events.catalogue.examples import example
from shared.events.catalogue.notes import notes
from shared.events.catalogue.subscriptions import Subscription
from shared.topology import exchange_of, routing_key_of

_HEAD = """# Events and commands

*Generated from `shared/events` and the entrypoints by `make docs`; do not edit.*

Every message is a [CloudEvent](https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md) in structured JSON.
The tables show its `data`. An event tells what happened and goes to everyone who asked for it; a command asks one
service to do something and goes to that one. How messages travel, fail and come back: [messaging.md](messaging.md).
The same for machines: [asyncapi.yaml](asyncapi.yaml).

Beside what CloudEvents requires, the envelope carries `subject` (what it is about), `correlationid` (the message that
began the story), `causationid` (the message that led to this one), `traceparent` (W3C Trace Context), `unitpath` (the
unit concerned, from the district down) and, on commands, `actor` (who acts, signed).
"""


def page(subscriptions: Iterable[Subscription]) -> str:
    known = list(subscriptions)
    classes = list(payload_classes())
    events = [cls for cls in classes if issubclass(cls, Event)]
    commands = [cls for cls in classes if not issubclass(cls, Event)]
    lines = [_HEAD, *_overview(classes, known)]
    for title, part in (("Events", events), ("Commands", commands)):
        lines.append(f"## {title}\n")
        for cls in part:
            lines += _message(cls, known)
    return "\n".join(lines).rstrip() + "\n"


def consumers(payload: type[Payload], subscriptions: Iterable[Subscription]) -> list[Subscription]:
    exchange, key = exchange_of(payload).name, routing_key_of(payload)
    return [subscription for subscription in subscriptions if subscription.takes(exchange, key)]


def _overview(classes: list[type[Payload]], subscriptions: list[Subscription]) -> Iterator[str]:
    yield "| type | from | taken by |"
    yield "|---|---|---|"
    for cls in classes:
        taken = ", ".join(sorted({taker.process for taker in consumers(cls, subscriptions)})) or "nobody"
        yield f"| [`{cls.type}`](#{_anchor(cls.type)}) | {_sender(cls)} | {taken} |"
    yield ""


def _sender(cls: type[Payload]) -> str:
    return cls.publisher if issubclass(cls, Event) else "whoever asks"


def _anchor(heading: str) -> str:
    # As GitHub makes them: dots vanish, hyphens stay.
    return heading.replace(".", "")


def _message(cls: type[Payload], subscriptions: list[Subscription]) -> Iterator[str]:
    yield f"### {cls.type}\n"
    if about := _about(cls):
        yield f"{about}\n"
    yield f"- Class `{cls.__name__}` in `{cls.__module__.replace('.', '/')}.py`"
    if issubclass(cls, Event):
        yield f"- Published by {cls.publisher}"
    yield f"- Exchange `{exchange_of(cls).name}` ({exchange_of(cls).kind}), routing key `{routing_key_of(cls)}`"
    takers = [f"{taker.process} (queue `{taker.queue.name}`)" for taker in consumers(cls, subscriptions)]
    yield f"- Taken by {', '.join(takers) or 'nobody'}\n"
    schema = cls.model_json_schema()
    yield from _fields(schema, cls)
    for name, definition in schema.get("$defs", {}).items():
        yield f"`{name}`:\n"
        yield from _fields(definition, _nested(cls, name))
    shown = json.dumps(example(cls).model_dump(mode="json"), ensure_ascii=False, indent=2)
    yield f"```json\n{shown}\n```\n"


def _about(cls: type[Payload]) -> str:
    # Without one of its own a class would show its parent's.
    return " ".join(inspect.cleandoc(cls.__doc__).split()) if cls.__doc__ else ""


def _nested(cls: type[BaseModel], name: str) -> type[BaseModel] | None:
    for field in cls.model_fields.values():
        if isinstance(field.annotation, type) and field.annotation.__name__ == name:
            return field.annotation
    return None


def _fields(schema: Mapping[str, Any], model: type[BaseModel] | None) -> Iterator[str]:
    told = notes(model) if model else {}
    required = set(schema.get("required", ()))
    yield "| field | type | |"
    yield "|---|---|---|"
    for name, field in schema.get("properties", {}).items():
        remarks = [] if name in required else [f"optional, `{json.dumps(field.get('default', []))}` if absent"]
        if name in told:
            remarks.append(told[name])
        yield f"| `{name}` | {_type(field)} | {'. '.join(remarks)} |"
    yield ""


def _type(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return f"`{field['$ref'].rpartition('/')[2]}`"
    if "anyOf" in field:
        return " or ".join(_type(option) for option in field["anyOf"])
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    kind = "moment (RFC 3339)" if field.get("format") == "date-time" else str(field.get("type", "anything"))
    return f"{kind}{_limits(field)}"


def _limits(field: Mapping[str, Any]) -> str:
    if field.get("type") == "string":
        low, high = field.get("minLength"), field.get("maxLength")
        size = f"{low or 0}-{high}" if high else f"at least {low}" if low else ""
        # A bar in a pattern would end the table's cell.
        pattern = f"`{field['pattern']}`".replace("|", "\\|") if "pattern" in field else ""
        limits = [part for part in (f"{size} characters" if size else "", pattern) if part]
    else:
        words = {"minimum": "at least", "maximum": "at most"}
        limits = [f"{word} {field[key]}" for key, word in words.items() if key in field]
    return f" ({', '.join(limits)})" if limits else ""
