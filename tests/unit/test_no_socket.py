from __future__ import annotations

import asyncio
import socket

import pytest


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_a_unit_test_that_connects_fails(method: str) -> None:
    with socket.socket() as own, pytest.raises(pytest.fail.Exception, match="move it to tests/integration"):
        getattr(own, method)(("127.0.0.1", 9))


async def test_a_unit_test_that_connects_by_asyncio_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match="move it to tests/integration"):
        await asyncio.open_connection("127.0.0.1", 9)
