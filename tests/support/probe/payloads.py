from __future__ import annotations

from typing import Literal

from shared.events.base import Command, Event, command, event

Behaviour = Literal["succeed", "fail", "fail-once", "fail-for-good", "exit"]


@command("probe.act.v1")
class Act(Command):
    number: int
    behave: Behaviour = "succeed"


@command("probe.act-together.v1")
class ActTogether(Command):
    number: int
    behave: Behaviour = "succeed"


@event("probe", "probe.acted.v1")
class Acted(Event):
    number: int
