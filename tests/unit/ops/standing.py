"""What stands where a service is asked over RPC, for the tests of commands."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Self, TypeVar

import pytest

import ops.rpc
from ops.texts import locale


class Standing:
    """Answers by method, and remembers what it was asked. An answer that is an exception is raised."""

    def __init__(self, answers: dict[str, Any] | None = None) -> None:
        self.answers: dict[str, Any] = dict(answers or {})
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, _url: str) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def call(self, _service: str, method: str, *, timeout: float = 10, **given: Any) -> Any:
        self.asked.append((method, given))
        answer = self.answers[method]
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def last(self) -> tuple[str, dict[str, Any]]:
        return self.asked[-1]


S = TypeVar("S", bound=Standing)


@contextlib.contextmanager
def asked_instead(standing: S, monkeypatch: pytest.MonkeyPatch, *, columns: int = 200) -> Iterator[S]:
    """Whatever a command asks, it asks of ``standing``; the terminal is English, and so wide."""
    monkeypatch.setenv("ZHIXING_AMQP_URL", "amqp://nowhere")
    monkeypatch.setenv("ZHIXING_LOCALE", "en")
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(ops.rpc, "Rpc", standing)
    locale.cache_clear()
    yield standing
    locale.cache_clear()
