"""What a broken connection leaves unconfirmed is told for the batch at hand, whole, and for no other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from shared.messaging.publisher import BrokerUnavailable, Outgoing, Publisher, PublishFailed
from shared.settings import Settings


class Broker:
    """Answers what was published so far with the next of ``script``, each time the publisher waits."""

    def __init__(self, publisher: Publisher, script: list[Callable[[], None]]) -> None:
        self.publisher = publisher
        self.script = script
        self.gathering = contextlib.nullcontext()
        self.published: list[Any] = []

    def exchange_declare(self, *_args: Any, **_kwargs: Any) -> None:
        pass

    def send_method(self, _method: Any, _types: str, _arguments: Any, message: Any) -> None:
        self.published.append(message)

    def drain_events(self, timeout: float) -> None:
        self.script.pop(0)()


def message(name: str) -> Outgoing:
    return Outgoing("zhixing.commands", "a.b", b"{}", {"message_id": name}, mandatory=True)


@pytest.fixture
def publisher() -> Publisher:
    return Publisher(Settings.model_construct(), "test")


def connect(publisher: Publisher, monkeypatch: pytest.MonkeyPatch, *script: Callable[[], None]) -> Broker:
    broker = Broker(publisher, list(script))

    def open_channel() -> Broker:
        publisher._conn = SimpleNamespace(connection=broker, collect=lambda: None)
        publisher._sequence = 0
        return broker

    monkeypatch.setattr(publisher, "_open", open_channel)
    return broker


def away(*_args: Any) -> None:
    raise ConnectionResetError("gone")


def unconfirmed(publisher: Publisher, *messages: Outgoing) -> list[str]:
    with pytest.raises(PublishFailed) as caught:
        publisher.publish(messages)
    return [item.properties["message_id"] for item in caught.value.unconfirmed]


def test_a_batch_is_done_when_the_broker_confirmed_all_of_it(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker = connect(publisher, monkeypatch, lambda: publisher._on_ack(1, False), lambda: publisher._on_ack(3, True))
    publisher.publish([message("a"), message("b"), message("c")])
    assert (len(broker.published), broker.script) == (3, [])


def test_a_broken_connection_leaves_what_was_not_confirmed(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(publisher, monkeypatch, lambda: publisher._on_ack(2, True), away)
    assert unconfirmed(publisher, message("a"), message("b"), message("c")) == ["c"]


def test_a_batch_that_finds_no_broker_is_not_mistaken_for_the_one_before(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(publisher, monkeypatch, away)
    assert unconfirmed(publisher, message("a")) == ["a"]
    monkeypatch.setattr(publisher, "_open", away)
    assert unconfirmed(publisher, message("b")) == ["b"]


def test_what_was_refused_before_the_connection_broke_is_not_forgotten(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(publisher, monkeypatch, lambda: publisher._on_nack(1, False), lambda: publisher._on_ack(2, False), away)
    assert unconfirmed(publisher, message("a"), message("b"), message("c")) == ["a", "c"]


def test_what_no_queue_takes_is_told_though_the_broker_confirms_it(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_back() -> None:
        publisher._on_return(Exception(), "", "", SimpleNamespace(properties={"message_id": "a"}))
        publisher._on_ack(2, True)

    connect(publisher, monkeypatch, give_back)
    with pytest.raises(PublishFailed, match="no queue takes it") as caught:
        publisher.publish([message("a"), message("b")])
    assert not isinstance(caught.value, BrokerUnavailable)
    assert [item.properties["message_id"] for item in caught.value.unconfirmed] == ["a"]
