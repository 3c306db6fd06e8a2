"""``zhixing transfers list|request|accept|refuse|cancel``: in the name of a member, who must be allowed to."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

import typer

from ops.commands.asking import ask, say
from ops.commands.tables import moment, show_json, show_table
from ops.texts import Problem, text

app = typer.Typer(help=text("help-transfers"), no_args_is_help=True)

MemberId = Annotated[str, typer.Argument(metavar="MEMBER", help=text("help-member"))]
TransferId = Annotated[str, typer.Argument(metavar="TRANSFER", help=text("help-transfer-id"))]
As = Annotated[str, typer.Option("--as", help=text("help-as"))]


@app.command("list", help=text("help-transfers-list"))
def list_transfers(
    member_id: MemberId, as_json: Annotated[bool, typer.Option("--json", help=text("help-json"))] = False
) -> None:
    found = ask("directory", "transfers_of", member_id=member_id)
    if as_json:
        show_json(found)
    elif found:
        show_transfers(found)
    else:
        typer.echo(text("transfers-none", member=member_id))


@app.command(help=text("help-transfers-request"))
def request(
    member_id: MemberId,
    to: Annotated[str, typer.Argument(metavar="UNIT", help=text("help-transfer-to"))],
    reason: Annotated[str, typer.Option("--reason", help=text("help-transfer-reason"))],
    actor: Annotated[str | None, typer.Option("--as", help=text("help-as-member"))] = None,
) -> None:
    if not reason.strip():
        raise Problem("transfer-needs-reason")
    transfer_id = str(uuid.uuid4())
    answer = ask(
        "directory",
        "request_transfer_now",
        transfer_id=transfer_id,
        member_id=member_id,
        to_unit_id=to,
        reason=reason,
        actor_id=actor or member_id,
    )
    _say(answer, "transfer-requested", transfer_id)


@app.command(help=text("help-transfers-accept"))
def accept(transfer_id: TransferId, actor: As) -> None:
    answer = ask("directory", "decide_transfer_now", transfer_id=transfer_id, accepted=True, actor_id=actor)
    _say(answer, "transfer-accepted", transfer_id)


@app.command(help=text("help-transfers-refuse"))
def refuse(
    transfer_id: TransferId,
    actor: As,
    reason: Annotated[str, typer.Option("--reason", help=text("help-transfer-why-not"))],
) -> None:
    if not reason.strip():
        raise Problem("transfer-needs-reason")
    answer = ask(
        "directory", "decide_transfer_now", transfer_id=transfer_id, accepted=False, actor_id=actor, reason=reason
    )
    _say(answer, "transfer-refused", transfer_id)


@app.command(help=text("help-transfers-cancel"))
def cancel(transfer_id: TransferId, actor: As) -> None:
    _say(
        ask("directory", "cancel_transfer_now", transfer_id=transfer_id, actor_id=actor),
        "transfer-cancelled",
        transfer_id,
    )


def show_transfers(transfers: list[dict[str, Any]]) -> None:
    columns = ("transfer", "person", "from", "to", "state", "reason", "until")
    show_table(
        [f"column-{column}" for column in columns],
        (
            (
                each["transfer_id"],
                each["name"],
                each["from_unit_name"],
                each["to_unit_name"],
                text("transfer-state", state=each["state"]),
                each["answer"] or each["reason"],
                moment(each["expires_at"]) if each["state"] == "requested" else "",
            )
            for each in transfers
        ),
    )


def _say(answer: dict[str, Any], done: str, transfer_id: str) -> None:
    say(answer, done, "transfer-not-possible", id=transfer_id)
