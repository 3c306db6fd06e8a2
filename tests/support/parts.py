"""A broker and a database of a test's own, which it may take away."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from ops.parts import PrivateBroker, PrivateDatabase


@contextlib.contextmanager
def own_parts(folder: Path) -> Iterator[tuple[PrivateBroker, PrivateDatabase]]:
    broker, database = PrivateBroker(folder / "broker"), PrivateDatabase(folder / "database")
    try:
        for part in (broker, database):
            part.launch()
        for part in (broker, database):
            part.wait()
        yield broker, database
    finally:
        broker.kill()
        broker.stop_epmd()
        database.kill()
