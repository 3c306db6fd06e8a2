"""TCP ports on the loopback interface."""

from __future__ import annotations

import errno
import secrets
import socket

from ops.texts import Problem

_RANGE = range(20000, 32000)


def free_ports(count: int) -> list[int]:
    """Ports that nobody used a moment ago. All are held until the last is found, so they differ from each other.

    Below Linux's range for outgoing connections: one of those could take a port before its server does.
    """
    sockets: list[socket.socket] = []
    try:
        while len(sockets) < count:
            probe = socket.socket()
            try:
                probe.bind(("127.0.0.1", secrets.choice(_RANGE)))
            except OSError:
                probe.close()
            else:
                sockets.append(probe)
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def is_free(port: int) -> bool:
    """Whether ``port`` can be listened on."""
    return _refusal(port) is None


def require_free(port: int, *, purpose: str, setting: str) -> None:
    """Raise Problem, naming the setting that changes it, unless ``port`` can be listened on."""
    error = _refusal(port)
    if error is not None:
        key = "port-forbidden" if error.errno == errno.EACCES else "port-in-use"
        raise Problem(key, port=str(port), purpose=purpose, setting=setting)


def _refusal(port: int) -> OSError | None:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error
    return None
