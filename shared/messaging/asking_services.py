"""One nameko service asks another, and signs as itself."""

from __future__ import annotations

from typing import Any

import eventlet
from nameko.rpc import RpcProxy, ServiceProxy

from shared.access import actor as actors
from shared.access.actor import Keys
from shared.settings import Settings

#: What of a worker's data goes along with a question.
_CARRIED = ("call_id_stack", "correlation_id", "traceparent")


class ServiceAway(Exception):
    """The other service did not answer in time."""


class Service(RpcProxy):
    """Injects a ``Line`` to the service of this name."""

    def setup(self) -> None:
        settings: Settings = self.container.config["settings"]
        self._keys = Keys.of(settings)

    def get_dependency(self, worker_ctx: Any) -> Line:
        return Line(worker_ctx, self.target_service, self.rpc_reply_listener, self._keys)


class Line:
    def __init__(self, worker_ctx: Any, service: str, listener: Any, keys: Keys) -> None:
        self._worker_ctx = worker_ctx
        self._service = service
        self._listener = listener
        self._keys = keys

    def ask(self, method: str, *, patience: float = 30, **given: Any) -> Any:
        """The method's result. Raises ServiceAway after ``patience`` seconds, and what nameko makes of errors there."""
        own = actors.process(self._worker_ctx.service_name)
        token = self._keys.sign(own, actors.for_call(self._service, method))
        proxy = ServiceProxy(_Signed(self._worker_ctx, token), self._service, self._listener)
        try:
            with eventlet.Timeout(patience):
                return getattr(proxy, method)(**given)
        except eventlet.Timeout:
            raise ServiceAway(f"{self._service}.{method}: no answer within {patience:g} s") from None


class _Signed:
    """A worker's context as nameko's proxy reads it, with the token in place of whoever called the worker."""

    def __init__(self, worker_ctx: Any, token: str) -> None:
        self._worker_ctx = worker_ctx
        self._token = token

    def __getattr__(self, name: str) -> Any:
        return getattr(self._worker_ctx, name)

    @property
    def context_data(self) -> dict[str, Any]:
        data = self._worker_ctx.context_data
        return {**{key: data[key] for key in _CARRIED if data.get(key) is not None}, "actor": self._token}
