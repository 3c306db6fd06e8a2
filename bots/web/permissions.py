"""Who may ask for a page or a file: declared where it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from shared.access.actor import Actor
from shared.access.permission import Permission

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class HoldsChat(Permission):
    """Whoever holds the signed cookie of a chat, for that chat alone; a request without one is refused."""

    def admits(self, actor: Actor, given: Mapping[str, Any]) -> bool:
        return actor.chat_id is not None


def page(permission: Permission) -> Callable[[F], F]:
    def declare(make: F) -> F:
        make.permission = permission  # type: ignore[attr-defined]
        return make

    return declare
