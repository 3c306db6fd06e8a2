"""Whether reading a unit's month grows with the check-ins that it counts: ``python -m bench.figures``.

The counters are filled through the projection's own writes, without the facts: one batch stands for 1,000 check-ins of
members of one branch, so that a million fit into a minute. What is measured is the RPC's own read.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from datetime import date, timedelta
from typing import Annotated, Any

import typer
from pymongo.database import Database
from rich.console import Console
from rich.table import Table

from bench.__main__ import parts
from services.checkins.figures.model import Fact, Presence, Session
from services.checkins.figures.repository import MongoFigures
from services.checkins.figures.tally import Tally
from services.checkins.figures.views import MongoFigureReader
from services.checkins.figures.windows import window
from tests.support.database import fresh_databases

SIZES = (1_000, 10_000, 100_000, 1_000_000)
BATCH = 1_000
PATHS = [f"/district/zone/school/branch-{number}" for number in range(10)]


def main(
    most: Annotated[int, typer.Option(help="Check-ins at the end.")] = SIZES[-1],
    reads: Annotated[int, typer.Option(min=5, help="Reads at each size.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Milliseconds that reading a unit's month takes, by how many check-ins it counts."""
    rows = []
    with fresh_databases() as databases:
        database = databases.of("checkins")
        MongoFigures.indexes(database)
        database.units.create_index("path")
        for path in {"/".join(each.split("/")[:depth]) for each in PATHS for depth in range(2, 6)}:
            database.units.insert_one({"_id": path.rpartition("/")[2], "path": path})
        done = 0
        for size in (each for each in SIZES if each <= most):
            while done < size:
                _count(database, done)
                done += BATCH
            rows.append({"check_ins": size, **_read(database, size, reads)})
    result = {"on": parts(), "load": os.getloadavg()[0], "rows": rows}
    if as_json:
        typer.echo(json.dumps(result))
        return
    table = Table(title=str(result["on"]), caption=f"load average of the machine at the end: {result['load']:.1f}")
    for column in ("check-ins", "a month, ms", "95 of 100 within, ms", "a year, ms"):
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(f"{row['check_ins']:,}", *(f"{row[key]:.2f}" for key in ("month", "month_95", "year")))
    Console().print(table)


def _count(database: Database[dict[str, Any]], number: int) -> None:
    """1,000 check-ins of one branch at one of 28 sessions of a month."""
    batch = number // BATCH
    day = date(2026, 11, 1) + timedelta(days=batch % 28)
    session = Session(f"t{batch % 280}", day, "online-course", ("theory",), 120)
    fact = Fact(session, Presence(1, PATHS[batch % len(PATHS)], True, 120, False, False, day))
    tally = Tally()
    for _ in range(BATCH):
        tally.add(Fact(session), fact)
    MongoFigures(database, None).add_up(tally, ())


def _read(database: Database[dict[str, Any]], size: int, reads: int) -> dict[str, float]:
    reader = MongoFigureReader(database)
    found = {}
    for name, key in (("month", "2026-11"), ("year", "2026")):
        seconds = []
        for _ in range(reads):
            began = time.perf_counter()
            figures = reader.of_unit("/district", window(key))
            seconds.append((time.perf_counter() - began) * 1000)
            if figures.counts["done"] != size:
                raise AssertionError(figures.counts)
        found[name] = statistics.median(seconds)
        found[f"{name}_95"] = statistics.quantiles(seconds, n=20)[-1]
    return found


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(main)
    app()
