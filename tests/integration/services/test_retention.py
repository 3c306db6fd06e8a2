"""What is too old goes, and how long that is can be changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.checkins.retention import rules
from services.checkins.settings import CheckinsSettings
from services.incidents.retention import without_words
from shared.messaging.retention import Expire, Strip
from tests.support.database import Databases

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_notes_that_are_too_old_are_removed_and_their_check_ins_stay(databases: Databases) -> None:
    own = databases.of("checkins")
    old, young = NOW - timedelta(days=31), NOW - timedelta(days=29)
    own.check_ins.insert_many(
        [
            *({"_id": f"old-{number}", "note": "words", "checked_in_at": old} for number in range(450)),
            {"_id": "young", "note": "words", "checked_in_at": young},
            {"_id": "none", "note": None, "checked_in_at": old},
        ]
    )
    (rule,) = (each for each in rules(CheckinsSettings(retain_notes_days=30)) if each.collection == "check_ins")
    assert rule.apply(own, NOW) == 450
    assert [row["_id"] for row in own.check_ins.find({"note": {"$ne": None}})] == ["young"]
    assert own.check_ins.count_documents({}) == 452
    assert rule.apply(own, NOW) == 0


def test_an_old_incident_keeps_its_figures_and_loses_its_words(databases: Databases) -> None:
    own = databases.of("incidents")
    moves = [{"move": "note", "actor_id": "m1", "at": NOW, "text": "words"}]
    told = {"what": "words", "where": "words", "done": moves, "photo_id": "p", "suggested": {"phrases": ["words"]}}
    nine_days_ago = NOW - timedelta(days=9)
    own.incidents.insert_many(
        [
            {
                "_id": state,
                "state": state,
                "number": state,
                "reported_at": nine_days_ago,
                "version": 1,
                **told,
            }
            for state in ("closed", "resolved")
        ]
    )
    rule = Strip("incidents", "reported_at", 8, {"state": "closed", "what": {"$ne": "-"}}, without_words)
    assert rule.apply(own, NOW) == 1
    (closed,) = own.incidents.find({"_id": "closed"})
    assert "words" not in str(closed)
    assert (closed["number"], closed["done"][0]["actor_id"], closed["version"]) == ("closed", "m1", 2)
    assert "words" in str(own.incidents.find_one({"_id": "resolved"}))


def test_the_time_that_documents_are_kept_can_be_changed(databases: Databases) -> None:
    own = databases.of("notifications")
    for days in (10, 10, 5):
        Expire("messages", "queued_at", days).apply(own, NOW)
    (index,) = [each for each in own.messages.index_information().values() if each["key"] == [("queued_at", 1)]]
    assert index["expireAfterSeconds"] == 5 * 24 * 3600
