"""Who asks, for nameko services: verified before a worker starts, and at hand inside it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from nameko.extensions import DependencyProvider
from nameko.rpc import Rpc
from pymongo.database import Database

from shared.access import actor as actors
from shared.access import consultation
from shared.access.actor import Actor, Keys
from shared.access.asker import Asker
from shared.access.copies import grants_in
from shared.access.errors import Refused
from shared.access.permission import Permission
from shared.access.policy import Grant
from shared.messaging.mongo import Documents, MongoExtension
from shared.settings import Settings

#: In a worker's data: the verified actor, and whether the entrypoint must ask the policy.
ACTOR = "actor"
MUST_ASK = "must_ask"

Method = Callable[..., Any]


def copied_grants(database: Database[Documents], member_id: str) -> tuple[Grant, ...] | None:
    """A member's grants in a service's own copy, the collection ``members``."""
    kept = database.members.find_one({"_id": member_id}, {"grants": 1, "roles": 1, "unit_path": 1})
    return grants_in(kept) if kept else None


class Asking(DependencyProvider):
    """Injects the ``Asker``, as ``asker``. ``look_up(database, member_id)`` gives a member's grants."""

    mongo = MongoExtension()

    def __init__(self, look_up: Callable[[Database[Documents], str], tuple[Grant, ...] | None] = copied_grants) -> None:
        super().__init__()
        self.look_up = look_up

    def get_dependency(self, worker_ctx: Any) -> Asker:
        data = worker_ctx.data
        look_up = partial(self.look_up, self.mongo.database)
        return Asker(data.get(ACTOR), look_up, must_ask=data.get(MUST_ASK, False))


def watched(method: Method, permission: Permission) -> Method:
    """The method, which fails if it declares that it decides by policy and did not ask; see
    shared.access.consultation."""
    if not permission.decides:
        return method

    @functools.wraps(method)
    def ask_or_fail(service: Any, *args: Any, **kwargs: Any) -> Any:
        if not service.asker.must_ask:
            return method(service, *args, **kwargs)
        with consultation.deciding(f"{service.name}.{method.__name__}"):
            return method(service, *args, **kwargs)

    return ask_or_fail


class Question(Rpc):
    """An RPC entrypoint that knows who asks. The actor travels in the header ``nameko.actor``."""

    def __init__(self, *, permission: Permission, method: Method, **kwargs: Any) -> None:
        super().__init__(expected_exceptions=(Refused,), **kwargs)
        self.permission = permission
        self._signature = inspect.signature(method)

    def setup(self) -> None:
        super().setup()
        self._settings: Settings = self.container.config["settings"]
        self._keys = Keys.of(self._settings)

    def check_signature(self, args: Any, kwargs: Any) -> None:
        """Of the method itself, not of what ``watched`` made of it. Raises TypeError."""
        self._signature.bind(None, *args, **kwargs)

    def unpack_message_headers(self, message: Any) -> dict[str, Any]:
        """The worker's data. nameko calls it before it starts a worker; what it raises is the answer."""
        data: dict[str, Any] = super().unpack_message_headers(message)
        given = self._given(message.payload)
        actor = self._verified(data.pop(ACTOR, None))
        self.permission.admit(actor, given)
        return {**data, ACTOR: actor, MUST_ASK: self.permission.must_ask(actor, given)}

    def _verified(self, token: str | None) -> Actor | None:
        if not self.permission.signed and not token:
            return None
        good_for = actors.for_call(self.container.service_name, self.method_name)
        return self._keys.verify(token, good_for, max_age=self._settings.actor_call_max_age)

    def _given(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._signature.bind(None, *body["args"], **body["kwargs"]).arguments


def ask(*, permission: Permission) -> Callable[[Method], Method]:
    """Serve the method as an RPC to those whom the permission admits."""

    def declare(method: Method) -> Method:
        serve = Question.decorator(permission=permission, method=method)
        return serve(watched(method, permission))  # type: ignore[no-any-return]

    return declare
