"""``zhixing tasks list|cancel``: what a unit is asked to do, and tasks that were set by themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

import typer

from ops.commands.asking import ask
from ops.commands.running import addresses
from ops.commands.tables import moment, show_json, show_table
from ops.texts import Problem, text

app = typer.Typer(help=text("help-tasks"), no_args_is_help=True)


@app.command("list", help=text("help-tasks-list"))
def list_tasks(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=text("help-plans-unit"))],
    first_day: Annotated[str | None, typer.Option(help=text("help-tasks-first-day"))] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help=text("help-tasks-days"))] = 60,
    as_json: Annotated[bool, typer.Option("--json", help=text("help-plans-json"))] = False,
) -> None:
    from ops.commands.study import day, path_of
    from ops.rpc import Rpc

    first = date.fromisoformat(day(first_day)) if first_day else date.today()
    asked: dict[str, Any] = {"first": first.isoformat(), "last": (first + timedelta(days=days - 1)).isoformat()}
    with Rpc(addresses().amqp_url) as rpc:
        found = rpc.call("checkins", "planned", unit_path=path_of(rpc, unit), under_way=True, **asked)
    if as_json:
        show_json(found)
        return
    columns = [f"tasks-column-{column}" for column in ("task", "title", "unit", "opens", "closes", "plan", "slot")]
    show_table(columns, map(_shown, found))


@app.command(help=text("help-tasks-cancel"))
def cancel(
    task: Annotated[str, typer.Argument(metavar="TASK", help=text("help-tasks-task"))],
    reason: Annotated[str, typer.Option(help=text("help-plans-reason"))],
) -> None:
    from ops.commands.study import valid
    from shared.events.plans import CancelTask

    cancellation = valid(CancelTask, {"occurrence_id": task, "reason": reason})
    answer = ask("checkins", "cancel_task", cancellation=cancellation)
    if answer["refused"]:
        raise Problem("task-refused", reason=answer["refused"], task=task)
    typer.echo(text("task-cancelled", task=task))


def _shown(row: dict[str, Any]) -> list[str]:
    what = [row["occurrence_id"], row["title"], row["unit_path"]]
    return [*what, moment(row["opens_at"]), moment(row["closes_at"]), row["plan_id"] or "", row["slot"] or ""]
