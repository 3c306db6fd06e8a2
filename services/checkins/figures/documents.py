"""Facts as MongoDB keeps them: names are short because there is one for every member at every session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.checkins.figures.model import Asked, Fact, MemberYear, Presence, Session, ancestors
from services.checkins.figures.ports import Adjustment
from services.checkins.model import Occurrence, session_day

Document = dict[str, Any]


def year_id(entity_id: str, year: int) -> str:
    return f"{entity_id}:{year}"


def year_document(year: MemberYear) -> Document:
    facts = sorted(year.facts.values(), key=lambda fact: (fact.session.day, fact.session.occurrence_id))
    return {
        "_id": year_id(year.member_id, year.year),
        "member_id": year.member_id,
        "year": year.year,
        "facts": [_fact_document(fact) for fact in facts],
    }


def year_of(document: Document) -> MemberYear:
    facts = [fact_of(each) for each in document["facts"]]
    by_occurrence = {fact.session.occurrence_id: fact for fact in facts}
    return MemberYear(document["member_id"], document["year"], by_occurrence)


def fact_of(each: Document) -> Fact:
    session = session_in(each)
    presence = asked = None
    if (p := each.get("p")) is not None:
        presence = Presence(p["v"], p["u"], p["c"], p["m"], p["l"], p["x"], date.fromisoformat(p["d"]))
    if (a := each.get("a")) is not None:
        asked = Asked(a["v"], a["u"], a["s"])
    return Fact(session, presence, asked)


def _fact_document(fact: Fact) -> Document:
    session = fact.session
    document: Document = {"o": session.occurrence_id, **session_fields(session)}
    if (p := fact.presence) is not None:
        document["p"] = {
            "v": p.version,
            "u": p.unit_path,
            "c": p.counts,
            "m": p.minutes,
            "l": p.late,
            "x": p.made_up,
            "d": p.day.isoformat(),
        }
    if (a := fact.asked) is not None:
        document["a"] = {"v": a.version, "u": a.unit_path, "s": a.standing}
    return document


def session_in(row: Document) -> Session:
    """Of a row with the ``session_fields``, and ``o``."""
    return Session(row["o"], date.fromisoformat(row["d"]), row["k"], tuple(row["s"]), row["c"], _closes_on(row))


def session_fields(session: Session) -> Document:
    return {
        "d": session.day.isoformat(),
        "k": session.kind,
        "s": list(session.subjects),
        "c": session.credit_minutes,
        **({"e": session.closes_on.isoformat()} if session.closes_on else {}),
    }


def _closes_on(row: Document) -> date | None:
    return date.fromisoformat(row["e"]) if "e" in row else None


def session_of(occurrence: Occurrence, zone: ZoneInfo) -> Session:
    subjects = occurrence.plan.subjects if occurrence.plan else ()
    day = session_day(occurrence, zone)
    last = last_day_of(occurrence, zone)
    ends = last if last != day else None
    return Session(occurrence.occurrence_id, day, occurrence.kind, subjects, occurrence.credit_minutes, ends)


def last_day_of(occurrence: Occurrence, zone: ZoneInfo) -> date:
    """On which one can check in."""
    return (occurrence.taken_until - timedelta(microseconds=1)).astimezone(zone).date()


def adjustment_documents(adjustments: Iterable[Adjustment]) -> list[Document]:
    return [{**vars(each), "counts": dict(each.counts), "units": ancestors(each.unit_path)} for each in adjustments]


def adjustment_of(document: Document) -> Adjustment:
    return Adjustment(**{key: value for key, value in document.items() if key not in ("_id", "units")})
