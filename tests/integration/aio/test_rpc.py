"""Against a real nameko service in a process of its own."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from opentelemetry.trace import SpanKind
from prometheus_client import REGISTRY

from shared import tracing
from shared.aio.errors import RpcFailed, RpcOverloaded, RpcTimeout, RpcUnavailable
from shared.aio.rpc import RpcClient
from tests.integration.aio.conftest import MakeBroker, VirtualHost, eventually, make_vhost
from tests.support.proxy import TcpProxy
from tests.support.waiting import PATIENCE


async def in_vain(rpc: RpcClient, service: str, method: str, **kwargs: Any) -> RpcTimeout:
    """Ask for a second, and again where the broker took longer than that to take the request: how it ends when only the
    answer does not come."""
    while True:
        try:
            await rpc.call(service, method, timeout=1, **kwargs)
        except RpcUnavailable:
            continue
        except RpcTimeout as late:
            return late


@pytest.fixture(scope="module")
def served() -> Iterator[VirtualHost]:
    """A virtual host in which the service ``sums`` runs."""
    vhost = make_vhost()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.aio.sums_service", vhost.url()],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    yield vhost
    process.kill()
    process.wait()
    process.stdout.close()
    vhost.delete()


@pytest.fixture
def vhost(served: VirtualHost) -> VirtualHost:
    return served


@pytest.fixture
async def rpc(make_broker: MakeBroker) -> RpcClient:
    return RpcClient(await make_broker(name="asker"))


async def test_a_call_brings_the_result(rpc: RpcClient) -> None:
    assert await rpc.call("sums", "add", a=2, b=3) == {"sum": 5, "名": "和"}


async def test_a_method_may_return_nothing(rpc: RpcClient) -> None:
    assert await rpc.call("sums", "nothing") is None


async def test_concurrent_calls_get_their_own_answers(rpc: RpcClient) -> None:
    answers = await asyncio.gather(*(rpc.call("sums", "add", a=number, b=1) for number in range(50)))
    assert [answer["sum"] for answer in answers] == list(range(1, 51))


async def test_a_remote_exception_is_told_by_class_and_text(rpc: RpcClient) -> None:
    with pytest.raises(RpcFailed) as caught:
        await rpc.call("sums", "fail")
    assert caught.value.exc_type == "LookupError"
    assert caught.value.message == "没有 such thing"


async def test_an_unknown_method_fails(rpc: RpcClient) -> None:
    with pytest.raises(RpcFailed) as caught:
        await rpc.call("sums", "subtract")
    assert caught.value.exc_type == "MethodNotFound"


async def test_wrong_arguments_fail(rpc: RpcClient) -> None:
    with pytest.raises(RpcFailed) as caught:
        await rpc.call("sums", "add", a=1)
    assert caught.value.exc_type == "IncorrectSignature"


async def test_a_service_nobody_ever_served_is_unavailable_at_once(rpc: RpcClient) -> None:
    with pytest.raises(RpcUnavailable, match="nobody serves"):
        await rpc.call("differences", "add", a=1, b=2)


async def test_an_answer_that_takes_too_long_is_a_timeout(rpc: RpcClient) -> None:
    before = REGISTRY.get_sample_value("zhixing_rpc_seconds_count", _labels("timeout")) or 0
    assert "within 1 s" in str(await in_vain(rpc, "sums", "slow", seconds=10))
    assert REGISTRY.get_sample_value("zhixing_rpc_seconds_count", _labels("timeout")) == before + 1
    assert await rpc.call("sums", "add", a=1, b=1) == {"sum": 2, "名": "和"}


def _labels(result: str) -> dict[str, str]:
    return {"service": "sums", "method": "slow", "result": result}


async def test_calls_beyond_the_limit_are_not_sent(make_broker: MakeBroker) -> None:
    rpc = RpcClient(await make_broker(name="busy"), max_in_flight=2)
    first = [asyncio.create_task(rpc.call("sums", "slow", seconds=0.3)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(RpcOverloaded):
        await rpc.call("sums", "add", a=1, b=1)
    assert await asyncio.gather(*first) == ["done", "done"]
    assert await rpc.call("sums", "add", a=1, b=1)


async def test_the_story_a_call_belongs_to_is_passed_on(rpc: RpcClient) -> None:
    with (
        structlog.contextvars.bound_contextvars(correlation_id="story-1"),
        tracing.span("tap", kind=SpanKind.INTERNAL) as tap,
    ):
        heard = await rpc.call("sums", "heard")
    assert heard["correlation_id"] == "story-1"
    assert heard["traceparent"].split("-")[1] == f"{tap.get_span_context().trace_id:032x}"
    assert heard["call_id_stack"][0].startswith("asker.")


async def test_an_answer_survives_the_loss_of_the_connection(
    make_broker: MakeBroker, rpc: RpcClient, served: VirtualHost
) -> None:
    async with TcpProxy(served.host, served.port) as proxy:
        broker = await make_broker(name="cut", port=proxy.port)
        cut_off = RpcClient(broker)
        await cut_off.call("sums", "nothing")
        proxy.hold_answers()
        calling = asyncio.create_task(cut_off.call("sums", "note", text="survivor"))
        await eventually(lambda: rpc.call("sums", "noted", text="survivor"))
        assert not calling.done()
        await proxy.cut()
        proxy.flow()
        assert await calling == "survivor"
        await broker.close()


async def test_without_a_broker_calls_are_unavailable(make_broker: MakeBroker, served: VirtualHost) -> None:
    async with TcpProxy(served.host, served.port) as proxy:
        await proxy.refuse()
        rpc = RpcClient(await make_broker(name="alone", port=proxy.port, wait=False))
        with pytest.raises(RpcUnavailable):
            await rpc.call("sums", "nothing", timeout=0.3)


async def test_a_request_nobody_waits_for_any_longer_expires(rpc: RpcClient, served: VirtualHost) -> None:
    served.declare_exchange("nameko-rpc", "topic")
    served.declare_queue("rpc-asleep")
    served.bind("nameko-rpc", "rpc-asleep", "asleep.*")
    await in_vain(rpc, "asleep", "anything")
    await eventually(lambda: served.peek("rpc-asleep") == [])


async def test_closing_answers_calls_that_wait_and_removes_the_reply_queue(
    make_broker: MakeBroker, served: VirtualHost
) -> None:
    broker = await make_broker(name="leaving")
    rpc = RpcClient(broker)
    await rpc.call("sums", "nothing")
    before = taken_by_the_broker()
    calling = asyncio.create_task(rpc.call("sums", "slow", seconds=PATIENCE))
    await eventually(lambda: taken_by_the_broker() == before + 1)
    await broker.close()
    with pytest.raises(RpcUnavailable, match="stopping"):
        await calling
    await eventually(lambda: not [name for name in served.queues() if name.startswith("rpc.reply-leaving")])


def taken_by_the_broker() -> float:
    labels = {"exchange": "nameko-rpc", "result": "confirmed"}
    return REGISTRY.get_sample_value("zhixing_published_total", labels) or 0
