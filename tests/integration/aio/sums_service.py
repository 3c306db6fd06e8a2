"""A nameko service to ask; run as a process of its own, because eventlet patches the whole interpreter."""

import eventlet

eventlet.monkey_patch()

# ruff: noqa: E402, I001 - nothing else may be imported before the patch
import sys
from typing import Any

from nameko.containers import ServiceContainer
from nameko.extensions import DependencyProvider
from nameko.rpc import rpc


notes: list[str] = []


class Context(DependencyProvider):  # type: ignore[misc]
    def get_dependency(self, worker_ctx: Any) -> dict[str, Any]:
        return dict(worker_ctx.context_data)


class SumsService:
    name = "sums"

    context = Context()

    @rpc  # type: ignore[untyped-decorator]
    def add(self, a: int, b: int) -> dict[str, Any]:
        return {"sum": a + b, "名": "和"}

    @rpc  # type: ignore[untyped-decorator]
    def nothing(self) -> None:
        return None

    @rpc  # type: ignore[untyped-decorator]
    def fail(self) -> None:
        raise LookupError("没有 such thing")

    @rpc  # type: ignore[untyped-decorator]
    def slow(self, seconds: float) -> str:
        eventlet.sleep(seconds)
        return "done"

    @rpc  # type: ignore[untyped-decorator]
    def note(self, text: str) -> str:
        notes.append(text)
        return text

    @rpc  # type: ignore[untyped-decorator]
    def noted(self, text: str) -> bool:
        return text in notes

    @rpc  # type: ignore[untyped-decorator]
    def heard(self) -> dict[str, Any]:
        return {key: self.context.get(key) for key in ("correlation_id", "traceparent", "call_id_stack")}


if __name__ == "__main__":
    container = ServiceContainer(SumsService, {"AMQP_URI": sys.argv[1], "max_workers": 10})
    container.start()
    sys.stdout.write("started\n")
    sys.stdout.flush()
    container.wait()
