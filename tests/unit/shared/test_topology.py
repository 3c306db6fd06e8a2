from __future__ import annotations

import pytest

from shared.events.base import Payload
from shared.events.checkins import CheckInRecorded, CheckInRefused, RecordCheckIn
from shared.topology import (
    Binding,
    Exchange,
    dead_letter_queue,
    dead_letter_queues,
    delay_queue,
    exchange_of,
    routing_key_of,
    work_queue,
)


def test_an_event_goes_to_its_publishers_topic_and_a_command_to_the_one_exchange() -> None:
    assert exchange_of(CheckInRecorded) == Exchange("checkins.events", "topic")
    assert routing_key_of(CheckInRecorded) == "checkin.recorded.v1"
    assert exchange_of(RecordCheckIn) == Exchange("zhixing.commands", "direct")


def test_a_command_is_routed_without_its_version() -> None:
    assert routing_key_of(RecordCheckIn) == "checkins.record"


def test_what_is_neither_event_nor_command_goes_nowhere() -> None:
    with pytest.raises(TypeError, match="neither an event nor a command"):
        exchange_of(Payload)
    with pytest.raises(TypeError, match="neither an event nor a command"):
        routing_key_of(Payload)


def test_the_order_of_the_types_does_not_change_a_queue() -> None:
    one = work_queue("q", [CheckInRecorded, CheckInRefused], delivery_limit=20)
    assert one == work_queue("q", [CheckInRefused, CheckInRecorded], delivery_limit=20)
    assert [binding.routing_key for binding in one.bindings] == ["checkin.recorded.v1", "checkin.refused.v1"]


def test_the_broker_itself_hands_on_what_was_redelivered_too_often() -> None:
    arguments = work_queue("q", [RecordCheckIn], delivery_limit=7).argument_table()
    assert (arguments["x-delivery-limit"], arguments["x-dead-letter-routing-key"]) == (7, "q")
    assert dead_letter_queue("q").bindings == (Binding(Exchange(arguments["x-dead-letter-exchange"], "direct"), "q"),)


def test_the_queues_of_a_process_share_their_dead_letters() -> None:
    queues = dead_letter_queues(["b.two", "a.b.one", "b.one", "b.one"])
    assert [queue.name for queue in queues] == ["a.b.dead", "b.dead"]
    assert [binding.routing_key for binding in queues[1].bindings] == ["b.one", "b.two"]
    assert dead_letter_queues([]) == ()


def test_no_queue_drops_what_it_cannot_hold_or_hand_on() -> None:
    for queue in (work_queue("q", [RecordCheckIn], delivery_limit=1), delay_queue(1)):
        assert queue.argument_table()["x-overflow"] == "reject-publish"
        assert queue.argument_table()["x-dead-letter-strategy"] == "at-least-once"


@pytest.mark.parametrize(
    ("seconds", "name"), [(0.2, "zhixing.retry.200"), (1, "zhixing.retry.1000"), (600, "zhixing.retry.600000")]
)
def test_a_delay_is_named_after_its_milliseconds(seconds: float, name: str) -> None:
    queue = delay_queue(seconds)
    assert (queue.name, queue.argument_table()["x-message-ttl"]) == (name, round(seconds * 1000))
    assert queue.bindings == (Binding(Exchange(name, "fanout"), ""),)


def test_a_delayed_message_returns_by_the_default_exchange() -> None:
    arguments = delay_queue(1).argument_table()
    assert arguments["x-dead-letter-exchange"] == ""
    assert "x-dead-letter-routing-key" not in arguments
