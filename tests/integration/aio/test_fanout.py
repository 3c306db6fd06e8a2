from __future__ import annotations

from functools import partial
from typing import Any

from tests.integration.aio.conftest import MakeBroker, VirtualHost, eventually
from tests.support.proxy import TcpProxy
from tests.support.waiting import PATIENCE

NEWS = "test.news"


class Listener:
    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.gaps = 0

    async def hear(self, payload: dict[str, Any]) -> None:
        self.heard.append(payload)
        if payload.get("bad"):
            raise ValueError("bad news")

    def has_heard(self, news: list[dict[str, Any]]) -> bool:
        return self.heard == news

    async def gap(self) -> None:
        self.gaps += 1


async def test_every_subscriber_hears_everything_in_order(make_broker: MakeBroker) -> None:
    brokers = [await make_broker(name="one"), await make_broker(name="two")]
    listeners = [Listener(), Listener()]
    for broker, listener in zip(brokers, listeners, strict=True):
        await broker.subscribe(NEWS, listener.hear)
        await broker.wait_connected(PATIENCE)
    news = [{"number": number} for number in range(20)]
    for one in news:
        await brokers[0].broadcast(NEWS, one, timeout=PATIENCE)
    for listener in listeners:
        await eventually(partial(listener.has_heard, news))


async def test_a_broadcast_nobody_hears_is_no_error(make_broker: MakeBroker) -> None:
    broker = await make_broker()
    await broker.broadcast(NEWS, {"number": 1}, timeout=PATIENCE)
    assert broker.connected


async def test_news_that_cannot_be_handled_do_not_end_the_subscription(
    make_broker: MakeBroker, vhost: VirtualHost
) -> None:
    broker = await make_broker()
    listener = Listener()
    await broker.subscribe(NEWS, listener.hear)
    await broker.wait_connected(PATIENCE)
    await broker.broadcast(NEWS, {"bad": True}, timeout=PATIENCE)
    vhost.publish_to(NEWS, "not json")
    vhost.publish_to(NEWS, "[1]")
    await broker.broadcast(NEWS, {"number": 2}, timeout=PATIENCE)
    await eventually(lambda: len(listener.heard) == 2)
    assert listener.heard[-1] == {"number": 2}


async def test_a_subscription_is_made_again_and_the_gap_is_told(make_broker: MakeBroker, proxy: TcpProxy) -> None:
    broker = await make_broker(port=proxy.port)
    listener = Listener()
    subscription = await broker.subscribe(NEWS, listener.hear, on_gap=listener.gap)
    await broker.wait_connected(PATIENCE)
    assert listener.gaps == 0
    await proxy.cut()
    await eventually(lambda: not subscription.is_ready)
    await broker.wait_connected(PATIENCE)
    await broker.broadcast(NEWS, {"number": 1}, timeout=PATIENCE)
    await eventually(lambda: listener.heard)
    assert listener.gaps == 1


async def test_nothing_of_a_subscription_stays_after_close(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    broker = await make_broker()
    await broker.subscribe(NEWS, Listener().hear)
    await broker.wait_connected(PATIENCE)
    await eventually(lambda: len(vhost.queues()) == 1)
    await broker.close()
    await eventually(lambda: vhost.queues() == [])
