from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest

from shared.aio.health import Check, HealthServer
from shared.settings import Settings, SettingsError
from tests.support.waiting import PATIENCE

Serve = Callable[..., Awaitable[httpx.AsyncClient]]


async def fine() -> None:
    return None


async def broken() -> None:
    raise ConnectionError("amqp://guest:secret@broker is away")


async def hanging() -> None:
    await asyncio.Event().wait()


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    servers: list[HealthServer] = []
    clients: list[httpx.AsyncClient] = []

    async def start(checks: dict[str, Check], *, timeout: float = PATIENCE) -> httpx.AsyncClient:
        server = HealthServer(Settings(health_port=0), checks, timeout=timeout)
        servers.append(server)
        await server.start()
        address = f"http://127.0.0.1:{server.port}"
        clients.append(httpx.AsyncClient(base_url=address, trust_env=False, timeout=2 * PATIENCE))
        return clients[-1]

    yield start
    for client in clients:
        await client.aclose()
    for server in servers:
        await server.stop()


async def test_a_process_is_ready_when_every_check_passes(serve: Serve) -> None:
    answer = await (await serve({"broker": fine, "database": fine})).get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "checks": {"broker": "ok", "database": "ok"}}


async def test_a_failing_check_is_told_without_its_secrets(serve: Serve) -> None:
    answer = await (await serve({"broker": broken, "database": fine})).get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not-ready",
        "checks": {"broker": "ConnectionError: amqp://***:***@broker is away", "database": "ok"},
    }


async def test_a_check_that_hangs_fails_in_time(serve: Serve) -> None:
    answer = await (await serve({"broker": hanging}, timeout=0.1)).get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"broker": "no answer within 0.1 s"}


async def test_a_process_lives_while_its_checks_fail(serve: Serve) -> None:
    assert (await (await serve({"broker": broken})).get("/health/live")).status_code == 200


async def test_metrics_are_served(serve: Serve) -> None:
    answer = await (await serve({})).get("/metrics")
    assert answer.status_code == 200
    assert "zhixing_broker_connected" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


async def test_a_port_in_use_is_a_wrong_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"cannot listen on 127.0.0.1:{port}"):
            await HealthServer(Settings(health_port=port), {}).start()


async def test_nothing_is_served_when_switched_off() -> None:
    server = HealthServer(Settings(health_port=-1), {})
    await server.start()
    with pytest.raises(RuntimeError, match="nothing is served"):
        _ = server.port
    await server.stop()
