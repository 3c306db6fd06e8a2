"""Plans as tests want them."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from services.checkins.plans.model import Plan
from shared.events.plans import Evidence, LateRule, PlanStudy, Scope, Timing, Window

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = Window(opens="19:00", closes="21:00", grace_minutes=60)
THURSDAYS = Timing(rule="FREQ=WEEKLY;BYDAY=TH", first_day=date(2026, 9, 3), last_day=date(2026, 12, 31))


def a_plan(**fields: Any) -> Plan:
    """Version 1 of a plan for every Thursday of autumn 2026 in the branch ``b``, 19:00 to 21:00."""
    given: dict[str, Any] = {
        "plan_id": "p1",
        "series_id": "p1",
        "version": 1,
        "state": "active",
        "title": "Study",
        "kind": "online-course",
        "subjects": ("theory",),
        "scope": Scope(unit_ids=["b"]),
        "timing": THURSDAYS,
        "window": EVENING,
        "credit_minutes": 120,
        "evidence": Evidence(),
        "late": LateRule(credit_percent=50),
        **fields,
    }
    return Plan(**given)


def asked(**fields: Any) -> PlanStudy:
    """The command that makes such a plan."""
    given: dict[str, Any] = {
        "plan_id": "p1",
        "title": "Study",
        "kind": "online-course",
        "subjects": ["theory"],
        "scope": Scope(unit_ids=["b"]),
        "timing": THURSDAYS,
        "window": EVENING,
        "credit_minutes": 120,
        "late": LateRule(credit_percent=50),
        **fields,
    }
    return PlanStudy(**given)
