"""What an entrypoint declares: who may use it, or by which question to the policy that is decided.

``Self("member_id") | Process("console")``: either is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.access.actor import PROCESS, Actor
from shared.access.errors import Forbidden, NoActor
from shared.access.policy import Action


class Permission:
    """``admit`` judges the actor and what they sent; ``decides`` says that the handler must ask the policy besides."""

    decides: bool = False
    #: Whether somebody must have signed.
    signed: bool = True

    def admit(self, actor: Actor | None, given: Mapping[str, Any]) -> None:
        """Raises NoActor, Forbidden."""
        if actor is None:
            raise NoActor("nobody signed")
        if not self.admits(actor, given):
            raise Forbidden(f"not for {actor.id}: {self}")

    def admits(self, actor: Actor, given: Mapping[str, Any]) -> bool:
        raise NotImplementedError

    def must_ask(self, actor: Actor | None, given: Mapping[str, Any]) -> bool:
        """Whether the handler has to ask the policy about what was sent."""
        return self.decides

    def __or__(self, other: Permission) -> Permission:
        return Either(self, other)


@dataclass(frozen=True)
class Self(Permission):
    """The actor is the member that this argument, or field of the payload, names."""

    field: str

    def admits(self, actor: Actor, given: Mapping[str, Any]) -> bool:
        return actor.is_member and given.get(self.field) == actor.id


@dataclass(frozen=True)
class FromChat(Permission):
    """The actor speaks from the chat that this argument names."""

    field: str

    def admits(self, actor: Actor, given: Mapping[str, Any]) -> bool:
        return actor.chat_id is not None and given.get(self.field) == actor.chat_id


@dataclass(frozen=True, init=False)
class At(Permission):
    """The handler asks the policy whether the actor may do one of these at the unit concerned.

    ``by`` names the field that says who acts, where there is one: it must be the actor.
    """

    actions: tuple[Action, ...]
    by: str | None
    decides = True

    def __init__(self, *actions: Action, by: str | None = None) -> None:
        object.__setattr__(self, "actions", actions)
        object.__setattr__(self, "by", by)

    def admits(self, actor: Actor, given: Mapping[str, Any]) -> bool:
        return not actor.is_process and (self.by is None or given.get(self.by) == actor.id)


@dataclass(frozen=True, init=False)
class Process(Permission):
    """Our own processes only; with names, these of them."""

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)

    def admits(self, actor: Actor, given: Mapping[str, Any]) -> bool:
        return actor.is_process and (not self.names or actor.id.removeprefix(PROCESS) in self.names)


@dataclass(frozen=True)
class Public(Permission):
    """Anybody, for this reason."""

    reason: str
    signed = False

    def admit(self, actor: Actor | None, given: Mapping[str, Any]) -> None:
        return

    def admits(self, actor: Actor, given: Mapping[str, Any]) -> bool:
        return True


@dataclass(frozen=True)
class Fact(Permission):
    """An event: another service says what has happened, and asks for nothing."""

    signed = False

    def admit(self, actor: Actor | None, given: Mapping[str, Any]) -> None:
        return

    def admits(self, actor: Actor, given: Mapping[str, Any]) -> bool:
        return True


@dataclass(frozen=True)
class Undeclared(Permission):
    """Nobody, until the entrypoint declares who. A test finds those that do not."""

    def admits(self, actor: Actor, given: Mapping[str, Any]) -> bool:
        return False


@dataclass(frozen=True, init=False)
class Either(Permission):
    """Whichever admits the actor; the first that does says whether the policy is to be asked."""

    choices: tuple[Permission, ...]
    decides = True

    def __init__(self, *choices: Permission) -> None:
        flat = [each for choice in choices for each in (choice.choices if isinstance(choice, Either) else (choice,))]
        object.__setattr__(self, "choices", tuple(flat))

    def admits(self, actor: Actor, given: Mapping[str, Any]) -> bool:
        return any(choice.admits(actor, given) for choice in self.choices)

    def must_ask(self, actor: Actor | None, given: Mapping[str, Any]) -> bool:
        admitting = (choice for choice in self.choices if actor is not None and choice.admits(actor, given))
        return next((choice.must_ask(actor, given) for choice in admitting), True)
