"""Stands where a service's Emit stands, and composes as it does."""

from __future__ import annotations

from typing import Any

from shared.events import Message, Payload, compose


class Emitted:
    def __init__(self, cause: Message[Any] | None = None) -> None:
        self._cause = cause
        self.messages: list[Message[Payload]] = []

    def __call__(self, payload: Payload, *, cause: Message[Any] | None = None, **kwargs: Any) -> None:
        self.messages.append(compose(payload, source="/zhixing/tests", cause=cause or self._cause, **kwargs))

    @property
    def payloads(self) -> list[Payload]:
        return [message.data for message in self.messages]

    def only(self) -> Any:
        (payload,) = self.payloads
        return payload
