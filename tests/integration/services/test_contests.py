"""A contest on the real services: points from what is told, boards, and nobody shown who did not ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.access.actor import Actor, process
from shared.events import CONTENT_TYPE, compose, encode
from shared.events.checkins import CheckInRecorded
from shared.events.contests import ContestEnded, EndContest
from shared.events.people import PersonErased
from shared.events.timers import ScheduleTimer
from shared.settings import Settings
from shared.topology import work_queue
from tests.support.actors import signed
from tests.support.broker import Listener
from tests.support.district import CHECKINS, SOURCE, District
from tests.support.process import running, service
from tests.support.rpc import Rpc
from tests.support.waiting import eventually

ZONE = ZoneInfo("Asia/Shanghai")
DELIVERY_LIMIT = Settings.model_fields["delivery_limit"].default
TASK = {
    "title": "Task",
    "kind": "branch-meeting",
    "unit_id": "d",
    "unit_path": "/d",
    "opens_at": datetime(2026, 1, 1, tzinfo=UTC),
    "closes_at": datetime(2026, 1, 2, tzinfo=UTC),
    "credit_minutes": 60,
}
#: So many days ago.
PERIOD = {"first_day": 9, "last_day": 3}


def as_an_earlier_release_did(district: District) -> None:
    """Contests had each check-in from a queue of their own."""
    queue = work_queue("checkins.contests", [CheckInRecorded], delivery_limit=DELIVERY_LIMIT)
    channel = district.vhost.channel()
    channel.exchange_declare("checkins.events", "topic", durable=True)
    channel.queue_declare(queue.name, durable=True, arguments=queue.argument_table())
    channel.queue_bind(queue.name, "checkins.events", "checkin.recorded.v1")


def its_result_is_fixed(district: District, rpc: Rpc, secretary: Actor, timers: Listener) -> None:
    """When its days are over; told once, and what is corrected afterwards does not count."""
    own = district.databases.of("checkins")
    ended = district.vhost.listen(ContestEnded)
    before = rpc.call("checkins", "end_contest", contest_id="c1", by=secretary)
    assert before["final"] is False
    # When it was announced, and now again.
    due = [message.data.due_at for message in timers.expect(2) if isinstance(message.data, ScheduleTimer)]
    assert due == [datetime.fromisoformat(before["at"])] * 2
    today = datetime.now(ZONE).date()
    long_ago = {f"contest.{key}": (today - timedelta(days=back)).isoformat() for key, back in PERIOD.items()}
    own.contests.update_one({"_id": "c1"}, {"$set": {**long_ago, "last_day": long_ago["contest.last_day"]}})
    for _ in range(2):
        district.vhost.send(signed(compose(EndContest(contest_id="c1"), source=SOURCE), process("timekeeper")))
    (told,) = (message.data for message in ended.expect(1))
    assert isinstance(told, ContestEnded)
    assert [(each.name, each.points, each.rank) for each in told.groups] == [("b1", 52, 1), ("b2", 26, 2)]
    assert [(each.person.name, each.rank) for each in told.individuals] == [("Ann", 1)]
    assert told.organiser_ids == ["sec"]
    own.plan_people.delete_one({"_id": "m2"})
    board = rpc.call("checkins", "contest_board", contest_id="c1", by=secretary)
    assert (board["final"], board["final_at"]) == (True, told.ended_at.isoformat())
    assert [row["name"] for row in board["individuals"]] == ["Ann"]


def test_branches_collect_points_and_only_who_asked_stands_on_the_board(district: District) -> None:
    own = district.databases.of("checkins")
    as_an_earlier_release_did(district)
    units = {"d": ("district", "/d"), "b1": ("branch", "/d/b1"), "b2": ("branch", "/d/b2")}
    own.plan_units.insert_many([{"_id": key, "kind": kind, "path": path} for key, (kind, path) in units.items()])
    for member_id, path in (("m1", "/d/b1"), ("m2", "/d/b1"), ("m3", "/d/b2")):
        own.members.insert_one({"_id": member_id, "unit_path": path, "version": 1})
        own.plan_people.insert_one({"_id": member_id, "unit_path": path, "status": "active"})
    own.occurrences.insert_many([{"_id": each, **TASK} for each in ("o1", "o2", "o3")])
    own.members.insert_one({"_id": "sec", "unit_path": "/d", "grants": [{"role": "secretary", "path": "/d"}]})
    secretary = Actor("sec", "console")
    # Whether it is midnight meanwhile does not matter.
    begins = datetime.now(ZONE).replace(hour=12) + timedelta(days=1)
    contest = {
        "contest_id": "c1",
        "title": "A week",
        "unit_id": "d",
        "first_day": begins.date().isoformat(),
        "last_day": (begins + timedelta(days=6)).date().isoformat(),
        "groups": [{"group_id": key, "name": key, "unit_id": key} for key in ("b1", "b2")],
        "individuals": True,
    }
    timers = district.vhost.listen(ScheduleTimer)
    with running(service(CHECKINS, district.environment)), Rpc(district.vhost.url) as rpc:
        rules = rpc.call("checkins", "contest_rules")
        held = rpc.call("checkins", "hold_contest", contest={**contest, "rules": rules}, by=secretary)
        assert held == {"refused": None, "version": 1}
        told = [
            CheckInRecorded(
                command_id=f"{member_id} {occurrence}",
                occurrence_id=occurrence,
                member_id=member_id,
                unit_path=path,
                task_title="Task",
                checked_in_at=begins,
                credit_minutes=60,
            )
            for member_id, path in (("m1", "/d/b1"), ("m2", "/d/b1"), ("m3", "/d/b2"))
            for occurrence in ("o1", "o2", "o3")
        ]
        events = [compose(data, source="/zhixing/checkins") for data in told]
        # Some of it comes twice, and some lies where an earlier release left it.
        district.vhost.put("checkins.contests", encode(events[0]), content_type=CONTENT_TYPE)
        district.vhost.send(*events[1:], *events[:4])
        assert district.vhost.bindings("checkins.contests") == [("checkins.events", "note.shared.v1")]
        assert rpc.call("checkins", "show_on_board", member_id="m1", contest_id="c1", shown_as="Ann")["refused"] is None

        def board() -> list[tuple[str, int, int, int]]:
            found = rpc.call("checkins", "contest_board", contest_id="c1", by=secretary)
            return [(row["name"], row["points"], row["members"], row["rank"]) for row in found["groups"]]

        # 20 a day at most for being on time, 6 for minutes.
        eventually(lambda: board() == [("b1", 52, 2, 1), ("b2", 26, 1, 2)])
        mine = rpc.call("checkins", "own_board", member_id="m1", contest_id="c1")
        assert [(row["name"], row["points"]) for row in mine["individuals"]] == [("Ann", 26)]
        assert mine["own"] == {"points": 26, "group_id": "b1", "shown": True}
        # Its days begin.
        yesterday = (datetime.now(ZONE) - timedelta(days=1)).date().isoformat()
        own.contests.update_one({"_id": "c1"}, {"$set": {"contest.first_day": yesterday}})
        assert [each["contest_id"] for each in rpc.call("checkins", "own_contests", member_id="m3")] == ["c1"]
        its_result_is_fixed(district, rpc, secretary, timers)
        assert board() == [("b1", 52, 2, 1), ("b2", 26, 1, 2)]
        district.vhost.send(compose(PersonErased(member_id="m1"), source=SOURCE))
        eventually(lambda: own.contest_entrants.count_documents({"shown_as": "Ann"}) == 0)
        assert rpc.call("checkins", "own_board", member_id="m2", contest_id="c1")["individuals"] == []
