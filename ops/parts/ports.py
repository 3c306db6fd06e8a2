"""TCP ports on the loopback interface."""

from __future__ import annotations

import contextlib
import errno
import random
import socket

from ops.texts import Problem

#: Below the range from which systems give outgoing connections their ports: one of those would take a server's port
#: while it restarts.
_RANGE = range(12_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Ports that nobody used a moment ago. All are held until the last is found, so they differ from each other."""
    with contextlib.ExitStack() as held:
        found: list[int] = []
        while len(found) < count:
            candidate = held.enter_context(socket.socket())
            port = random.choice(_RANGE)  # noqa: S311
            with contextlib.suppress(OSError):
                candidate.bind(("127.0.0.1", port))
                found.append(port)
        return found


def require_free(port: int, *, purpose: str, setting: str) -> None:
    """Raise Problem, naming the setting that changes it, unless ``port`` can be listened on."""
    with socket.socket() as probe:
        # As servers do: a port whose last connections are in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            key = "port-forbidden" if error.errno == errno.EACCES else "port-in-use"
            raise Problem(key, port=str(port), purpose=purpose, setting=setting) from None
