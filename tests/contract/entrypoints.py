"""Every entrypoint of every service with what it declares: ``python -m tests.contract.entrypoints``; prints JSON.

In a process of its own, because it loads nameko and eventlet. Services are found by their place, as nameko would find
their entrypoints: on every function of the class and of what it inherits.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from collections.abc import Iterator
from typing import Any

from shared.access.permission import Either, Permission
from shared.events.catalogue.files import ROOT


def found() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "services").glob("*/service.py")):
        module = importlib.import_module(f"services.{path.parent.name}.service")
        for _, service in inspect.getmembers(module, inspect.isclass):
            if service.__module__ == module.__name__ and hasattr(service, "name"):
                yield from of_service(service)


def of_service(service: Any) -> Iterator[dict[str, Any]]:
    for name, method in inspect.getmembers(service, inspect.isfunction):
        for entrypoint in getattr(method, "nameko_entrypoints", ()):
            permission = getattr(entrypoint, "permission", None)
            yield {
                "name": f"{service.name}.{name}",
                "kind": type(entrypoint).__name__,
                "permission": kinds(permission),
                "fields": fields(permission),
                "decides": bool(permission and permission.decides),
                "asker": hasattr(service, "asker"),
                "takes": takes(entrypoint, method),
            }


def kinds(permission: Permission | None) -> list[str]:
    if isinstance(permission, Either):
        return [type(choice).__name__ for choice in permission.choices]
    return [type(permission).__name__]


def fields(permission: Permission | None) -> list[str]:
    """The names of arguments, or of fields of the payload, that it compares with the actor."""
    choices = permission.choices if isinstance(permission, Either) else (permission,)
    named = [getattr(choice, "field", None) or getattr(choice, "by", None) for choice in choices]
    return [name for name in named if name]


def takes(entrypoint: Any, method: Any) -> list[list[str]]:
    """The arguments of a question; of a command, the fields of each payload."""
    payloads = getattr(entrypoint, "payloads", None)
    if payloads is None:
        return [list(inspect.signature(method).parameters)]
    return [sorted(payload.model_fields) for payload in payloads]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(list(found())))
