"""``zhixing plans``: study plans of a unit and those below it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from ops.commands.running import addresses
from ops.texts import Problem, text

app = typer.Typer(help=text("help-plans"), no_args_is_help=True)

Unit = Annotated[str, typer.Argument(metavar="UNIT", help=text("help-plans-unit"))]
PlanId = Annotated[str, typer.Argument(metavar="PLAN", help=text("help-plans-plan"))]
Version = Annotated[int | None, typer.Option(help=text("help-plans-version"))]
Slot = Annotated[str | None, typer.Option(help=text("help-plans-slot"))]
Credit = Annotated[int | None, typer.Option(help=text("help-plans-credit"))]
Grace = Annotated[int | None, typer.Option(help=text("help-plans-grace"))]
Clock = Annotated[str | None, typer.Option(metavar="HH:MM", help=text("help-plans-clock"))]
Proof = Annotated[str | None, typer.Option(help=text("help-plans-evidence"))]
Least = Annotated[int | None, typer.Option(min=0, help=text("help-plans-least"))]
Quiz = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help=text("help-plans-quiz"))]
Later = Annotated[int | None, typer.Option(help=text("help-plans-days-later"))]


@app.command("list", help=text("help-plans-list"))
def list_plans(
    unit: Unit, as_json: Annotated[bool, typer.Option("--json", help=text("help-plans-json"))] = False
) -> None:
    from rich.console import Console
    from rich.table import Table

    from ops.commands.study import path_of
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        found = rpc.call("checkins", "plans", unit_path=path_of(rpc, unit))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    table = Table()
    for column in ("plan", "version", "title", "kind", "units", "days", "state"):
        table.add_column(text(f"plans-column-{column}"), overflow="fold")
    for each in found:
        days = each["timing"]["rule"] or each["timing"]["first_day"]
        units = ", ".join(each["scope"]["unit_ids"])
        state = text(f"plans-state-{each['state']}")
        table.add_row(each["plan_id"], str(each["version"]), each["title"], each["kind"], units, days, state)
    Console().print(table)


@app.command(help=text("help-plans-new"))
def new(
    unit: Unit,
    title: Annotated[str, typer.Argument(help=text("help-plans-title"))],
    kind: Annotated[str, typer.Option(help=text("help-plans-kind"))],
    first_day: Annotated[str, typer.Option(help=text("help-plans-first-day"))],
    opens: Annotated[str, typer.Option(metavar="HH:MM", help=text("help-plans-clock"))],
    closes: Annotated[str, typer.Option(metavar="HH:MM", help=text("help-plans-clock"))],
    credit: Annotated[int, typer.Option(help=text("help-plans-credit"))],
    last_day: Annotated[str | None, typer.Option(help=text("help-plans-last-day"))] = None,
    rule: Annotated[str | None, typer.Option(help=text("help-plans-rule"))] = None,
    mover: Annotated[str, typer.Option(help=text("help-plans-mover"))] = "as-is",
    days_later: Annotated[int, typer.Option(help=text("help-plans-days-later"))] = 0,
    grace: Annotated[int, typer.Option(help=text("help-plans-grace"))] = 0,
    late_credit: Annotated[int, typer.Option(help=text("help-plans-late-credit"))] = 100,
    position: Annotated[list[str] | None, typer.Option(help=text("help-plans-position"))] = None,
    subject: Annotated[list[str] | None, typer.Option(help=text("help-plans-subject"))] = None,
    evidence: Proof = None,
    least: Least = None,
    quiz: Quiz = None,
) -> None:
    from ops.commands import quizzes
    from ops.commands.study import day

    window = {"opens": opens, "closes": closes, "closes_after_days": days_later, "grace_minutes": grace}
    timing = {
        "first_day": day(first_day),
        "last_day": day(last_day) if last_day else None,
        "rule": rule,
        "mover": mover,
    }
    plan = {
        "plan_id": str(uuid4()),
        "title": title,
        "kind": kind,
        "subjects": subject or [],
        "scope": {"unit_ids": [unit], "positions": position or []},
        "timing": timing,
        "window": window,
        "credit_minutes": credit,
        "late": {"credit_percent": late_credit},
        "evidence": quizzes.evidence(evidence, least, quiz, {"kind": "none", "least": 0, "questions": []}),
    }
    _make([plan])


@app.command(help=text("help-plans-template"))
def template(
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help=text("help-plans-unit"))] = None,
    key: Annotated[str, typer.Option(help=text("help-plans-template-key"))] = "usual-month",
    first_day: Annotated[str | None, typer.Option(help=text("help-plans-first-day"))] = None,
    last_day: Annotated[str | None, typer.Option(help=text("help-plans-last-day"))] = None,
    term: Annotated[str | None, typer.Option(help=text("help-plans-term"))] = None,
) -> None:
    from ops.commands.study import day, own
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        known = {each["key"]: each for each in rpc.call("checkins", "plan_templates")}
        days = rpc.call("checkins", "term", unit_id=unit, term_id=term) if unit and term else None
    if unit is None:
        for each in known.values():
            typer.echo(f"{each['key']}: {own(each['name'])}")
        return
    if key not in known:
        raise Problem("plans-unknown-template", template=key)
    if term and days is None:
        raise Problem("plan-refused-unknown-term")
    begins = first_day or (days["first_day"] if days else None)
    if begins is None:
        raise Problem("plans-needs-first-day")
    timing = {"first_day": day(begins), "last_day": day(last_day) if last_day else None, "term": days}
    _make(
        [
            {
                "plan_id": str(uuid4()),
                "title": own(entry["title"]),
                "scope": {"unit_ids": [unit]},
                "timing": {**timing, "rule": entry["rule"], "mover": entry["mover"]},
                **{name: entry[name] for name in ("kind", "subjects", "window", "credit_minutes", "evidence", "late")},
            }
            for entry in known[key]["plans"]
        ]
    )


@app.command(help=text("help-plans-set-term"))
def term(
    unit: Unit,
    term_id: Annotated[str, typer.Argument(metavar="TERM", help=text("help-plans-term"))],
    first_day: Annotated[str, typer.Argument(help=text("help-plans-first-day"))],
    last_day: Annotated[str, typer.Argument(help=text("help-plans-last-day"))],
) -> None:
    from ops.commands.study import day
    from shared.events.plans import SetTerm

    days = {"term_id": term_id, "first_day": day(first_day), "last_day": day(last_day)}
    _ask("set_term", "term", SetTerm, {"unit_id": unit, "term": days})
    typer.echo(text("plans-term-set", term=term_id))


@app.command(help=text("help-plans-copy"))
def copy(
    unit: Unit,
    from_term: Annotated[str, typer.Argument(metavar="FROM", help=text("help-plans-term"))],
    to_term: Annotated[str, typer.Argument(metavar="TO", help=text("help-plans-term"))],
) -> None:
    from shared.events.plans import CopyPlans

    # The same terms again are the same copy, and make nothing twice.
    copy_id = f"{unit}.{from_term}.{to_term}"[:64]
    asked = {"copy_id": copy_id, "unit_id": unit, "from_term": from_term, "to_term": to_term}
    _told(_ask("copy_plans", "copy", CopyPlans, asked))


@app.command(help=text("help-plans-edit"))
def edit(
    plan: PlanId,
    extent: Annotated[str, typer.Option(help=text("help-plans-extent"))] = "all",
    slot: Slot = None,
    version: Version = None,
    title: Annotated[str | None, typer.Option(help=text("help-plans-title"))] = None,
    kind: Annotated[str | None, typer.Option(help=text("help-plans-kind"))] = None,
    subject: Annotated[list[str] | None, typer.Option(help=text("help-plans-subject"))] = None,
    day: Annotated[str | None, typer.Option(help=text("help-plans-day"))] = None,
    opens: Clock = None,
    closes: Clock = None,
    days_later: Later = None,
    grace: Grace = None,
    credit: Credit = None,
    evidence: Proof = None,
    least: Least = None,
    quiz: Quiz = None,
) -> None:
    from ops.commands import quizzes
    from ops.commands.study import day as checked
    from shared.events.plans import ChangeSeries

    if extent == "this" and (kind or subject):
        raise Problem("plans-not-of-one")
    slot = checked(slot) if slot else None
    judged = evidence is not None or least is not None or quiz is not None
    before = _plan(plan, to_change=judged)
    window = {"opens": opens, "closes": closes, "closes_after_days": days_later, "grace_minutes": grace}
    given = {name: value for name, value in window.items() if value is not None}
    changes = {
        "title": title,
        "kind": kind,
        "subjects": subject or None,
        "day": checked(day) if day else None,
        "window": {**before["window"], **given} if given else None,
        "credit_minutes": credit,
        "evidence": quizzes.evidence(evidence, least, quiz, _evidence_at(before, slot)) if judged else None,
    }
    asked = {
        "plan_id": plan,
        "version": version or before["version"],
        "extent": extent,
        "slot": slot,
        "changes": changes,
    }
    _told(_ask("change_series", "change", ChangeSeries, asked))


@app.command(help=text("help-plans-cancel"))
def cancel(
    plan: PlanId,
    reason: Annotated[str, typer.Option(help=text("help-plans-reason"))],
    slot: Slot = None,
    version: Version = None,
) -> None:
    from ops.commands.study import day
    from shared.events.plans import CancelOccurrence, CancelPlan

    asked = {"plan_id": plan, "version": version or _plan(plan)["version"], "reason": reason}
    if slot:
        occurrence = {**asked, "slot": day(slot)}
        _told(_ask("cancel_occurrence", "cancellation", CancelOccurrence, occurrence))
    else:
        _told(_ask("cancel_plan", "cancellation", CancelPlan, asked))


@app.command("quiz", help=text("help-plans-show-quiz"))
def show_quiz(plan: PlanId, slot: Slot = None) -> None:
    from ops.commands import quizzes
    from ops.commands.study import day

    found = _evidence_at(_plan(plan, to_change=True), day(slot) if slot else None)
    if found["kind"] != "quiz":
        raise Problem("quiz-is-not-asked", kind=found["kind"])
    typer.echo(quizzes.text_of(found["questions"]), nl=False)


def _plan(plan_id: str, *, to_change: bool = False) -> dict[str, Any]:
    """``to_change``: with the right answers of a quiz, and what each session has of its own."""
    from ops.rpc import Rpc

    method = "plan_to_change" if to_change else "plan"
    with Rpc(addresses().amqp_url) as rpc:
        found: dict[str, Any] | None = rpc.call("checkins", method, plan_id=plan_id)
    if found is None:
        raise Problem("plan-refused-unknown-plan")
    return found


def _evidence_at(plan: dict[str, Any], slot: str | None) -> dict[str, Any]:
    """Of a session, which may have its own, or of the plan."""
    own = (each["evidence"] for each in plan["occurrences"] if slot is not None and each["slot"] == slot)
    found: dict[str, Any] = next(own, plan["evidence"])
    return found


def _make(plans: list[dict[str, Any]]) -> None:
    from shared.events.plans import PlanStudy

    for plan in plans:
        _told(_ask("plan_study", "plan", PlanStudy, plan), plan["title"])


def _ask(method: str, argument: str, cls: Any, data: dict[str, Any]) -> dict[str, Any]:
    """Raises Problem when it is refused."""
    from ops.commands.study import overtaken, valid
    from ops.rpc import Rpc

    asked: dict[str, Any] = {argument: valid(cls, data)}
    with Rpc(addresses().amqp_url) as rpc:
        answer: dict[str, Any] = rpc.call("checkins", method, **asked)
    if answer["refused"] == "conflict":
        (there,) = answer["plans"].values()
        raise overtaken(there, answer["changed_by"])
    if answer["refused"]:
        raise Problem(f"plan-refused-{answer['refused']}")
    return answer


def _told(answer: dict[str, Any], title: str = "") -> None:
    for plan_id, version in answer["plans"].items():
        typer.echo(text("plans-done", plan=plan_id, version=str(version), title=title).strip())
