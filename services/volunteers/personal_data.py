"""What the volunteers hold about a person. Places and hours are what figures are made of; they stay, under an id that
leads to nobody any more."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from shared.personal_data import Holding, Person, about


def _decisions(_database: Database[dict[str, Any]], person: Person) -> dict[str, Any]:
    own = [{"data.member_id": person.member_id}, {"data.organiser_id": person.member_id}]
    return {"$or": own, "data.chat_id": {"$type": "string"}}


HELD = (
    Holding("member", "members", about("_id"), None),
    Holding("sign_ups", "sign_ups", about("member_id"), None),
    Holding("hours", "hours", about("member_id"), None),
    Holding("organised", "activities", about("organiser_id"), None),
    # Answers, kept for repeated commands: they name the chat that asked.
    Holding("answers", "decisions", _decisions, {"$set": {"data.chat_id": None}}),
)
