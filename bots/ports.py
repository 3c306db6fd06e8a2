"""What the bots need of the outside, as Protocols: shared.aio offers it, tests offer fakes."""

from __future__ import annotations

from typing import Any, Protocol

from shared.events import Message, Payload


class Publisher(Protocol):
    async def publish(
        self,
        message: Message[Payload],
        *,
        timeout: float | None = None,
    ) -> None:
        """Returns once the broker has confirmed the message. Raises when it did not."""
        ...


class Rpc(Protocol):
    async def call(
        self,
        service: str,
        method: str,
        /,
        *,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> Any: ...


class Storage(Protocol):
    """A motor database handle's owner (shared.aio.Mongo)."""

    @property
    def db(self) -> Any: ...
