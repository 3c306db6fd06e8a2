"""The form of a plan: from what was typed to what is asked of the checkins service, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from zoneinfo import ZoneInfo

from services.console.planning import quiz, recurring
from services.console.planning.answers import Plan
from services.console.planning.recurring import Recurrence, recurrence_of
from services.console.planning.typed import Typed, Wrong
from shared.events.directory import MemberKind, Position
from shared.events.plans import (
    Changes,
    Evidence,
    EvidenceKind,
    LateRule,
    Mover,
    PlanStudy,
    Scope,
    StudyKind,
    Subject,
    Term,
    Timing,
    Window,
)

KINDS: tuple[str, ...] = get_args(StudyKind)
SUBJECTS: tuple[str, ...] = get_args(Subject)
MEMBER_KINDS: tuple[str, ...] = get_args(MemberKind)
POSITIONS: tuple[str, ...] = get_args(Position)
MOVERS: tuple[str, ...] = get_args(Mover)
EVIDENCE: tuple[str, ...] = get_args(EvidenceKind)
EXTENTS = ("this", "following", "all")
LONGEST_TITLE = 120
LONGEST_REASON = 500
_DAY = 24 * 60


@dataclass(frozen=True)
class Parts:
    """What a change may change, each part as a whole."""

    title: str
    kind: str
    subjects: tuple[str, ...]
    window: Window
    credit_minutes: int
    evidence: Evidence
    late: LateRule
    kinds: tuple[str, ...]
    positions: tuple[str, ...]
    #: None where the form does not ask for it: one occurrence has a day.
    timing: Timing | None
    day: date | None


def blank(today: date) -> Typed:
    """A form of which only the title is to be filled in, for who does as most do."""
    return Typed(
        title="",
        kind="branch-meeting",
        first_day=today.isoformat(),
        repeat="once",
        weekday="WE",
        month_day="15",
        nth="first",
        mover="next-working-day",
        opens="15:00",
        closes="17:00",
        closes_after_days="0",
        grace_minutes="60",
        credit_minutes="60",
        evidence="none",
        evidence_least="0",
        late_accepted="yes",
        late_percent="100",
    ).but(**quiz.blank())


def of_plan(plan: Plan, slot: date | None, zone: ZoneInfo) -> Typed:
    """A form filled in with a plan as it is, or with one of its sessions."""
    found = recurrence_of(plan.timing)
    session = plan.session(slot) if slot else None
    evidence = plan.evidence_at(slot)
    late = session.late if session and session.late else plan.late
    grace = session.grace_minutes if session and session.grace_minutes is not None else plan.window.grace_minutes
    opens, closes, days = plan.window.opens, plan.window.closes, plan.window.closes_after_days
    if session is not None:
        begin, end = session.opens_at.astimezone(zone), session.closes_at.astimezone(zone)
        opens, closes, days = f"{begin:%H:%M}", f"{end:%H:%M}", (end.date() - begin.date()).days
    return Typed(
        title=session.title if session else plan.title,
        kind=plan.kind,
        subjects=list(plan.subjects),
        kinds=list(plan.scope.kinds),
        positions=list(plan.scope.positions),
        term=plan.timing.term.term_id if plan.timing.term else "",
        first_day=plan.timing.first_day.isoformat(),
        last_day=plan.timing.last_day.isoformat() if plan.timing.last_day else "",
        repeat="as-it-is" if found.repeat == "yearly-day" else found.repeat,
        weekday=found.weekday,
        month_day=found.month_day,
        nth=found.nth,
        weeks=recurring.weeks_text(found.weeks),
        mover=plan.timing.mover,
        day=(session.day if session else slot).isoformat() if slot else "",
        opens=opens,
        closes=closes,
        closes_after_days=str(days),
        grace_minutes=str(grace),
        credit_minutes=str(session.credit_minutes if session else plan.credit_minutes),
        evidence=evidence.kind,
        evidence_least=str(evidence.least if evidence.kind != "quiz" else 0),
        late_accepted=["yes"] if late.accepted else [],
        late_percent=str(late.credit_percent),
        version=str(plan.version),
        extent="this" if slot else "all",
    ).but(**quiz.of_evidence(evidence))


def parts(typed: Typed, terms: Iterable[Term], before: Plan | None = None) -> Parts:
    """Raises Wrong."""
    slot = typed.one("slot")
    return Parts(
        typed.line("title", LONGEST_TITLE),
        typed.choice("kind", KINDS),
        tuple(typed.choices("subjects", SUBJECTS)),
        _window(typed),
        typed.number("credit_minutes", _DAY),
        _evidence(typed, before.evidence_at(date.fromisoformat(slot) if slot else None) if before else Evidence()),
        LateRule(
            accepted=typed.one("late_accepted") == "yes", credit_percent=typed.number("late_percent", 100, missing=100)
        ),
        tuple(typed.choices("kinds", MEMBER_KINDS)),
        tuple(typed.choices("positions", POSITIONS)),
        _timing(typed, terms, before),
        typed.day("day") if slot else None,
    )


def plan_study(typed: Typed, unit_id: str, terms: Iterable[Term]) -> PlanStudy:
    """Raises Wrong."""
    found = parts(typed, terms)
    return PlanStudy.model_validate(
        {
            "plan_id": typed.one("plan_id"),
            "title": found.title,
            "kind": found.kind,
            "subjects": found.subjects,
            "scope": {"unit_ids": [unit_id], "kinds": found.kinds, "positions": found.positions},
            "timing": found.timing,
            "window": found.window,
            "credit_minutes": found.credit_minutes,
            "evidence": found.evidence,
            "late": found.late,
        }
    )


def changes(shown: Parts, wanted: Parts, plan: Plan, extent: str) -> Changes:
    """Only what differs from what was shown. Raises Wrong for what cannot be changed so, and where nothing is."""
    names = ("title", "kind", "window", "credit_minutes", "evidence", "late")
    given: dict[str, Any] = {
        name: getattr(wanted, name) for name in names if getattr(wanted, name) != getattr(shown, name)
    }
    if set(wanted.subjects) != set(shown.subjects):
        given["subjects"] = list(wanted.subjects)
    if wanted.timing is not None and wanted.timing != shown.timing:
        given["timing"] = wanted.timing
    if (set(wanted.kinds), set(wanted.positions)) != (set(shown.kinds), set(shown.positions)):
        scope = {"unit_ids": plan.scope.unit_ids, "kinds": wanted.kinds, "positions": wanted.positions}
        given["scope"] = Scope.model_validate(scope)
    if wanted.day is not None and wanted.day != shown.day:
        given["day"] = wanted.day
    if extent == "this" and given.keys() & {"timing", "scope", "kind", "subjects"}:
        raise Wrong("extent", "wrong-not-of-one")
    if extent != "this" and "day" in given:
        raise Wrong("day", "wrong-only-of-one")
    if not given:
        raise Wrong("title", "wrong-nothing-changed")
    return Changes(**given)


def _window(typed: Typed) -> Window:
    window = Window(
        opens=typed.clock("opens"),
        closes=typed.clock("closes"),
        closes_after_days=typed.number("closes_after_days", 100, missing=0),
        grace_minutes=typed.number("grace_minutes", 31 * _DAY, missing=0),
    )
    if not window.closes_after_days and window.closes <= window.opens:
        raise Wrong("closes", "refused-closes-before-it-opens")
    return window


def _evidence(typed: Typed, before: Evidence) -> Evidence:
    kind = typed.choice("evidence", EVIDENCE)
    if kind == "quiz":
        return quiz.evidence(typed, before)
    measured = kind in ("minutes", "note")
    return Evidence.model_validate(
        {"kind": kind, "least": typed.number("evidence_least", 10_000, missing=0) if measured else 0}
    )


def _timing(typed: Typed, terms: Iterable[Term], before: Plan | None) -> Timing | None:
    kept = before.timing if before else None
    term = _term(typed.one("term"), terms, kept)
    repeat = typed.one("repeat")
    if repeat == "as-it-is" and kept is not None:
        rule, weeks = kept.rule, kept.weeks
    else:
        found = _recurrence(typed)
        rule, weeks = found.rule, list(found.weeks)
    if weeks and term is None:
        raise Wrong("term", "wrong-weeks-need-a-term")
    first, last = typed.day("first_day"), typed.day("last_day")
    if first is None and term is not None:
        first = term.first_day
    if first is None:
        raise Wrong("first_day")
    if last is not None and last < first:
        raise Wrong("last_day", "refused-ends-before-it-begins")
    mover = typed.choice("mover", MOVERS)
    return Timing.model_validate(
        {"first_day": first, "last_day": last, "rule": rule, "mover": mover, "term": term, "weeks": weeks}
    )


def _recurrence(typed: Typed) -> Recurrence:
    repeat: Any = typed.choice("repeat", recurring.CHOICES)
    weeks: tuple[int, ...] = ()
    if repeat == "term-weeks":
        try:
            weeks = tuple(recurring.weeks_of(typed.one("weeks")))
        except ValueError:
            raise Wrong("weeks") from None
    return Recurrence(
        repeat,
        typed.choice("weekday", recurring.WEEKDAYS),
        typed.choice("month_day", recurring.MONTH_DAYS),
        typed.choice("nth", recurring.NTH),
        weeks,
    )


def _term(term_id: str, terms: Iterable[Term], kept: Timing | None) -> Term | None:
    if not term_id:
        return None
    if kept is not None and kept.term is not None and kept.term.term_id == term_id:
        # The days that the plan was made with.
        return kept.term
    found = next((term for term in terms if term.term_id == term_id), None)
    if found is None:
        raise Wrong("term", "refused-unknown-term")
    return found
