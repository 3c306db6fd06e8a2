"""What commands show: tables for people, JSON for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import typer

from ops.texts import text
from shared.settings import Settings, load


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """``columns`` are keys of the catalogue."""
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for column in columns:
        table.add_column(text(column), overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def moment(told: str | None, *, seconds: bool = False) -> str:
    """A moment, ISO 8601, as people in the zone of the settings read it: ``2026-11-22 20:00``; empty for none."""
    if not told:
        return ""
    here = datetime.fromisoformat(told).astimezone(_zone())
    return f"{here:%Y-%m-%d %H:%M:%S}" if seconds else f"{here:%Y-%m-%d %H:%M}"


@cache  # A table asks for each of its rows.
def _zone() -> ZoneInfo:
    return ZoneInfo(load(Settings).zone)


def show_json(found: Any) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
