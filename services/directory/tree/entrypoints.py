"""Entrypoints that change the tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nameko.rpc import rpc

from services.directory.duties.handlers import set_duties
from services.directory.tree import following, handlers
from services.directory.units.entrypoints import UnitEntrypoints
from services.directory.units.handlers import register_unit
from services.directory.units.model import UnknownUnit, When
from shared.events import Message, compose
from shared.events.base import Command, payload_class
from shared.events.directory import RegisterUnit
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
from shared.messaging.entrypoints import on_command

_CHANGES: dict[type[Command], Callable[..., None]] = {
    RegisterUnit: register_unit,
    MoveUnit: handlers.move_unit,
    MergeUnits: handlers.merge_units,
    SplitUnit: handlers.split_unit,
    CloseUnit: handlers.close_unit,
    SetDuties: lambda command, directory, emit, when: set_duties(command, directory, emit),
}


class TreeEntrypoints(UnitEntrypoints):
    @on_command(MoveUnit, queue="directory.move-unit")
    def move_unit(self, command: Message[MoveUnit]) -> None:
        self._change_tree(command)

    @on_command(MergeUnits, queue="directory.merge-units")
    def merge_units(self, command: Message[MergeUnits]) -> None:
        self._change_tree(command)

    @on_command(SplitUnit, queue="directory.split-unit")
    def split_unit(self, command: Message[SplitUnit]) -> None:
        self._change_tree(command)

    @on_command(CloseUnit, queue="directory.close-unit")
    def close_unit(self, command: Message[CloseUnit]) -> None:
        self._change_tree(command)

    @on_command(RetellMembers, queue="directory.retell-members")
    def retell_members(self, command: Message[RetellMembers]) -> None:
        self.work.once(command, following.retell_members)

    @on_command(ResettleMembers, queue="directory.resettle-members")
    def resettle_members(self, command: Message[ResettleMembers]) -> None:
        when = self._when()
        self.work.once(command, lambda c, store, emit: following.resettle_members(c, store, emit, when))

    @rpc
    def change_tree(self, command_type: str, data: dict[str, Any]) -> dict[str, Any]:
        """Do at once what a command about the tree asks, such as ``directory.move-unit.v1`` with its data.

        ``{"refused", "unit_id"}``: the code of ``tree-change.refused`` and the unit it is about, both None when it was
        done. Raises ValueError for another type, or data that is not of it.
        """
        return changed(command_type, data, self.work.do, self._when())

    def _change_tree(self, command: Message[Command]) -> None:
        when, handle = self._when(), _CHANGES[type(command.data)]
        self.work.once(command, lambda c, store, emit: handle(c, store, emit, when))


def changed(
    command_type: str, data: dict[str, Any], do: Callable[[Callable[..., Any]], Any], when: When
) -> dict[str, Any]:
    cls = payload_class(command_type)
    if cls is None or cls not in _CHANGES:
        raise ValueError(f"{command_type!r} does not change the tree")
    command = compose(cls.model_validate(data), source="/zhixing/directory")
    refused: list[TreeChangeRefused] = []

    def handle(store: Any, emit: Callable[..., None]) -> None:
        # A transaction may be tried again; what counts is what the last try said.
        refused.clear()

        def listen(payload: Any, **kwargs: Any) -> None:
            if isinstance(payload, TreeChangeRefused):
                refused.append(payload)
            emit(payload, **kwargs)

        _CHANGES[type(command.data)](command, store, listen, when)

    try:
        do(handle)
    except UnknownUnit as unknown:
        return {"refused": "unknown-unit", "unit_id": str(unknown)}
    if refused:
        return {"refused": refused[0].reason, "unit_id": refused[0].unit_id}
    return {"refused": None, "unit_id": None}
