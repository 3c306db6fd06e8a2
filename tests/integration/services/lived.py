"""A month of the demo district as it is lived: what happens when, done by the service's own handlers on a database.

Everything is put into the database as the service puts it there; figures are counted from the events that tell of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from ops.demo.district import commands, read_district
from services.checkins import copying, handlers
from services.checkins.corrections.handlers import correct
from services.checkins.figures.projection import Rules, batches, project
from services.checkins.marking import Mark, mark
from services.checkins.plans.desk import Desk
from services.checkins.plans.handlers import cancel_occurrence, cancel_task, plan_study
from services.checkins.plans.opening import member_registered, open_occurrence, unit_registered
from services.checkins.store import MongoStore
from shared.events import Message, Payload, compose
from shared.events.attendance import CheckInCorrected, CorrectCheckIn
from shared.events.checkins import CheckInRecorded, RecordCheckIn, ScheduleTask
from shared.events.directory import LeaveOfAbsence, MemberRegistered, PersonName, UnitRegistered
from shared.events.plans import (
    CancelOccurrence,
    CancelTask,
    ExpectationChanged,
    ExpectationsFixed,
    OpenOccurrence,
    PlanStudy,
)
from tests.support.district import SOURCE
from tests.unit.services.emitted import Emitted

ZONE = ZoneInfo("Asia/Shanghai")
COUNTED = (CheckInRecorded, CheckInCorrected, ExpectationsFixed, ExpectationChanged)
BRANCHES = ["branch-1-1", "branch-1-2", "branch-2-1", "branch-2-2", "branch-3-1", "branch-3-2"]


@dataclass
class Lived:
    own: Database[dict[str, Any]]
    #: Its first day.
    month: date
    now: datetime = datetime.min
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    units: dict[str, UnitRegistered] = field(default_factory=dict)
    members: dict[str, MemberRegistered] = field(default_factory=dict)
    to_do: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = MongoStore(self.own, None)
        self.emit = Emitted()
        self.desk = Desk(ZONE, timedelta(days=60), now=lambda: self.now)
        self.rules = Rules(ZONE, now=lambda: self.now)

    def at(self, day: int, clock: str = "00:00") -> datetime:
        return datetime.combine(self.month + timedelta(days=day - 1), time.fromisoformat(clock), ZONE)

    def plan_for(self, moment: datetime, act: Callable[[], None]) -> None:
        self.to_do.append((moment, len(self.to_do), act))

    def live(self, until: datetime) -> None:
        """Do what is due, and count it."""
        while due := sorted(each for each in self.to_do if each[0] <= until):
            self.to_do.remove(due[0])
            self.now = due[0][0]
            due[0][2]()
        self.now = until
        told: list[Message[Any]] = [each for each in self.emit.messages if isinstance(each.data, COUNTED)]
        self.emit.messages.clear()
        for batch in batches(told):
            project(batch, self.store, self.emit, self.rules)

    def message(self, data: Payload) -> Message[Any]:
        return compose(data, source=SOURCE, time=self.now)

    def begin(self) -> None:
        district = read_district()
        for unit in district.units:
            above = self.units[unit.parent].path if unit.parent else ""
            self.tell_unit(
                UnitRegistered(
                    unit_id=unit.id, kind=unit.kind, name=unit.name, parent_id=unit.parent, path=f"{above}/{unit.id}"
                )
            )
        for member in district.members:
            self.tell_member(
                MemberRegistered(
                    member_id=member.id,
                    kind=member.kind,
                    unit_id=member.unit,
                    unit_path=self.units[member.unit].path,
                    person=PersonName(name=member.name),
                    locale=member.locale,
                    positions=list(member.positions),
                    version=1,
                )
            )

    def tell_unit(self, unit: UnitRegistered) -> None:
        self.units[unit.unit_id] = unit
        handlers.unit_registered(self.message(unit), self.store, self.emit)
        unit_registered(self.message(unit), self.store, self.emit, self.desk)

    def tell_member(self, member: MemberRegistered) -> None:
        fresh = member.member_id not in self.members
        self.members[member.member_id] = member
        if fresh and member.version == 1:
            copying.keep_member(self.message(member), self.store, self.emit)
            return
        handlers.member_registered(self.message(member), self.store, self.emit)
        member_registered(self.message(member), self.store, self.emit, self.desk)

    def change(self, member_id: str, **fields: Any) -> None:
        before = self.members[member_id]
        if "unit_id" in fields:
            fields["unit_path"] = self.units[fields["unit_id"]].path
        self.tell_member(before.model_copy(update={**fields, "version": before.version + 1}))

    def move(self, unit_id: str, parent_id: str) -> None:
        """A unit without others below it."""
        path = f"{self.units[parent_id].path}/{unit_id}"
        before = self.units[unit_id]
        self.tell_unit(before.model_copy(update={"path": path, "parent_id": parent_id, "version": before.version + 1}))
        for member in [each for each in self.members.values() if each.unit_id == unit_id]:
            self.change(member.member_id, unit_path=path)

    def plan(self, plan_id: str, kind: str, day: int, units: list[str], minutes: int, **more: Any) -> None:
        """Opens and closes by ``opens`` and ``closes``; everybody goes by ``_take_part``."""
        scope = {"unit_ids": units, "positions": more.get("positions", []), "kinds": more.get("kinds", [])}
        window = {"opens": more.get("opens", "08:00"), "closes": more.get("closes", "20:00")}
        window |= {"closes_after_days": more.get("days", 0), "grace_minutes": more.get("grace", 0)}
        asked = {
            "plan_id": plan_id,
            "title": plan_id,
            "kind": kind,
            "subjects": more.get("subjects", []),
            "scope": scope,
            "timing": {"first_day": self.at(day).date()},
            "window": window,
            "credit_minutes": minutes,
            "late": {"credit_percent": 50},
            "actor_id": "m008",
        }
        answer = plan_study(self.message(PlanStudy.model_validate(asked)), self.store, self.emit, self.desk)
        assert answer["refused"] is None
        for row in list(self.own.occurrences.find({"plan.plan_id": plan_id})):
            self._hold(row["_id"], row["opens_at"], row["closes_at"], more.get("grace", 0), more.get("nobody_of", ()))

    def schedule_demo_tasks(self, *, nobody_of: tuple[str, ...]) -> None:
        for command in commands(read_district(), self.now):
            if isinstance(command.data, ScheduleTask):
                task = command.data
                handlers.schedule_task(self.message(task), self.store, self.emit)
                shy = nobody_of if task.kind == "theme-day" else ()
                self._hold(task.occurrence_id, task.opens_at, task.closes_at, 0, shy)

    def schedule(self, task_id: str, day: int, unit_id: str, minutes: int) -> None:
        """A course that was set by itself."""
        opens, closes = self.at(day, "08:00"), self.at(day, "20:00")
        times = {"opens_at": opens, "closes_at": closes, "credit_minutes": minutes}
        task = {"occurrence_id": task_id, "title": task_id, "kind": "online-course", "unit_id": unit_id, **times}
        handlers.schedule_task(self.message(ScheduleTask.model_validate(task)), self.store, self.emit)
        self._hold(task_id, opens, closes, 0, ())

    def cancel_single(self, task_id: str) -> None:
        asked = CancelTask(occurrence_id=task_id, reason="storm", actor_id="m008")
        assert cancel_task(self.message(asked), self.store, self.emit, self.desk)["refused"] is None

    def _hold(
        self, occurrence_id: str, opens: datetime, closes: datetime, grace: int, nobody_of: tuple[str, ...]
    ) -> None:
        opening = OpenOccurrence(occurrence_id=occurrence_id, opens_at=opens)
        self.plan_for(
            max(opens, self.now), lambda: open_occurrence(self.message(opening), self.store, self.emit, self.desk)
        )
        first = max(opens, self.now) + timedelta(hours=1)
        self.plan_for(first, lambda: self._take_part(occurrence_id, 0.6, nobody_of))
        self.plan_for(closes - timedelta(minutes=1), lambda: self._take_part(occurrence_id, 0.4, nobody_of))
        if grace:
            self.plan_for(closes + timedelta(minutes=1), lambda: self._take_part(occurrence_id, 0.5, nobody_of))

    def _take_part(self, occurrence_id: str, share: float, nobody_of: tuple[str, ...]) -> None:
        """So many of those on the list who have not yet, and of the excused a few."""
        there = {row["member_id"] for row in self.own.check_ins.find({"occurrence_id": occurrence_id})}
        asked = []
        for row in self.own.expected.find({"occurrence_id": occurrence_id}).sort("_id"):
            likely = share if row["standing"] == "expected" else share / 4
            comes = self.chance.random() < likely and row["unit_path"].split("/")[-1] not in nobody_of
            if comes and row["member_id"] not in there:
                asked.append(self.message(RecordCheckIn(occurrence_id=occurrence_id, member_id=row["member_id"])))
        if asked:
            handlers.record(asked, self.store, self.emit, ZONE)

    def cancel(self, plan_id: str, day: int) -> None:
        asked = CancelOccurrence(plan_id=plan_id, version=1, slot=self.at(day).date(), reason="storm", actor_id="m008")
        assert cancel_occurrence(self.message(asked), self.store, self.emit, self.desk)["refused"] is None

    def correct(self, plan_id: str, number: int, **wanted: Any) -> None:
        """Of a plan's check-ins the one with this number, by member."""
        (occurrence,) = self.own.occurrences.find({"plan.plan_id": plan_id})
        rows = list(self.own.check_ins.find({"occurrence_id": occurrence["_id"]}).sort("_id"))
        row = rows[number]
        about = {name: row[name] for name in ("occurrence_id", "member_id", "version")}
        asked = CorrectCheckIn.model_validate({**about, "reason": "looked up", "actor_id": "m008", **wanted})
        assert correct(self.message(asked), self.store, self.emit, self.desk)["refused"] is None

    def make_up(self, plan_id: str, most: int) -> None:
        (row,) = self.own.occurrences.find({"plan.plan_id": plan_id})
        task = self.store.occurrences({row["_id"]})[row["_id"]]
        there = {each["member_id"] for each in self.own.check_ins.find({"occurrence_id": row["_id"]})}
        asked = self.own.expected.find({"occurrence_id": row["_id"], "standing": "expected"}).sort("_id")
        absent = [each for each in asked if each["member_id"] not in there][:most]
        marks = [Mark(each["member_id"], each["unit_path"], self.now, task.credit_minutes) for each in absent]
        mark(task, marks, "made-up", f"made-up-{plan_id}", self.store, self.emit, self.desk, timedelta())


