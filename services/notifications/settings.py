"""Settings of the notifications service."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field, PositiveFloat, PositiveInt, field_validator

from services.notifications.model import QuietHours
from services.notifications.quiet import parse
from shared.settings import Settings


class NotificationsSettings(Settings):
    #: Of members who have not chosen others, in the zone.
    quiet_hours: str = "21:30-07:30"
    #: Seconds before a task closes at which those who are missing are reminded.
    reminder_lead: PositiveFloat = Field(default=2 * 3600)
    #: Seconds after which the answer to "who is missing?" is too old to be acted on.
    reminder_fresh: PositiveFloat = 60

    #: Days for which it is known what was sent to whom, and what it said.
    retain_messages_days: PositiveInt = 180

    @field_validator("quiet_hours")
    @classmethod
    def _usable(cls, value: str) -> str:
        try:
            parse(value)
        except ValueError:
            raise ValueError(f"{value!r} are no hours such as 21:30-07:30") from None
        return value

    @property
    def quiet(self) -> QuietHours:
        return QuietHours(*parse(self.quiet_hours), self.zone)

    @property
    def lead(self) -> timedelta:
        return timedelta(seconds=self.reminder_lead)

    @property
    def fresh(self) -> timedelta:
        return timedelta(seconds=self.reminder_fresh)
