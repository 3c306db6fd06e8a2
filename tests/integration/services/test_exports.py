"""A month of a school on the real services: gathered, written and opened again."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from services.checkins.figures.projection import Rules, project
from services.checkins.figures.repository import MongoFigures
from shared.access.actor import Actor
from shared.events import compose
from shared.events.checkins import CheckInRecorded
from shared.events.plans import ExpectationsFixed, OnTheList
from shared.exports.books import BOOKS
from shared.exports.gathering import KINDS, Question, asked_of
from tests.support.district import CHECKINS, District
from tests.support.process import running, service
from tests.support.rpc import RemoteError, Rpc
from tests.unit.services.emitted import Emitted

SECRETARY = Actor("sec", "console")


def fill(own: Any) -> None:
    units = [("d", "district", "/d"), ("s", "school", "/d/s"), ("b", "branch", "/d/s/b"), ("g", "group", "/d/s/b/g")]
    own.plan_units.insert_many([{"_id": key, "kind": kind, "path": path, "version": 1} for key, kind, path in units])
    own.units.insert_many([{"_id": key, "path": path, "version": 1} for key, _, path in units])
    grants = [{"role": "secretary", "path": "/d/s"}]
    own.members.insert_one({"_id": "sec", "unit_path": "/d/s", "version": 1, "grants": grants})
    own.members.insert_one({"_id": "m1", "unit_path": "/d/s/b", "version": 1})
    for member_id, path in (("m1", "/d/s/b"), ("m2", "/d/s/b/g"), ("t1", "/d/s")):
        person = {"kind": "full", "positions": [], "status": "active", "leaves": [], "version": 1}
        own.plan_people.insert_one({"_id": member_id, "unit_path": path, **person})
    at = datetime(2026, 10, 15, 7, tzinfo=UTC)
    task = {"title": "Theme day", "kind": "theme-day", "unit_id": "b", "unit_path": "/d/s/b"}
    own.occurrences.insert_one({"_id": "o1", **task, "opens_at": at, "closes_at": at, "credit_minutes": 90})
    late = CheckInRecorded(
        command_id="c1",
        occurrence_id="o1",
        member_id="m1",
        unit_path="/d/s/b",
        task_title="Theme day",
        checked_in_at=at,
        credit_minutes=90,
        late=True,
    )
    asked = [
        OnTheList(member_id=member_id, unit_path=path, standing="expected", version=1)
        for member_id, path in (("m1", "/d/s/b"), ("m2", "/d/s/b/g"))
    ]
    told = ExpectationsFixed(occurrence_id="o1", unit_path="/d/s/b", members=asked)
    events = [compose(data, source="/zhixing/checkins", time=at) for data in (told, late)]
    project(events, MongoFigures(own, None), Emitted(), Rules(ZoneInfo("Asia/Shanghai")))


def test_a_month_is_exported_with_marks_and_sums_to_those_who_may_see_it(district: District) -> None:
    fill(district.databases.of("checkins"))
    tree = [
        {"unit_id": "s", "name": "School", "path": "/d/s"},
        {"unit_id": "b", "name": "Branch", "path": "/d/s/b"},
        {"unit_id": "g", "name": "Group", "path": "/d/s/b/g"},
    ]
    with running(service(CHECKINS, district.environment)), Rpc(district.vhost.url) as rpc:

        def ask(question: Question) -> Any:
            if question.method == "tree":
                return tree
            if question.method == "profiles":
                return [{"member_id": each, "name": each.upper()} for each in question.given["member_ids"]]
            return rpc.call(question.service, question.method, by=SECRETARY, **question.given)

        found = {kind: asked_of(gather("s", "2026-10"), ask) for kind, gather in KINDS.items()}
        with pytest.raises(RemoteError, match="Forbidden"):
            rpc.call("checkins", "export_roster", by=Actor("m1", "console"), unit_path="/d/s/b", window="2026-10")

    branch, school = sorted(found["roster"]["parts"], key=lambda part: len(part["members"]), reverse=True)
    assert (branch["unit"]["name"], school["unit"]["name"]) == ("Branch", "School")
    assert {row["name"]: row["marks"] for row in branch["members"]} == {"M1": {"o1": "late"}, "M2": {"o1": "missing"}}
    assert [row["name"] for row in school["members"]] == ["T1"]
    sums = {row["unit_path"]: (row["expected"], row["done"], row["participation"]) for row in found["summary"]["rows"]}
    assert sums == {"/d/s": (2, 1, 0.5), "/d/s/b": (2, 1, 0.5), "/d/s/b/g": (1, 0, 0.0)}
    assert {row["unit_name"] for row in found["policies"]["rows"]} >= {"Branch"}
    for kind, data in found.items():
        assert load_workbook(io.BytesIO(BOOKS[kind](data, "zh-CN"))).sheetnames
