"""What every process counts, whichever client it speaks to the broker with. Served on ``/metrics``."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

#: outcome: done, retried (waits in a delay queue) or parked (a dead letter).
MESSAGES_HANDLED = Counter("zhixing_messages_handled_total", "Messages taken off a work queue.", ["queue", "outcome"])
MESSAGE_SECONDS = Histogram(
    "zhixing_message_seconds",
    "From delivery to the handler's end, holding included.",
    ["queue"],
    buckets=_SECONDS,
)
#: result: confirmed, unroutable, refused or unavailable.
PUBLISHED = Counter("zhixing_published_total", "Messages handed to the broker.", ["exchange", "result"])
OUTBOX_ROWS = Gauge("zhixing_outbox_rows", "Rows of the outbox that wait to be published.")
OUTBOX_OLDEST_SECONDS = Gauge("zhixing_outbox_oldest_seconds", "Age of the oldest row of the outbox; 0 when empty.")
#: result: ok, failed, timeout, unavailable or overloaded.
RPC_SECONDS = Histogram(
    "zhixing_rpc_seconds", "Calls to other services.", ["service", "method", "result"], buckets=_SECONDS
)
BROKER_CONNECTED = Gauge("zhixing_broker_connected", "1 while every connection to the broker is open.")
