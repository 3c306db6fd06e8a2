"""What the forms say: labels, and the values that can be chosen with their words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.console.planning import forms, recurring
from services.console.planning.answers import Plan
from services.console.texts import Say, sayer
from shared.events.plans import Term

Options = list[tuple[str, str]]


def shown(locale: str, terms: Iterable[Term] = ()) -> dict[str, Any]:
    """For templates: ``label`` of a field, ``choices`` by field, and a plan's rule ``in_words``."""
    say = sayer(locale)

    def label(name: str) -> str:
        return say(f"field-{name.replace('_', '-')}")

    def in_words(plan: Plan) -> str:
        return recurring.in_words(plan.timing, say)

    return {"label": label, "choices": _choices(say, terms), "in_words": in_words}


def _choices(say: Say, terms: Iterable[Term]) -> dict[str, Options]:
    return {
        "kind": [(each, say("plan-kind", kind=each)) for each in forms.KINDS],
        "subjects": [(each, say("plan-subject", subject=each)) for each in forms.SUBJECTS],
        "kinds": [(each, say("plan-member-kind", kind=each)) for each in forms.MEMBER_KINDS],
        "positions": [(each, say("plan-position", position=each)) for each in forms.POSITIONS],
        "mover": [(each, say("plan-mover", mover=each)) for each in forms.MOVERS],
        "evidence": [(each, say("plan-evidence", evidence=each)) for each in forms.EVIDENCE],
        "repeat": [(each, say(f"repeat-{each}")) for each in recurring.CHOICES],
        "weekday": [(each, say("plan-weekday", day=each)) for each in recurring.WEEKDAYS],
        "month_day": [(each, say("plan-month-day", day=each)) for each in recurring.MONTH_DAYS],
        "nth": [(each, say("plan-nth", nth=each)) for each in recurring.NTH],
        "extent": [(each, say("plan-extent", extent=each)) for each in forms.EXTENTS],
        "term": [(term.term_id, _term(say, term)) for term in terms],
    }


def _term(say: Say, term: Term) -> str:
    days = {"first": term.first_day.isoformat(), "last": term.last_day.isoformat()}
    return say("plan-term-option", term=term.term_id, **days)
