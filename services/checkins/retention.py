"""How long the words of a check-in are kept."""

from __future__ import annotations

from services.checkins.settings import CheckinsSettings
from shared.messaging.retention import Strip


def rules(settings: CheckinsSettings) -> list[Strip]:
    noted = {"note": {"$type": "string"}}
    without = {"$set": {"note": None}}
    return [Strip("check_ins", "checked_in_at", settings.retain_notes_days, noted, lambda _row: without)]
