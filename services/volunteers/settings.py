"""Settings of the volunteers service."""

from __future__ import annotations

from datetime import timedelta

from pydantic import NonNegativeFloat, PositiveInt

from services.volunteers.model import Rules
from shared.settings import Settings


class VolunteersSettings(Settings):
    #: Seconds before the start until which a member may give a place back.
    volunteers_cancel_before: NonNegativeFloat = 3 * 3600
    #: Seconds before the start from which attendance is recorded.
    volunteers_arrive_before: NonNegativeFloat = 30 * 60
    #: Seconds before the start at which a reminder goes out: early enough to cancel still.
    volunteers_remind_before: NonNegativeFloat = 4 * 3600
    #: Wrong codes that a member may give for one shift.
    volunteers_code_attempts: PositiveInt = 10

    @property
    def rules(self) -> Rules:
        return Rules(
            timedelta(seconds=self.volunteers_cancel_before),
            timedelta(seconds=self.volunteers_arrive_before),
            timedelta(seconds=self.volunteers_remind_before),
            self.volunteers_code_attempts,
        )
