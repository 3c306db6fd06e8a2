"""``zhixing audit due``: whether everything that was due ended as sent, failed or suppressed. The audit log of who
changed what is in audit_log.py."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from ops.commands import audit_log
from ops.commands.running import addresses
from ops.texts import Problem, text

app = typer.Typer(help=text("help-audit"), no_args_is_help=True)
audit_log.add_to(app)

_AGE = re.compile(r"(\d{1,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@app.command(help=text("help-audit-due"))
def due(
    since: Annotated[str, typer.Option(help=text("help-audit-since"))] = "1d",
    minutes: Annotated[float, typer.Option(min=0, help=text("help-audit-minutes"))] = 10,
    as_json: Annotated[bool, typer.Option("--json", help=text("help-audit-json"))] = False,
) -> None:
    from ops.rpc import Rpc

    moment = parse_since(since, datetime.now(UTC))
    with Rpc(addresses().amqp_url) as rpc:
        found = rpc.call("notifications", "audit", timeout=60, since=moment.isoformat(), patience=minutes * 60)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show(found)
    if not found["balanced"] or found["stuck_count"]:
        raise typer.Exit(1)


def parse_since(since: str, now: datetime) -> datetime:
    """``90m``, ``12h``, ``7d`` ago, or a moment in ISO 8601 (UTC without an offset). Raises Problem."""
    if age := _AGE.fullmatch(since):
        return now - timedelta(**{_UNITS[age[2]]: int(age[1])})
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        raise Problem("audit-bad-since", since=since) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _show(found: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    columns = ("lane", "kind", "planned", "sent", "failed", "suppressed", "waiting", "oldest", "reasons")
    for column in columns:
        table.add_column(text(f"column-audit-{column}"), overflow="fold")
    for line in found["lines"]:
        figures = (str(line[name]) for name in ("planned", "sent", "failed", "suppressed", "waiting"))
        oldest = f"{line['oldest_waiting_seconds']} s" if line["waiting"] else ""
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(line["reasons"].items()))
        style = "red" if line["difference"] else None
        table.add_row(line["lane"], line["kind"], *figures, oldest, reasons, style=style)
    console = Console()
    console.print(table)
    for each in found["stuck"]:
        minutes = str(each["waiting_seconds"] // 60)
        typer.echo(text("audit-stuck", what=each["what"], id=each["id"], kind=each["kind"], minutes=minutes))
    if found["stuck_count"] > len(found["stuck"]):
        typer.echo(text("audit-more-stuck", count=str(found["stuck_count"] - len(found["stuck"]))))
    typer.echo(text("audit-balanced" if found["balanced"] else "audit-not-balanced"))
