"""The policies' report of the demo district's month is what counting by hand says, on the page and in the workbook."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped]

from services.checkins.policies.views import PolicyViews
from services.console.access import Officer, Profile
from services.console.months import Months
from shared.exports.books import BOOKS
from shared.exports.gathering import last_day
from tests.integration.services.lived import ZONE, Lived, the_month
from tests.integration.services.recount import Recount, told
from tests.support.district import CHECKINS, District
from tests.support.process import running, service
from tests.support.rpc import Rpc

SCOPES = ("district", "school-1", "school-2", "branch-1-2", "branch-3-2")
BRANCH = "/district/school-1/branch-1-2"
OFFICER = {"member_id": "m008", "name": "-", "unit_id": "district", "unit_name": "-", "unit_path": "/district"}


class Services:
    """The check-ins service as it runs; the directory from what was told."""

    def __init__(self, rpc: Rpc, lived: Lived) -> None:
        self._rpc = rpc
        self._lived = lived

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **given: Any) -> Any:
        if service == "checkins":
            return self._rpc.call(service, method, **given)
        if method == "profiles":
            return [{"member_id": key, "name": self._lived.members[key].person.name} for key in given["member_ids"]]
        top = given.get("unit_path") or self._lived.units[given["unit_id"]].path
        units = [unit for unit in self._lived.units.values() if f"{unit.path}/".startswith(f"{top}/")]
        return [{"unit_id": each.unit_id, "name": each.name, "path": each.path, "kind": each.kind} for each in units]


async def test_the_report_of_the_demo_districts_month_is_what_counting_by_hand_says(district: District) -> None:
    own = district.databases.of("checkins")
    # The last month that is over, whenever this runs.
    month = (datetime.now(ZONE).date().replace(day=1) - timedelta(days=1)).replace(day=1)
    lived = the_month(own, month)

    lived.live(lived.at(20, "12:00"))
    by_hand = Recount(own, ZONE, lived.now)
    expected = by_hand.report(month)
    for scope in SCOPES:
        path = lived.units[scope].path
        found = told(PolicyViews(own).report(path, month, ZONE, lived.now))
        within = {key for key, unit in lived.units.items() if f"{unit.path}/".startswith(f"{path}/")}
        assert found == {key: each for key, each in expected.items() if key[0] in within}, scope
    states = {each.state for each in expected.values()}
    assert states == {"met", "can-still", "not-met"}
    assert not any(unit_id == "branch-old" for unit_id, _ in expected)
    # Nobody had told of any unit before.
    earlier = PolicyViews(own).report("/district", month - timedelta(days=1), ZONE, lived.now)
    assert not [row for row in earlier if row["window"]["last"] < month.isoformat()]

    lived.live(lived.at(31, "23:00") + timedelta(days=6))
    key = f"{month:%Y-%m}"
    by_hand = Recount(own, ZONE, datetime.now(UTC))
    expected = by_hand.report(month)
    with running(service(CHECKINS, district.environment)), Rpc(district.vhost.url) as rpc:
        report = rpc.call("checkins", "policy_report", unit_path="/district", day=last_day(key).isoformat())
        assert told(report) == expected
        summary = rpc.call("checkins", "export_summary", unit_path="/district", window=key)["rows"]
        sums = {row["unit_path"].rpartition("/")[2]: row for row in summary}
        for unit_id, row in sums.items():
            counted = by_hand.sums(unit_id, month)
            assert {name: row[name] for name in counted} == counted, unit_id
        days = {"first": month.isoformat(), "last": last_day(key).isoformat()}
        listed = rpc.call("checkins", "planned", unit_path=BRANCH, above=True, **days)
        asked = {held.row["_id"] for held in by_hand.within(month, last_day(key)) if held.of("branch-1-2")}
        assert {row["occurrence_id"] for row in listed} == asked
        assert {row["plan_id"] for row in listed} >= {None, "course-1", "this-morning"}
        listed = rpc.call("checkins", "planned", unit_path=BRANCH, **days)
        assert {row["title"] for row in listed} == {"this-morning", "theme-1"}
        day = lived.at(21).date()
        around = {"first": day.isoformat(), "last": day.isoformat(), "under_way": True}
        listed = rpc.call("checkins", "planned", unit_path="/district", **around)
        begins = lived.at(21)
        kept = {row["_id"] for row in own.occurrences.find()}
        there = [held for held in by_hand.held if held.row["_id"] in kept]
        days_of = {held.row["_id"] for held in there if held.day == day or _is_under_way(held.row, begins)}
        assert {row["occurrence_id"] for row in listed} == days_of
        assert "open" in {row["title"] for row in listed}
        months = Months(Services(rpc, lived), zone=str(ZONE), patience=10)
        officer = Officer(Profile.model_validate({**OFFICER, "locale": "zh-CN"}), sees_missing=True)
        page = await months.month(officer, "/district", key, "en")
        gathered = await months.export("policies", "district", key)
    assert (page.sums.expected, page.sums.done) == (by_hand.sums("district", month)["expected"], page.sums.done)
    assert page.policies is not None
    lines = {(each.unit, each.name): (each.state, each.value, each.forecast) for each in page.policies}
    sheet = load_workbook(io.BytesIO(BOOKS["policies"](gathered, "en"))).active
    assert sheet.max_row == 2 + len(expected)
    names = {unit.name: unit_id for unit_id, unit in lived.units.items()}
    for line in list(sheet.values)[2:]:
        policy = next(row["policy_id"] for row in report if row["name"]["en"] == line[1])
        counted = expected[names[str(line[0])], policy]
        assert (line[5], line[6], line[8]) == (counted.numerator, counted.denominator, counted.needed)
        if shown := lines.get((str(line[0]), str(line[1]))):
            assert shown[2] == (line[9] or "")
            assert str(counted.numerator) in shown[1]
        people = sorted(
            lived.members[each].person.name if each in lived.members else lived.units[each].name
            for each in counted.missing
        )
        assert sorted(filter(None, str(line[10] or "").split(", "))) == people


def _is_under_way(row: dict[str, Any], moment: datetime) -> bool:
    return bool(row["opens_at"] < moment < row["closes_at"])
