from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import structlog
from prometheus_client import REGISTRY
from pymongo.errors import ServerSelectionTimeoutError

from shared.aio.channel import Channel
from shared.aio.errors import BrokerUnavailable
from shared.events.checkins import RecordCheckIn
from shared.events.codec import decode, encode
from shared.events.envelope import CONTENT_TYPE, Message
from shared.failures import (
    ATTEMPTS,
    DETAIL,
    FIRST_FAILURE,
    ORIGINAL_EXCHANGE,
    ORIGINAL_KEY,
    REASON,
    PermanentFailure,
)
from shared.topology import DEAD_LETTER_EXCHANGE
from tests.integration.aio.conftest import MakeBroker, VirtualHost, eventually
from tests.integration.aio.samples import ANYBODY, DEAD, QUEUE, command, commands_queue, event
from tests.support.proxy import TcpProxy
from tests.support.waiting import PATIENCE

Handler = Callable[[Message[Any]], Awaitable[None]]


def untraced(messages: list[Message[Any]]) -> list[Message[Any]]:
    """As they were composed: on its way each message got its place in a trace."""
    assert all(message.traceparent for message in messages)
    return [replace(message, traceparent=None) for message in messages]


class Recorder:
    """A handler that keeps what it was given and fails as told, once per entry of ``failures``."""

    def __init__(self, *failures: Exception) -> None:
        self.seen: list[Message[Any]] = []
        self.failures = list(failures)

    async def __call__(self, message: Message[Any]) -> None:
        self.seen.append(message)
        if self.failures:
            raise self.failures.pop(0)

    def has_seen(self, number: int) -> bool:
        return len({message.id for message in self.seen}) == number


