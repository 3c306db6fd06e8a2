"""``zhixing units``: the tree of units, how it is changed, how it was, and who is told what at each unit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ops.commands.asking import sure
from ops.commands.running import addresses
from ops.commands.tables import moment
from ops.texts import Problem, text

app = typer.Typer(help=text("help-units"), no_args_is_help=True)

Unit = Annotated[str, typer.Argument(metavar="UNIT", help=text("help-units-unit"))]
Reason = Annotated[str, typer.Option("--reason", help=text("help-units-reason"))]
AsJson = Annotated[bool, typer.Option("--json", help=text("help-json"))]
On = Annotated[str | None, typer.Option("--on", metavar="DAY", help=text("help-units-on"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=text("help-yes"))]


@app.command("list", help=text("help-units-list"))
def list_units(
    unit: Annotated[str | None, typer.Argument(metavar="[UNIT]", help=text("help-units-unit"))] = None,
    closed: Annotated[bool, typer.Option("--closed", help=text("help-units-closed"))] = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    if on is None:
        found = _ask("tree", unit_id=unit, closed=closed)
    elif unit is None:
        raise Problem("units-on-needs-unit")
    else:
        found = _ask("tree_on", unit_path=_on(unit, on)["path"], day=_day(on))
    top = min((each["path"].count("/") for each in found), default=0)
    rows = [
        (
            "  " * (each["path"].count("/") - top) + each["name"],
            each["unit_id"],
            text(f"unit-kind-{each['kind']}"),
            each["code"] or "",
            str(each.get("members", "")),
            text(f"unit-status-{each['status']}"),
        )
        for each in found
    ]
    _show(found, ("name", "id", "kind", "code", "members", "status"), rows, as_json)


@app.command(help=text("help-units-show"))
def show(unit: Unit, on: On = None, as_json: AsJson = False) -> None:
    found = _on(unit, on) if on else _ask("unit", unit_id=unit)
    lines = {**found, "kind": text(f"unit-kind-{found['kind']}"), "status": text(f"unit-status-{found['status']}")}
    fields = ("unit_id", "name", "kind", "code", "parent_id", "path", "status", "opened_on", "closed_on", "merged_into")
    rows = [(text(f"unit-{field.replace('_', '-')}"), str(lines[field])) for field in fields if lines[field]]
    _show(found, ("field", "value"), rows, as_json)


@app.command(help=text("help-units-history"))
def history(unit: Unit, as_json: AsJson = False) -> None:
    found = _ask("unit_history", unit_id=unit)
    rows = [
        (
            moment(each["valid_from"]),
            moment(each["valid_until"]),
            each["name"],
            each["path"],
            text(f"unit-status-{each['status']}"),
            text(f"unit-cause-{each['cause'].removeprefix('directory.')}"),
        )
        for each in found
    ]
    _show(found, ("from", "until", "name", "path", "status", "cause"), rows, as_json)


@app.command(help=text("help-units-register"))
def register(
    unit: Unit,
    kind: Annotated[str, typer.Option("--kind", help=text("help-units-kind"))],
    name: Annotated[str, typer.Option("--name", help=text("help-units-name"))],
    parent: Annotated[str | None, typer.Option("--parent", metavar="UNIT", help=text("help-units-parent"))] = None,
    code: Annotated[str | None, typer.Option("--code", help=text("help-units-code"))] = None,
    opened_on: Annotated[str | None, typer.Option("--opened-on", metavar="DAY", help=text("help-units-opened"))] = None,
) -> None:
    from shared.events.directory import RegisterUnit

    asked = {"unit_id": unit, "kind": kind, "name": name, "parent_id": parent, "code": code, "opened_on": opened_on}
    _change(RegisterUnit, asked)
    typer.echo(text("units-registered", unit=unit))


@app.command(help=text("help-units-move"))
def move(
    unit: Unit,
    to: Annotated[str, typer.Option("--to", metavar="UNIT", help=text("help-units-parent"))],
    reason: Reason,
) -> None:
    from shared.events.units import MoveUnit

    _change(MoveUnit, {"unit_id": unit, "parent_id": to, "reason": reason})
    typer.echo(text("units-moved", unit=unit, path=_ask("unit", unit_id=unit)["path"]))


@app.command(help=text("help-units-merge"))
def merge(
    units: Annotated[list[str], typer.Argument(metavar="UNIT...", help=text("help-units-merged"))],
    into: Annotated[str, typer.Option("--into", metavar="UNIT", help=text("help-units-into"))],
    reason: Reason,
    yes: Yes = False,
) -> None:
    from shared.events.units import MergeUnits

    if not yes and not sure(text("units-merge-question", units=", ".join(units), into=into)):
        return
    _change(MergeUnits, {"unit_ids": units, "into_id": into, "reason": reason})
    typer.echo(text("units-merged", units=", ".join(units), into=into))


@app.command(help=text("help-units-split"))
def split(
    unit: Unit,
    parts: Annotated[Path, typer.Argument(metavar="FILE", help=text("help-units-parts"))],
    reason: Reason,
) -> None:
    from shared.events.units import SplitUnit

    found = _read(parts)
    _change(SplitUnit, {"unit_id": unit, "parts": found, "reason": reason})
    typer.echo(text("units-split", unit=unit, parts=", ".join(str(part["unit_id"]) for part in found)))


@app.command(help=text("help-units-close"))
def close(unit: Unit, reason: Reason, yes: Yes = False) -> None:
    from shared.events.units import CloseUnit

    if not yes and not sure(text("units-close-question", unit=unit)):
        return
    _change(CloseUnit, {"unit_id": unit, "reason": reason})
    typer.echo(text("units-closed", unit=unit))


@app.command(help=text("help-units-duties"))
def duties(
    unit: Unit,
    set_: Annotated[Path | None, typer.Option("--set", metavar="FILE", help=text("help-units-duties-set"))] = None,
    clear: Annotated[bool, typer.Option("--clear", help=text("help-units-duties-clear"))] = False,
    as_json: AsJson = False,
) -> None:
    from shared.events.units import SetDuties

    if set_ is not None or clear:
        _change(SetDuties, {"unit_id": unit, "duties": _read(set_) if set_ is not None and not clear else []})
    found = _ask("duties", unit_id=unit)
    if not found and not as_json:
        typer.echo(text("units-no-duties", unit=unit))
        return
    rows = [
        (
            str(number),
            _person(duty),
            ", ".join(map(_person, duty["deputies"])),
            duty["valid_from"] or "",
            duty["valid_until"] or "",
        )
        for number, duty in enumerate(found, 1)
    ]
    _show(found, ("rank", "holder", "deputies", "from", "until"), rows, as_json)


def _ask(method: str, **kwargs: Any) -> Any:
    """Raises Problem, with a sentence of its own for a unit that is not known."""
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        try:
            return rpc.call("directory", method, **kwargs)
        except Problem as problem:
            if "UnknownUnit" in str(problem):
                raise Problem("units-unknown", unit=str(kwargs.get("unit_id"))) from None
            raise


def _change(payload: Any, data: dict[str, Any]) -> None:
    """Have the tree changed at once. Raises Problem where a value cannot be used or the directory refuses."""
    from pydantic import ValidationError

    from ops.rpc import Rpc

    try:
        asked = payload.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Problem("units-bad-value", field=".".join(map(str, first["loc"]))) from None
    with Rpc(addresses().amqp_url) as rpc:
        # A large subtree is one transaction.
        answer = rpc.call(
            "directory", "change_tree", timeout=30, command_type=payload.type, data=asked.model_dump(mode="json")
        )
    if answer["refused"]:
        raise Problem(f"units-refused-{answer['refused']}", unit=answer["unit_id"])


def _on(unit: str, day: str) -> dict[str, Any]:
    found: dict[str, Any] | None = _ask("unit_on", unit_id=unit, day=_day(day))
    if found is None:
        raise Problem("unit-not-yet", unit=unit, day=day)
    return found


def _day(given: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise Problem("units-bad-value", field="--on") from None


def _read(file: Path) -> list[dict[str, Any]]:
    """A list of mappings from a YAML or JSON file. Raises Problem."""
    import yaml

    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise Problem("units-bad-file", file=str(file)) from None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Problem("units-bad-file", file=str(file))
    return found


def _person(person: dict[str, Any]) -> str:
    return f"{person['name']} ({person['member_id']})" if person["name"] else str(person["member_id"])


def _show(found: Any, columns: Sequence[str], rows: Sequence[Sequence[str]], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table()
    for column in columns:
        table.add_column(text(f"column-units-{column}"), overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    Console().print(table)
