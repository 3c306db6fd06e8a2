"""What the check-ins hold about a person. Notes are their own words and go; check-ins and figures stay, and that the
person was expected, without their positions and why that changed."""

from __future__ import annotations

import re
from typing import Any

from pymongo.database import Database

from services.checkins.repository import check_in_id
from services.checkins.retention import REMOVED
from shared.personal_data import Holding, Person, about


def _months(_database: Database[dict[str, Any]], person: Person) -> dict[str, Any]:
    # An id may contain the separator, so the month has to be looked at too.
    return {"_id": {"$regex": f"^{re.escape(person.member_id)}:[0-9]{{4}}-[0-9]{{2}}$"}}


def _check_ins(database: Database[dict[str, Any]], person: Person) -> dict[str, Any]:
    # Check-ins have no index by member; the months name them.
    months = database.member_months.find(_months(database, person), {"entries.o": 1})
    return {"_id": {"$in": [check_in_id(entry["o"], person.member_id) for row in months for entry in row["entries"]]}}


#: Photos, too: nobody is shown them any more. What somebody wrote about a check-in when they corrected it goes with it.
_WITHOUT_WORDS: dict[str, Any] = {"$set": {"note": None, "chat_id": None, "photo_ids": [], "changed": None}}

HELD = (
    Holding("member", "members", about("_id"), None),
    Holding("check_ins", "check_ins", _check_ins, _WITHOUT_WORDS),
    Holding("versions", "check_in_versions", about("member_id"), _WITHOUT_WORDS),
    Holding("photos", "check_in_photos", about("member_id"), "delete"),
    Holding("code_tries", "code_tries", about("member_id"), "delete"),
    Holding("absences", "absences", about("member_id"), {"$set": {"reason": None}}),
    Holding("make_ups", "make_ups", about("member_id"), {"$set": {"reason": REMOVED, "why": None, "chat_id": None}}),
    Holding("planned", "plan_people", about("_id"), {"$set": {"positions": [], "leaves": []}}),
    Holding("expected", "expected", about("member_id"), {"$set": {"positions": [], "adjustments": []}}),
    Holding("months", "member_months", _months, None),
)
