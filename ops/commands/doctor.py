"""``zhixing doctor``."""

from __future__ import annotations

import typer

from ops.places import run_directory
from ops.texts import text

app = typer.Typer()


@app.command(help=text("help-doctor"))
def doctor() -> None:
    from rich.console import Console
    from rich.table import Table

    from ops.doctor.checks import examine

    findings = list(examine(run_directory()))
    table = Table()
    for column in ("verdict", "check", "told", "advice"):
        table.add_column(text(f"column-doctor-{column}"), overflow="fold")
    for each in findings:
        verdict = text("verdict-fine") if each.fine else text("verdict-wrong")
        table.add_row(verdict, each.check, each.told, each.advice, style=None if each.fine else "red")
    Console().print(table)
    if not all(each.fine for each in findings):
        raise typer.Exit(1)
