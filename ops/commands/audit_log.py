"""``zhixing audit log|verify|checkpoint``: who changed what, and whether the record of it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ops.commands.running import addresses
from ops.commands.tables import moment
from ops.rpc import Rpc
from ops.texts import Problem, text

#: The services that keep an audit log.
LOGGING = ("directory",)

_PORTION = 2000
_START = {"seq": 0, "hash": "0" * 64}

Json = Annotated[bool, typer.Option("--json", help=text("help-audit-json"))]
Service = Annotated[str | None, typer.Option("--service", help=text("help-audit-service"))]


def add_to(app: typer.Typer) -> None:
    app.command("log", help=text("help-audit-log"))(log)
    app.command("verify", help=text("help-audit-verify"))(verify)
    app.command("checkpoint", help=text("help-audit-checkpoint"))(checkpoint)


def log(
    service: Annotated[str, typer.Option("--service", help=text("help-audit-service"))] = "directory",
    subject: Annotated[str | None, typer.Option(help=text("help-audit-subject"))] = None,
    actor: Annotated[str | None, typer.Option(help=text("help-audit-actor"))] = None,
    kind: Annotated[str | None, typer.Option(help=text("help-audit-kind"))] = None,
    action: Annotated[str | None, typer.Option(help=text("help-audit-action"))] = None,
    limit: Annotated[int, typer.Option(min=1, help=text("help-audit-limit"))] = 50,
    as_json: Json = False,
) -> None:
    wanted = {"subject": subject, "actor": actor, "kind": kind, "action": action}
    filters = {name: value for name, value in wanted.items() if value is not None}
    with Rpc(addresses().amqp_url) as rpc:
        found = list(_entries(rpc, service, limit, filters))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show(found)


def verify(
    service: Service = None,
    checkpoint_file: Annotated[Path | None, typer.Option("--checkpoint", help=text("help-audit-against"))] = None,
    as_json: Json = False,
) -> None:
    known = _read(checkpoint_file) if checkpoint_file else {}
    with Rpc(addresses().amqp_url) as rpc:
        found = {name: verified(rpc, name, known.get(name)) for name in ((service,) if service else LOGGING)}
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for name, result in found.items():
            for fault in result["faults"]:
                typer.echo(text(f"audit-fault-{fault['kind']}", service=name, seq=str(fault["seq"])))
            key = "audit-log-broken" if result["faults"] else "audit-log-whole"
            figures = {name: str(result[name]) for name in ("checked", "erased")}
            typer.echo(text(key, service=name, faults=str(len(result["faults"])), **figures))
    if any(result["faults"] for result in found.values()):
        raise typer.Exit(1)


def checkpoint(
    out: Annotated[Path, typer.Option("--out", help=text("help-audit-out"))] = Path("audit-checkpoint.json"),
) -> None:
    with Rpc(addresses().amqp_url) as rpc:
        heads = {name: rpc.call(name, "audit_checkpoint") for name in LOGGING}
    taken = {"taken_at": datetime.now(UTC).isoformat(timespec="seconds"), "services": heads}
    out.write_text(json.dumps(taken, indent=2) + "\n", encoding="utf-8")
    typer.echo(text("audit-checkpoint-written", path=str(out)))


def verified(rpc: Rpc, service: str, known: dict[str, Any] | None) -> dict[str, Any]:
    """``{"checked", "erased", "faults": [{"seq", "kind"}]}`` of a service's whole log, read in portions."""
    at: dict[str, Any] = dict(_START)
    result: dict[str, Any] = {"checked": 0, "erased": 0, "faults": []}
    while True:
        portion = rpc.call(service, "audit_verify", timeout=120, **at, limit=_PORTION, checkpoint=known)
        at = {"seq": portion["seq"], "hash": portion["hash"]}
        for figure in ("checked", "erased", "faults"):
            result[figure] += portion[figure]
        if portion["done"]:
            return result


def _entries(rpc: Rpc, service: str, limit: int, filters: dict[str, str]) -> Iterator[dict[str, Any]]:
    before: int | None = None
    while limit > 0:
        page = rpc.call(service, "audit_entries", timeout=60, before=before, limit=min(limit, 500), **filters)
        yield from page
        if len(page) < min(limit, 500):
            return
        limit -= len(page)
        before = page[-1]["seq"]


def _read(path: Path) -> dict[str, Any]:
    try:
        services: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["services"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Problem("audit-bad-checkpoint", path=str(path)) from None
    return services


def _show(found: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for column in ("seq", "at", "actor", "action", "subject", "change", "reason"):
        table.add_column(text(f"column-audit-{column}"), overflow="fold")
    for entry in found:
        subject = f"{entry['kind']} {entry['subject']}"
        change = _change(entry)
        row = (str(entry["seq"]), moment(entry["at"], seconds=True), entry["actor"], entry["action"], subject, change)
        table.add_row(*row, entry["reason"] or "")
    Console().print(table)


def _change(entry: dict[str, Any]) -> str:
    before, after = entry["before"], entry["after"]
    if before is None and after is None:
        return ""
    if after is None:
        return text("audit-removed")
    lines = []
    for name in sorted({*(before or {}), *after}):
        was = "" if before is None else json.dumps(before.get(name), ensure_ascii=False) + " → "
        lines.append(f"{name}: {was}{json.dumps(after.get(name), ensure_ascii=False)}")
    if entry["personal"] and entry["personal"]["erased"] and entry["personal"]["fields"]:
        lines.append(text("audit-values-erased", fields=", ".join(entry["personal"]["fields"])))
    return "\n".join(lines)
