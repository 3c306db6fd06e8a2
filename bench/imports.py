"""``python -m bench.imports``: rows a second, beside openpyxl merely reading the same workbook."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable
from typing import Annotated

import typer
from openpyxl import load_workbook
from rich.console import Console
from rich.table import Table

from ops.importing import Import
from ops.rpc import Rpc
from services.directory.imports.offloading import workshop
from tests.conftest import settings_for
from tests.support.broker import fresh_vhost
from tests.support.database import fresh_databases
from tests.support.district import DIRECTORY
from tests.support.process import running, service
from tests.support.sheets import big

_PATIENCE = 1800.0


def _plain(data: bytes, _rows: int) -> None:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book:
        for _ in sheet.iter_rows(values_only=True):
            pass


def _parsed(data: bytes, rows: int) -> None:
    head = json.loads(workshop("parse", "any", "100", given=data).partition(b"\n")[0])
    if head["refused"] or head["count"] <= rows:
        raise AssertionError(head)


def _through_the_directory(data: bytes, rows: int, *, dry_run: bool) -> float:
    """Seconds from handing the file over until every row is decided."""
    with fresh_vhost("bench") as vhost, fresh_databases() as databases:
        environment = settings_for(vhost, databases) | {"ZHIXING_LOG_LEVEL": "WARNING"}
        with running(service(DIRECTORY, environment)), Rpc(vhost.url) as rpc:
            began = time.perf_counter()
            status = Import.send(rpc, data, "bench.xlsx", dry_run=dry_run).wait(written=True, timeout=_PATIENCE)
            seconds = time.perf_counter() - began
            if status["create"] <= rows:
                raise AssertionError(status)
            return seconds


def _timed(work: Callable[[bytes, int], None], data: bytes, rows: int) -> float:
    began = time.perf_counter()
    work(data, rows)
    return time.perf_counter() - began


def main(
    rows: Annotated[int, typer.Option(min=100, help="Members in the workbook.")] = 1_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Import rate: reading alone, a rehearsal, and an import that writes."""
    data = big(rows)
    seconds = {
        "openpyxl reads": _timed(_plain, data, rows),
        "read, checked and explained": _timed(_parsed, data, rows),
        "rehearsed by the directory": _through_the_directory(data, rows, dry_run=True),
        "imported by the directory": _through_the_directory(data, rows, dry_run=False),
    }
    limit = seconds["openpyxl reads"]
    if as_json:
        figures = {way: {"per_second": round(rows / each), "of_plain": limit / each} for way, each in seconds.items()}
        typer.echo(json.dumps({"rows": rows, "load": os.getloadavg()[0], "ways": figures}))
        return
    table = Table(title=f"{rows} rows", caption=f"load average of the machine at the end: {os.getloadavg()[0]:.1f}")
    for column in ("way", "rows/s", "of plain reading"):
        table.add_column(column, justify="left" if column == "way" else "right")
    for way, each in seconds.items():
        table.add_row(way, str(round(rows / each)), f"{limit / each:.2f}")
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
