"""The occurrences that are made ahead: what a plan wants beside what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.checkins.model import Occurrence, Planning
from services.checkins.plans.calendar import Calendar
from services.checkins.plans.model import Plan, Planned, has_slot, occurrences
from services.checkins.plans.recurrence import REACH
from shared.events import derived_id
from shared.events.plans import CancelReason

#: Somebody said so, and so it holds though the occurrence should have opened by now.
_MEANT = ("cancelled", "plan-cancelled")


@dataclass(frozen=True)
class Change:
    before: Occurrence
    after: Occurrence

    @property
    def moved(self) -> bool:
        return (self.before.opens_at, self.before.closes_at) != (self.after.opens_at, self.after.closes_at)


@dataclass(frozen=True)
class Difference:
    added: tuple[Occurrence, ...] = ()
    changed: tuple[Change, ...] = ()
    #: With why.
    gone: tuple[tuple[Occurrence, CancelReason], ...] = ()


def occurrence_id(series_id: str, slot: date, unit_id: str) -> str:
    """The same whatever day the occurrence is moved to, and whichever plan of the series it belongs to."""
    return derived_id(series_id, f"{slot.isoformat()}\n{unit_id}")


def difference(
    plans: Iterable[Plan],
    there: Iterable[Occurrence],
    opened: frozenset[str] | set[str],
    paths: Mapping[str, str],
    calendar: Calendar,
    zone: ZoneInfo,
    now: datetime,
    ahead: timedelta,
) -> Difference:
    """What to add, change and take away so that the next days are as the plans, all of one series, want them.

    ``there`` are the occurrences of these plans that have not opened; ``opened`` the ids of those that have, or were
    cancelled after: they stay as they are. ``paths`` are the units' by id; a unit that is not among them is left out.
    What has closed by now is not made any more. An occurrence that should have opened by now stays as it is: a timer is
    on its way.
    """
    before = {each.occurrence_id: each for each in there}
    today = now.astimezone(zone).date()
    days = [each.plan.day for each in before.values() if each.plan]
    horizon = today + ahead
    # What is there may have moved beyond what is made anew.
    last = max([horizon, *days]) + REACH
    wanted: dict[str, Occurrence] = {}
    plans = list(plans)
    for plan in plans:
        # The longest window reaches back so far.
        first = today - timedelta(days=101)
        for planned in occurrences(plan, calendar, zone, first, last):
            if planned.closes_at > now:
                for unit_id in plan.scope.unit_ids:
                    if unit_id in paths:
                        made = made_of(plan, planned, unit_id, paths[unit_id])
                        wanted[made.occurrence_id] = made
    waiting = {key for key, each in before.items() if each.opens_at <= now}
    added = [
        each
        for key, each in wanted.items()
        if key not in before and key not in opened and each.plan is not None and each.plan.day <= horizon
    ]
    changed = [
        Change(each, wanted[key])
        for key, each in before.items()
        if key in wanted and key not in waiting and wanted[key] != each
    ]
    gone = [(each, _why(each, plans)) for key, each in before.items() if key not in wanted]
    gone = [(each, why) for each, why in gone if each.occurrence_id not in waiting or why in _MEANT]
    return Difference(tuple(added), tuple(changed), tuple(gone))


def made_of(plan: Plan, planned: Planned, unit_id: str, path: str) -> Occurrence:
    return Occurrence(
        occurrence_id(plan.series_id, planned.slot, unit_id),
        planned.title,
        plan.kind,
        unit_id,
        path,
        planned.opens_at,
        planned.closes_at,
        planned.credit_minutes,
        "scheduled",
        Planning(
            plan.plan_id,
            plan.series_id,
            planned.slot,
            planned.day,
            planned.provisional,
            plan.subjects,
            tuple(plan.scope.kinds),
            tuple(plan.scope.positions),
            planned.evidence.kind,
            planned.evidence.least,
            planned.window.grace_minutes,
            planned.late.accepted,
            planned.late.credit_percent,
            tuple(planned.evidence.questions),
        ),
    )


def _why(occurrence: Occurrence, plans: list[Plan]) -> CancelReason:
    planning = occurrence.plan
    plan = next((each for each in plans if planning and each.plan_id == planning.plan_id), None)
    if plan is None or planning is None:
        return "plan-changed"
    if plan.state == "cancelled":
        return "plan-cancelled"
    deviation = plan.deviations.get(planning.slot)
    if deviation is not None and deviation.cancelled is not None:
        return "cancelled"
    unchanged = occurrence.unit_id in plan.scope.unit_ids and plan.timing.mover != "as-is"
    return "no-working-day" if unchanged and has_slot(plan, planning.slot) else "plan-changed"
