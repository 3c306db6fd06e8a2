"""How long the words of an incident are kept."""

from __future__ import annotations

from typing import Any

from services.incidents.settings import IncidentsSettings
from shared.messaging.retention import Strip

#: What stands where words stood.
REMOVED = "-"


def rules(settings: IncidentsSettings) -> list[Strip]:
    told = {"state": "closed", "what": {"$ne": REMOVED}}
    return [Strip("incidents", "reported_at", settings.retain_incidents_days, told, without_words)]


def without_words(incident: dict[str, Any]) -> dict[str, Any]:
    done = [{**each, "text": None} for each in incident["done"]]
    return {
        "$set": {"what": REMOVED, "where": REMOVED, "done": done, "photo_id": None, "suggested.phrases": []},
        "$inc": {"version": 1},
    }
