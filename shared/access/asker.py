"""Who asks, and what they may do by the grants that this service keeps."""

from __future__ import annotations

from collections.abc import Callable

from shared.access import policy
from shared.access.actor import Actor
from shared.access.errors import Forbidden, NoActor
from shared.access.policy import Action, Grant

#: A member's grants; None for one who is not known (yet).
LookUp = Callable[[str], tuple[Grant, ...] | None]


class UnknownActor(LookupError):
    """The actor is not in this service's copy (yet)."""


class Asker:
    """Built for one piece of work; grants are looked up at the first question."""

    def __init__(self, actor: Actor | None, look_up: LookUp, *, must_ask: bool = False) -> None:
        #: Whether the entrypoint declares that it decides by policy; see shared.access.consultation.
        self.must_ask = must_ask
        self._actor = actor
        self._look_up = look_up
        self._grants: tuple[Grant, ...] | None = None

    @property
    def actor(self) -> Actor:
        """Raises NoActor where nobody had to sign."""
        if self._actor is None:
            raise NoActor("nobody signed")
        return self._actor

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Raises UnknownActor while the copy lags behind, so that a command is tried again later."""
        if self._grants is None:
            self._grants = self._found()
        return self._grants

    def may(self, action: Action, path: str) -> bool:
        return policy.may(self.grants, action, path)

    def require(self, action: Action, path: str) -> None:
        """Raises Forbidden."""
        if not self.may(action, path):
            raise Forbidden(f"{self.actor.id} may not {action} at {path}")

    def require_for(self, member_id: str, action: Action, path: str) -> None:
        """About a member whose unit has this path: themselves, or whoever may there. Raises Forbidden."""
        if not (self.actor.id == member_id and policy.may_own(self.grants, action)):
            self.require(action, path)

    def within(self, action: Action) -> list[str]:
        """The scopes in which the actor may, for a query; [] when nowhere."""
        return policy.held_by(self.grants, action)

    def _found(self) -> tuple[Grant, ...]:
        if self.actor.is_operator:
            return policy.OPERATOR
        # A process has no grants: what it may do, entrypoints declare by its name.
        found = () if self.actor.is_process else self._look_up(self.actor.id)
        if found is None:
            raise UnknownActor(self.actor.id)
        return found
