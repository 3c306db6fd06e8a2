"""Settings of the check-ins service."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field, PositiveInt

from services.checkins.attendance.rules import MAKE_UPS, Rules
from shared.events.policies import MakeUpRule
from shared.settings import Settings


class CheckinsSettings(Settings):
    #: Days after which the note of a check-in is removed; the check-in stays.
    retain_notes_days: PositiveInt = 1095
    #: Days after its last change that a member's own note is removed; earlier versions go after ``retain_notes_days``.
    retain_own_notes_days: PositiveInt = 3650
    #: Occurrences of study plans are made so many days ahead.
    plan_ahead_days: Annotated[int, Field(ge=1, le=400)] = 60
    #: A roll can be called until so many days after a task closed.
    roll_call_days: Annotated[int, Field(ge=0, le=60)] = 7
    #: A make-up can be asked for until so many days after a task closed; a unit's own rule goes before, here and below.
    make_up_days: Annotated[int, Field(ge=0, le=60)] = MAKE_UPS.ask_within_days
    #: A request to make up expires so many days after it was made, unless a unit's own rule says otherwise.
    make_up_decide_days: Annotated[int, Field(ge=1, le=60)] = MAKE_UPS.decide_within_days
    #: Requests to make up that a member may make for the tasks of one month, unless a unit's own rule says otherwise.
    make_up_per_month: Annotated[int, Field(ge=0, le=100)] = MAKE_UPS.per_month

    #: So many days after its last day, at 9 in the morning, a contest's result is fixed; later figures change nothing.
    contest_grace_days: Annotated[int, Field(ge=1, le=30)] = 2
    #: So many days after its end a month's figures are closed; what changes them later is shown as an adjustment.
    months_close_after_days: Annotated[int, Field(ge=0, le=90)] = 5
    #: Hours after midnight at which a member's own day begins, for streaks: study past midnight belongs to the evening.
    own_day_begins: Annotated[int, Field(ge=0, le=12)] = 0

    @property
    def attendance_rules(self) -> Rules:
        return Rules(
            roll_call=timedelta(days=self.roll_call_days),
            make_up=MakeUpRule(
                ask_within_days=self.make_up_days,
                decide_within_days=self.make_up_decide_days,
                per_month=self.make_up_per_month,
            ),
            day_begins=timedelta(hours=self.own_day_begins),
        )
