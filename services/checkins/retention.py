"""How long the words and photos of check-ins, and members' notes, are kept."""

from __future__ import annotations

from services.checkins.feeds.model import AHEAD, BACK
from services.checkins.settings import CheckinsSettings
from shared.messaging.retention import Expire, Strip

#: What stands where words stood.
REMOVED = "-"
#: Days for which it is known who gave a wrong code.
_TRIES_DAYS = 60


def rules(settings: CheckinsSettings) -> list[Expire | Strip]:
    days, own_days = settings.retain_notes_days, settings.retain_own_notes_days
    noted = {"note": {"$type": "string"}}
    said = {"reason": {"$type": "string"}}
    asked = {"reason": {"$ne": REMOVED}}
    return [
        Strip("check_ins", "checked_in_at", days, noted, lambda _row: {"$set": {"note": None}}),
        Strip("check_in_versions", "checked_in_at", days, noted, lambda _row: {"$set": {"note": None}}),
        Strip("absences", "at", days, said, lambda _row: {"$set": {"reason": None}}),
        Strip("make_ups", "asked_at", days, asked, lambda _row: {"$set": {"reason": REMOVED, "why": None}}),
        # Without it nobody is shown the photo any more.
        Expire("check_in_photos", "at", days),
        Expire("code_tries", "at", _TRIES_DAYS),
        Expire("notes", "changed_at", own_days),
        Expire("note_terms", "changed_at", own_days),
        Expire("note_versions", "changed_at", days),
        # No feed tells of a task any longer.
        Expire("task_changes", "at", (BACK + AHEAD).days),
    ]
