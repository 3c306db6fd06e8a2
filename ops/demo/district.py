"""The demo district as data (``district.yaml``), and the commands for its tasks and activities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Annotated
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field

from shared.events import Message, compose, derived_id
from shared.events.base import Command
from shared.events.checkins import ScheduleTask, TaskKind
from shared.events.directory import Locale, MemberKind, Position, Role, UnitKind
from shared.events.volunteers import PlannedShift, PublishActivity

SOURCE = "/zhixing/demo"

_QUARTER = timedelta(minutes=15)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DemoUnit(_Strict):
    id: str
    kind: UnitKind
    name: str
    parent: str | None = None


class DemoMember(_Strict):
    id: str
    name: str
    unit: str
    roles: tuple[Role, ...]
    kind: MemberKind = "full"
    locale: Locale = "zh-CN"
    positions: tuple[Position, ...] = ()
    #: As it stands in the sheet.
    joined: str = ""


class DayTime(_Strict):
    """A local time of the day that is ``day`` days after the day of loading."""

    day: int
    time: Annotated[str, Field(pattern=r"^\d{2}:\d{2}$")]

    def at(self, now: datetime) -> datetime:
        return datetime.combine(now.date() + timedelta(days=self.day), time.fromisoformat(self.time), tzinfo=now.tzinfo)


class AfterMinutes(_Strict):
    """A while after the moment of loading, rounded up to a quarter of an hour."""

    after_minutes: int

    def at(self, now: datetime) -> datetime:
        exact = now + timedelta(minutes=self.after_minutes)
        midnight = datetime.combine(exact.date(), time(), tzinfo=now.tzinfo)
        return midnight + -((midnight - exact) // _QUARTER) * _QUARTER


class DemoTask(_Strict):
    id: str
    title: str
    kind: TaskKind
    unit: str
    credit_minutes: int
    opens: DayTime
    closes: DayTime | AfterMinutes


class DemoShift(_Strict):
    starts: DayTime | AfterMinutes
    minutes: Annotated[int, Field(gt=0)]
    places: Annotated[int, Field(gt=0)]


class DemoActivity(_Strict):
    id: str
    title: str
    place: str
    unit: str
    organiser: str
    shifts: tuple[DemoShift, ...]


class District(_Strict):
    zone: str
    #: Stands above the members in the sheet.
    title: str
    #: Parents before their children.
    units: tuple[DemoUnit, ...]
    members: tuple[DemoMember, ...]
    tasks: tuple[DemoTask, ...]
    activities: tuple[DemoActivity, ...]


def read_district() -> District:
    """The committed district."""
    text = files("ops.demo").joinpath("district.yaml").read_text(encoding="utf-8")
    return District.model_validate(yaml.safe_load(text))


def commands(district: District, now: datetime | None = None) -> Iterator[Message[Command]]:
    """What to send once the units and members are there. Ids are also of the day, so that sending them again on it
    changes nothing."""
    moment = (now or datetime.now(UTC)).astimezone(ZoneInfo(district.zone))
    for task in district.tasks:
        occurrence = occurrence_id(task, moment.date())
        scheduled = ScheduleTask(
            occurrence_id=occurrence,
            title=task.title,
            kind=task.kind,
            unit_id=task.unit,
            opens_at=task.opens.at(moment),
            closes_at=task.closes.at(moment),
            credit_minutes=task.credit_minutes,
        )
        yield _message(scheduled, occurrence, moment)
    for activity in district.activities:
        published = _activity(activity, moment)
        yield _message(published, published.activity_id, moment)


def occurrence_id(task: DemoTask, day: date) -> str:
    return f"{task.id}-{day.isoformat()}"


def activity_id(activity: DemoActivity, day: date) -> str:
    return f"{activity.id}-{day.isoformat()}"


def _activity(activity: DemoActivity, moment: datetime) -> PublishActivity:
    identity = activity_id(activity, moment.date())
    starts = [shift.starts.at(moment) for shift in activity.shifts]
    return PublishActivity(
        activity_id=identity,
        title=activity.title,
        place=activity.place,
        unit_id=activity.unit,
        organiser_id=activity.organiser,
        shifts=[
            PlannedShift(
                shift_id=f"{identity}-{number}",
                starts_at=start,
                ends_at=start + timedelta(minutes=shift.minutes),
                capacity=shift.places,
            )
            for number, (start, shift) in enumerate(zip(starts, activity.shifts, strict=True), start=1)
        ],
    )


def _message(command: Command, subject: str, moment: datetime) -> Message[Command]:
    return compose(
        command, source=SOURCE, id=derived_id(SOURCE, f"{command.type}\n{subject}"), subject=subject, time=moment
    )
