"""What can go wrong between an asyncio process and the broker or the services behind it."""

from __future__ import annotations


class BrokerError(Exception):
    """A message was not taken by the broker."""


class BrokerUnavailable(BrokerError):
    """No confirm came in time. If the message had been sent, the broker may have it all the same: repeat it
    with the same id.
    """


class Unroutable(BrokerError):
    """No queue is bound for this command: its service has never been started against this broker."""


class PublishRefused(BrokerError):
    """The broker, or our own limit of size, does not take this message."""


class RpcError(Exception):
    """A call that brought no result."""


class RpcTimeout(RpcError):
    """The request was taken but no answer came in time. It may have been carried out."""


class RpcUnavailable(RpcError):
    """Nobody has ever served this, or the broker cannot be reached."""


class RpcOverloaded(RpcError):
    """Too many calls are waiting for answers already; this one was not sent."""


class RpcFailed(RpcError):
    """The service answered with an exception: ``exc_type`` is its class's bare name."""

    def __init__(self, exc_type: str, message: str) -> None:
        super().__init__(f"{exc_type}: {message}")
        self.exc_type = exc_type
        self.message = message
