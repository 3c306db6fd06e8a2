"""Settings of the check-ins service."""

from __future__ import annotations

from pydantic import PositiveInt

from shared.settings import Settings


class CheckinsSettings(Settings):
    #: Days after which the note of a check-in is removed; the check-in stays.
    retain_notes_days: PositiveInt = 1095
