from __future__ import annotations

import asyncio
import json
from functools import partial

import pytest
import structlog

from shared.aio.broker import Broker
from shared.aio.errors import BrokerUnavailable, PublishRefused, Unroutable
from shared.events.base import COMMANDS_EXCHANGE
from shared.events.checkins import ScheduleTask
from shared.events.envelope import CONTENT_TYPE, compose
from tests.integration.aio.conftest import MakeBroker, VirtualHost, eventually
from tests.integration.aio.samples import QUEUE, command, event
from tests.support.proxy import TcpProxy
from tests.support.waiting import PATIENCE

KEY = "checkins.record"


@pytest.fixture
def queue(vhost: VirtualHost) -> str:
    """A queue for the commands, without anyone who consumes it."""
    vhost.declare_exchange(COMMANDS_EXCHANGE, "direct")
    vhost.declare_queue(QUEUE, **{"x-queue-type": "quorum"})
    vhost.bind(COMMANDS_EXCHANGE, QUEUE, KEY)
    return QUEUE


def ids(vhost: VirtualHost, queue: str) -> list[str]:
    return [message["properties"]["message_id"] for message in vhost.peek(queue)]


async def test_a_confirmed_command_waits_in_its_queue(make_broker: MakeBroker, vhost: VirtualHost, queue: str) -> None:
    broker = await make_broker()
    sent = command()
    await broker.publish(sent)
    [found] = vhost.peek(queue)
    properties = found["properties"]
    assert properties["message_id"] == sent.id
    assert properties["correlation_id"] == sent.id
    assert properties["type"] == "checkins.record.v1"
    assert properties["content_type"] == CONTENT_TYPE
    assert properties["delivery_mode"] == 2
    assert json.loads(found["payload"])["data"]["occurrence_id"] == "occurrence-0"


async def test_a_command_nobody_is_bound_for_is_unroutable(make_broker: MakeBroker) -> None:
    broker = await make_broker()
    with pytest.raises(Unroutable, match=r"zhixing\.commands/checkins\.record"):
        await broker.publish(command())


async def test_only_the_unroutable_one_among_many_fails(
    make_broker: MakeBroker, vhost: VirtualHost, queue: str
) -> None:
    stray = compose(
        ScheduleTask(
            occurrence_id="o",
            title="t",
            kind="contest",
            unit_id="u",
            opens_at="2026-01-01T00:00:00Z",
            closes_at="2026-01-02T00:00:00Z",
            credit_minutes=1,
        ),
        source="/zhixing/test",
    )
    broker = await make_broker()
    messages = [command(number) for number in range(20)]
    with pytest.raises(Unroutable, match=r"checkins\.schedule-task"):
        await broker.publish_many([*messages[:10], stray, *messages[10:]])
    assert ids(vhost, queue) == [message.id for message in messages]


async def test_an_event_nobody_is_bound_for_is_no_error(make_broker: MakeBroker) -> None:
    broker = await make_broker()
    await broker.publish(event())
    assert broker.connected


