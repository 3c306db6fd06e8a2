"""The base of every event and command: one pydantic model per published version.

An event is a fact, named in the past tense (``checkin.recorded.v1``), published by the service that owns it on the
topic exchange ``<publisher>.events``. A command asks one service to do something, named in the imperative
(``checkins.record.v1``), sent through the exchange ``zhixing.commands`` to the one queue of its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

COMMANDS_EXCHANGE = "zhixing.commands"

_TYPE = re.compile(r"[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+\.v[1-9][0-9]*")


class Payload(BaseModel):
    """The ``data`` of a message. Publishers forbid unknown fields; consumers ignore them (see ``codec.decode``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: ClassVar[str]

    @classmethod
    def unversioned(cls) -> str:
        """The type without its version: ``checkin.recorded`` of ``checkin.recorded.v1``."""
        return cls.type.rpartition(".")[0]


class Event(Payload):
    """A fact, told by ``publisher``."""

    publisher: ClassVar[str]

    @classmethod
    def exchange(cls) -> str:
        return f"{cls.publisher}.events"

    @classmethod
    def routing_key(cls) -> str:
        return cls.type


class Command(Payload):
    """A request to the one service that owns it. Its routing key has no version, so that a version the
    receiver does not know is parked there as a dead letter instead of being unroutable."""

    @classmethod
    def exchange(cls) -> str:
        return COMMANDS_EXCHANGE

    @classmethod
    def routing_key(cls) -> str:
        return cls.unversioned()


P = TypeVar("P", bound=type[Payload])
E = TypeVar("E", bound=type[Event])
C = TypeVar("C", bound=type[Command])

_payloads: dict[str, type[Payload]] = {}


def _register(type_: str, cls: P) -> P:
    if not _TYPE.fullmatch(type_):
        raise ValueError(f"{type_!r} is not a message type such as 'checkin.recorded.v1'")
    if type_ in _payloads:
        raise ValueError(f"{type_!r} is declared twice: {_payloads[type_]!r} and {cls!r}")
    cls.type = type_
    _payloads[type_] = cls
    return cls


def event(publisher: str, type_: str) -> Callable[[E], E]:
    """Declare a class to be the event ``type_`` of ``publisher``."""

    def declare(cls: E) -> E:
        cls.publisher = publisher
        return _register(type_, cls)

    return declare


def command(type_: str) -> Callable[[C], C]:
    """Declare a class to be the command ``type_``."""

    def declare(cls: C) -> C:
        return _register(type_, cls)

    return declare


def payload_class(type_: str) -> type[Payload] | None:
    """The class of a message type, or None if nothing of that type is declared."""
    return _payloads.get(type_)


def known_names() -> set[str]:
    """All declared types without their versions."""
    return {cls.unversioned() for cls in _payloads.values()}


def payload_classes() -> Iterator[type[Payload]]:
    """Every event and command of this package, sorted by type. What a test declares for itself is not among them."""
    published = (key for key in sorted(_payloads) if _payloads[key].__module__.startswith(f"{__package__}."))
    return iter([_payloads[key] for key in published])
