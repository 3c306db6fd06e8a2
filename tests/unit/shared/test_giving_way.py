"""A batch gives way to what people wait for, and not for ever."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from shared.access.permission import Fact
from shared.events.checkins import CheckInRecorded, RecordCheckIn
from shared.messaging import batches
from shared.messaging.batches import BatchEntrypoint


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two entrypoints of a service, of which the second gives way to the first; a clock that each pause moves on."""
    first = BatchEntrypoint(RecordCheckIn, queue="first", permission=Fact())
    second = BatchEntrypoint(CheckInRecorded, queue="second", permission=Fact(), gives_way_to="first")
    second.container = SimpleNamespace(entrypoints=[first, second])
    paused: list[float] = []
    monkeypatch.setattr(batches.time, "monotonic", lambda: sum(paused))
    monkeypatch.setattr(batches.eventlet, "sleep", paused.append)
    return first, second, paused


def test_nothing_waits_for_a_queue_that_is_empty(pair: Any) -> None:
    _, second, paused = pair
    second._waiting.append(("itself", "busy"))
    second._give_way()
    assert paused == []


def test_a_batch_waits_until_the_other_queue_is_done(pair: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, paused = pair
    first._in_hand = 1

    def pause(seconds: float) -> None:
        paused.append(seconds)
        first._in_hand = 0 if len(paused) == 3 else 1

    monkeypatch.setattr(batches.eventlet, "sleep", pause)
    second._give_way()
    assert len(paused) == 3


def test_a_batch_goes_on_after_some_seconds_all_the_same(pair: Any) -> None:
    first, second, paused = pair
    first._waiting.append(("never", "taken"))
    second._give_way()
    assert sum(paused) == pytest.approx(batches.GIVES_WAY, abs=0.1)
