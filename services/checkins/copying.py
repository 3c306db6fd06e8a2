"""What a snapshot of the directory keeps here: the copies that check-ins go by, and those that plans go by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.checkins import handlers
from services.checkins.plans.expected import Person
from shared.events import Message
from shared.events.directory import MemberRegistered, UnitRegistered

Emit = Callable[..., None]


def keep_unit(event: Message[UnitRegistered], store: Any, emit: Emit) -> None:
    handlers.unit_registered(event, store, emit)
    unit = event.data
    days = (unit.opened_on, unit.closed_on)
    store.keep_path(unit.unit_id, unit.kind, unit.path, unit.version, *days, at=event.time)


def keep_member(event: Message[MemberRegistered], store: Any, emit: Emit) -> None:
    handlers.member_registered(event, store, emit)
    data = event.data
    before = store.person(data.member_id)
    if before is None or before.version <= data.version:
        kept = (tuple(data.positions), data.status, tuple(data.leaves), data.version)
        store.keep_person(Person(data.member_id, data.unit_path, data.kind, *kept))
