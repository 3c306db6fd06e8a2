"""``docs/asyncapi.yaml``: the messages as AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0).

A channel is an exchange with a routing key; a queue bound to it appears in the ``receive`` operation of its process.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from shared.events.base import Event, Payload, payload_classes
from shared.events.catalogue.examples import example
from shared.events.catalogue.page import consumers
from shared.events.catalogue.subscriptions import Subscription
from shared.events.envelope import CONTENT_TYPE, Envelope
from shared.topology import exchange_of, routing_key_of

_HEADERS = {"type": "object", "properties": {"content_type": {"const": CONTENT_TYPE}}, "required": ["content_type"]}


def document(version: str, subscriptions: Iterable[Subscription]) -> dict[str, Any]:
    """The document as plain values, ready to be written as YAML. ``version`` is that of the project."""
    known = list(subscriptions)
    classes = list(payload_classes())
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Zhixing",
            "version": version,
            "description": "Generated from shared/events and the entrypoints by `make docs`; do not edit.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": _channels(classes),
        "operations": dict(sorted(_operations(classes, known).items())),
        "components": {
            "messages": {cls.type: _message(cls) for cls in classes},
            "schemas": _schemas(classes),
        },
    }


def _channel_name(cls: type[Payload]) -> str:
    return routing_key_of(cls)


def _channels(classes: list[type[Payload]]) -> dict[str, Any]:
    channels: dict[str, Any] = {}
    for cls in classes:
        exchange = exchange_of(cls)
        binding = {"name": exchange.name, "type": exchange.kind, "durable": True, "autoDelete": False}
        channel = channels.setdefault(
            _channel_name(cls),
            {
                "address": routing_key_of(cls),
                "messages": {},
                "bindings": {"amqp": {"is": "routingKey", "exchange": binding, "bindingVersion": "0.3.0"}},
            },
        )
        channel["messages"][cls.type] = {"$ref": f"#/components/messages/{cls.type}"}
    return channels


def _operations(classes: list[type[Payload]], subscriptions: list[Subscription]) -> dict[str, Any]:
    operations: dict[str, Any] = {}
    for cls in classes:
        channel = {"$ref": f"#/channels/{_channel_name(cls)}"}
        message = {"$ref": f"#/channels/{_channel_name(cls)}/messages/{cls.type}"}
        sender = cls.publisher if issubclass(cls, Event) else "anyone"
        bindings = {"amqp": {"deliveryMode": 2, "mandatory": not issubclass(cls, Event), "bindingVersion": "0.3.0"}}
        operations[f"{sender}.sends.{cls.type}"] = {
            "action": "send",
            "channel": channel,
            "messages": [message],
            "bindings": bindings,
        }
        for taker in consumers(cls, subscriptions):
            operations[f"{taker.process}.receives.{cls.type}"] = {
                "action": "receive",
                "channel": channel,
                "messages": [message],
                "description": f"Through the queue {taker.queue.name}.",
                "bindings": {"amqp": {"ack": True, "bindingVersion": "0.3.0"}},
            }
    return operations


def _message(cls: type[Payload]) -> dict[str, Any]:
    message: dict[str, Any] = {
        "name": cls.type,
        "title": cls.__name__,
        "contentType": CONTENT_TYPE,
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/Envelope"},
                {
                    "type": "object",
                    "properties": {
                        "type": {"const": cls.type},
                        "data": {"$ref": f"#/components/schemas/{cls.__name__}"},
                    },
                },
            ]
        },
        "correlationId": {"location": "$message.payload#/correlationid"},
        "examples": [{"name": "data", "payload": {"data": example(cls).model_dump(mode="json")}}],
    }
    if cls.__doc__:
        message["description"] = " ".join(inspect.cleandoc(cls.__doc__).split())
    return message


def _schemas(classes: list[type[Payload]]) -> dict[str, Any]:
    _, definitions = models_json_schema(
        [(Envelope, "validation"), *((cls, "validation") for cls in classes)],
        ref_template="#/components/schemas/{model}",
    )
    return dict(sorted(definitions["$defs"].items()))
