"""TCP ports on the loopback interface."""

from __future__ import annotations

import errno
import socket

from ops.texts import Problem


def free_ports(count: int) -> list[int]:
    """Ports that nobody used a moment ago. All are held until the last is found, so they differ from each other."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


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