def the_month(own: Database[dict[str, Any]], month: date) -> Lived:
    """What is going to happen; see ``Lived.live``."""
    lived = Lived(own, month)
    lived.now = lived.at(1)
    lived.begin()
    old = {"unit_id": "branch-old", "kind": "branch", "name": "old", "parent_id": "school-1"}
    gone = UnitRegistered(**old, path="/district/school-1/branch-old")
    lived.tell_unit(gone)
    cadres = ["secretary", "deputy-secretary"]
    lived.plan("course-1", "online-course", 5, ["district"], 120, grace=240)
    lived.plan("short", "online-course", 9, ["district"], 90, subjects=["party-spirit"])
    lived.plan("course-2", "online-course", 12, ["school-1", "school-2"], 120)
    lived.plan("called-off", "online-course", 14, ["school-2"], 120)
    lived.plan("open", "online-course", 19, ["district"], 120, days=3)
    lived.plan("this-morning", "online-course", 20, ["branch-1-2"], 120, closes="10:00")
    lived.plan("to-come", "online-course", 26, ["district"], 150, nobody_of=("branch-2-1",))
    lived.plan("theme-1", "theme-day", 15, BRANCHES[:4], 90)
    lived.plan("theme-2", "theme-day", 27, BRANCHES[5:], 90)
    lived.plan("new-ones", "micro-lecture", 6, ["district"], 30, kinds=["probationary"])
    lived.plan("class-1", "training", 8, ["district"], 60, positions=cadres, subjects=["party-spirit"])
    lived.plan("class-2", "training", 18, ["school-3"], 90, subjects=["professional"])
    lived.plan("class-3", "training", 25, ["district"], 45, positions=cadres)

    def leave(member_id: str, first: int, last: int) -> None:
        days = LeaveOfAbsence(
            leave_id=f"leave-{member_id}",
            reason="sick",
            first_day=lived.at(first).date(),
            last_day=lived.at(last).date(),
        )
        lived.change(member_id, leaves=[days])

    tasks = ("branch-3-1", "branch-3-2")
    closed = {"status": "closed", "closed_on": lived.at(10).date(), "version": 1}
    happens: list[tuple[int, str, Callable[[], None]]] = [
        (2, "09:00", lambda: leave("m005", 1, 6)),
        (2, "09:10", lambda: leave("m013", 4, 20)),
        (7, "09:00", lambda: lived.correct("course-1", 3, credit_minutes=30)),
        (10, "09:00", lambda: lived.tell_unit(gone.model_copy(update=closed))),
        (10, "10:00", lambda: lived.change("m023", unit_id="branch-2-2")),
        (10, "11:00", lambda: lived.change("m031", positions=[])),
        (10, "11:10", lambda: lived.change("m032", positions=["secretary"])),
        (11, "09:00", lambda: lived.make_up("short", 3)),
        (11, "10:00", lambda: lived.correct("short", 0, counts=False)),
        (11, "11:00", lambda: lived.correct("short", 5, counts=False)),
        (12, "18:00", lambda: lived.change("m033", status="retired")),
        (13, "09:00", lambda: leave("m012", 8, 12)),
        (14, "15:00", lambda: lived.cancel("called-off", 14)),
        (15, "09:00", lambda: lived.correct("short", 5, counts=True)),
        (16, "09:00", lambda: lived.move("branch-3-2", "school-2")),
        (17, "09:00", lambda: lived.schedule_demo_tasks(nobody_of=tasks)),
        (19, "10:00", lambda: join(lived)),
        (21, "13:00", lambda: lived.schedule("single-called-off", 23, "school-2", 75)),
        (21, "14:00", lambda: lived.schedule("single-never", 24, "school-2", 75)),
        (22, "10:00", lambda: lived.cancel_single("single-never")),
        (23, "15:00", lambda: lived.cancel_single("single-called-off")),
        (22, "23:00", lambda: leave("m046", 19, 24)),
    ]
    for day, clock, act in happens:
        lived.plan_for(lived.at(day, clock), act)
    return lived


def join(lived: Lived) -> None:
    known = lived.members["m042"]
    new = known.model_copy(update={"member_id": "m061", "positions": [], "version": 1})
    lived.members[new.member_id] = new
    handlers.member_registered(lived.message(new), lived.store, lived.emit)
    member_registered(lived.message(new), lived.store, lived.emit, lived.desk)
