"""``zhixing policies make-up``: how far make-ups go at a unit and below it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ops.commands.asking import ask
from ops.commands.running import addresses
from ops.commands.tables import show_json, show_table
from ops.texts import Problem, text

app = typer.Typer(help=text("help-make-up-rules"), no_args_is_help=True)

Unit = Annotated[str, typer.Argument(metavar="UNIT", help=text("help-plans-unit"))]
_COLUMNS = ("unit", "days", "decide-days", "per-month", "version", "by")
_FIELDS = ("ask_within_days", "decide_within_days", "per_month")


@app.command(help=text("help-make-up-rules-show"))
def show(unit: Unit, as_json: Annotated[bool, typer.Option("--json", help=text("help-json"))] = False) -> None:
    found = _rules(unit)
    if as_json:
        show_json(found)
        return
    rows = [
        (each["unit_path"], *_numbers(each["rule"]), str(each["version"]), each["changed_by"] or text("plans-unnamed"))
        for each in found["set"]
    ]
    if rows:
        show_table([f"make-up-rules-column-{column}" for column in _COLUMNS], rows)
    typer.echo(_sentence(found["holds"]))


@app.command("set", help=text("help-make-up-rules-set"))
def set_rule(
    unit: Unit,
    days: Annotated[int | None, typer.Option(help=text("help-make-up-rules-days"))] = None,
    decide_days: Annotated[int | None, typer.Option(help=text("help-make-up-rules-decide-days"))] = None,
    per_month: Annotated[int | None, typer.Option(help=text("help-make-up-rules-per-month"))] = None,
    inherit: Annotated[bool, typer.Option("--inherit", help=text("help-make-up-rules-inherit"))] = False,
) -> None:
    from ops.commands.study import overtaken, valid
    from shared.events.policies import MakeUpRule

    given = dict(zip(_FIELDS, (days, decide_days, per_month), strict=True))
    changes = {field: value for field, value in given.items() if value is not None}
    if bool(changes) == inherit:
        raise Problem("make-up-rules-which")
    found = _rules(unit)
    version = next((each["version"] for each in found["set"] if each["unit_id"] == unit), 0)
    rule = None if inherit else valid(MakeUpRule, {**found["holds"]["rule"], **changes})
    answer = ask("checkins", "set_make_up_rule", change={"unit_id": unit, "rule": rule, "version": version})
    if answer["refused"] == "conflict":
        raise overtaken(answer["version"], answer["changed_by"])
    if answer["refused"]:
        raise Problem("study-unknown-unit", unit=unit)
    typer.echo(_sentence(_rules(unit)["holds"]))


def _rules(unit: str) -> dict[str, Any]:
    """What ``checkins.make_up_rules`` tells. Raises Problem for a unit that is not known."""
    from ops.commands.study import path_of
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        found: dict[str, Any] = rpc.call("checkins", "make_up_rules", unit_path=path_of(rpc, unit))
    return found


def _numbers(rule: dict[str, int] | None) -> list[str]:
    return [str(rule[field]) if rule else "-" for field in _FIELDS]


def _sentence(holds: dict[str, Any]) -> str:
    days, decide_days, per_month = _numbers(holds["rule"])
    given = {"days": days, "decide": decide_days, "count": per_month}
    return text(
        "make-up-rules-holds", unit=holds["unit_id"] or "", whose="unit" if holds["unit_id"] else "default", **given
    )
