"""Who acts in tests: everything that is sent or asked is signed, as the edges would have signed it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.access.actor import Actor, Keys, for_call, for_message, operator, process
from shared.events import Command, Message, Payload

#: For tests only. In the environment of every test process, and so of every process that it starts.
ACTOR_KEYS = "tests:" + "5a" * 32
os.environ.setdefault("ZHIXING_ACTOR_KEYS", ACTOR_KEYS)

#: By whom a command is sent that says nothing of a member who acts; everything else comes from an operator.
_SENDERS = {
    "checkins.tell-missing.v1": "notifications",
    "directory.expire-transfer.v1": "timekeeper",
    "directory.record-erasure.v1": "tests",
    "directory.resettle-members.v1": "directory",
    "directory.retell-members.v1": "directory",
    "directory.run-import.v1": "directory",
    "incidents.escalate.v1": "timekeeper",
    "telegram.deliver.v1": "notifications",
    "timers.cancel.v1": "tests",
    "timers.schedule.v1": "tests",
    "volunteers.remind.v1": "timekeeper",
    "web.deliver.v1": "notifications",
}
#: Questions that only a process of this name asks.
_ASKERS = {
    "directory.link_chat": "web",
    "directory.unlink_chat": "web",
    "directory.unlink_other_chat": "web",
    "directory.chat_profile": "web",
    "directory.redeem_login_code": "console",
}
#: Fields that say which member acts, the first that is there; not where members are only spoken of.
_ACTING = ("actor_id", "organiser_id", "reporter_id", "member_id")
_SPOKEN_OF = ("directory.register-member.v1", "directory.erase-person.v1")
#: Questions about a member that somebody else asks.
_ABOUT = ("erasure", "grant_role", "personal_data", "revoke_role", "set_member_status")


def ring() -> Keys:
    return Keys.parse(os.environ["ZHIXING_ACTOR_KEYS"])


def operator_of_tests() -> Actor:
    return operator("tests")


def member(member_id: str) -> Actor:
    return Actor(member_id, "web")


def sender_of(payload: Payload) -> Actor:
    if payload.type in _SENDERS:
        return process(_SENDERS[payload.type])
    if payload.type in _SPOKEN_OF:
        return operator_of_tests()
    named = next((getattr(payload, field) for field in _ACTING if getattr(payload, field, None)), None)
    return member(named) if named else operator_of_tests()


def signed(message: Message[Payload], actor: Actor | None = None) -> Message[Payload]:
    """A command with its signature, unless it has one; an event as it is."""
    if not isinstance(message.data, Command) or message.actor is not None:
        return message
    return replace(message, actor=ring().sign(actor or sender_of(message.data), for_message(message.id)))


def asking(service: str, method: str, given: Mapping[str, Any], actor: Actor | None = None) -> dict[str, str]:
    """The headers of a question: asked by whoever it says, or by the member that it is about; else by an operator."""
    asker = actor or _asker(f"{service}.{method}", given)
    return {"nameko.actor": ring().sign(asker, for_call(service, method))}


def _asker(called: str, given: Mapping[str, Any]) -> Actor:
    if called in _ASKERS:
        return process(_ASKERS[called])
    if called.partition(".")[2] in _ABOUT:
        return operator_of_tests()
    named = given.get("actor_id") or given.get("member_id")
    return member(named) if named else operator_of_tests()
