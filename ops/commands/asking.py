"""Questions to the person at the terminal, and to the services."""

from __future__ import annotations

import sys
from typing import Any

import typer

from ops.commands.running import addresses
from ops.texts import Problem, text


def sure(question: str) -> bool:
    """Ask for yes or no. Raises Problem where there is no terminal to ask at."""
    if not sys.stdin.isatty():
        raise Problem("needs-yes", question=question)
    answer = typer.confirm(question, default=False)
    if not answer:
        typer.echo(text("aborted"))
    return answer


def ask(service: str, method: str, **given: Any) -> Any:
    """One question over a connection of its own. Raises Problem."""
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        return rpc.call(service, method, **given)


def say(answer: dict[str, Any], done: str, refused: str, **about: str) -> None:
    """One sentence of what was done; raises Problem with the one about the reason for a refusal."""
    if answer["refused"]:
        raise Problem(refused, reason=answer["refused"])
    typer.echo(text(done, **about))