async def test_a_message_the_broker_refuses_raises(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    vhost.declare_exchange(COMMANDS_EXCHANGE, "direct")
    vhost.declare_queue("full", **{"x-max-length": 1, "x-overflow": "reject-publish"})
    vhost.bind(COMMANDS_EXCHANGE, "full", KEY)
    broker = await make_broker()
    first, second = command(1), command(2)
    await broker.publish(first)
    with pytest.raises(PublishRefused):
        await broker.publish(second)
    assert ids(vhost, "full") == [first.id]


async def test_a_message_over_the_limit_is_not_sent(make_broker: MakeBroker, vhost: VirtualHost, queue: str) -> None:
    broker = await make_broker(max_message_bytes=100)
    with pytest.raises(PublishRefused, match="at most 100"):
        await broker.publish(command())
    assert vhost.peek(queue) == []


async def test_an_exchange_of_another_kind_fails_its_own_messages_only(
    make_broker: MakeBroker, vhost: VirtualHost, queue: str
) -> None:
    vhost.declare_exchange("checkins.events", "fanout")
    broker = await make_broker()
    good = [command(number) for number in range(5)]
    outcomes = await asyncio.gather(
        broker.publish(event()), *(broker.publish(message) for message in good), return_exceptions=True
    )
    assert isinstance(outcomes[0], PublishRefused)
    assert outcomes[1:] == [None] * 5
    assert len(ids(vhost, queue)) == 5


async def test_an_exchange_deleted_meanwhile_is_declared_again(
    make_broker: MakeBroker, vhost: VirtualHost, queue: str
) -> None:
    broker = await make_broker()
    await broker.publish(command(1))
    vhost.delete_exchange(COMMANDS_EXCHANGE)
    with pytest.raises(Unroutable):
        await broker.publish(command(2))


async def test_publishers_do_not_wait_for_each_others_confirms(
    make_broker: MakeBroker, vhost: VirtualHost, queue: str, proxy: TcpProxy
) -> None:
    broker = await make_broker(port=proxy.port)
    await broker.publish(command())
    proxy.hold_answers()
    waiting = [asyncio.create_task(broker.publish(command(number))) for number in range(1, 51)]
    await eventually(lambda: len(vhost.peek(queue)) == 51)
    assert not any(task.done() for task in waiting)
    proxy.flow()
    await asyncio.gather(*waiting)


async def test_publishing_waits_for_the_connection_to_come_back(
    make_broker: MakeBroker, vhost: VirtualHost, queue: str, proxy: TcpProxy
) -> None:
    broker = await make_broker(port=proxy.port)
    await proxy.refuse()
    await proxy.cut()
    await eventually(lambda: not broker.connected)
    sent = command()
    publishing = asyncio.create_task(broker.publish(sent))
    done, _ = await asyncio.wait([publishing], timeout=0.5)
    assert not done
    await proxy.accept()
    await publishing
    assert ids(vhost, queue) == [sent.id]


async def test_a_broker_that_stays_away_is_unavailable(make_broker: MakeBroker, proxy: TcpProxy) -> None:
    await proxy.refuse()
    broker = await make_broker(port=proxy.port, wait=False)
    with pytest.raises(BrokerUnavailable, match="not connected"):
        await broker.publish(command(), timeout=0.3)
    with pytest.raises(BrokerUnavailable):
        await broker.check()
    with pytest.raises(BrokerUnavailable):
        await broker.wait_connected(0.1)


async def test_a_confirm_that_does_not_come_is_unavailable(
    make_broker: MakeBroker, queue: str, proxy: TcpProxy
) -> None:
    broker = await make_broker(port=proxy.port)
    await broker.publish(command())
    proxy.stall()
    with pytest.raises(BrokerUnavailable, match="does not confirm"):
        await broker.publish(command(), timeout=0.3)
    proxy.flow()


async def test_what_was_in_flight_when_the_connection_broke_is_sent_again(
    make_broker: MakeBroker, vhost: VirtualHost, queue: str, proxy: TcpProxy
) -> None:
    broker = await make_broker(port=proxy.port)
    await broker.publish(command())
    proxy.hold_answers()
    sent = command(1)
    publishing = asyncio.create_task(broker.publish(sent))
    await eventually(lambda: len(vhost.peek(queue)) == 2)
    await proxy.cut()
    proxy.flow()
    await publishing
    assert ids(vhost, queue)[1:] == [sent.id, sent.id]


async def test_nothing_confirmed_is_lost_while_the_connection_is_cut_again_and_again(
    make_broker: MakeBroker, vhost: VirtualHost, queue: str, proxy: TcpProxy
) -> None:
    broker = await make_broker(port=proxy.port)
    messages = [command(number) for number in range(600)]
    confirmed: list[str] = []

    async def publish_every_third(start: int) -> None:
        for message in messages[start::3]:
            await broker.publish(message)
            confirmed.append(message.id)

    def enough(number: int) -> bool:
        return len(confirmed) >= number

    publishing = asyncio.gather(*(publish_every_third(start) for start in range(3)))
    for cuts in range(1, 6):
        await eventually(partial(enough, cuts * 80))
        await proxy.cut()
    await publishing
    assert set(ids(vhost, queue)) == {message.id for message in messages}


async def test_a_connection_the_broker_closes_is_opened_again(
    make_broker: MakeBroker, vhost: VirtualHost, queue: str
) -> None:
    broker = await make_broker(name="closing")
    [old] = await eventually(lambda: vhost.connections("closing publishing"))
    vhost.close_connection(old)
    await eventually(lambda: vhost.connections("closing publishing") not in ([], [old]))
    await broker.publish(command())
    assert len(vhost.peek(queue)) == 1


async def test_a_stalled_broker_is_noticed_by_the_heartbeat(
    make_broker: MakeBroker, vhost: VirtualHost, queue: str, proxy: TcpProxy
) -> None:
    broker = await make_broker(port=proxy.port, heartbeat=1)
    proxy.stall()
    await eventually(lambda: not broker.connected)
    sent = command()
    publishing = asyncio.create_task(broker.publish(sent, timeout=PATIENCE))
    proxy.flow()
    await publishing
    await broker.wait_connected(PATIENCE)
    # More than once where this heart misses another beat.
    assert set(ids(vhost, queue)) == {sent.id}


async def test_closing_does_not_wait_for_ever_for_a_stalled_broker(
    make_broker: MakeBroker, queue: str, proxy: TcpProxy
) -> None:
    broker = await make_broker(port=proxy.port)
    proxy.stall()
    async with asyncio.timeout(PATIENCE):
        await broker.close(timeout=1)
    assert not broker.connected


async def test_publishing_after_close_fails_at_once(make_broker: MakeBroker) -> None:
    broker: Broker = await make_broker()
    await broker.close()
    with pytest.raises(BrokerUnavailable, match="stopping"):
        await asyncio.wait_for(broker.publish(command()), PATIENCE)


async def test_what_keeps_the_broker_away_is_logged_by_its_cause(make_broker: MakeBroker, proxy: TcpProxy) -> None:
    await proxy.refuse()
    with structlog.testing.capture_logs() as logs:
        await make_broker(port=proxy.port, wait=False)
        await eventually(lambda: [entry for entry in logs if entry["event"] == "broker.unreachable"])
        [unreachable, *_] = [entry for entry in logs if entry["event"] == "broker.unreachable"]
    assert "Connection refused" in unreachable["error"]
