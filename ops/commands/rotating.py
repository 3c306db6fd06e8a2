"""``zhixing people rotate-keys``: contacts under old keys are encrypted anew."""

from __future__ import annotations

import typer

from ops.commands.running import addresses
from ops.texts import text

_PORTION = 200


def rotate_keys() -> None:
    """Exit code 1 where any are left under old keys."""
    from rich.console import Console
    from rich.progress import Progress

    from ops.rpc import Rpc

    renewed = unreadable = 0
    after = None
    with Rpc(addresses().amqp_url) as rpc, Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text("people-rotating"), total=rpc.call("directory", "contacts_under_old_keys", timeout=60))
        while True:
            portion = rpc.call("directory", "rotate_contact_keys", timeout=60, after=after, limit=_PORTION)
            renewed, unreadable = renewed + portion["renewed"], unreadable + portion["unreadable"]
            bar.advance(task, portion["renewed"] + portion["unreadable"])
            after = portion["next"]
            if after is None:
                break
        left = rpc.call("directory", "contacts_under_old_keys", timeout=60)
    typer.echo(text("people-rotated", renewed=str(renewed), left=str(left)))
    if unreadable:
        typer.echo(text("people-unreadable", count=str(unreadable)))
    if left:
        raise typer.Exit(1)
