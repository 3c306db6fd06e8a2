"""Commands of people that a service refuses because they may not do this, or no longer may."""

from __future__ import annotations

from shared.events.base import Event, event


@event("services", "command.forbidden.v1")
class CommandForbidden(Event):
    """Told by whichever service refused a member's command from a chat; nothing changed. The command waits among the
    dead letters besides."""

    command_id: str
    command_type: str
    #: The member who acted, and the chat they spoke from, as the edge signed them.
    actor_id: str
    chat_id: str
