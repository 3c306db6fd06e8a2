"""Hears what happens, for as long as this replica runs: nothing here is kept, and nothing is lost if it is missed.

Each replica has a queue of its own, which goes away with its connection. What is heard only says which panel to ask
for anew; the services are asked for the figures.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

from services.console.live import Live
from shared.aio.broker import Broker
from shared.aio.channel import Channel, ChannelLost
from shared.aio.connection import Keeper
from shared.aio.errors import BrokerUnavailable
from shared.logging import get_logger
from shared.topology import Binding, Exchange

log = get_logger(__name__)

#: By panel: the exchange, and which types of events. ``*`` is one word.
HEARD: dict[str, tuple[tuple[str, str], ...]] = {
    "participation": (
        ("checkins.events", "checkin.recorded.v1"),
        ("checkins.events", "task.scheduled.v1"),
        ("directory.events", "unit.registered.v1"),
        ("directory.events", "member.registered.v1"),
    ),
    "incidents": (("incidents.events", "incident.*.v1"),),
    "shifts": (("volunteers.events", "activity.*.v1"), ("volunteers.events", "signup.*.v1")),
}
_PANEL_OF = {exchange: panel for panel, bindings in HEARD.items() for exchange, _ in bindings}
#: More than this waiting is a rush of the same news; the oldest of it may go.
_QUEUE = {"x-max-length": 5_000, "x-overflow": "drop-head"}
_PREFETCH = 500


class News:
    def __init__(self, broker: Broker, live: Live) -> None:
        self._live = live
        self._heard_before = False
        self._keeper = Keeper(broker.consuming_connection, self._listen, name=f"{broker.name} news")
        broker.on_close(self._keeper.close)

    def start(self) -> None:
        self._keeper.start()

    async def check(self) -> None:
        """For readiness. Raises BrokerUnavailable."""
        if not self._keeper.is_ready:
            raise BrokerUnavailable("not listening for events")

    async def _listen(self, channel: Channel) -> None:
        queue = await channel.declare_queue("", exclusive=True, auto_delete=True, arguments=_QUEUE)
        for name, pattern in (binding for bindings in HEARD.values() for binding in bindings):
            exchange = Exchange(name, "topic")
            await channel.declare_exchange(exchange)
            await channel.bind(queue, Binding(exchange, pattern))
        await channel.limit(_PREFETCH)
        await channel.consume(queue, self._on_delivery, exclusive=True)
        if self._heard_before:
            self._live.everything_changed()
        self._heard_before = True

    def _on_delivery(self, channel: Channel, method: Any, _properties: Any, body: bytes) -> None:
        with contextlib.suppress(ChannelLost):
            channel.ack(method.delivery_tag)
        self._live.changed(_PANEL_OF[method.exchange], unit_path_of(body))


def unit_path_of(body: bytes) -> str | None:
    """The unit that an event concerns; None where it does not say, which concerns everybody."""
    try:
        event = json.loads(body)
        path = event.get("unitpath") or event["data"].get("unit_path")
    except (ValueError, KeyError, AttributeError, TypeError):
        log.warning("console.event-not-understood")
        return None
    return path if isinstance(path, str) else None
