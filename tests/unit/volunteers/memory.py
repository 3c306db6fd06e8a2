"""The volunteers' ports in memory, and commands put through the handlers as the service does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from services.volunteers import activities, handlers
from services.volunteers.model import Activity, Hours, Member, Rules, Shift, SignUp
from services.volunteers.ports import Changes, Decision
from shared.events import Message, Payload, compose
from shared.events.volunteers import (
    Attend,
    CancelActivity,
    CancelSignUp,
    PlannedShift,
    PublishActivity,
    RemindShift,
)
from shared.events.volunteers import SignUp as SignUpCommand

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
RULES = Rules(timedelta(hours=3), timedelta(minutes=30), timedelta(hours=4), attempts=3)
SOURCE = "/zhixing/tests"

T = TypeVar("T")


def hours(count: float) -> datetime:
    """So many hours after NOW."""
    return NOW + timedelta(hours=count)


@dataclass
class Memory:
    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, Member] = field(default_factory=dict)
    decided: dict[str, Decision] = field(default_factory=dict)
    published: dict[str, Activity] = field(default_factory=dict)
    kept_shifts: dict[str, Shift] = field(default_factory=dict)
    kept_secrets: dict[str, bytes] = field(default_factory=dict)
    kept_sign_ups: dict[tuple[str, str], SignUp] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    credited: dict[tuple[str, str], Hours] = field(default_factory=dict)

    def keep_unit(self, unit_id: str, path: str, version: int = 0, at: datetime | None = None) -> None:
        self.units[unit_id] = path

    def unit_paths(self, ids: Collection[str]) -> dict[str, str]:
        return _some(self.units, ids)

    def keep_member(self, member: Member) -> None:
        before = self.people.get(member.member_id)
        if before is None or before.version < member.version:
            self.people[member.member_id] = member

    def members(self, ids: Collection[str]) -> dict[str, Member]:
        return _some(self.people, ids)

    def decisions(self, command_ids: Collection[str]) -> dict[str, Decision]:
        return _some(self.decided, command_ids)

    def activities(self, ids: Collection[str]) -> dict[str, Activity]:
        return _some(self.published, ids)

    def shifts(self, ids: Collection[str]) -> dict[str, Shift]:
        return _some(self.kept_shifts, ids)

    def secrets(self, shift_ids: Collection[str]) -> dict[str, bytes]:
        return _some(self.kept_secrets, shift_ids)

    def timetables(self, member_ids: Collection[str]) -> dict[str, int]:
        return {member_id: self.versions.get(member_id, 0) for member_id in member_ids}

    def sign_ups_of(self, member_ids: Collection[str], shift_ids: Collection[str], since: datetime) -> list[SignUp]:
        return [
            each
            for each in self.kept_sign_ups.values()
            if each.member_id in member_ids and (each.ends_at > since or each.shift_id in shift_ids)
        ]

    def sign_ups_for(self, shift_ids: Collection[str]) -> list[SignUp]:
        return [each for each in self.kept_sign_ups.values() if each.shift_id in shift_ids and each.holds]

    def minutes(self, member_ids: Collection[str]) -> dict[str, int]:
        return {
            member_id: sum(each.minutes for each in self.credited.values() if each.member_id == member_id)
            for member_id in member_ids
        }

    def save(self, changes: Changes) -> None:
        for shift in changes.shifts.values():
            known = self.kept_shifts.get(shift.shift_id)
            assert (known.version if known else 0) == shift.version
            self.kept_shifts[shift.shift_id] = replace(shift, version=shift.version + 1)
        for member_id, version in changes.timetables.items():
            assert self.versions.get(member_id, 0) == version
            self.versions[member_id] = version + 1
        self.kept_secrets.update(changes.secrets)
        self.published.update(changes.activities)
        self.kept_sign_ups.update(changes.sign_ups)
        for each in changes.hours:
            assert (each.shift_id, each.member_id) not in self.credited
            self.credited[each.shift_id, each.member_id] = each
        self.decided.update({decision.command_id: decision for decision in changes.decisions})


def _some(known: dict[str, T], ids: Collection[str]) -> dict[str, T]:
    return {key: known[key] for key in ids if key in known}


@dataclass
class Club:
    """A branch with a secretary ``boss`` and members, and what was told."""

    store: Memory = field(default_factory=Memory)
    told: list[Message[Payload]] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        for unit_id, path in {"s": "/d/s", "b": "/d/s/b", "other": "/d/other"}.items():
            self.store.keep_unit(unit_id, path, 1)
        self.join("boss", roles=("member", "secretary"))
        for name in ("m1", "m2", "m3"):
            self.join(name)
        self.join("stranger", unit="other")

    def join(self, member_id: str, *, unit: str = "b", roles: tuple[Any, ...] = ("member",)) -> None:
        self.store.keep_member(Member(member_id, unit, self.store.units[unit], roles, 1))

    def publish(
        self, *plans: tuple[str, float, float, int], activity: str = "a1", at: float = 0, by: str = "boss", **more: Any
    ) -> Any:
        """Shifts as (id, start, end, capacity), in hours after NOW."""
        shifts = [
            PlannedShift(shift_id=key, starts_at=hours(start), ends_at=hours(end), capacity=capacity)
            for key, start, end, capacity in plans
        ]
        asked = PublishActivity(
            **{
                "activity_id": activity,
                "title": f"Title {activity}",
                "place": "Gate",
                "unit_id": "b",
                "organiser_id": by,
                "shifts": shifts,
                **more,
            }
        )
        command = self.command(asked, at)
        handlers.publish_activity(command, self.store, self.emit, RULES)
        return self.answer_to(command)

    def cancel_activity(self, activity: str = "a1", *, by: str = "boss", at: float = 0) -> Any:
        command = self.command(CancelActivity(activity_id=activity, actor_id=by), at)
        handlers.cancel_activity(command, self.store, self.emit)
        return self.answer_to(command)

    def sign_up(self, shift_id: str, member_id: str, *, at: float = 0, **kwargs: Any) -> Any:
        return self.change(SignUpCommand(shift_id=shift_id, member_id=member_id), at=at, **kwargs)

    def cancel(self, shift_id: str, member_id: str, *, at: float = 0, **kwargs: Any) -> Any:
        return self.change(CancelSignUp(shift_id=shift_id, member_id=member_id), at=at, **kwargs)

    def attend(self, member_id: str, code: str, *, at: float, shift_id: str | None = None, **kwargs: Any) -> Any:
        return self.change(Attend(member_id=member_id, code=code, shift_id=shift_id), at=at, **kwargs)

    def change(self, payload: Any, *, at: float = 0, id: str | None = None) -> Any:
        command = self.command(payload, at, id=id)
        self.batch(command)
        return self.answer_to(command)

    def batch(self, *commands: Message[Any]) -> None:
        handlers.change_places(commands, self.store, self.emit, RULES)

    def remind(self, shift_id: str, *, at: float) -> None:
        activities.remind(self.command(RemindShift(shift_id=shift_id, due_at=hours(at)), at), self.store, self.emit)

    def command(self, payload: Any, at: float = 0, *, id: str | None = None) -> Message[Any]:
        self._count += 1
        return compose(payload, source=SOURCE, id=id or f"c{self._count}", time=hours(at))

    def emit(self, payload: Payload, **about: Any) -> None:
        self.told.append(compose(payload, source=SOURCE, **about))

    def answer_to(self, command: Message[Any]) -> Any:
        """The answer told last."""
        return next(each.data for each in reversed(self.told) if getattr(each.data, "command_id", None) == command.id)

    def all(self, kind: type[Payload]) -> Sequence[Any]:
        return [each.data for each in self.told if isinstance(each.data, kind)]


def of_type(answer: Any) -> str:
    return f"{type(answer).__name__}:{getattr(answer, 'reason', '')}".rstrip(":")
