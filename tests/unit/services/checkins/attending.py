"""Attendance on a store in memory: an office where members check in and secretaries call, decide and correct."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from services.checkins.attendance.handlers import roll_call
from services.checkins.attendance.rules import Rules
from services.checkins.corrections import handlers as corrections
from services.checkins.handlers import record
from services.checkins.makeup import handlers as makeup
from services.checkins.makeup.limits import set_make_up_rule
from services.checkins.makeup.model import KeptRule, MakeUp, NotPossible
from services.checkins.model import CheckIn, Home, Occurrence
from shared.access.policy import Action
from shared.events import Command, Message, compose, new_id
from shared.events.attendance import (
    CorrectCheckIn,
    DecideMakeUp,
    ExpireMakeUp,
    QuestionCheckIn,
    RequestMakeUp,
    RollCall,
)
from shared.events.checkins import RecordCheckIn
from shared.events.plans import Evidence, Timing
from shared.events.policies import MakeUpRule, SetMakeUpRule
from tests.unit.services.checkins.plans.conftest import HANDLERS, SOURCE, Office
from tests.unit.services.checkins.plans.making import SHANGHAI, asked
from tests.unit.services.checkins.plans.memory import MemoryPlans
from tests.unit.services.emitted import Emitted

DAY = date(2026, 9, 3)
RULES = Rules()


class MemoryAttendance(MemoryPlans):
    def __init__(self) -> None:
        super().__init__()
        self.absences: dict[tuple[str, str], str | None] = {}  # type: ignore[assignment]
        self.make_ups: dict[str, MakeUp] = {}
        self.versions: dict[tuple[str, str], list[CheckIn]] = {}
        self.rules: dict[str, KeptRule] = {}

    def keep_absences(self, occurrence_id: str, absent: Mapping[str, str | None], actor_id: str, at: datetime) -> None:
        self.absences |= {(occurrence_id, member_id): reason for member_id, reason in absent.items()}  # type: ignore[misc]

    def make_up(self, make_up_id: str) -> MakeUp | None:
        return self.make_ups.get(make_up_id)

    def keep_make_up(self, make_up: MakeUp) -> None:
        self.make_ups[make_up.make_up_id] = make_up

    def make_ups_of(self, member_id: str, month: str) -> Sequence[MakeUp]:
        return [each for each in self.make_ups.values() if (each.member_id, each.month) == (member_id, month)]

    def make_up_rules(self, unit_ids: Collection[str]) -> Sequence[KeptRule]:
        return [kept for unit_id, kept in self.rules.items() if unit_id in unit_ids]

    def keep_make_up_rule(self, kept: KeptRule) -> None:
        self.rules[kept.unit_id] = kept

    def deciders(self, unit_path: str, action: Action, apart_from: str) -> Sequence[str]:
        return [each for each in ("s",) if each != apart_from]

    def replace_check_in(self, before: CheckIn, after: CheckIn) -> None:
        assert self.recorded[before.key] == before
        self.versions.setdefault(before.key, []).append(before)
        self.recorded[after.key] = after

    def earlier_versions(self, occurrence_id: str, member_id: str) -> Sequence[CheckIn]:
        return self.versions.get((occurrence_id, member_id), [])

    def member_paths(self, ids: Collection[str]) -> Mapping[str, str]:
        return {key: self.people[key].unit_path for key in ids if key in self.people}

    def homes(self, ids: Collection[str]) -> Mapping[str, Home]:
        return {key: Home(path) for key, path in self.member_paths(ids).items()}


@dataclass
class Meeting(Office):
    """One session of the branch ``b`` on 3 September 2026: open 19:00 to 21:00 in Shanghai, an hour of grace, 120
    minutes, half of them when late. Members m1 to m3; the branch ``c`` is elsewhere."""

    store: MemoryAttendance = field(default_factory=MemoryAttendance)
    evidence: Evidence = Evidence()  # noqa: RUF009 - it is frozen
    rules: Rules = RULES
    #: The last of a make-up that was not possible.
    refusal: NotPossible | None = None

    def __post_init__(self) -> None:
        self.handlers = {
            **HANDLERS,
            RecordCheckIn: lambda message, store, emit, desk: record([message], store, emit, SHANGHAI),
            RollCall: partial(roll_call, rules=self.rules),
            RequestMakeUp: partial(makeup.request, rules=self.rules),
            DecideMakeUp: partial(makeup.decide, rules=self.rules),
            ExpireMakeUp: makeup.expire,
            SetMakeUpRule: lambda message, store, emit, _desk: set_make_up_rule(message, store, emit),
            QuestionCheckIn: corrections.question,
            CorrectCheckIn: corrections.correct,
        }
        for unit_id in ("b", "c"):
            self.unit(unit_id, f"/d/{unit_id}")
        for member_id in ("m1", "m2", "m3"):
            self.member(member_id)
        self.ask(asked(timing=Timing(first_day=DAY), evidence=self.evidence))

    @property
    def task(self) -> Occurrence:
        (task,) = self.store.tasks.values()
        return task

    def outcome(self, data: Command, id: str | None = None) -> Any:
        """The event that answers the command: the last that is told; for a make-up that is not possible its reason."""
        before = len(self.told)
        try:
            answer = self.ask(data, id)
        except NotPossible as refused:
            self.refusal = refused
            return refused.reason
        return self.told[-1].data if len(self.told) > before else answer

    def checks_in(self, member_id: str, id: str | None = None, **evidence: Any) -> Any:
        return self.outcome(
            RecordCheckIn(occurrence_id=self.task.occurrence_id, member_id=member_id, **evidence), id or new_id()
        )

    def calls(self, *present: str, absent: Sequence[Mapping[str, str]] = (), id: str | None = None) -> Any:
        call = {"occurrence_id": self.task.occurrence_id, "present": list(present), "absent": absent, "actor_id": "s"}
        return self.ask(RollCall.model_validate(call), id or new_id())

    def asks_to_make_up(self, member_id: str, make_up_id: str) -> Any:
        return self.outcome(
            RequestMakeUp(
                make_up_id=make_up_id, occurrence_id=self.task.occurrence_id, member_id=member_id, reason="was ill"
            ),
            new_id(),
        )

    def decides(self, make_up_id: str, accepted: bool, actor_id: str = "s") -> Any:
        return self.outcome(DecideMakeUp(make_up_id=make_up_id, accepted=accepted, actor_id=actor_id), new_id())

    def limits(self, unit_id: str, rule: MakeUpRule | None, version: int = 0, actor_id: str = "admin") -> Any:
        return self.ask(SetMakeUpRule(unit_id=unit_id, rule=rule, version=version, actor_id=actor_id), new_id())

    def questions(self, member_id: str, version: int) -> Any:
        about = {"occurrence_id": self.task.occurrence_id, "member_id": member_id, "version": version}
        return self.ask(QuestionCheckIn(**about, reason="why?", actor_id="s"), new_id())

    def corrects(self, member_id: str, version: int, *, actor_id: str = "s", **fields: Any) -> Any:
        about = {"occurrence_id": self.task.occurrence_id, "member_id": member_id, "version": version}
        return self.ask(CorrectCheckIn(**about, reason="as agreed", actor_id=actor_id, **fields), new_id())

    def recorded(self, member_id: str) -> CheckIn | None:
        return self.store.recorded.get((self.task.occurrence_id, member_id))


def message(data: Command, at: datetime, id: str | None = None) -> Message[Any]:
    return compose(data, source=SOURCE, time=at, id=id)


__all__ = ["DAY", "RULES", "Emitted", "Meeting", "MemoryAttendance", "message"]
