"""Policies are set: whoever was overtaken is told so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from services.checkins.policies.ports import Kept, Policies
from shared.events import Message
from shared.events.policies import Policy, PolicyRefusal, PolicyRefused, PolicySet, SetPolicy

Emit = Callable[..., None]

_SHARES = ("participation", "minutes-share", "member-coverage", "unit-coverage")


class Answer(TypedDict):
    """``version`` is the one that is there now."""

    refused: PolicyRefusal | None
    version: int
    changed_by: str | None


def set_policy(command: Message[SetPolicy], store: Policies, emit: Emit) -> Answer:
    asked = command.data
    before = store.policy(asked.district_id, asked.policy.policy_id)
    reason = fault(asked.policy)
    if store.path_of(asked.district_id) is None:
        reason = "unknown-district"
    elif asked.version != (before.version if before else 0):
        reason = "conflict"
    if reason is not None:
        conflict = before if reason == "conflict" else None
        emit(
            PolicyRefused(
                command_id=command.id,
                district_id=asked.district_id,
                policy_id=asked.policy.policy_id,
                reason=reason,
                version=conflict.version if conflict else None,
                changed_by=conflict.changed_by if conflict else None,
                actor_id=asked.actor_id,
            ),
            subject=asked.policy.policy_id,
        )
        return Answer(
            refused=reason,
            version=before.version if before else 0,
            changed_by=conflict.changed_by if conflict else None,
        )
    kept = Kept(asked.policy, asked.version + 1, asked.actor_id)
    store.keep_policy(asked.district_id, kept)
    emit(
        PolicySet(district_id=asked.district_id, policy=kept.policy, version=kept.version, actor_id=asked.actor_id),
        subject=asked.policy.policy_id,
        unit_path=store.path_of(asked.district_id),
    )
    return Answer(refused=None, version=kept.version, changed_by=asked.actor_id)


def fault(policy: Policy) -> PolicyRefusal | None:
    """Why a policy makes no sense, or None."""
    if policy.metric in _SHARES and policy.threshold > 1:
        return "not-a-share"
    no_filter = not (policy.filter.kinds or policy.filter.subjects or policy.filter.least_minutes)
    return "needs-a-filter" if policy.metric == "minutes-share" and no_filter else None
