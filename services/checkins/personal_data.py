"""What the check-ins hold about a person. Notes, at check-ins and by themselves, are their own words and go; check-ins
and figures stay, and that the person was expected, without their positions and why that changed."""

from __future__ import annotations

from typing import Any

from services.checkins.retention import REMOVED
from shared.personal_data import Holding, about

#: Photos, too: nobody is shown them any more. What somebody wrote about a check-in when they corrected it goes with it.
_WITHOUT_WORDS: dict[str, Any] = {"$set": {"note": None, "chat_id": None, "photo_ids": [], "changed": None}}

HELD = (
    Holding("member", "members", about("_id"), None),
    Holding("check_ins", "check_ins", about("member_id"), _WITHOUT_WORDS),
    Holding("versions", "check_in_versions", about("member_id"), _WITHOUT_WORDS),
    Holding("photos", "check_in_photos", about("member_id"), "delete"),
    Holding("code_tries", "code_tries", about("member_id"), "delete"),
    Holding("absences", "absences", about("member_id"), {"$set": {"reason": None}}),
    Holding("make_ups", "make_ups", about("member_id"), {"$set": {"reason": REMOVED, "why": None, "chat_id": None}}),
    Holding("planned", "plan_people", about("_id"), {"$set": {"positions": [], "leaves": []}}),
    Holding("expected", "expected", about("member_id"), {"$set": {"positions": [], "adjustments": []}}),
    Holding("notes", "notes", about("member_id"), "delete"),
    Holding("note_terms", "note_terms", about("member_id"), "delete", hidden=("terms",)),
    Holding("note_versions", "note_versions", about("member_id"), "delete"),
    Holding(
        "contests", "contest_entrants", about("member_id"), {"$set": {"shown_as": None, "board": None, "rank": None}}
    ),
    Holding("feeds", "feeds", about("member_id"), "delete", hidden=("digest",)),
    Holding("figures", "member_figures", about("member_id"), None),
    Holding("adjustments", "figure_adjustments", about("member_id"), {"$set": {"reason": REMOVED}}),
)
