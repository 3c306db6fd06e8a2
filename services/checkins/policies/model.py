"""Whether a unit keeps a policy, why, and what would still make it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from services.checkins.policies.ports import Figures, PersonSum
from shared.events.policies import Filter, Policy, WindowKind

State = Literal["met", "can-still", "not-met", "nothing-asked"]

#: Shares are told as decimals; 0.9 of 10 is 9 whatever binary fractions say.
_EPSILON = 1e-9


@dataclass(frozen=True)
class Window:
    """Both days are part of it."""

    first: date
    last: date


@dataclass(frozen=True)
class Evaluation:
    """A policy at a unit in a window. ``numerator`` of ``denominator`` (None for a count) is the value; ``needed`` so
    many more sessions, check-ins, minutes, members or units keep it, ``by`` the day given; ``missing`` are the members
    or units that lack something."""

    policy_id: str
    unit_path: str
    window: Window
    state: State
    numerator: int
    denominator: int | None
    threshold: float
    needed: int = 0
    by: date | None = None
    #: Sessions of the window that are still to come.
    to_come: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Effect:
    """What another policy says of a unit; ``before`` is None where there was none."""

    unit_path: str
    before: Evaluation | None
    after: Evaluation | None


def window_of(kind: WindowKind, day: date) -> Window:
    months = {"month": 1, "quarter": 3, "year": 12}[kind]
    first_month = (day.month - 1) // months * months + 1
    first = date(day.year, first_month, 1)
    return Window(first, _month_after(date(day.year, first_month + months - 1, 1)) - timedelta(days=1))


def window_before(kind: WindowKind, day: date) -> Window:
    """The one before the window of a day: the last that is over."""
    return window_of(kind, window_of(kind, day).first - timedelta(days=1))


def evaluate(policy: Policy, unit_path: str, window: Window, figures: Figures, today: date) -> Evaluation:
    """Of the figures of the window as they are ``today``; a window that is not over may still be kept."""
    counted = {
        "sessions": _sessions,
        "participation": _participation,
        "minutes-share": _minutes_share,
        "member-coverage": _member_coverage,
        "unit-coverage": _unit_coverage,
    }[policy.metric]
    return counted(policy, unit_path, window, figures, today)


def effects_of(
    change: Policy,
    before: Policy | None,
    units: Sequence[tuple[str, str]],
    figures: Figures,
    today: date,
    *,
    under_way: bool = False,
) -> list[Effect]:
    """What a policy says, and would have said had it been changed, of the last window of each that is over, or of the
    one ``under_way``; ``units`` are kinds and paths. Only of those that either asks something of."""

    def judged(policy: Policy | None, kind: str, path: str) -> Evaluation | None:
        if policy is None or not is_asked(policy, kind):
            return None
        window = effect_window(policy.window, today, under_way=under_way)
        return evaluate(policy, path, window, figures, today)

    found = (Effect(path, judged(before, kind, path), judged(change, kind, path)) for kind, path in units)
    return [each for each in found if each.before or each.after]


def effect_window(kind: WindowKind, today: date, *, under_way: bool) -> Window:
    return window_of(kind, today) if under_way else window_before(kind, today)


def is_asked(policy: Policy | None, kind: str) -> bool:
    return policy is not None and policy.enabled and kind in policy.applies_to


def last_judged(window: Window, today: date) -> date:
    """The day on which a unit must be open for a policy to ask anything of it in a window."""
    return min(window.last, max(window.first, today))


def _sessions(policy: Policy, path: str, window: Window, figures: Figures, today: date) -> Evaluation:
    found = figures.sessions(path, window.first, window.last, policy.filter)
    held = sum(each.done > 0 for each in found)
    to_come = sorted(each.closes_on for each in found if each.done == 0 and each.room)
    needed = max(0, math.ceil(policy.threshold - _EPSILON) - held)
    planned = len(to_come) >= needed
    state: State = "met" if not needed else "can-still" if planned or today <= window.last else "not-met"
    # Where too few are planned, the last day of the window is left for the rest.
    by = to_come[needed - 1] if needed and planned else window.last
    return Evaluation(
        policy.policy_id,
        path,
        window,
        state,
        held,
        None,
        policy.threshold,
        needed,
        by if state == "can-still" else None,
        len(to_come),
    )


def _participation(policy: Policy, path: str, window: Window, figures: Figures, today: date) -> Evaluation:
    found = figures.sessions(path, window.first, window.last, policy.filter)
    opened, coming = [each for each in found if each.opened], [each for each in found if not each.opened]
    expected, done = sum(each.expected for each in opened), sum(each.done for each in opened)
    needed = _lacking(policy.threshold, expected, done)
    people = figures.people(path, window.first, window.last, policy.filter)
    state: State = "met"
    by = None
    if expected == 0:
        state, needed = "nothing-asked", 0
    elif needed:
        state = "not-met"
        # With the sessions that are open; or else with those to come as well, which ask for more.
        in_all = _lacking(policy.threshold, expected + sum(each.expected for each in coming), done)
        for wanted, sessions in ((needed, opened), (in_all, [*opened, *coming])):
            if wanted <= sum(each.room for each in sessions):
                state, needed = "can-still", wanted
                by = max(each.closes_on for each in sessions if each.room)
                break
    return Evaluation(
        policy.policy_id,
        path,
        window,
        state,
        done,
        expected,
        policy.threshold,
        needed,
        by,
        len(coming),
        tuple(sorted(each.member_id for each in people if each.done < each.expected)),
    )


def _minutes_share(policy: Policy, path: str, window: Window, figures: Figures, today: date) -> Evaluation:
    # Of all their minutes, whatever these were for.
    everything = Filter(positions=policy.filter.positions)
    whole = figures.people(path, window.first, window.last, everything)
    part = {each.member_id: each.minutes for each in figures.people(path, window.first, window.last, policy.filter)}
    total, own = sum(each.minutes for each in whole), sum(part.values())
    lacking = policy.threshold * total - own
    # Each further minute counts on both sides.
    needed = max(0, math.ceil(lacking / (1 - policy.threshold) - _EPSILON)) if policy.threshold < 1 else total - own
    state: State = "met" if not needed else "can-still" if today <= window.last and policy.threshold < 1 else "not-met"
    return Evaluation(
        policy.policy_id,
        path,
        window,
        state if total else "nothing-asked",
        own,
        total,
        policy.threshold,
        needed,
        window.last if state == "can-still" and total else None,
        missing=tuple(
            sorted(
                each.member_id
                for each in whole
                if part.get(each.member_id, 0) + _EPSILON < policy.threshold * each.minutes
            )
        ),
    )


def _member_coverage(policy: Policy, path: str, window: Window, figures: Figures, today: date) -> Evaluation:
    members = set(figures.members(path, policy.filter.positions))
    found: Sequence[PersonSum] = figures.people(path, window.first, window.last, policy.filter)
    covered = {each.member_id for each in found if each.done} & members
    return _coverage(policy, path, window, today, members, covered)


def _unit_coverage(policy: Policy, path: str, window: Window, figures: Figures, today: date) -> Evaluation:
    units = figures.units(path, policy.covered, last_judged(window, today))
    covered = {
        unit_id
        for unit_id, below in units.items()
        if any(each.done for each in figures.sessions(below, window.first, window.last, policy.filter))
    }
    return _coverage(policy, path, window, today, set(units), covered)


def _coverage(
    policy: Policy, path: str, window: Window, today: date, everyone: set[str], covered: set[str]
) -> Evaluation:
    needed = _lacking(policy.threshold, len(everyone), len(covered))
    state: State = "met" if not needed else "can-still" if today <= window.last else "not-met"
    return Evaluation(
        policy.policy_id,
        path,
        window,
        state if everyone else "nothing-asked",
        len(covered),
        len(everyone),
        policy.threshold,
        needed,
        window.last if state == "can-still" else None,
        missing=tuple(sorted(everyone - covered)),
    )


def _lacking(threshold: float, whole: int, part: int) -> int:
    return max(0, math.ceil(threshold * whole - _EPSILON) - part)


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
