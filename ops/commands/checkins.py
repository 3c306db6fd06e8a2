"""``zhixing checkins rolls|roll|roll-call|code|history|question|correct|make-ups|make-up``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ops.commands.asking import ask
from ops.commands.tables import moment, show_json, show_table
from ops.texts import Problem, text

app = typer.Typer(help=text("help-checkins"), no_args_is_help=True)

Occurrence = Annotated[str, typer.Argument(metavar="SESSION", help=text("help-checkins-session"))]
MemberId = Annotated[str, typer.Argument(metavar="MEMBER", help=text("help-member"))]
MakeUpId = Annotated[str, typer.Argument(metavar="REQUEST", help=text("help-checkins-request"))]
AsJson = Annotated[bool, typer.Option("--json", help=text("help-json"))]
As = Annotated[str, typer.Option("--as", help=text("help-as"))]
MaybeAs = Annotated[str | None, typer.Option("--as", help=text("help-checkins-as"))]
Version = Annotated[int, typer.Option("--version", min=1, help=text("help-checkins-version"))]
Present = Annotated[list[str] | None, typer.Argument(metavar="MEMBER...", help=text("help-checkins-present"))]
AbsentFor = Annotated[
    list[str] | None, typer.Option("--absent", metavar="MEMBER=WHY", help=text("help-checkins-absent"))
]
Reason = Annotated[str, typer.Option("--reason", help=text("help-checkins-reason"))]


@app.command(help=text("help-checkins-rolls"))
def rolls(actor: MaybeAs = None, as_json: AsJson = False) -> None:
    found = ask("checkins", "rolls", on_behalf_of=actor)
    if as_json:
        show_json(found)
        return
    columns = [f"checkins-column-{name}" for name in ("session", "title", "unit", "opens", "evidence")]
    keys = ("occurrence_id", "title", "unit_path")
    show_table(columns, ([*(row[key] for key in keys), moment(row["opens_at"]), row["evidence"]] for row in found))


@app.command(help=text("help-checkins-roll"))
def roll(session: Occurrence, actor: MaybeAs = None, as_json: AsJson = False) -> None:
    found = _roll(session, actor)
    if as_json:
        show_json(found)
        return
    columns = [f"checkins-column-{name}" for name in ("member", "unit", "state", "how", "version", "absent")]
    rows = (
        [
            row["member_id"],
            row["unit_path"],
            text("checkins-state", state=row["state"]),
            row["how"] or "",
            str(row["version"] or ""),
            row["absent"] or "",
        ]
        for row in found["members"]
    )
    show_table(columns, rows)


@app.command("roll-call", help=text("help-checkins-roll-call"))
def roll_call(
    session: Occurrence,
    present: Present = None,
    everybody: Annotated[bool, typer.Option("--all", help=text("help-checkins-all"))] = False,
    absent: AbsentFor = None,
    actor: MaybeAs = None,
) -> None:
    reasons = dict(each.partition("=")[::2] for each in absent or ())
    names = list(present or ())
    if everybody:
        missing = [row["member_id"] for row in _roll(session, actor)["members"] if row["state"] == "missing"]
        names += [each for each in missing if each not in names and each not in reasons]
    call = {
        "occurrence_id": session,
        "present": names,
        "absent": [{"member_id": key, "reason": reason or None} for key, reason in reasons.items()],
    }
    answer = ask("checkins", "roll_call", call=call, on_behalf_of=actor)
    if answer["refused"]:
        raise Problem("checkins-roll-call-refused", reason=answer["refused"], at=moment(answer["at"]))
    typer.echo(text("checkins-roll-called", count=len(answer["marked"])))
    for member_id, reason in answer["not_marked"].items():
        typer.echo(text("checkins-not-marked", member=member_id, reason=reason))


@app.command(help=text("help-checkins-code"))
def code(session: Occurrence, actor: MaybeAs = None) -> None:
    found = ask("checkins", "attendance_code", occurrence_id=session, on_behalf_of=actor)
    if found["outcome"] != "shown":
        raise Problem("checkins-no-code", reason=found["outcome"])
    until = moment(found["expires_at"], seconds=True)
    shown = {"title": found["title"], "code": found["code"], "until": until, "next": found["next"]}
    typer.echo(text("checkins-code", **shown))


@app.command(help=text("help-checkins-history"))
def history(session: Occurrence, member_id: MemberId, actor: MaybeAs = None, as_json: AsJson = False) -> None:
    found = ask("checkins", "check_in_history", occurrence_id=session, member_id=member_id, on_behalf_of=actor)
    if as_json:
        show_json(found)
        return
    if not found:
        raise Problem("checkins-no-check-in", member=member_id)
    columns = ("version", "counts", "minutes", "late", "how", "time", "change", "reason")
    show_table([f"checkins-column-{name}" for name in columns], map(_version, found))


@app.command(help=text("help-checkins-question"))
def question(session: Occurrence, member_id: MemberId, version: Version, reason: Reason, actor: As) -> None:
    about = _about(session, member_id, version, reason)
    _changed(ask("checkins", "question_check_in", question=about, on_behalf_of=actor), "checkins-questioned")


@app.command(help=text("help-checkins-correct"))
def correct(
    session: Occurrence,
    member_id: MemberId,
    version: Version,
    reason: Reason,
    actor: As,
    minutes: Annotated[int | None, typer.Option(min=0, max=24 * 60, help=text("help-checkins-minutes"))] = None,
    late: Annotated[bool | None, typer.Option("--late/--on-time", help=text("help-checkins-late"))] = None,
    counts: Annotated[bool | None, typer.Option("--counts/--take-back", help=text("help-checkins-counts"))] = None,
) -> None:
    change = {"credit_minutes": minutes, "late": late, "counts": counts}
    about = {**_about(session, member_id, version, reason), **change}
    _changed(ask("checkins", "correct_check_in", correction=about, on_behalf_of=actor), "checkins-corrected")


@app.command("make-ups", help=text("help-checkins-make-ups"))
def make_ups(actor: As, as_json: AsJson = False) -> None:
    found = ask("checkins", "make_ups_waiting", on_behalf_of=actor)
    if as_json:
        show_json(found)
        return
    columns = [f"checkins-column-{name}" for name in ("request", "member", "title", "reason", "until")]
    keys = ("make_up_id", "member_id", "task_title", "reason")
    show_table(columns, ([*(row[key] for key in keys), moment(row["expires_at"])] for row in found))


@app.command("make-up", help=text("help-checkins-make-up"))
def make_up(
    request: MakeUpId,
    actor: As,
    accepted: Annotated[bool, typer.Option("--accept/--refuse", help=text("help-checkins-accept"))],
    why: Annotated[str | None, typer.Option("--reason", help=text("help-checkins-reason"))] = None,
) -> None:
    answer = ask("checkins", "decide_make_up_now", make_up_id=request, accepted=accepted, why=why, actor_id=actor)
    if answer["refused"]:
        raise Problem("checkins-make-up-refused", reason=answer["refused"])
    typer.echo(text("checkins-decided", accepted="yes" if accepted else "no"))


def _roll(session: str, actor: str | None) -> dict[str, Any]:
    """Raises Problem for a session that is not known."""
    found: dict[str, Any] | None = ask("checkins", "roll", occurrence_id=session, on_behalf_of=actor)
    if found is None:
        raise Problem("checkins-unknown-session", session=session)
    return found


def _about(session: str, member_id: str, version: int, reason: str) -> dict[str, Any]:
    return {"occurrence_id": session, "member_id": member_id, "version": version, "reason": reason}


def _changed(answer: dict[str, Any], done: str) -> None:
    if answer["refused"]:
        about = {"version": answer["version"], "by": answer["changed_by"] or ""}
        raise Problem("checkins-correction-refused", reason=answer["refused"], **about)
    typer.echo(text(done, version=answer["version"]))


def _version(row: dict[str, Any]) -> list[str]:
    changed = row["changed"] or {"kind": "recorded", "reason": ""}
    return [
        str(row["version"]),
        text("checkins-yes-or-no", answer="yes" if row["counts"] else "no"),
        str(row["credit_minutes"]),
        text("checkins-yes-or-no", answer="yes" if row["late"] else "no"),
        row["how"],
        moment(row["checked_in_at"]),
        text("checkins-change", kind=changed["kind"]),
        changed["reason"],
    ]
