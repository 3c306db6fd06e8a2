"""Templates of study plans as the checkins service tells them (``plan_templates``), and the plans that one makes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from shared.events import derived_id
from shared.events.plans import Evidence, LateRule, Mover, PlanStudy, StudyKind, Subject, Term, Window
from shared.events.policies import Text


class TemplatePlan(BaseModel):
    """One plan of a template; its days begin when the template is used, and end with the term."""

    model_config = ConfigDict(frozen=True)

    key: str = Field(pattern=r"^[a-z]+(-[a-z0-9]+)*$")
    title: Text
    kind: StudyKind
    subjects: list[Subject] = []
    rule: str
    mover: Mover
    window: Window
    credit_minutes: int
    evidence: Evidence = Evidence()
    late: LateRule = LateRule()


class Template(BaseModel):
    model_config = ConfigDict(frozen=True)

    key: str
    name: Text
    plans: tuple[TemplatePlan, ...]


def plans_of(
    template: Template,
    unit_id: str,
    first: date,
    locale: str,
    term: Term | None = None,
    asked_by: Mapping[str, str] | None = None,
) -> list[PlanStudy]:
    """A template's plans for a unit from a day on, or for a term; the same again are the same plans, whoever makes
    them, and wherever. ``asked_by``: ``actor_id`` and ``chat_id``."""
    since = term.term_id if term else first.isoformat()
    return [
        PlanStudy.model_validate(
            {
                "plan_id": derived_id(unit_id, f"{template.key}\n{since}\n{each.key}"),
                "title": each.title.of(locale),
                "kind": each.kind,
                "subjects": each.subjects,
                "scope": {"unit_ids": [unit_id]},
                "timing": {"first_day": first, "rule": each.rule, "mover": each.mover, "term": term},
                "window": each.window,
                "credit_minutes": each.credit_minutes,
                "evidence": each.evidence,
                "late": each.late,
                **(asked_by or {}),
            }
        )
        for each in template.plans
    ]
