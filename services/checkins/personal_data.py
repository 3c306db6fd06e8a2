"""What the check-ins hold about a person. Notes, at check-ins and by themselves, are their own words and go; check-ins
and figures stay, and that the person was expected, without their positions and why that changed."""

from __future__ import annotations

from shared.personal_data import Holding, about

HELD = (
    Holding("member", "members", about("_id"), None),
    Holding("check_ins", "check_ins", about("member_id"), {"$set": {"note": None, "chat_id": None}}),
    Holding("planned", "plan_people", about("_id"), {"$set": {"positions": [], "leaves": []}}),
    Holding("expected", "expected", about("member_id"), {"$set": {"positions": [], "adjustments": []}}),
    Holding("notes", "notes", about("member_id"), "delete"),
    Holding("note_terms", "note_terms", about("member_id"), "delete", hidden=("terms",)),
    Holding("note_versions", "note_versions", about("member_id"), "delete"),
    Holding("contests", "contest_entrants", about("member_id"), {"$set": {"shown_as": None, "board": None}}),
    Holding("feeds", "feeds", about("member_id"), "delete", hidden=("digest",)),
    Holding("figures", "member_figures", about("member_id"), None),
    Holding("adjustments", "figure_adjustments", about("member_id"), None),
)
