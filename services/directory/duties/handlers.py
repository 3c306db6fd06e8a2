"""A unit's responsibility chain is set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from services.directory.duties.model import Chain
from services.directory.duties.ports import Chains
from services.directory.units.changing import tell_refused
from services.directory.units.model import TreeRefused, Unit
from shared.events import Message
from shared.events.units import DutiesSet, Duty, SetDuties

Emit = Callable[..., None]


def set_duties(command: Message[SetDuties], directory: Chains, emit: Emit) -> None:
    """Set the whole chain; the same again is only told again. A refusal is told."""
    try:
        _set(command.data, directory, emit)
    except TreeRefused as refused:
        tell_refused(command, refused, emit)


def tell_chains_again(units: Sequence[Unit], directory: Chains, emit: Emit) -> None:
    """The units' paths have changed: their chains, where they have any, are told as the next version."""
    by_id = {unit.unit_id: unit for unit in units}
    for chain in directory.chains(list(by_id)):
        _keep_and_tell(replace(chain, version=chain.version + 1), by_id[chain.unit_id], directory, emit)


def _set(asked: SetDuties, directory: Chains, emit: Emit) -> None:
    unit = directory.unit(asked.unit_id)
    if unit is None:
        raise TreeRefused(asked.unit_id, "unknown-unit")
    if not unit.is_open:
        raise TreeRefused(asked.unit_id, "is-closed")
    people = {member_id for duty in asked.duties for member_id in (duty.member_id, *duty.deputy_ids)}
    if directory.known_members(people) != people:
        raise TreeRefused(asked.unit_id, "unknown-member")
    if any(_ends_before_it_begins(duty) for duty in asked.duties):
        raise TreeRefused(asked.unit_id, "ends-before-it-begins")
    before = directory.chain(asked.unit_id)
    chain = Chain(asked.unit_id, tuple(asked.duties), before.version + 1 if before else 1)
    if before is not None and before.duties == chain.duties:
        _tell(before, unit, emit)
        return
    # Its path is told with the chain, and must not change at the same moment.
    directory.hold_unit(unit.unit_id)
    _keep_and_tell(chain, unit, directory, emit)


def _keep_and_tell(chain: Chain, unit: Unit, directory: Chains, emit: Emit) -> None:
    directory.keep_chain(chain)
    _tell(chain, unit, emit)


def _tell(chain: Chain, unit: Unit, emit: Emit) -> None:
    emit(
        DutiesSet(unit_id=unit.unit_id, unit_path=unit.path, duties=list(chain.duties), version=chain.version),
        subject=unit.unit_id,
        unit_path=unit.path,
    )


def _ends_before_it_begins(duty: Duty) -> bool:
    return duty.valid_from is not None and duty.valid_until is not None and duty.valid_until < duty.valid_from
