"""Unit tests open no socket: one that tries fails at once, whoever opens it."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from tests.support import properties  # noqa: F401 - no clock judges an example

_NETWORK = (socket.AF_INET, socket.AF_INET6)


@pytest.fixture(autouse=True)
def _no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def guarded(name: str) -> Any:
        original = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            # Local pairs, such as those an event loop wakes itself with, reach nobody.
            if self.family in _NETWORK:
                pytest.fail(f"a unit test connects to {address}: move it to tests/integration")
            return original(self, address)

        return connect

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(name))
