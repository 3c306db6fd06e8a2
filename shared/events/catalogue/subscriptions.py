"""Who consumes what, read from the declarations themselves: ``python -m shared.events.catalogue.subscriptions``.

Prints JSON. It runs in a process of its own because it loads every service, and with them nameko and eventlet, which
nothing else should have in its process. The services and bots are found by their place, so nothing here names them:
the entrypoints of the class with a ``name`` in each ``services/*/service.py``, and the functions that return a Queue
in each ``bots/*/delivery.py``.
"""

from __future__ import annotations

import importlib
import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

from shared.events.base import payload_classes
from shared.settings import Settings
from shared.topology import Binding, Exchange, Queue, exchange_of, routing_key_of, work_queue

_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Subscription:
    """A work queue, and the process that takes from it."""

    process: str
    queue: Queue

    def takes(self, exchange: str, routing_key: str) -> bool:
        return any((b.exchange.name, b.routing_key) == (exchange, routing_key) for b in self.queue.bindings)


def subscriptions() -> list[Subscription]:
    """Every work queue with the default settings, sorted by name."""
    ran = subprocess.run([sys.executable, "-m", __name__], cwd=_ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"the services cannot be loaded:\n{ran.stderr}")
    return [_of(row) for row in json.loads(ran.stdout)]


def of_service(service: type, delivery_limit: int) -> Iterator[Subscription]:
    """What the entrypoints of a nameko service declare."""
    for _, method in inspect.getmembers(service, inspect.isfunction):
        for entrypoint in getattr(method, "nameko_entrypoints", ()):
            if hasattr(entrypoint, "queue_name"):
                queue = work_queue(
                    entrypoint.queue_name,
                    entrypoint.payloads,
                    delivery_limit=delivery_limit,
                    formerly=entrypoint.formerly,
                )
                yield Subscription(service.name, queue)  # type: ignore[attr-defined]


def _found(settings: Settings) -> Iterator[Subscription]:
    for path in sorted(_ROOT.glob("services/*/service.py")):
        module = importlib.import_module(f"services.{path.parent.name}.service")
        for _, member in inspect.getmembers(module, inspect.isclass):
            if member.__module__ == module.__name__ and hasattr(member, "name"):
                yield from of_service(member, settings.delivery_limit)
    for path in sorted(_ROOT.glob("bots/*/delivery.py")):
        module = importlib.import_module(f"bots.{path.parent.name}.delivery")
        for queue in _queues(module, settings):
            yield Subscription(path.parent.name, queue)


def _queues(module: ModuleType, settings: Settings) -> Iterator[Queue]:
    for _, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and get_type_hints(function).get("return") is Queue:
            (parameter,) = inspect.signature(function).parameters
            yield function(settings if parameter == "settings" else getattr(settings, parameter))


def _row(subscription: Subscription) -> dict[str, Any]:
    queue = subscription.queue
    return {
        "process": subscription.process,
        "name": queue.name,
        "arguments": [list(pair) for pair in queue.arguments],
        "bindings": _written(queue.bindings),
        "former": _written(queue.former),
    }


def _of(row: dict[str, Any]) -> Subscription:
    arguments = tuple((key, value) for key, value in row["arguments"])
    return Subscription(row["process"], Queue(row["name"], arguments, _read(row["bindings"]), _read(row["former"])))


def _written(bindings: tuple[Binding, ...]) -> list[list[str]]:
    return [[each.exchange.name, each.exchange.kind, each.routing_key] for each in bindings]


def _read(rows: list[list[str]]) -> tuple[Binding, ...]:
    return tuple(Binding(Exchange(name, kind), key) for name, kind, key in rows)


def types_of(queue: Queue) -> list[str]:
    """The message types that a queue is bound for."""
    keys = {(binding.exchange.name, binding.routing_key) for binding in queue.bindings}
    return [cls.type for cls in payload_classes() if (exchange_of(cls).name, routing_key_of(cls)) in keys]


if __name__ == "__main__":
    # The defaults, whatever the environment says.
    found = sorted(_found(Settings.model_construct()), key=lambda subscription: subscription.queue.name)
    sys.stdout.write(json.dumps([_row(subscription) for subscription in found]))
