"""Commands about the tree on the ports in memory, with all that the directory sends to itself for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.directory.duties.handlers import set_duties
from services.directory.members.handlers import register
from services.directory.tree import following, handlers
from services.directory.units.handlers import register_unit
from services.directory.units.model import When
from shared.events import Event, Message, Payload, compose
from shared.events.directory import MemberRegistered, PersonName, RegisterMember, RegisterUnit, UnitRegistered
from shared.events.timers import ScheduleTimer
from shared.events.units import (
    CloseUnit,
    MergeUnits,
    MoveUnit,
    ResettleMembers,
    RetellMembers,
    SetDuties,
    SplitUnit,
    TreeChangeRefused,
)
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.emitted import Emitted

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

_HANDLERS: dict[type[Payload], Any] = {
    RegisterUnit: register_unit,
    MoveUnit: handlers.move_unit,
    MergeUnits: handlers.merge_units,
    SplitUnit: handlers.split_unit,
    CloseUnit: handlers.close_unit,
    ResettleMembers: following.resettle_members,
    SetDuties: lambda command, directory, emit, _when: set_duties(command, directory, emit),
    RetellMembers: lambda command, directory, emit, _when: following.retell_members(command, directory, emit),
    RegisterMember: lambda command, directory, emit, when: register(command.data, directory, emit, now=when.now),
}
_OWN = (ResettleMembers, RetellMembers)


class Garden:
    """``told`` holds the copies that another service would have: by id, the event with the highest version."""

    def __init__(self) -> None:
        self.directory = MemoryDirectory()
        self.now = START
        self.units: dict[str, UnitRegistered] = {}
        self.members: dict[str, MemberRegistered] = {}
        self.facts: list[Payload] = []
        self.timers: list[ScheduleTimer] = []
        #: How many messages each transaction told.
        self.sizes: list[int] = []

    def do(self, asked: Payload, *, follow: bool = True) -> list[Payload]:
        """Handle it and all that it leads to; a minute passes. Returns what the command itself told."""
        self.now += timedelta(minutes=1)
        waiting: list[Message[Any]] = [compose(asked, source="/zhixing/tests")]
        first: list[Payload] | None = None
        while waiting:
            command = waiting.pop(0)
            emitted = Emitted(command)
            _HANDLERS[type(command.data)](command, self.directory, emitted, When.at(self.now, ZONE))
            ids = [message.id for message in emitted.messages]
            assert len(ids) == len(set(ids)), "one cause told two facts by one id"
            self.sizes.append(len(ids))
            first = first if first is not None else emitted.payloads
            self._hear(emitted.payloads)
            if follow:
                waiting += [
                    each for each in emitted.messages if isinstance(each.data, (ResettleMembers, RetellMembers))
                ]
        return first or []

    def refusal(self, asked: Payload) -> str:
        """The code by which it is refused; and nothing else happens."""
        before = (dict(self.directory.units), dict(self.directory.members))
        (refused,) = self.do(asked)
        assert isinstance(refused, TreeChangeRefused)
        assert before == (self.directory.units, self.directory.members)
        return refused.reason

    def unit(self, unit_id: str, kind: Any, parent_id: str | None = None, **more: Any) -> None:
        self.do(RegisterUnit(unit_id=unit_id, kind=kind, name=unit_id.upper(), parent_id=parent_id, **more))

    def member(self, member_id: str, unit_id: str, **more: Any) -> None:
        person = PersonName(name=member_id)
        self.do(RegisterMember(member_id=member_id, kind="full", unit_id=unit_id, person=person, **more))

    def path(self, unit_id: str) -> str:
        return self.directory.units[unit_id].path

    def _hear(self, payloads: list[Payload]) -> None:
        for told in payloads:
            if isinstance(told, UnitRegistered):
                known = self.units.get(told.unit_id)
                if known is None or known.version < told.version:
                    self.units[told.unit_id] = told
            elif isinstance(told, MemberRegistered):
                kept = self.members.get(told.member_id)
                if kept is None or kept.version < told.version:
                    self.members[told.member_id] = told
            elif isinstance(told, ScheduleTimer):
                self.timers.append(told)
            elif isinstance(told, Event):
                self.facts.append(told)


def small_district() -> Garden:
    """d - z1 (s1 - b1, b2), z2 (s2); members a, b in b1 and c in b2."""
    garden = Garden()
    garden.unit("d", "district")
    for zone in ("z1", "z2"):
        garden.unit(zone, "zone", "d")
    garden.unit("s1", "school", "z1")
    garden.unit("s2", "school", "z2")
    for branch in ("b1", "b2"):
        garden.unit(branch, "branch", "s1")
    for member_id, unit_id in (("a", "b1"), ("b", "b1"), ("c", "b2")):
        garden.member(member_id, unit_id)
    garden.facts.clear()
    return garden
