"""``tests.support.probe.service:ProbeService``: keeps each number it is told, and tells it on."""

from __future__ import annotations

import os
from typing import Any

from shared.access.permission import Public
from shared.events import Message
from shared.failures import PermanentFailure
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_batch, on_command, on_event
from shared.messaging.health import Health
from shared.messaging.mongo import Views
from shared.messaging.work import UnitOfWork
from tests.support.probe.payloads import Act, Acted, ActTogether

_failed_before: set[int] = set()


ANYBODY = Public("it is there to be tried")


class Effects:
    def __init__(self, database: Any, session: Any) -> None:
        self._effects = database.effects
        self._session = session

    @staticmethod
    def indexes(database: Any) -> None:
        database.effects.create_index("number")

    def add(self, number: int, kind: str) -> None:
        self._effects.insert_one({"number": number, "kind": kind}, session=self._session)

    def has(self, number: int) -> bool:
        return self._effects.find_one({"number": number}, session=self._session) is not None


def _act(command: Message[Act], effects: Effects, emit: Any) -> None:
    effects.add(command.data.number, "act")
    emit(Acted(number=command.data.number))
    _behave(command.data)


def _act_together(commands: list[Message[ActTogether]], effects: Effects, emit: Any) -> None:
    for command in commands:
        if not effects.has(command.data.number):
            effects.add(command.data.number, "together")
        emit(Acted(number=command.data.number), cause=command)
        _behave(command.data)


def _heard(event: Message[Acted], effects: Effects, emit: Any) -> None:
    effects.add(event.data.number, "heard")


def _behave(data: Act | ActTogether) -> None:
    if data.behave == "fail":
        raise ValueError(f"number {data.number} is not to be had")
    if data.behave == "fail-once" and data.number not in _failed_before:
        _failed_before.add(data.number)
        raise ValueError("only this time")
    if data.behave == "fail-for-good":
        raise PermanentFailure("no retry will help")


class ProbeService:
    name = "probe"

    work = UnitOfWork(Effects)
    views = Views(lambda database: database)
    health = Health()

    @on_command(Act, queue="probe.act", permission=ANYBODY)
    def act(self, command: Message[Act]) -> None:
        if command.data.behave == "exit":
            os._exit(1)
        self.work.once(command, _act)

    @on_batch(ActTogether, queue="probe.together", permission=ANYBODY)
    def act_together(self, commands: list[Message[ActTogether]]) -> None:
        self.work.together(commands, _act_together)

    @on_event(Acted, queue="probe.heard")
    def heard(self, event: Message[Acted]) -> None:
        self.work.once(event, _heard)

    @ask(permission=ANYBODY)
    def count(self) -> int:
        return int(self.views.effects.count_documents({}))
