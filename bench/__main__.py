"""``python -m bench``: the table, or ``--json``."""

from __future__ import annotations

import json
import os
import statistics
from typing import Annotated, Any

import pika
import typer
from pymongo import MongoClient
from rich.console import Console
from rich.table import Table

from bench.measure import Measured, measure
from bench.ways import WAYS

#: How many times as fast as each other way the batch path should be.
GOALS = {"plain nameko": 20, "FastStream": 10, "limit": 0.6}


def main(
    messages: Annotated[int, typer.Option(min=400, help="Check-ins in each round.")] = 6000,
    repeats: Annotated[int, typer.Option(min=1, help="Rounds of each way, taking turns.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Check-ins recorded a second: the batch path beside plain nameko and the limit."""
    told = Console(stderr=True)
    rounds: list[Measured] = []
    for number in range(repeats):
        for way in WAYS:
            measured = measure(way, messages)
            told.print(f"{number + 1}/{repeats} {way.name}: {measured.rate:.0f}/s")
            rounds.append(measured)
    result = {
        "on": parts(),
        "load": os.getloadavg()[0],
        "ways": [_summary(way.name, rounds) for way in WAYS],
        "goals": _goals(rounds),
    }
    if as_json:
        typer.echo(json.dumps(result))
    else:
        Console().print(_table(result))
        for each in result["goals"]:
            Console().print(
                f"ours / {each['beside']}: {each['ratio']} ({each['lowest']}-{each['highest']}), goal {each['goal']}"
            )
        counted = result["ways"][0]["counted_per_second"]
        Console().print(f"ours, until the last check-in is part of the figures: {counted}/s")


def _summary(name: str, rounds: list[Measured]) -> dict[str, Any]:
    rates = [measured.rate for measured in rounds if measured.way == name]
    limits = [measured.rate for measured in rounds if measured.way == WAYS[-1].name]
    # Each round is compared with the limit of the same round: what else the machine does then slows both.
    ratios = [rate / limit for rate, limit in zip(rates, limits, strict=True)]
    return {
        "way": name,
        "per_second": round(statistics.median(rates)),
        "lowest": round(min(rates)),
        "highest": round(max(rates)),
        "ratio_to_limit": round(statistics.median(ratios), 3),
        "ratio_lowest": round(min(ratios), 3),
        "ratio_highest": round(max(ratios), 3),
        "counted_per_second": round(statistics.median(m.messages / m.counted_seconds for m in rounds if m.way == name)),
    }


def _goals(rounds: list[Measured]) -> list[dict[str, Any]]:
    """Ours beside each other way, round by round, and what was to be reached."""
    ours = [measured.rate for measured in rounds if measured.way == WAYS[0].name]
    found = []
    for way, goal in GOALS.items():
        others = [measured.rate for measured in rounds if measured.way == way]
        ratios = [own / other for own, other in zip(ours, others, strict=True)]
        found.append(
            {
                "beside": way,
                "goal": goal,
                "ratio": round(statistics.median(ratios), 2),
                "lowest": round(min(ratios), 2),
                "highest": round(max(ratios), 2),
            }
        )
    return found


def _table(result: dict[str, Any]) -> Table:
    table = Table(title=result["on"], caption=f"load average of the machine at the end: {result['load']:.1f}")
    for column in ("way", "check-ins/s", "spread", "of the limit", "spread"):
        table.add_column(column, justify="left" if column == "way" else "right")
    for row in result["ways"]:
        table.add_row(
            row["way"],
            str(row["per_second"]),
            f"{row['lowest']}-{row['highest']}",
            f"{row['ratio_to_limit']:.2f}",
            f"{row['ratio_lowest']:.2f}-{row['ratio_highest']:.2f}",
        )
    return table


def parts() -> str:
    """Which broker and which database: the numbers mean nothing without."""
    mongo: MongoClient[dict[str, Any]] = MongoClient(os.environ["MONGO_URL"], serverSelectionTimeoutMS=5000)
    with mongo:
        build = mongo.admin.command("buildInfo")
    embedded = any("secantus" in str(part).lower() for part in build.items())
    database = f"{'SecantusDB, speaking as MongoDB' if embedded else 'MongoDB'} {build['version']}"
    connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
    server = connection._impl.server_properties
    connection.close()
    return f"{server['product']} {server['version']}, {database}, {os.cpu_count()} processors"


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(main)
    app()
