"""``zhixing down``, ``status`` and ``reset``."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from rich.table import Table

from ops.supervision.daemon import Daemon
from ops.supervision.endpoints import forget_endpoints, read_endpoints
from ops.supervision.lock import only_one
from ops.supervision.readiness import readiness
from ops.texts import Problem, text


def down(directory: Path) -> bool:
    """Stop what runs under ``directory``, or what a killed ``up`` left there. False when nothing was running."""
    if not directory.exists():
        return False
    with only_one(directory):
        daemon = Daemon(directory)
        running = daemon.running
        forget_endpoints(directory)
        if running:
            daemon.stop()
        else:
            daemon.sweep()
        return running


def reset(directory: Path) -> None:
    """Stop it and remove its data, logs and secrets. Raises Problem."""
    if not directory.exists():
        return
    down(directory)
    try:
        shutil.rmtree(directory)
    except OSError as error:
        raise Problem("no-permission", path=str(directory), reason=error.strerror or "") from None


@dataclass(frozen=True)
class ProcessStatus:
    """``ready`` is None for the parts, which serve no health page."""

    name: str
    state: str
    pid: int
    uptime: timedelta
    ready: bool | None
    faults: dict[str, str]
    address: str


def statuses(directory: Path) -> list[ProcessStatus]:
    """Every process; empty when nothing runs."""
    endpoints = read_endpoints(directory)
    known = endpoints.processes if endpoints else {}
    found = []
    for state in Daemon(directory).states():
        endpoint = known.get(state.name)
        health = readiness(endpoint.url) if endpoint else None
        found.append(
            ProcessStatus(
                name=state.name,
                state=state.state,
                pid=state.pid,
                uptime=timedelta(seconds=state.uptime_seconds),
                ready=health.ready if health else None,
                faults=health.faults if health else {},
                address=endpoint.url if endpoint else "",
            )
        )
    return found


def status_table(found: list[ProcessStatus]) -> Table:
    """For a terminal."""
    table = Table()
    for column in ("name", "state", "pid", "uptime", "ready", "address"):
        table.add_column(text(f"column-{column}"), overflow="fold")
    for each in found:
        ready = "-" if each.ready is None else text("yes") if each.ready else _faults(each)
        pid = str(each.pid) if each.pid else "-"
        table.add_row(each.name, each.state, pid, str(each.uptime), ready, each.address)
    return table


def _faults(status: ProcessStatus) -> str:
    told = "; ".join(f"{part}: {fault}" for part, fault in status.faults.items())
    return f"{text('no')} ({told})" if told else text("no")
