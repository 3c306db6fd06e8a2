"""Only one command at a time starts, stops or removes what a directory holds."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from ops.parts.process import make_directory, poll
from ops.texts import Problem

PATIENCE = 180.0


@contextlib.contextmanager
def only_one(directory: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Wait until no other command holds ``directory``. The kernel frees the lock of a killed one. Raises Problem."""
    make_directory(directory)
    with (directory / "lock").open("w", encoding="ascii") as file:

        def taken() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        if not poll(taken, timeout=patience):
            raise Problem("another-command-is-busy", path=str(directory))
        yield
