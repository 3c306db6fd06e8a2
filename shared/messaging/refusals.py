"""Whoever asked in a chat is told that they may not: a dead letter is seen by operators only."""

from __future__ import annotations

from shared.access.actor import Actor
from shared.access.errors import Forbidden
from shared.events import Message, Payload, compose
from shared.events.refusals import CommandForbidden


def told_of(message: Message[Payload], error: BaseException, source: str) -> Message[CommandForbidden] | None:
    """What is told of a command that failed; None where nobody in a chat was refused. The same of a repetition."""
    actor: Actor | None = message.transport.get("actor")
    if not isinstance(error, Forbidden) or actor is None or not actor.is_member or actor.chat_id is None:
        return None
    told = CommandForbidden(command_id=message.id, command_type=message.type, actor_id=actor.id, chat_id=actor.chat_id)
    return compose(told, source=source, cause=message, subject=message.id)
