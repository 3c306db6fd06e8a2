"""Policies in MongoDB, and the figures they are judged by, from occurrences, expected and check_ins."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.model import Occurrence
from services.checkins.plans.documents import occurrence_of
from services.checkins.plans.repository import at_or_below
from services.checkins.policies.defaults import defaults
from services.checkins.policies.figures import ReadFigures, Row, Session, SomeMember
from services.checkins.policies.ports import Kept
from shared.events.policies import Policy

Document = dict[str, Any]


class MongoPolicies:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.policies.create_index("district_id")

    def policy(self, district_id: str, policy_id: str) -> Kept | None:
        found = self._db.policies.find_one({"_id": f"{district_id}/{policy_id}"}, session=self._session)
        return _kept_of(found) if found else None

    def keep_policy(self, district_id: str, kept: Kept) -> None:
        key = f"{district_id}/{kept.policy.policy_id}"
        document = {
            "district_id": district_id,
            "policy": kept.policy.model_dump(mode="json"),
            "version": kept.version,
            "changed_by": kept.changed_by,
        }
        self._db.policies.replace_one({"_id": key}, document, upsert=True, session=self._session)
        self._db.policy_versions.insert_one({"_id": f"{key}/{kept.version}", **document}, session=self._session)

    def policies(self, district_id: str) -> list[Kept]:
        """Those that are shipped, as the district set them, then its own."""
        own = {
            kept.policy.policy_id: kept
            for kept in map(_kept_of, self._db.policies.find({"district_id": district_id}).sort("_id"))
        }
        shipped = [own.pop(policy_id, Kept(policy, 0)) for policy_id, policy in defaults().items()]
        return [*shipped, *own.values()]


def read_figures(
    database: Database[Document], unit_path: str, first: date, last: date, zone: ZoneInfo, now: datetime
) -> ReadFigures:
    """What is needed of the days from ``first`` to ``last`` for the unit and all below it.

    Who was expected at a planned occurrence stands in ``expected``; at a task that was set by itself everyone is who is
    in its unit now.
    """
    tree = {
        unit["_id"]: (unit["kind"], unit["path"]) for unit in database.plan_units.find(at_or_below("path", unit_path))
    }
    people = [
        SomeMember(person["_id"], person["unit_path"], tuple(person["positions"]))
        for person in database.plan_people.find({**at_or_below("unit_path", unit_path), "status": "active"})
    ]
    begins, ends = (datetime.combine(each, time.min, zone) for each in (first, last + timedelta(days=1)))
    # Above the unit, too: a task of the school asks its branches.
    parts = unit_path.split("/")[1:]
    above = ["/" + "/".join(parts[: index + 1]) for index in range(len(parts))]
    there = {"$or": [{"unit_path": {"$in": above}}, *at_or_below("unit_path", unit_path)["$or"]]}
    query = {**there, "opens_at": {"$gte": begins, "$lt": ends}}
    tasks = [occurrence_of(document) for document in database.occurrences.find(query)]
    ids = [task.occurrence_id for task in tasks]
    expected: dict[str, list[Document]] = defaultdict(list)
    rows = {**at_or_below("unit_path", unit_path), "day": {"$gte": first.isoformat(), "$lte": last.isoformat()}}
    for row in database.expected.find({**rows, "standing": {"$ne": "withdrawn"}}):
        expected[row["occurrence_id"]].append(row)
    done: dict[str, dict[str, int]] = defaultdict(dict)
    for key in ids:
        # "0" is the character after "/".
        below = {"_id": {"$gte": f"{key}/", "$lt": f"{key}0"}}
        for row in database.check_ins.find(below, {"member_id": 1, "credit_minutes": 1}):
            done[key][row["member_id"]] = row["credit_minutes"]
    held = [_session(task, expected[task.occurrence_id], people, done[task.occurrence_id], zone, now) for task in tasks]
    return ReadFigures(held, people, tree)


def _session(
    task: Occurrence,
    expected: list[Document],
    people: list[SomeMember],
    done: dict[str, int],
    zone: ZoneInfo,
    now: datetime,
) -> Session:
    opened = task.opens_at <= now
    if task.plan is not None:
        asked = [
            (row["member_id"], row["unit_path"], tuple(row["positions"]), row["standing"] == "excused")
            for row in expected
        ]
    else:
        asked = [
            (each.member_id, each.unit_path, each.positions, False)
            for each in people
            if opened and task.expects(each.unit_path)
        ]
    return Session(
        task.occurrence_id,
        task.unit_path,
        task.kind,
        task.plan.subjects if task.plan else (),
        task.credit_minutes,
        task.plan.day if task.plan else task.opens_at.astimezone(zone).date(),
        (task.taken_until - timedelta(microseconds=1)).astimezone(zone).date(),
        opened,
        tuple(Row(*each, each[0] in done, done.get(each[0], 0)) for each in asked),
    )


def _kept_of(document: Document) -> Kept:
    return Kept(Policy.model_validate(document["policy"]), document["version"], document["changed_by"])
