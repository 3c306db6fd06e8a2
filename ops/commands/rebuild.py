"""``zhixing rebuild``: make a service's copies of the directory anew, while it goes on working."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ops.commands.running import addresses
from ops.rpc import Rpc
from ops.texts import Problem, text


def rebuild(service: Annotated[str, typer.Argument(metavar="SERVICE", help=text("help-rebuild-service"))]) -> None:
    with Rpc(addresses().amqp_url) as rpc:
        for kind, figures in rebuilt(rpc, service).items():
            typer.echo(text("rebuilt", service=service, kind=kind, **{name: str(n) for name, n in figures.items()}))


def rebuilt(rpc: Rpc, service: str) -> dict[str, dict[str, int]]:
    """``{kind: {"kept", "removed"}}``. Raises Problem for a service that keeps no copies."""
    try:
        kinds: list[str] = rpc.call(service, "copied")
    except Problem as problem:
        if "MethodNotFound" in str(problem):
            raise Problem("rebuild-nothing", service=service) from None
        raise
    return {kind: _kind(rpc, service, kind) for kind in kinds}


def _kind(rpc: Rpc, service: str, kind: str) -> dict[str, int]:
    figures = {"kept": 0, "removed": 0}
    after: str | None = None
    while True:
        portion: dict[str, Any] = rpc.call(service, "rebuild", timeout=120, kind=kind, after=after)
        for name in figures:
            figures[name] += portion[name]
        after = portion["next"]
        if after is None:
            return figures
