"""``zhixing policies``: what is asked of units, whether they keep it, and what a change would mean."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from ops.commands import make_up_rules
from ops.commands.running import addresses
from ops.texts import Problem, text

app = typer.Typer(help=text("help-policies"), no_args_is_help=True)
app.add_typer(make_up_rules.app, name="make-up")

District = Annotated[str, typer.Argument(metavar="DISTRICT", help=text("help-policies-district"))]
PolicyId = Annotated[str, typer.Argument(metavar="POLICY", help=text("help-policies-policy"))]
Threshold = Annotated[float | None, typer.Option(help=text("help-policies-threshold"))]
File = Annotated[str | None, typer.Option(help=text("help-policies-file"))]
Enabled = Annotated[bool | None, typer.Option("--on/--off", help=text("help-policies-on"))]

#: So many of those who lack something are named; the rest are counted.
_NAMED = 8


@app.command("list", help=text("help-policies-list"))
def list_policies(district: District) -> None:
    from rich.console import Console
    from rich.table import Table

    from ops.commands.study import own
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        found = rpc.call("checkins", "policies", district_id=district)
    table = Table()
    for column in ("policy", "name", "threshold", "window", "version", "source"):
        table.add_column(text(f"policies-column-{column}"), overflow="fold")
    for each in found:
        policy = each["policy"]
        name = own(policy["name"]) if policy["enabled"] else text("policies-off", name=own(policy["name"]))
        window = text(f"policies-window-{policy['window']}")
        least = _least(policy["metric"], policy["threshold"])
        table.add_row(policy["policy_id"], name, least, window, str(each["version"]), own(policy["source"]))
    Console().print(table)


@app.command(help=text("help-policies-report"))
def report(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=text("help-plans-unit"))],
    day: Annotated[str | None, typer.Option(help=text("help-policies-day"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=text("help-plans-json"))] = False,
) -> None:
    from ops.commands.study import day as checked
    from ops.commands.study import path_of
    from ops.rpc import Rpc

    wanted = checked(day) if day else None
    with Rpc(addresses().amqp_url) as rpc:
        path = path_of(rpc, unit)
        found = rpc.call("checkins", "policy_report", timeout=60, unit_path=path, day=wanted)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not found:
        typer.echo(text("policies-nothing-asked-here"))
    for path in dict.fromkeys(row["unit_path"] for row in found):
        typer.echo(path)
        for row in found:
            if row["unit_path"] == path:
                _explain(row)


@app.command(help=text("help-policies-preview"))
def preview(
    district: District, policy: PolicyId, threshold: Threshold = None, file: File = None, on: Enabled = None
) -> None:
    _preview(district, _changed(district, policy, threshold, file, on)["policy"])


@app.command("set", help=text("help-policies-set"))
def set_policy(
    district: District,
    policy: PolicyId,
    threshold: Threshold = None,
    file: File = None,
    on: Enabled = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=text("help-yes"))] = False,
) -> None:
    from ops.commands.asking import sure
    from ops.commands.study import overtaken
    from ops.rpc import Rpc

    change = _changed(district, policy, threshold, file, on)
    _preview(district, change["policy"])
    if not yes and not sure(text("policies-sure")):
        return
    with Rpc(addresses().amqp_url) as rpc:
        answer = rpc.call("checkins", "set_policy", change={**change, "district_id": district})
    if answer["refused"] == "conflict":
        raise overtaken(answer["version"], answer["changed_by"])
    if answer["refused"]:
        raise Problem(f"policy-refused-{answer['refused']}")
    typer.echo(text("policies-set", policy=policy, version=str(answer["version"])))


def _changed(
    district: str, policy_id: str, threshold: float | None, file: str | None, on: bool | None
) -> dict[str, Any]:
    """``{"policy", "version"}``: the policy as it is to be, and the version it is made from. Raises Problem."""
    from ops.commands.study import valid
    from ops.rpc import Rpc
    from shared.events.policies import Policy

    with Rpc(addresses().amqp_url) as rpc:
        known = {each["policy"]["policy_id"]: each for each in rpc.call("checkins", "policies", district_id=district)}
    if policy_id not in known and file is None:
        raise Problem("policies-unknown", policy=policy_id)
    before = known.get(policy_id, {"policy": {}, "version": 0})
    changes = {"threshold": threshold, "enabled": on, "policy_id": policy_id}
    given = {name: value for name, value in changes.items() if value is not None}
    policy = {**(_read(file) if file else before["policy"]), **given}
    return {"policy": valid(Policy, policy), "version": before["version"]}


def _read(file: str) -> dict[str, Any]:
    from pathlib import Path

    import yaml

    try:
        found = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        raise Problem("policies-bad-file", file=file) from None
    if not isinstance(found, dict):
        raise Problem("policies-bad-file", file=file)
    return found


def _preview(district: str, policy: dict[str, Any]) -> None:
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        found = rpc.call("checkins", "policy_effect", timeout=60, district_id=district, policy=policy)
    typer.echo(text("policies-judged-over" if found["over"] else "policies-judged-so-far", **found["window"]))
    differ = 0
    for each in found["units"]:
        before, after = (one["state"] if one else "not-asked" for one in (each["before"], each["after"]))
        if before != after:
            differ += 1
            words = {"before": text(f"policies-state-{before}"), "after": text(f"policies-state-{after}")}
            typer.echo(text("policies-effect", unit=each["unit_path"], **words))
    if not differ:
        typer.echo(text("policies-no-effect"))


def _explain(row: dict[str, Any]) -> None:
    from ops.commands.study import own

    whole = row["denominator"]
    value = str(row["numerator"]) if whole is None else f"{row['numerator']} / {whole}"
    least = _least(row["metric"], row["threshold"])
    state = text(f"policies-state-{row['state']}")
    typer.echo("  " + text("policies-line", name=own(row["name"]), state=state, value=value, least=least))
    if row["needed"] and row["state"] != "nothing-asked":
        more = text(f"policies-needed-{row['metric']}", count=str(row["needed"]))
        by = row["by"]
        typer.echo("    " + (text("policies-more-by", more=more, day=by) if by else text("policies-lacked", more=more)))
        if row["metric"] == "sessions" and by:
            typer.echo("    " + text("policies-to-come", count=str(row["to_come"])))
    if row["missing"]:
        named = ", ".join(row["missing"][:_NAMED])
        rest = len(row["missing"]) - _NAMED
        typer.echo("    " + text("policies-missing", who=named if rest <= 0 else f"{named} (+{rest})"))


def _least(metric: str, threshold: float) -> str:
    return f"{threshold:g}" if metric == "sessions" else f"{threshold * 100:g} %"
