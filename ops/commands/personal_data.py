"""``zhixing people export|erase``: everything held about a member, and its erasure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from ops.commands.asking import sure
from ops.commands.running import addresses
from ops.texts import text

Member = Annotated[str, typer.Argument(metavar="MEMBER", help=text("help-member"))]


def add_to(app: typer.Typer) -> None:
    app.command("export", help=text("help-people-export"))(export)
    app.command("erase", help=text("help-people-erase"))(erase)


def export(
    member: Member,
    html: Annotated[Path | None, typer.Option("--html", help=text("help-people-html"))] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help=text("help-people-json"))] = None,
) -> None:
    from ops.people import collected, page
    from ops.private_files import write
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        found = collected(rpc, member)
    as_json = json.dumps(found, ensure_ascii=False, indent=2)
    if html is None and json_file is None:
        typer.echo(as_json)
        return
    if json_file is not None:
        write(json_file, as_json + "\n")
    if html is not None:
        write(html, page(found))


def erase(
    member: Member,
    reason: Annotated[str, typer.Option("--reason", help=text("help-people-reason"))],
    yes: Annotated[bool, typer.Option("--yes", help=text("help-yes"))] = False,
    wait: Annotated[float, typer.Option(min=0, help=text("help-people-wait"))] = 60,
) -> None:
    from ops.demo.load import send
    from ops.people import wait_for_answers
    from ops.rpc import Rpc
    from ops.texts import Problem
    from shared.events import compose
    from shared.events.people import ErasePerson

    if not yes and not sure(text("erase-question", member=member)):
        raise typer.Exit(1)
    url = addresses().amqp_url
    with Rpc(url) as rpc:
        if not rpc.call("directory", "profiles", member_ids=[member]):
            raise Problem("member-unknown", member=member)
        command = compose(ErasePerson(member_id=member, reason=reason), source="/zhixing/ops", subject=member)
        send(url, [command])
        state = wait_for_answers(rpc, command, member, wait)
    _show(member, state)
    if state is None or state["missing"]:
        raise typer.Exit(1)


def _show(member: str, state: dict[str, Any] | None) -> None:
    if state is None:
        typer.echo(text("erase-not-begun", member=member))
        return
    for process, answer in sorted(state["answers"].items()):
        figures = ", ".join(f"{name} {count}" for name, count in sorted(answer["erased"].items()))
        typer.echo(text("erase-answered", process=process, erased=figures or "0"))
    for process in state["missing"]:
        typer.echo(text("erase-not-answered", process=process))
    typer.echo(text("erase-incomplete" if state["missing"] else "erase-complete", member=member))
