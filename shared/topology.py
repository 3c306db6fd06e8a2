"""Names and arguments of every exchange and queue, whichever client declares them.

A queue's arguments cannot be changed once it exists, so they depend on nothing but the settings named here, and a
contract test pins them. Everything a message may wait in is a quorum queue, and dead-lettering is at-least-once
(https://www.rabbitmq.com/docs/quorum-queues#dead-lettering).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from shared.events.base import COMMANDS_EXCHANGE, Command, Event, Payload

DEAD_LETTER_EXCHANGE = "zhixing.dead-letters"
DEAD_LETTER_SUFFIX = ".dead"


@dataclass(frozen=True)
class Exchange:
    name: str
    kind: str  # topic, direct or fanout; all durable


@dataclass(frozen=True)
class Binding:
    exchange: Exchange
    routing_key: str


@dataclass(frozen=True)
class Queue:
    """A durable quorum queue."""

    name: str
    arguments: tuple[tuple[str, Any], ...]
    bindings: tuple[Binding, ...]
    #: Those of earlier releases. The broker keeps a binding until somebody takes it away.
    former: tuple[Binding, ...] = ()

    def argument_table(self) -> dict[str, Any]:
        return dict(self.arguments)


COMMANDS = Exchange(COMMANDS_EXCHANGE, "direct")
DEAD_LETTERS = Exchange(DEAD_LETTER_EXCHANGE, "direct")


def exchange_of(payload: type[Payload]) -> Exchange:
    """Where a payload is published."""
    if issubclass(payload, Event):
        return Exchange(payload.exchange(), "topic")
    if issubclass(payload, Command):
        return COMMANDS
    raise TypeError(f"{payload!r} is neither an event nor a command")


def routing_key_of(payload: type[Payload]) -> str:
    if issubclass(payload, (Event, Command)):
        return payload.routing_key()
    raise TypeError(f"{payload!r} is neither an event nor a command")


def work_queue(
    name: str, payloads: Iterable[type[Payload]], *, delivery_limit: int, formerly: Iterable[type[Payload]] = ()
) -> Queue:
    """The queue in which messages of these types wait for one handler. ``formerly``: types that come no more.

    A message whose consumer dies with it in hand more than ``delivery_limit`` times goes to the dead letters by the
    broker's own hand.
    """
    return Queue(
        name=name,
        arguments=(
            ("x-queue-type", "quorum"),
            ("x-delivery-limit", delivery_limit),
            ("x-dead-letter-exchange", DEAD_LETTER_EXCHANGE),
            ("x-dead-letter-routing-key", name),
            ("x-dead-letter-strategy", "at-least-once"),
            ("x-overflow", "reject-publish"),
        ),
        bindings=_bindings(payloads),
        former=_bindings(formerly),
    )


def _bindings(payloads: Iterable[type[Payload]]) -> tuple[Binding, ...]:
    found = {Binding(exchange_of(payload), routing_key_of(payload)) for payload in payloads}
    return tuple(sorted(found, key=lambda binding: (binding.exchange.name, binding.routing_key)))


def dead_letter_queue(*work_queues: str) -> Queue:
    """Where what these work queues of one process could not handle waits for a person.

    One for all work queues whose names begin with the same process: a quorum queue each would double the queues of a
    broker. A letter's routing key is the name of the work queue that it comes from, whoever moved it.
    """
    (process,) = {_process_of(name) for name in work_queues}
    return Queue(
        name=process + DEAD_LETTER_SUFFIX,
        # RabbitMQ 4 drops what was redelivered 20 times unless told otherwise, and a look at a letter is a delivery.
        arguments=(("x-queue-type", "quorum"), ("x-delivery-limit", 1_000_000)),
        bindings=tuple(Binding(DEAD_LETTERS, name) for name in sorted(set(work_queues))),
    )


def dead_letter_queues(work_queues: Iterable[str]) -> tuple[Queue, ...]:
    """The dead-letter queues of these work queues, by name."""
    names = sorted(work_queues, key=_process_of)
    return tuple(dead_letter_queue(*together) for _, together in groupby(names, _process_of))


def former_dead_letter_queue(work_queue: str) -> str:
    """The name of the one that each work queue once had for itself; letters may still wait there."""
    return work_queue + DEAD_LETTER_SUFFIX


def _process_of(work_queue: str) -> str:
    """``bots.telegram`` of ``bots.telegram.deliver``."""
    process, _, own = work_queue.rpartition(".")
    return process or own


def delay_queue(seconds: float) -> Queue:
    """A queue nobody consumes: after ``seconds`` the broker moves each message on to the queue it came from.

    Publish to the fanout exchange of the same name with the *returning queue's name* as routing key: the broker
    dead-letters to the default exchange under the key a message was published with.
    """
    name = f"zhixing.retry.{round(seconds * 1000)}"
    return Queue(
        name=name,
        arguments=(
            ("x-queue-type", "quorum"),
            ("x-message-ttl", round(seconds * 1000)),
            ("x-dead-letter-exchange", ""),
            ("x-dead-letter-strategy", "at-least-once"),
            ("x-overflow", "reject-publish"),
        ),
        bindings=(Binding(Exchange(name, "fanout"), ""),),
    )
