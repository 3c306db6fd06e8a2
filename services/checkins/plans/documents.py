"""Plans, occurrences and expectations as MongoDB keeps them. Days are ISO 8601 text, which compares like days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from services.checkins.model import Occurrence, Planning
from services.checkins.plans.expected import Adjustment, Expectation, Person
from services.checkins.plans.model import Deviation, Plan
from shared.events import Payload
from shared.events.directory import LeaveOfAbsence
from shared.events.plans import Conditions, Evidence, LateRule, Question, Scope, Timing, Window

Document = dict[str, Any]

_PARTS: dict[str, type[Payload]] = {
    "scope": Scope,
    "timing": Timing,
    "window": Window,
    "evidence": Evidence,
    "late": LateRule,
}


#: What a document of an occurrence holds that is not simply a field of it; the last three where it was withdrawn.
_BESIDE = ("_id", "plan", "taken_until", "past", "reason", "why", "withdrawn_at")


def occurrence_of(document: Document) -> Occurrence:
    """Of a withdrawn one, too."""
    fields = {key: value for key, value in document.items() if key not in _BESIDE}
    occurrence = Occurrence(occurrence_id=document["_id"], **fields)
    planning = document.get("plan")
    if planning is None:
        return occurrence
    days = {key: date.fromisoformat(planning[key]) for key in ("slot", "day")}
    lists = {key: tuple(planning[key]) for key in ("subjects", "kinds", "positions")}
    questions = tuple(Question.model_validate(each) for each in planning.get("questions", ()))
    return replace(occurrence, plan=Planning(**{**planning, **days, **lists, "questions": questions}))


def document_of(occurrence: Occurrence) -> Document:
    fields = {key: value for key, value in vars(occurrence).items() if key not in ("occurrence_id", "plan")}
    document = {"_id": occurrence.occurrence_id, **fields, "plan": None}
    if occurrence.plan is None:
        return document
    planning = vars(occurrence.plan)
    days = {key: planning[key].isoformat() for key in ("slot", "day")}
    lists = {key: list(planning[key]) for key in ("subjects", "kinds", "positions")}
    questions = [each.model_dump(mode="json") for each in occurrence.plan.questions]
    kept = {**planning, **days, **lists, "questions": questions}
    return {**document, "taken_until": occurrence.taken_until, "plan": kept}


def plan_document(plan: Plan) -> Document:
    fields = {key: value for key, value in vars(plan).items() if key not in ("plan_id", *_PARTS)}
    return {
        "_id": plan.plan_id,
        **fields,
        **{name: getattr(plan, name).model_dump(mode="json") for name in _PARTS},
        "subjects": list(plan.subjects),
        "not_before": plan.not_before.isoformat() if plan.not_before else None,
        "not_after": plan.not_after.isoformat() if plan.not_after else None,
        "deviations": [
            {
                "slot": slot.isoformat(),
                "cancelled": each.cancelled,
                "day": each.day.isoformat() if each.day else None,
                "conditions": each.conditions.model_dump(mode="json"),
            }
            for slot, each in sorted(plan.deviations.items())
        ],
    }


def plan_of(document: Document) -> Plan:
    fields = {key: value for key, value in document.items() if key != "_id"}
    for name, part in _PARTS.items():
        fields[name] = part.model_validate(document[name])
    fields["subjects"] = tuple(document["subjects"])
    fields["not_before"], fields["not_after"] = _day(document["not_before"]), _day(document["not_after"])
    fields["deviations"] = {
        date.fromisoformat(each["slot"]): Deviation(
            each["cancelled"], _day(each["day"]), Conditions.model_validate(each["conditions"])
        )
        for each in document["deviations"]
    }
    return Plan(plan_id=document["_id"], **fields)


def person_document(person: Person) -> Document:
    return {
        "_id": person.member_id,
        "unit_path": person.unit_path,
        "kind": person.kind,
        "positions": list(person.positions),
        "status": person.status,
        "leaves": [leave.model_dump(mode="json") for leave in person.leaves],
        "version": person.version,
    }


def person_of(document: Document) -> Person:
    return Person(
        document["_id"],
        document["unit_path"],
        document["kind"],
        tuple(document["positions"]),
        document["status"],
        tuple(LeaveOfAbsence.model_validate(leave) for leave in document["leaves"]),
        document["version"],
    )


def expectation_document(row: Expectation) -> Document:
    return {
        "_id": f"{row.occurrence_id}/{row.member_id}",
        **vars(row),
        "positions": list(row.positions),
        "day": row.day.isoformat(),
        "adjustments": [{"on": each.on.isoformat(), "reason": each.reason} for each in row.adjustments],
    }


def expectation_of(document: Document) -> Expectation:
    return Expectation(
        document["occurrence_id"],
        document["member_id"],
        document["unit_path"],
        tuple(document["positions"]),
        date.fromisoformat(document["day"]),
        document["standing"],
        tuple(Adjustment(date.fromisoformat(each["on"]), each["reason"]) for each in document["adjustments"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
