"""What the check-ins hold about a person. Notes, at check-ins and by themselves, are their own words and go; check-ins
and figures stay, and that the person was expected, without their positions and why that changed."""

from __future__ import annotations

import re
from typing import Any

from pymongo.database import Database

from services.checkins.repository import check_in_id
from shared.personal_data import Holding, Person, about


def _months(_database: Database[dict[str, Any]], person: Person) -> dict[str, Any]:
    # An id may contain the separator, so the month has to be looked at too.
    return {"_id": {"$regex": f"^{re.escape(person.member_id)}:[0-9]{{4}}-[0-9]{{2}}$"}}


def _check_ins(database: Database[dict[str, Any]], person: Person) -> dict[str, Any]:
    # Check-ins have no index by member; the months name them.
    months = database.member_months.find(_months(database, person), {"entries.o": 1})
    return {"_id": {"$in": [check_in_id(entry["o"], person.member_id) for row in months for entry in row["entries"]]}}


HELD = (
    Holding("member", "members", about("_id"), None),
    Holding("check_ins", "check_ins", _check_ins, {"$set": {"note": None, "chat_id": None}}),
    Holding("planned", "plan_people", about("_id"), {"$set": {"positions": [], "leaves": []}}),
    Holding("expected", "expected", about("member_id"), {"$set": {"positions": [], "adjustments": []}}),
    Holding("notes", "notes", about("member_id"), "delete"),
    Holding("note_terms", "note_terms", about("member_id"), "delete", hidden=("terms",)),
    Holding("note_versions", "note_versions", about("member_id"), "delete"),
    Holding("months", "member_months", _months, None),
)
