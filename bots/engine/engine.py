"""From one incoming message to what is shown and sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bots.conversations.model import Incoming
from bots.engine.outcome import Outcome
from bots.ports import Publisher, Rpc, Storage
from shared.settings import Settings

#: Told (chat_id, command_id, text) when a command's outcome has not come in time; the text is ready to be shown.
OnLate = Callable[[str, str, str], Awaitable[None]]


class Engine:
    def __init__(
        self,
        broker: Publisher,
        rpc: Rpc,
        mongo: Storage,
        settings: Settings,
        *,
        late_after: float = 3.0,
        on_late: OnLate | None = None,
    ) -> None: ...

    async def handle(
        self,
        chat_id: str,
        channel: str,
        incoming: Incoming,
        update_id: str,
        *,
        locale: str | None = None,
    ) -> Outcome:
        """Answer one message. The same ``update_id`` again gives the same replies and the same command ids.

        ``locale`` is the channel's guess, for a chat that has not chosen and is not linked. Raises NotAccepted.
        """
        raise NotImplementedError

    def answered(self, command_id: str) -> None:
        """The outcome of a command reached its chat: it is not late any more."""

    async def close(self) -> None:
        """Forget what is still waited for."""
