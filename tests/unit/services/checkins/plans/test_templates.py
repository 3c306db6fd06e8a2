from __future__ import annotations

from datetime import date

import pytest

from services.checkins.plans.calendar import ChineseCalendar
from services.checkins.plans.model import checked, occurrences
from services.checkins.plans.templates import load
from services.checkins.policies.defaults import defaults
from shared.events.plans import Timing
from shared.events.templates import TemplatePlan
from tests.unit.services.checkins.plans.making import SHANGHAI, a_plan

ENTRIES = [entry for template in load() for entry in template.plans]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_each_plan_of_a_template_is_one_that_can_be_made(entry: TemplatePlan) -> None:
    timing = Timing(rule=entry.rule, mover=entry.mover, first_day=date(2026, 9, 1))
    plan = checked(a_plan(timing=timing, window=entry.window))
    assert occurrences(plan, ChineseCalendar(), SHANGHAI, date(2026, 9, 1), date(2026, 12, 31))


def test_the_usual_month_keeps_the_shipped_policies_about_sessions() -> None:
    usual = next(template for template in load() if template.key == "usual-month")
    monthly = [policy for policy in defaults().values() if policy.metric == "sessions" and policy.window == "month"]
    assert monthly
    for policy in monthly:
        matching = [
            entry
            for entry in usual.plans
            if entry.kind in policy.filter.kinds and entry.credit_minutes >= policy.filter.least_minutes
        ]
        assert len(matching) >= policy.threshold
