"""How long the words of check-ins and of notes are kept."""

from __future__ import annotations

from services.checkins.feeds.model import AHEAD, BACK
from services.checkins.settings import CheckinsSettings
from shared.messaging.retention import Expire, Strip


def rules(settings: CheckinsSettings) -> list[Expire | Strip]:
    noted = {"note": {"$type": "string"}}
    without = {"$set": {"note": None}}
    # No feed tells of a task any longer.
    over = (BACK + AHEAD).days
    return [
        Strip("check_ins", "checked_in_at", settings.retain_notes_days, noted, lambda _row: without),
        Expire("notes", "changed_at", settings.retain_own_notes_days),
        Expire("note_terms", "changed_at", settings.retain_own_notes_days),
        Expire("note_versions", "changed_at", settings.retain_notes_days),
        Expire("task_changes", "at", over),
    ]
