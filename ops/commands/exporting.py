"""``zhixing export roster|summary|policies|calendar``: what a unit did in a month, as workbooks and JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ops.commands.asking import ask
from ops.commands.running import addresses
from ops.commands.tables import show_json
from ops.texts import Problem, locale, text

app = typer.Typer(help=text("help-export"), no_args_is_help=True)

Unit = Annotated[str, typer.Argument(metavar="UNIT", help=text("help-plans-unit"))]
Month = Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help=text("help-export-month"))]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", help=text("help-export-xlsx"))]
Json = Annotated[Path | None, typer.Option("--json", help=text("help-export-json"))]


@app.command(help=text("help-export-roster"))
def roster(unit: Unit, month: Month = None, xlsx: Xlsx = None, json_file: Json = None) -> None:
    _export("roster", unit, month, xlsx, json_file)


@app.command(help=text("help-export-summary"))
def summary(unit: Unit, month: Month = None, xlsx: Xlsx = None, json_file: Json = None) -> None:
    _export("summary", unit, month, xlsx, json_file)


@app.command(help=text("help-export-policies"))
def policies(unit: Unit, month: Month = None, xlsx: Xlsx = None, json_file: Json = None) -> None:
    _export("policies", unit, month, xlsx, json_file)


def _export(kind: str, unit: str, month: str | None, xlsx: Path | None, json_file: Path | None) -> None:
    import json

    from ops.private_files import write
    from ops.rpc import Rpc
    from shared.exports.gathering import KINDS, Question, asked_of

    wanted = _month(month)
    with Rpc(addresses().amqp_url) as rpc:

        def answered(question: Question) -> Any:
            return rpc.call(question.service, question.method, timeout=60, **question.given)

        try:
            found = asked_of(KINDS[kind](unit, wanted), answered)
        except Problem as problem:
            if "UnknownUnit" in str(problem):
                raise Problem("study-unknown-unit", unit=unit) from None
            raise
    if json_file is not None:
        write(json_file, json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    if xlsx is not None:
        from shared.exports.books import BOOKS

        write(xlsx, BOOKS[kind](found, locale()))
    if json_file is None and xlsx is None:
        show_json(found)


def _month(given: str | None) -> str:
    """This month where none is named. Raises Problem."""
    from shared.exports.gathering import last_day

    month = given or f"{date.today():%Y-%m}"
    try:
        last_day(month)
    except ValueError:
        raise Problem("export-bad-month", month=month) from None
    return month


@app.command(help=text("help-export-calendar"))
def calendar(
    member: Annotated[str, typer.Argument(metavar="MEMBER", help=text("help-member"))],
    unit: Annotated[str | None, typer.Option("--unit", help=text("help-export-calendar-unit"))] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help=text("help-export-calendar-revoke"))] = False,
    page: Annotated[str | None, typer.Option("--page", help=text("help-export-calendar-page"))] = None,
) -> None:
    from ops.places import run_directory
    from ops.settings import LaptopSettings
    from ops.supervision.endpoints import read_endpoints
    from shared.settings import load

    method = "revoke_feed" if revoke else "make_feed"
    answer = ask("checkins", method, on_behalf_of=member, member_id=member, unit_id=unit)
    if revoke:
        typer.echo(text("calendar-revoked" if answer else "calendar-none"))
        return
    endpoints = read_endpoints(run_directory())
    origin = page or load(LaptopSettings).web_origin or (endpoints.web_url if endpoints else "")
    typer.echo(text("calendar-made", address=f"{origin.rstrip('/')}/calendar/{answer['secret']}.ics"))
