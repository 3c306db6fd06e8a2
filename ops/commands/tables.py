"""What commands show: tables for people, JSON for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import typer

from ops.texts import text


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


def show_json(found: Any) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
