"""``zhixing people import|export-sheet``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from ops.commands.people import app
from ops.commands.running import addresses
from ops.texts import Problem, text

#: Rows with remarks that fit a terminal.
_SHOWN = 50


@app.command("import", help=text("help-import"))
def import_sheet(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=text("help-import-file"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=text("help-import-dry-run"))] = False,
    report: Annotated[Path | None, typer.Option(help=text("help-import-report"))] = None,
    units: Annotated[bool, typer.Option("--units", help=text("help-import-units"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text("help-import-json"))] = False,
) -> None:
    from ops.importing import Import
    from ops.rpc import Rpc

    try:
        data = file.read_bytes()
    except OSError as error:
        raise Problem("import-no-file", path=str(file), reason=error.strerror or "") from None
    with Rpc(addresses().amqp_url) as rpc:
        job = Import.send(rpc, data, file.name, only="units" if units else None, dry_run=dry_run)
        status = _watch(job)
        if as_json:
            for row in job.rows():
                typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            _show(job)
        if status["state"] == "refused":
            raise Problem("import-refused", why=status["why"])
        if report:
            _write_report(report, job.workbook())
    figures = {"created": "create", "updated": "update", "unchanged": "unchanged", "skipped": "skip"}
    shown = {name: str(status[outcome]) for name, outcome in figures.items()}
    typer.echo(text("import-rehearsed" if dry_run else "import-done", **shown), err=as_json)


@app.command("export-sheet", help=text("help-export-sheet"))
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=text("help-export-file"))],
    unit: Annotated[str, typer.Option(help=text("help-export-unit"))],
    contacts: Annotated[bool, typer.Option("--contacts", help=text("help-export-contacts"))] = False,
) -> None:
    from ops.importing import export_sheet
    from ops.rpc import Rpc

    form = file.suffix.lower().removeprefix(".")
    if form not in ("xlsx", "csv"):
        raise Problem("export-unknown-form", path=str(file))
    with Rpc(addresses().amqp_url) as rpc:
        try:
            content = export_sheet(rpc, unit, form=form, contacts=contacts)
        except Problem as problem:
            if "UnknownUnit" in str(problem):
                raise Problem("export-unknown-unit", unit=unit) from None
            raise
    _write(file, content)
    typer.echo(text("export-written", path=str(file)))


def _watch(job: Any) -> dict[str, Any]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(text("import-progress-receiving"), total=None)

        def progress(status: dict[str, Any]) -> None:
            described = text(f"import-progress-{status['state']}")
            shown.update(task, description=described, total=status["rows"] or None, completed=status["done"])

        found: dict[str, Any] = job.wait(progress)
        return found


def _show(job: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    found = job.found()
    for remark in found["remarks"]:
        typer.echo(remark["text"])
    for sheet in found["tables"]:
        for remark in sheet["remarks"]:
            typer.echo(f"{sheet['sheet']}: {remark['text']}")
    table = Table()
    for column in ("row", "name", "outcome", "remarks"):
        table.add_column(text(f"import-column-{column}"), overflow="fold")
    left = 0
    for row in job.rows():
        if not row["remarks"]:
            continue
        if table.row_count >= _SHOWN:
            left += 1
            continue
        remarks = "\n".join(each["text"] for each in row["remarks"])
        style = "red" if row["outcome"] == "skip" else None
        place = f"{row['sheet']} {row['row']}"
        table.add_row(place, row["name"] or "", text(f"import-outcome-{row['outcome']}"), remarks, style=style)
    if table.row_count:
        console.print(table)
    if left:
        typer.echo(text("import-more-rows", count=str(left)))


def _write_report(path: Path, content: bytes) -> None:
    if not content:
        typer.echo(text("import-no-report"), err=True)
        return
    _write(path, content)
    typer.echo(text("import-report-written", path=str(path)), err=True)


def _write(path: Path, content: bytes) -> None:
    try:
        # Names, and perhaps phones, are for whoever asked for them.
        path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError as error:
        raise Problem("import-not-written", path=str(path), reason=error.strerror or "") from None
