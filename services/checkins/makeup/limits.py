"""How far make-ups go: a rule that units set, the nearest unit's holds. Whoever was overtaken is told so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict

from services.checkins.figures.model import ancestors
from services.checkins.makeup.model import KeptRule, Limits
from services.checkins.makeup.ports import MakeUpRules, RulesToRead
from shared.events import Message
from shared.events.policies import MakeUpRule, MakeUpRuleRefusal, MakeUpRuleRefused, MakeUpRuleSet, SetMakeUpRule

Emit = Callable[..., None]


class Answer(TypedDict):
    """``version`` is the one that is there now."""

    refused: MakeUpRuleRefusal | None
    version: int
    changed_by: str | None


def set_make_up_rule(command: Message[SetMakeUpRule], store: MakeUpRules, emit: Emit) -> Answer:
    asked = command.data
    before = next(iter(store.make_up_rules([asked.unit_id])), KeptRule(asked.unit_id, None, 0))
    path = store.path_of(asked.unit_id)
    reason: MakeUpRuleRefusal | None = None
    if path is None:
        reason = "unknown-unit"
    elif asked.version != before.version:
        reason = "conflict"
    if reason is not None:
        overtaken = reason == "conflict"
        emit(
            MakeUpRuleRefused(
                command_id=command.id,
                unit_id=asked.unit_id,
                reason=reason,
                version=before.version if overtaken else None,
                changed_by=before.changed_by if overtaken else None,
                actor_id=asked.actor_id,
            ),
            subject=asked.unit_id,
        )
        return Answer(refused=reason, version=before.version, changed_by=before.changed_by if overtaken else None)
    kept = KeptRule(asked.unit_id, asked.rule, asked.version + 1, asked.actor_id)
    store.keep_make_up_rule(kept)
    told = MakeUpRuleSet(unit_id=kept.unit_id, rule=kept.rule, version=kept.version, actor_id=asked.actor_id)
    emit(told, subject=asked.unit_id, unit_path=path)
    return Answer(refused=None, version=kept.version, changed_by=asked.actor_id)


def limits_at(unit_path: str, store: RulesToRead, otherwise: MakeUpRule) -> Limits:
    """What holds at a path: ``otherwise`` where neither the unit nor one above it has a rule."""
    units = ancestors(unit_path)
    return nearest(units, store.make_up_rules(units), otherwise)


def nearest(units: Sequence[str], found: Sequence[KeptRule], otherwise: MakeUpRule) -> Limits:
    """``units`` are those of a path, from the top."""
    rules = {kept.unit_id: kept.rule for kept in found}
    held = ((rules.get(unit_id), unit_id) for unit_id in reversed(units))
    return next((Limits(rule, unit_id) for rule, unit_id in held if rule is not None), Limits(otherwise))
