"""``zhixing figures``: the figures of a unit, and whether they are those of what is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from ops.commands.running import addresses
from ops.texts import Problem, text

app = typer.Typer(help=text("help-figures"), no_args_is_help=True)

COLUMNS = ("sessions", "expected", "done", "on_time", "late", "made_up", "excused", "minutes")


@app.command(help=text("help-figures-show"))
def show(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=text("help-plans-unit"))],
    window: Annotated[str, typer.Argument(metavar="WINDOW", help=text("help-figures-window"))],
    as_json: Annotated[bool, typer.Option("--json", help=text("help-plans-json"))] = False,
) -> None:
    from rich.console import Console
    from rich.table import Table

    from ops.commands.study import path_of
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        path = path_of(rpc, unit)
        try:
            found = rpc.call("checkins", "figures", unit_path=path, window=window)
        except Problem as problem:
            if "ValueError" in str(problem):
                raise Problem("figures-no-window", window=window) from None
            raise
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    state = text("figures-closed" if found["closed"] else "figures-open")
    table = Table(title=f"{unit} {found['window']} ({found['first']} - {found['last']}, {state})")
    table.add_column("")
    for column in COLUMNS:
        table.add_column(_column(column), justify="right")
    table.add_column(_column("participation"), justify="right")
    _row(table, text("figures-now"), found)
    if found["adjustments"]:
        _row(table, text("figures-at-close"), found["at_close"])
    Console().print(table)
    for each in found["adjustments"]:
        counts = ", ".join(f"{_column(name)} {number:+}" for name, number in each["counts"].items())
        typer.echo(f"{each['at'][:10]}  {each['month']}  {each['reason']}  {counts}")


@app.command(help=text("help-figures-verify"))
def verify() -> None:
    different = sum(_again(write=False).values())
    typer.echo(text("figures-verified", different=different))
    if different:
        raise typer.Exit(1)


@app.command(help=text("help-figures-rebuild"))
def rebuild() -> None:
    for part, different in _again(write=True).items():
        typer.echo(text("figures-rebuilt", part=text(f"figures-part-{part}"), different=different))


def _again(*, write: bool) -> dict[str, int]:
    """By part, how many differed."""
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        ask = partial(rpc.call, "checkins", "rebuild_figures", timeout=120)
        return {part: again(ask, part, write=write) for part in ("facts", "units")}


def again(ask: Callable[..., dict[str, Any]], part: str, *, write: bool) -> int:
    """How many of a part, ``facts`` or ``units``, differed; ``ask`` asks for a portion."""
    different = 0
    after: str | None = None
    while True:
        portion = ask(part=part, after=after, write=write)
        different += int(portion["different"])
        after = portion["next"]
        if after is None:
            return different


def _column(name: str) -> str:
    return text(f"figures-column-{name.replace('_', '-')}")


def _row(table: Any, name: str, figures: dict[str, Any]) -> None:
    share = figures["participation"]
    shown = "" if share is None else f"{share:.1%}"
    table.add_row(name, *(str(figures[column]) for column in COLUMNS), shown)
