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
    store.keep_path(event.data.unit_id, event.data.kind, event.data.path, event.data.version)


def keep_member(event: Message[MemberRegistered], store: Any, emit: Emit) -> None:
    handlers.member_registered(event, store, emit)
    data = event.data
    before = store.person(data.member_id)
    if before is None or before.version <= data.version:
        kept = (tuple(data.positions), data.status, tuple(data.leaves), data.version)
        store.keep_person(Person(data.member_id, data.unit_path, data.kind, *kept))
