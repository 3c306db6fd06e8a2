"""The ``zhixing`` command."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ops.texts import Problem, text
from shared.settings import SettingsError

app = typer.Typer(help=text("help-app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command("with-parts", help=text("help-with-parts"), context_settings={"ignore_unknown_options": True})
def with_parts(command: Annotated[list[str], typer.Argument()]) -> None:
    from ops.with_parts import run

    raise typer.Exit(run(command))


@app.command("need", help=text("help-need"))
def need(packages: Annotated[list[str], typer.Argument()]) -> None:
    from ops.parts.packages import install, missing
    from ops.parts.process import make_directory
    from ops.places import run_directory

    if lacking := missing(packages):
        install(lacking, make_directory(run_directory()) / "install.log")


def main() -> None:
    """Run the command. A Problem or a wrong setting is one sentence and exit code 1."""
    try:
        app()
    except (Problem, SettingsError) as error:
        print(text("failed"), error, file=sys.stderr)  # noqa: T201
        sys.exit(1)
