"""``zhixing directory``: look members up, make login codes; links.py has the chats.

``zhixing demo``: load the demo district.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from ops.commands.running import addresses
from ops.texts import Problem, text
from shared.i18n import local_time
from shared.settings import Settings, load

directory = typer.Typer(help=text("help-directory"), no_args_is_help=True)
demo = typer.Typer(help=text("help-demo"), no_args_is_help=True)


@directory.command("login-code", help=text("help-login-code"))
def login_code(member_id: Annotated[str, typer.Argument(metavar="MEMBER", help=text("help-member"))]) -> None:
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        try:
            issued = rpc.call("directory", "issue_login_code", member_id=member_id)
        except Problem as problem:
            if "UnknownMember" in str(problem):
                raise Problem("member-unknown", member=member_id) from None
            if "MayNotSeeFigures" in str(problem):
                raise Problem("login-code-not-allowed", member=member_id) from None
            raise
    expires = local_time(datetime.fromisoformat(issued["expires_at"]), load(Settings).zone)
    typer.echo(text("login-code", code=issued["code"], expires=expires))


@directory.command(help=text("help-members"))
def members(unit: Annotated[str | None, typer.Option(help=text("help-unit"))] = None) -> None:
    from rich.console import Console
    from rich.table import Table

    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        found = rpc.call("directory", "list_members", unit_id=unit)
    table = Table()
    for column in ("member", "name", "unit", "roles"):
        table.add_column(text(f"column-{'person' if column == 'name' else column}"), overflow="fold")
    for each in found:
        table.add_row(each["member_id"], each["name"], each["unit_name"], ", ".join(each["roles"]))
    Console().print(table)


@demo.command("load", help=text("help-demo-load"))
def load_demo() -> None:
    from ops.demo.load import load_district

    typer.echo(text("demo-loaded", count=str(load_district(addresses().amqp_url))))
