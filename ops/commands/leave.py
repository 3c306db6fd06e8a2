"""``zhixing leave list|request|approve|refuse|cancel``: in the name of a member, who must be allowed to."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Any

import typer

from ops.commands.asking import ask, say
from ops.commands.tables import show_json, show_table
from ops.texts import Problem, text
from shared.events.directory import LeaveReason

app = typer.Typer(help=text("help-leave"), no_args_is_help=True)

MemberId = Annotated[str, typer.Argument(metavar="MEMBER", help=text("help-member"))]
LeaveId = Annotated[str, typer.Argument(metavar="LEAVE", help=text("help-leave-id"))]
As = Annotated[str, typer.Option("--as", help=text("help-as"))]


@app.command("list", help=text("help-leave-list"))
def list_leaves(
    member_id: MemberId, as_json: Annotated[bool, typer.Option("--json", help=text("help-json"))] = False
) -> None:
    found = ask("directory", "leaves_of", member_id=member_id)
    if as_json:
        show_json(found)
    elif found:
        show_leaves(found)
    else:
        typer.echo(text("leave-none", member=member_id))


@app.command(help=text("help-leave-request"))
def request(
    member_id: MemberId,
    first_day: Annotated[str, typer.Argument(metavar="FIRST", help=text("help-leave-first"))],
    last_day: Annotated[str, typer.Argument(metavar="LAST", help=text("help-leave-last"))],
    reason: Annotated[LeaveReason, typer.Option("--reason", help=text("help-leave-reason"))],
    actor: Annotated[str | None, typer.Option("--as", help=text("help-as-member"))] = None,
) -> None:
    leave_id = str(uuid.uuid4())
    answer = ask(
        "directory",
        "request_leave_now",
        leave_id=leave_id,
        member_id=member_id,
        first_day=_day(first_day),
        last_day=_day(last_day),
        reason=reason,
        actor_id=actor or member_id,
    )
    _say(answer, "leave-requested", leave_id)


@app.command(help=text("help-leave-approve"))
def approve(leave_id: LeaveId, actor: As) -> None:
    _say(
        ask("directory", "decide_leave_now", leave_id=leave_id, approved=True, actor_id=actor),
        "leave-approved",
        leave_id,
    )


@app.command(help=text("help-leave-refuse"))
def refuse(leave_id: LeaveId, actor: As) -> None:
    _say(
        ask("directory", "decide_leave_now", leave_id=leave_id, approved=False, actor_id=actor),
        "leave-refused",
        leave_id,
    )


@app.command(help=text("help-leave-cancel"))
def cancel(leave_id: LeaveId, actor: As) -> None:
    _say(ask("directory", "cancel_leave_now", leave_id=leave_id, actor_id=actor), "leave-cancelled", leave_id)


def show_leaves(leaves: list[dict[str, Any]]) -> None:
    columns = ("leave", "person", "first-day", "last-day", "reason", "state")
    show_table(
        [f"column-{column}" for column in columns],
        (
            (
                each["leave_id"],
                each["name"],
                each["first_day"],
                each["last_day"],
                text("leave-reason", reason=each["reason"]),
                text("leave-state", state="cut-short" if each["cut_short"] else each["state"]),
            )
            for each in leaves
        ),
    )


def _day(given: str) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise Problem("leave-bad-day", day=given) from None


def _say(answer: dict[str, Any], done: str, leave_id: str) -> None:
    say(answer, done, "leave-not-possible", id=leave_id)
