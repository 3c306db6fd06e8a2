"""A study plan and what an edit of the series makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.checkins.plans import recurrence
from services.checkins.plans.calendar import Calendar
from shared.events.plans import (
    Changes,
    Conditions,
    Evidence,
    Extent,
    LateRule,
    PlanRefusal,
    PlanState,
    Scope,
    StudyKind,
    Subject,
    Timing,
    Window,
)

_CONDITIONS = tuple(Conditions.model_fields)
#: What belongs to a series as a whole.
_OF_ALL = ("scope", "timing", "kind", "subjects")


class Refused(Exception):
    """A command about a plan that changes nothing; the sentence is the receiver's, by ``reason``."""

    def __init__(self, reason: PlanRefusal, plan: Plan | None = None, *, title: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.plan = plan
        #: Of what was asked about, where it is known.
        self.title = title or (plan.title if plan else None)


@dataclass(frozen=True)
class Deviation:
    """What is different at one occurrence."""

    #: Why it is not held.
    cancelled: str | None = None
    day: date | None = None
    conditions: Conditions = field(default_factory=Conditions)


@dataclass(frozen=True)
class Plan:
    plan_id: str
    series_id: str
    version: int
    state: PlanState
    title: str
    kind: StudyKind
    subjects: tuple[Subject, ...]
    scope: Scope
    timing: Timing
    window: Window
    credit_minutes: int
    evidence: Evidence
    late: LateRule
    #: By the day the rule names.
    deviations: Mapping[date, Deviation] = field(default_factory=dict)
    changed_by: str | None = None
    #: Its part of a series that was split; another timing does not reach beyond.
    not_before: date | None = None
    not_after: date | None = None


@dataclass(frozen=True)
class Planned:
    """An occurrence as its plan wants it; times in UTC."""

    slot: date
    day: date
    provisional: bool
    title: str
    opens_at: datetime
    closes_at: datetime
    window: Window
    credit_minutes: int
    evidence: Evidence
    late: LateRule


def checked(plan: Plan) -> Plan:
    """The plan itself. Raises Refused for one that no occurrence could follow."""
    try:
        recurrence.check(plan.timing)
    except recurrence.BadRule:
        ends_first = plan.timing.last_day is not None and plan.timing.last_day < plan.timing.first_day
        raise Refused("ends-before-it-begins" if ends_first else "bad-rule", plan) from None
    windows = [plan.window, *(d.conditions.window for d in plan.deviations.values() if d.conditions.window)]
    if any(not _in_order(window) for window in windows):
        raise Refused("closes-before-it-opens", plan)
    if next(recurrence.nominals(plan.timing, date.min, _horizon(plan.timing)), None) is None:
        raise Refused("never-happens", plan)
    return plan


def occurrences(plan: Plan, calendar: Calendar, zone: ZoneInfo, first: date, last: date) -> list[Planned]:
    """What the plan holds on the days from ``first`` to ``last``; also what was moved by hand from there to a later
    day, so that nothing that is there already seems to be gone."""
    if plan.state == "cancelled":
        return []
    found: list[Planned] = []
    for slot in recurrence.slots(plan.timing, calendar, first, last):
        deviation = plan.deviations.get(slot.nominal, Deviation())
        if deviation.cancelled is None and deviation.day is None:
            found.append(_planned(plan, deviation, slot.nominal, slot.day, slot.provisional, zone))
    for nominal, deviation in plan.deviations.items():
        held = deviation.cancelled is None and deviation.day is not None and deviation.day >= first
        if held and deviation.day is not None and min(nominal, deviation.day) <= last and has_slot(plan, nominal):
            found.append(_planned(plan, deviation, nominal, deviation.day, False, zone))
    return sorted(found, key=lambda each: (each.opens_at, each.slot))


def has_slot(plan: Plan, nominal: date) -> bool:
    return next(recurrence.nominals(plan.timing, nominal, nominal), None) is not None


def changed(
    plan: Plan, version: int, extent: Extent, slot: date | None, changes: Changes, new_id: str, by: str | None
) -> tuple[Plan, ...]:
    """The plan, and for ``following`` the one that goes on from ``slot`` with ``new_id``. Raises Refused."""
    _current(plan, version)
    if extent == "all":
        if changes.day is not None:
            raise Refused("unknown-occurrence", plan)
        return (_with(plan, changes, by),)
    if slot is None or not has_slot(plan, slot):
        raise Refused("unknown-occurrence", plan)
    if extent == "this":
        if any(getattr(changes, name) is not None for name in _OF_ALL):
            raise Refused("bad-rule", plan)
        before = plan.deviations.get(slot, Deviation())
        if before.cancelled is not None:
            raise Refused("is-cancelled", plan)
        own = replace(before, day=changes.day or before.day, conditions=_merged(before.conditions, changes))
        return (_next(plan, by, deviations={**plan.deviations, slot: own}),)
    if changes.day is not None:
        raise Refused("unknown-occurrence", plan)
    if next(recurrence.nominals(plan.timing, date.min, slot)) == slot:
        return (_with(plan, changes, by),)
    return _split(plan, slot, changes, new_id, by)


def without(plan: Plan, version: int, slot: date, why: str, by: str | None) -> Plan:
    """One occurrence is not held. Raises Refused."""
    _current(plan, version)
    if not has_slot(plan, slot):
        raise Refused("unknown-occurrence", plan)
    before = plan.deviations.get(slot, Deviation())
    if before.cancelled is not None:
        raise Refused("is-cancelled", plan)
    return _next(plan, by, deviations={**plan.deviations, slot: replace(before, cancelled=why)})


def ended(plan: Plan, version: int, by: str | None) -> Plan:
    """Nothing more is held. Raises Refused."""
    _current(plan, version)
    return _next(plan, by, state="cancelled")


def _split(plan: Plan, slot: date, changes: Changes, new_id: str, by: str | None) -> tuple[Plan, Plan]:
    day_before = slot - timedelta(days=1)
    old = _next(
        plan,
        by,
        timing=plan.timing.model_copy(update={"last_day": day_before}),
        deviations={nominal: each for nominal, each in plan.deviations.items() if nominal < slot},
        not_after=day_before,
    )
    # A rule counts its intervals from its first day, which therefore is one of its own days.
    going_on = replace(
        plan,
        timing=plan.timing.model_copy(update={"first_day": slot}),
        deviations={nominal: each for nominal, each in plan.deviations.items() if nominal >= slot},
        not_before=slot,
    )
    return old, replace(_with(going_on, changes, by), plan_id=new_id, version=1)


def _with(plan: Plan, changes: Changes, by: str | None) -> Plan:
    given = {name: getattr(changes, name) for name in (*_CONDITIONS, *_OF_ALL)}
    given = {name: value for name, value in given.items() if value is not None}
    if changes.subjects is not None:
        given["subjects"] = tuple(changes.subjects)
    if changes.timing is not None:
        given["timing"] = _within_its_part(plan, changes.timing)
    # What is said of all says more than what was said before of one.
    cleared = {name: None for name in _CONDITIONS if name in given}
    deviations = {
        nominal: replace(each, conditions=each.conditions.model_copy(update=cleared))
        for nominal, each in plan.deviations.items()
    }
    return _next(plan, by, deviations=deviations, **given)


def _within_its_part(plan: Plan, timing: Timing) -> Timing:
    first, last = timing.first_day, timing.last_day
    if plan.not_before is not None:
        first = max(first, plan.not_before)
    if plan.not_after is not None:
        last = min(last or plan.not_after, plan.not_after)
    return timing.model_copy(update={"first_day": first, "last_day": last})


def _next(plan: Plan, by: str | None, **fields: object) -> Plan:
    return replace(plan, version=plan.version + 1, changed_by=by, **fields)  # type: ignore[arg-type]


def _current(plan: Plan, version: int) -> None:
    if plan.version != version:
        raise Refused("conflict", plan)
    if plan.state == "cancelled":
        raise Refused("is-cancelled", plan)


def _merged(before: Conditions, changes: Conditions) -> Conditions:
    given = {name: value for name in _CONDITIONS if (value := getattr(changes, name)) is not None}
    return before.model_copy(update=given)


def _planned(plan: Plan, deviation: Deviation, slot: date, day: date, provisional: bool, zone: ZoneInfo) -> Planned:
    own = deviation.conditions
    window = own.window or plan.window
    return Planned(
        slot,
        day,
        provisional,
        own.title or plan.title,
        _moment(day, window.opens, zone),
        _moment(day + timedelta(days=window.closes_after_days), window.closes, zone),
        window,
        plan.credit_minutes if own.credit_minutes is None else own.credit_minutes,
        own.evidence or plan.evidence,
        own.late or plan.late,
    )


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def _in_order(window: Window) -> bool:
    return window.closes_after_days > 0 or window.closes > window.opens


def _horizon(timing: Timing) -> date:
    if timing.last_day or timing.term:
        return timing.last_day or date.max
    return timing.first_day + _FAR if date.max - timing.first_day > _FAR else date.max


#: Every allowed rule has a day within this time or has none that anybody waits for.
_FAR = timedelta(days=366 * 9)
