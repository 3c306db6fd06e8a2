"""The system on this machine: up, down, status, reset, run, with-parts, need."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from ops.places import run_directory
from ops.texts import text
from shared.settings import load

app = typer.Typer()


@app.command(help=text("help-up"))
def up(
    detach: Annotated[bool, typer.Option("--detach", help=text("help-detach"))] = False,
    demo: Annotated[bool, typer.Option("--demo/--no-demo", help=text("help-demo-option"))] = True,
) -> None:
    from ops.demo.load import welcome
    from ops.settings import LaptopSettings
    from ops.supervision.endpoints import Endpoints
    from ops.supervision.up import up as start

    def after_ready(endpoints: Endpoints) -> list[str]:
        return welcome(endpoints.amqp_url, endpoints.web_url) if demo else []

    start(load(LaptopSettings), run_directory(), environ=os.environ, detach=detach, after_ready=after_ready)


@app.command(help=text("help-down"))
def down() -> None:
    from ops.supervision.control import down as stop

    typer.echo(text("stopped" if stop(run_directory()) else "not-running"))


@app.command(help=text("help-status"))
def status() -> None:
    from rich.console import Console

    from ops.supervision.control import status_table, statuses

    found = statuses(run_directory())
    if not found:
        typer.echo(text("not-running"))
        return
    Console().print(status_table(found))


@app.command(help=text("help-reset"))
def reset(yes: Annotated[bool, typer.Option("--yes", "-y", help=text("help-yes"))] = False) -> None:
    from ops.commands.asking import sure
    from ops.supervision.control import reset as remove

    directory = run_directory()
    if not yes and not sure(text("reset-question", path=str(directory))):
        return
    remove(directory)
    typer.echo(text("reset-done", path=str(directory)))


@app.command(help=text("help-run"))
def run(name: Annotated[str, typer.Argument(help=text("help-run-name"))]) -> None:
    from ops.processes import run as become

    become(name)


@app.command("with-parts", help=text("help-with-parts"), context_settings={"ignore_unknown_options": True})
def with_parts(
    command: Annotated[list[str], typer.Argument(help=text("help-with-parts-command"))],
    databases: Annotated[int, typer.Option(min=1, help=text("help-with-parts-databases"))] = 1,
    in_memory: Annotated[bool, typer.Option("--in-memory", help=text("help-with-parts-in-memory"))] = False,
) -> None:
    from ops.with_parts import run as run_command

    raise typer.Exit(run_command(command, databases=databases, in_memory=in_memory))


@app.command(help=text("help-need"))
def need(packages: Annotated[list[str], typer.Argument(help=text("help-need-packages"))]) -> None:
    from ops.parts.packages import install, missing
    from ops.parts.process import make_directory

    if lacking := missing(packages):
        install(lacking, make_directory(run_directory()) / "install.log")
