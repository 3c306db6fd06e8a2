"""A virtual host and a database of its own for every test. Needs AMQP_URL, ZHIXING_TEST_MANAGEMENT_URL and
MONGO_URL.
"""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import httpx
import pymongo
import pytest

from shared.aio.broker import Broker
from shared.settings import Settings
from tests.support.http import NO_TLS
from tests.support.proxy import TcpProxy
from tests.support.waiting import PATIENCE


def needed(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        pytest.fail(f"{name} is not set: these tests need a real broker and database")
    return value


async def eventually(condition: Callable[[], Any], *, within: float = PATIENCE) -> Any:
    """The first true result of ``condition`` (which may be a coroutine function)."""
    async with asyncio.timeout(within):
        while True:
            result = condition()
            if isinstance(result, Awaitable):
                result = await result
            if result:
                return result
            await asyncio.sleep(0.02)


class VirtualHost:
    """One virtual host, looked at and disturbed over the management API."""

    def __init__(self, name: str, management_url: str, amqp_url: str) -> None:
        self.name = name
        parts = urlsplit(amqp_url)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 5672
        self._amqp = parts
        self._http = httpx.Client(base_url=management_url, timeout=PATIENCE, verify=NO_TLS)

    def url(self, port: int | None = None) -> str:
        """Its AMQP URL, by way of the proxy on ``port`` if given."""
        user = f"{self._amqp.username or 'guest'}:{self._amqp.password or 'guest'}"
        address = f"{user}@127.0.0.1:{port}" if port else f"{user}@{self.host}:{self.port}"
        return urlunsplit((self._amqp.scheme, address, f"/{self.name}", "", ""))

    def create(self) -> None:
        self._http.put(f"/api/vhosts/{self.name}").raise_for_status()

    def delete(self) -> None:
        self._http.delete(f"/api/vhosts/{self.name}").raise_for_status()
        self._http.close()

    def peek(self, queue: str) -> list[dict[str, Any]]:
        """The messages that are ready in a queue, left where they are."""
        order = {"count": 10_000, "ackmode": "ack_requeue_true", "encoding": "auto"}
        answer = self._http.post(f"/api/queues/{self.name}/{quote(queue, safe='')}/get", json=order)
        found: list[dict[str, Any]] = answer.raise_for_status().json()
        return found

    def connections(self, name: str) -> list[str]:
        rows = self._http.get(f"/api/vhosts/{self.name}/connections").raise_for_status().json()
        return [row["name"] for row in rows if row.get("client_properties", {}).get("connection_name") == name]

    def queues(self) -> list[str]:
        return [row["name"] for row in self._http.get(f"/api/queues/{self.name}").raise_for_status().json()]

    def publish_to(self, exchange: str, body: str) -> None:
        order = {"properties": {}, "routing_key": "", "payload": body, "payload_encoding": "string"}
        answer = self._http.post(f"/api/exchanges/{self.name}/{exchange}/publish", json=order)
        assert answer.raise_for_status().json()["routed"]

    def close_connection(self, connection: str) -> None:
        answer = self._http.delete(f"/api/connections/{quote(connection, safe='')}")
        assert answer.status_code in (204, 404), answer.text

    def delete_queue(self, queue: str) -> None:
        self._http.delete(f"/api/queues/{self.name}/{queue}").raise_for_status()

    def delete_exchange(self, exchange: str) -> None:
        self._http.delete(f"/api/exchanges/{self.name}/{exchange}").raise_for_status()

    def declare_queue(self, queue: str, **arguments: Any) -> None:
        body = {"durable": True, "arguments": arguments}
        self._http.put(f"/api/queues/{self.name}/{queue}", json=body).raise_for_status()

    def declare_exchange(self, exchange: str, kind: str) -> None:
        body = {"type": kind, "durable": True}
        self._http.put(f"/api/exchanges/{self.name}/{exchange}", json=body).raise_for_status()

    def bind(self, exchange: str, queue: str, routing_key: str) -> None:
        path = f"/api/bindings/{self.name}/e/{exchange}/q/{queue}"
        self._http.post(path, json={"routing_key": routing_key}).raise_for_status()

    def publish(
        self, queue: str, body: str, *, content_type: str | None = None, headers: dict[str, Any] | None = None
    ) -> None:
        """Put any bytes into a queue."""
        properties: dict[str, Any] = {"headers": headers or {}}
        if content_type:
            properties["content_type"] = content_type
        order = {
            "properties": properties,
            "routing_key": queue,
            "payload": body,
            "payload_encoding": "string",
        }
        answer = self._http.post(f"/api/exchanges/{self.name}/amq.default/publish", json=order)
        assert answer.raise_for_status().json()["routed"]


def make_vhost() -> VirtualHost:
    vhost = VirtualHost(f"aio-{uuid.uuid4().hex[:12]}", needed("ZHIXING_TEST_MANAGEMENT_URL"), needed("AMQP_URL"))
    vhost.create()
    return vhost


@pytest.fixture
def vhost() -> Iterator[VirtualHost]:
    made = make_vhost()
    yield made
    made.delete()


@pytest.fixture
async def proxy(vhost: VirtualHost) -> AsyncIterator[TcpProxy]:
    async with TcpProxy(vhost.host, vhost.port) as made:
        yield made


@pytest.fixture
def settings() -> Settings:
    return Settings(retry_delays=(0.1, 0.2), publish_timeout=PATIENCE, rpc_timeout=PATIENCE, heartbeat=int(PATIENCE))


MakeBroker = Callable[..., Awaitable[Broker]]


@pytest.fixture
async def make_broker(vhost: VirtualHost, settings: Settings) -> AsyncIterator[MakeBroker]:
    """``await make_broker(port=proxy.port, wait=False, **settings)``: a started broker, closed after the
    test.
    """
    made: list[Broker] = []

    async def make(*, port: int | None = None, wait: bool = True, name: str = "test", **changes: Any) -> Broker:
        broker = Broker(vhost.url(port), name=name, settings=settings.model_copy(update=changes))
        made.append(broker)
        await broker.start()
        if wait:
            await broker.wait_connected(PATIENCE)
        return broker

    yield make
    for broker in made:
        await broker.close(timeout=1.0)


@pytest.fixture
def mongo_settings() -> Iterator[Settings]:
    url = needed("MONGO_URL")
    prefix = f"aio_{uuid.uuid4().hex[:12]}"
    yield Settings(mongo_url=url, mongo_database_prefix=prefix)
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(url)
    for name in client.list_database_names():
        if name.startswith(prefix):
            client.drop_database(name)
    client.close()