class Gate:
    """A handler that waits until it is opened."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.finished: list[str] = []
        self.opened = asyncio.Event()

    async def __call__(self, message: Message[Any]) -> None:
        self.started.append(message.id)
        await self.opened.wait()
        self.finished.append(message.id)


def handled(outcome: str) -> float:
    labels = {"queue": QUEUE, "outcome": outcome}
    return REGISTRY.get_sample_value("zhixing_messages_handled_total", labels) or 0.0


async def test_a_handled_message_is_acknowledged(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    broker = await make_broker()
    recorder = Recorder()
    before = handled("done")
    await broker.consume(commands_queue(), {RecordCheckIn}, recorder, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    sent = command()
    await broker.publish(sent)
    await eventually(lambda: handled("done") == before + 1)
    assert untraced(recorder.seen) == [sent]
    assert recorder.seen[0].transport["attempt"] == 1
    await broker.close()
    assert vhost.peek(QUEUE) == vhost.peek(DEAD) == []


async def test_a_failing_message_is_tried_again_and_then_parked(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    broker = await make_broker()
    recorder = Recorder(*[ValueError("no such task")] * 3)
    await broker.consume(commands_queue(), {RecordCheckIn}, recorder, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    sent = command()
    await broker.publish(sent)
    [dead] = await eventually(lambda: vhost.peek(DEAD))
    assert [message.transport["attempt"] for message in recorder.seen] == [1, 2, 3]
    headers = dead["properties"]["headers"]
    assert headers[ATTEMPTS] == 3
    assert headers[REASON] == "retries-exhausted"
    assert headers[DETAIL] == "ValueError: no such task"
    assert headers[ORIGINAL_EXCHANGE] == "zhixing.commands"
    assert headers[ORIGINAL_KEY] == "checkins.record"
    assert FIRST_FAILURE in headers
    assert untraced([decode(dead["payload"].encode(), content_type=CONTENT_TYPE)]) == [sent]
    assert dead["properties"]["message_id"] == sent.id
    assert dead["properties"]["content_type"] == CONTENT_TYPE


async def test_a_retry_that_succeeds_leaves_nothing_behind(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    broker = await make_broker()
    recorder = Recorder(ValueError("once"))
    before = handled("done")
    await broker.consume(commands_queue(), {RecordCheckIn}, recorder, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    await broker.publish(command())
    await eventually(lambda: handled("done") == before + 1)
    assert len(recorder.seen) == 2
    await broker.close()
    assert vhost.peek(QUEUE) == vhost.peek(DEAD) == []


async def test_a_permanent_failure_is_parked_at_once(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    broker = await make_broker()
    recorder = Recorder(PermanentFailure("call 13812345678 instead"))
    await broker.consume(commands_queue(), {RecordCheckIn}, recorder, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    await broker.publish(command())
    [dead] = await eventually(lambda: vhost.peek(DEAD))
    assert dead["properties"]["headers"][REASON] == "permanent-failure"
    assert dead["properties"]["headers"][DETAIL] == "call 138****5678 instead"
    assert len(recorder.seen) == 1


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        ("{", CONTENT_TYPE, "undecodable"),
        ("[]", CONTENT_TYPE, "not-a-cloudevent"),
        ("{}", None, "missing-content-type"),
        (encode(event()).decode(), CONTENT_TYPE, "unexpected-type"),
        (encode(command()).decode().replace(".v1", ".v9"), CONTENT_TYPE, "unknown-version"),
    ],
)
async def test_an_invalid_message_is_parked_with_its_own_reason(
    make_broker: MakeBroker, vhost: VirtualHost, body: str, content_type: str | None, reason: str
) -> None:
    broker = await make_broker()
    recorder = Recorder()
    await broker.consume(commands_queue(), {RecordCheckIn}, recorder, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    vhost.publish(QUEUE, body, content_type=content_type, headers={"kept": "yes"})
    [dead] = await eventually(lambda: vhost.peek(DEAD))
    assert dead["payload"] == body
    assert dead["properties"]["headers"][REASON] == reason
    assert dead["properties"]["headers"]["kept"] == "yes"
    assert recorder.seen == []


async def test_an_invalid_message_does_not_hold_up_the_next(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    broker = await make_broker()
    recorder = Recorder()
    await broker.consume(commands_queue(), {RecordCheckIn}, recorder, prefetch=1, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    vhost.publish(QUEUE, "not json", content_type=CONTENT_TYPE)
    sent = command()
    await broker.publish(sent)
    await eventually(lambda: recorder.seen)
    assert untraced(recorder.seen) == [sent]


@pytest.mark.parametrize("error", [ServerSelectionTimeoutError("no server"), BrokerUnavailable("away")])
async def test_a_message_is_held_uncounted_while_something_below_is_out_of_order(
    make_broker: MakeBroker, vhost: VirtualHost, error: Exception
) -> None:
    broker = await make_broker()
    recorder = Recorder(*[error] * 4)
    before = handled("done")
    await broker.consume(commands_queue(), {RecordCheckIn}, recorder, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    await broker.publish(command())
    await eventually(lambda: handled("done") == before + 1)
    assert [message.transport["attempt"] for message in recorder.seen] == [1] * 5
    await broker.close()
    assert vhost.peek(QUEUE) == vhost.peek(DEAD) == []


async def test_at_most_prefetch_messages_are_in_hand(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    broker = await make_broker()
    gate = Gate()
    await broker.consume(commands_queue(), {RecordCheckIn}, gate, prefetch=3, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    await broker.publish_many([command(number) for number in range(10)])
    await eventually(lambda: len(gate.started) == 3 and len(vhost.peek(QUEUE)) == 7)
    gate.opened.set()
    await eventually(lambda: len(gate.finished) == 10)


async def test_what_a_message_belongs_to_is_bound_to_the_logs(make_broker: MakeBroker) -> None:
    broker = await make_broker()
    bound: list[dict[str, Any]] = []

    async def handler(_message: Message[Any]) -> None:
        bound.append(structlog.contextvars.get_contextvars())

    await broker.consume(commands_queue(), {RecordCheckIn}, handler, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    sent = command()
    await broker.publish(sent)
    await eventually(lambda: bound)
    assert bound[0]["message_id"] == sent.id
    assert bound[0]["correlation_id"] == sent.correlation_id
    assert bound[0]["queue"] == QUEUE
    assert "message_id" not in structlog.contextvars.get_contextvars()


async def test_a_message_whose_connection_breaks_in_hand_is_handled_once_and_acknowledged(
    make_broker: MakeBroker, vhost: VirtualHost, proxy: TcpProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker = await make_broker(port=proxy.port)
    gate = Gate()
    await broker.consume(commands_queue(), {RecordCheckIn}, gate, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    before = handled("done")
    received: list[bytes] = []

    def receive(body: bytes, **about: Any) -> Message[Any]:
        received.append(body)
        return decode(body, **about)

    monkeypatch.setattr("shared.aio.consumer.decode", receive)
    await broker.publish(command())
    await eventually(lambda: gate.started)
    await proxy.cut()
    # Until then the broker need not have noticed, and would give it out anew after it was handled.
    await eventually(lambda: len(received) == 2)
    gate.opened.set()
    await eventually(lambda: handled("done") == before + 1)
    assert len(gate.started) == 1
    await broker.close()
    assert vhost.peek(QUEUE) == vhost.peek(DEAD) == []


async def test_consuming_goes_on_after_the_connection_was_cut(make_broker: MakeBroker, proxy: TcpProxy) -> None:
    broker = await make_broker(port=proxy.port)
    recorder = Recorder()
    await broker.consume(commands_queue(), {RecordCheckIn}, recorder, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    for number in range(3):
        await proxy.cut()
        await broker.publish(command(number))
        await eventually(partial(recorder.has_seen, number + 1))


async def test_a_deleted_queue_is_declared_and_consumed_again(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    broker = await make_broker()
    recorder = Recorder()
    consumer = await broker.consume(commands_queue(), {RecordCheckIn}, recorder, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    vhost.delete_queue(QUEUE)
    await eventually(lambda: not consumer.is_ready)
    await broker.wait_connected(PATIENCE)
    await broker.publish(command())
    await eventually(lambda: recorder.seen)


async def test_missing_dead_letters_are_declared_again_before_a_message_is_parked(
    make_broker: MakeBroker, vhost: VirtualHost
) -> None:
    broker = await make_broker()
    await broker.consume(commands_queue(), {RecordCheckIn}, Recorder(PermanentFailure("no")), permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    vhost.delete_queue(DEAD)
    await broker.publish(command())
    await eventually(lambda: len(vhost.peek(DEAD)) == 1 if DEAD in vhost.queues() else False)


async def test_a_letter_is_kept_once_where_each_queue_once_had_its_own_dead_letters(
    make_broker: MakeBroker, vhost: VirtualHost
) -> None:
    former = f"{QUEUE}.dead"
    vhost.declare_queue(former, **{"x-queue-type": "quorum"})
    vhost.declare_exchange(DEAD_LETTER_EXCHANGE, "direct")
    vhost.bind(DEAD_LETTER_EXCHANGE, former, QUEUE)
    broker = await make_broker()
    await broker.consume(commands_queue(), {RecordCheckIn}, Recorder(PermanentFailure("no")), permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    await broker.publish(command())
    await eventually(lambda: len(vhost.peek(DEAD)) == 1)
    assert vhost.peek(former) == []


async def test_a_queue_declared_otherwise_is_told_by_the_readiness_check(
    make_broker: MakeBroker, vhost: VirtualHost
) -> None:
    vhost.declare_queue(QUEUE, **{"x-queue-type": "classic"})
    broker = await make_broker()
    with structlog.testing.capture_logs() as logs:
        await broker.consume(commands_queue(), {RecordCheckIn}, Recorder(), permission=ANYBODY)
        await eventually(lambda: [entry for entry in logs if "PRECONDITION_FAILED" in entry.get("error", "")])
    with pytest.raises(BrokerUnavailable, match=f"not subscribed to {QUEUE}"):
        await broker.check()


async def test_closing_finishes_what_is_in_hand_and_gives_back_the_rest(
    make_broker: MakeBroker, vhost: VirtualHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed = asyncio.Event()
    cancel = Channel.cancel

    async def cancel_and_tell(channel: Channel, consumer_tag: str) -> None:
        # Told also when the broker confirms later than the consumer waits for it.
        asking = asyncio.ensure_future(cancel(channel, consumer_tag))
        asking.add_done_callback(lambda _asked: confirmed.set())
        await asyncio.shield(asking)

    monkeypatch.setattr(Channel, "cancel", cancel_and_tell)
    broker = await make_broker()
    gate = Gate()
    await broker.consume(commands_queue(), {RecordCheckIn}, gate, prefetch=2, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    await broker.publish_many([command(number) for number in range(5)])
    await eventually(lambda: len(gate.started) == 2)
    closing = asyncio.create_task(broker.close(timeout=PATIENCE))
    # From then on the broker sends nothing more. Its count of consumers has those who still hold messages too.
    await asyncio.wait_for(confirmed.wait(), PATIENCE)
    gate.opened.set()
    await closing
    assert sorted(gate.finished) == sorted(gate.started)
    assert len(gate.finished) == 2
    await eventually(lambda: len(vhost.peek(QUEUE)) == 3)


async def test_what_does_not_finish_in_time_goes_back_to_its_queue(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    broker = await make_broker()
    gate = Gate()
    await broker.consume(commands_queue(), {RecordCheckIn}, gate, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    sent = command()
    await broker.publish(sent)
    await eventually(lambda: gate.started)
    await broker.close(timeout=0.1)
    [back] = await eventually(lambda: vhost.peek(QUEUE))
    assert json.loads(back["payload"])["id"] == sent.id
    assert gate.finished == []


async def test_a_held_message_does_not_delay_closing(make_broker: MakeBroker, vhost: VirtualHost) -> None:
    broker = await make_broker()
    recorder = Recorder(*[ServerSelectionTimeoutError("no server")] * 1000)
    await broker.consume(commands_queue(), {RecordCheckIn}, recorder, permission=ANYBODY)
    await broker.wait_connected(PATIENCE)
    await broker.publish(command())
    await eventually(lambda: len(recorder.seen) >= 3)
    async with asyncio.timeout(PATIENCE):
        await broker.close(timeout=10 * PATIENCE)
    assert len(await eventually(lambda: vhost.peek(QUEUE))) == 1
