"""Waiting for an import: until it ends, and no longer than it moves."""

from __future__ import annotations

from itertools import count
from typing import Any, cast

import pytest

from ops import importing
from ops.importing import STANDS_STILL, Import
from ops.rpc import Rpc
from ops.texts import Problem


class Directory:
    """Tells one status after the other, and the last of them for ever."""

    def __init__(self, *told: dict[str, Any]) -> None:
        self._told = list(told)

    def call(self, _service: str, _method: str, **_given: Any) -> dict[str, Any]:
        return self._told.pop(0) if len(self._told) > 1 else self._told[0]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds; each pause is one."""
    passed = [0.0]
    monkeypatch.setattr(importing.time, "monotonic", lambda: passed[0])
    monkeypatch.setattr(importing.time, "sleep", lambda _seconds: passed.__setitem__(0, passed[0] + 1))
    return passed


def waiting_for(*told: dict[str, Any]) -> Import:
    return Import(cast(Rpc, Directory(*told)), "job-1", {"state": "reading", "done": 0})


@pytest.mark.usefixtures("clock")
def test_an_import_that_moves_is_waited_for_as_long_as_it_takes() -> None:
    steps = ({"state": "working", "done": done // 200} for done in range(10 * 200))
    assert waiting_for(*steps, {"state": "done"}).wait()["state"] == "done"


def test_an_import_whose_step_was_parked_is_not_waited_for(clock: list[float]) -> None:
    stands = waiting_for(*({"state": "working", "done": done} for done in (10, 20, 30)))
    with pytest.raises(Problem) as told:
        stands.wait()
    assert told.value.key == "import-stands-still"
    assert STANDS_STILL < clock[0] < STANDS_STILL + 10


@pytest.mark.usefixtures("clock")
def test_one_that_never_ends_is_left_to_itself() -> None:
    moving = Import(cast(Rpc, Directory()), "job-1", {"state": "working"})
    steps = count()
    moving.rpc.call = lambda *_, **__: {"state": "working", "done": next(steps)}  # type: ignore[method-assign]
    with pytest.raises(Problem) as told:
        moving.wait(timeout=3 * STANDS_STILL)
    assert told.value.key == "import-takes-long"
