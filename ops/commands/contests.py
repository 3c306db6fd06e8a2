"""``zhixing contests``: contests of a unit, their boards, and who stands on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from ops.commands.asking import ask
from ops.commands.tables import moment, show_json, show_table
from ops.texts import Problem, text

app = typer.Typer(help=text("help-contests"), no_args_is_help=True)

Unit = Annotated[str, typer.Argument(metavar="UNIT", help=text("help-plans-unit"))]
ContestId = Annotated[str, typer.Argument(metavar="CONTEST", help=text("help-contest-id"))]
MemberId = Annotated[str, typer.Argument(metavar="MEMBER", help=text("help-member"))]
Json = Annotated[bool, typer.Option("--json", help=text("help-json"))]


@app.command("list", help=text("help-contests-list"))
def list_contests(unit: Unit, as_json: Json = False) -> None:
    found = ask("checkins", "contests", unit_path=_unit(unit)[0]["path"])
    if as_json:
        show_json(found)
        return
    columns = ("contest", "title", "first", "last", "version", "state")
    rows = [
        (
            each["contest_id"],
            each["title"],
            each["first_day"],
            each["last_day"],
            str(each["version"]),
            _state(each),
        )
        for each in found
    ]
    show_table([f"contests-column-{column}" for column in columns], rows)


@app.command(help=text("help-contests-hold"))
def hold(
    unit: Unit,
    title: Annotated[str, typer.Argument(metavar="TITLE", help=text("help-contest-title"))],
    first_day: Annotated[str, typer.Argument(metavar="FIRST", help=text("help-plans-first-day"))],
    last_day: Annotated[str, typer.Argument(metavar="LAST", help=text("help-plans-last-day"))],
    kind: Annotated[str, typer.Option("--of", help=text("help-contest-of"))] = "branch",
    teams: Annotated[Path | None, typer.Option("--teams", help=text("help-contest-teams"))] = None,
    rules: Annotated[Path | None, typer.Option("--rules", help=text("help-contest-rules"))] = None,
    per_member: Annotated[bool, typer.Option("--per-member", help=text("help-contest-per-member"))] = False,
    individuals: Annotated[bool, typer.Option("--individuals", help=text("help-contest-individuals"))] = False,
) -> None:
    from ops.commands.study import day, valid
    from shared.events.contests import Contest

    tree = _unit(unit)
    units = [
        {"group_id": each["unit_id"], "name": each["name"], "unit_id": each["unit_id"]}
        for each in tree
        if each["kind"] == kind
    ]
    groups = _read(teams, "teams") if teams else units
    if not groups:
        raise Problem("contest-nobody", kind=kind)
    contest_id = str(uuid4())
    contest = {
        "contest_id": contest_id,
        "title": title,
        "unit_id": unit,
        "first_day": day(first_day),
        "last_day": day(last_day),
        "groups": groups,
        "rules": _read(rules, "rules") if rules else ask("checkins", "contest_rules"),
        "ranking": "per-member" if per_member else "total",
        "individuals": individuals,
    }
    _say(ask("checkins", "hold_contest", contest=valid(Contest, contest)), "contest-announced", contest_id)


@app.command(help=text("help-contests-cancel"))
def cancel(contest_id: ContestId, version: Annotated[int, typer.Option(help=text("help-plans-version"))] = 1) -> None:
    answer = ask("checkins", "cancel_contest", contest_id=contest_id, version=version)
    _say(answer, "contest-is-cancelled", contest_id)


@app.command(help=text("help-contests-end"))
def end(contest_id: ContestId) -> None:
    found = ask("checkins", "end_contest", contest_id=contest_id)
    if found is None or found["at"] is None:
        raise Problem("contest-refused", reason="is-cancelled" if found else "unknown-contest", version="")
    typer.echo(text("contest-final" if found["final"] else "contest-to-be-final", at=moment(found["at"])))


@app.command(help=text("help-contests-board"))
def board(contest_id: ContestId, as_json: Json = False) -> None:
    found = ask("checkins", "contest_board", contest_id=contest_id)
    if found is None:
        raise Problem("contest-refused", reason="unknown-contest", version="")
    if as_json:
        show_json(found)
        return
    columns = [f"contests-column-{column}" for column in ("rank", "name", "points", "members")]
    groups = [(str(row["rank"]), row["name"], str(row["points"]), str(row["members"])) for row in found["groups"]]
    show_table(columns, groups)
    if found["individuals"]:
        lines = [(str(row["rank"]), row["name"], str(row["points"])) for row in found["individuals"]]
        show_table(columns[:3], lines)
    if not found["cancelled"]:
        typer.echo(text("contest-final" if found["final"] else "contest-to-be-final", at=moment(found["final_at"])))


@app.command(help=text("help-contests-show"))
def show(
    member_id: MemberId, contest_id: ContestId, name: Annotated[str, typer.Option(help=text("help-contest-name"))]
) -> None:
    _say(_shown(member_id, contest_id, name), "contest-shown", contest_id)


@app.command(help=text("help-contests-hide"))
def hide(member_id: MemberId, contest_id: ContestId) -> None:
    _say(_shown(member_id, contest_id, None), "contest-hidden", contest_id)


def _state(line: dict[str, Any]) -> str:
    if line["cancelled"]:
        return text("contest-cancelled")
    return text("contest-ended" if line["final"] else "contest-held")


def _shown(member_id: str, contest_id: str, name: str | None) -> dict[str, Any]:
    given = {"member_id": member_id, "contest_id": contest_id, "shown_as": name}
    answer: dict[str, Any] = ask("checkins", "show_on_board", on_behalf_of=member_id, **given)
    return answer


def _unit(unit_id: str) -> list[dict[str, Any]]:
    """The unit and those below it. Raises Problem for one that is not known."""
    try:
        found: list[dict[str, Any]] = ask("directory", "tree", unit_id=unit_id)
    except Problem as problem:
        if "UnknownUnit" in str(problem):
            raise Problem("study-unknown-unit", unit=unit_id) from None
        raise
    return found


def _read(file: Path, key: str) -> list[Any]:
    """The list under the key of a YAML file. Raises Problem."""
    import yaml

    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        raise Problem("policies-bad-file", file=str(file)) from None
    if not isinstance(found, dict) or not isinstance(found.get(key), list):
        raise Problem("policies-bad-file", file=str(file))
    rows: list[Any] = found[key]
    return rows


def _say(answer: dict[str, Any], done: str, contest_id: str) -> None:
    if answer["refused"]:
        raise Problem("contest-refused", reason=answer["refused"], version=str(answer["version"] or ""))
    typer.echo(text(done, contest=contest_id))
