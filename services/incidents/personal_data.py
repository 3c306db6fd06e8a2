"""What the incidents hold about a person. Reports and what was done are official records: they stay, under an id that
leads to nobody any more."""

from __future__ import annotations

from shared.personal_data import Holding, about

HELD = (
    Holding("member", "members", about("_id"), None),
    Holding("reported", "incidents", about("reporter_id"), None),
    # Somebody else's report: that it was put to them, and what they did.
    Holding("in_charge", "incidents", about("in_charge"), None, hidden=("what", "where", "reporter_id", "suggested")),
    Holding("moves", "incidents", about("done.actor_id"), None, hidden=("what", "where", "reporter_id", "suggested")),
)
