"""The golden file of the queues: names, arguments and bindings of every queue that must outlive a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.events.catalogue.subscriptions import Subscription
from shared.settings import Settings
from shared.topology import Binding, Queue, dead_letter_queues, delay_queue

Table = dict[str, dict[str, Any]]


def table(subscriptions: Iterable[Subscription], settings: Settings) -> Table:
    """By name: work queues with the process that takes from them, their dead letters, and the delays."""
    found: Table = {}
    for subscription in subscriptions:
        found[subscription.queue.name] = {"process": subscription.process, **_queue(subscription.queue)}
    for dead in dead_letter_queues(name for name, queue in found.items() if "process" in queue):
        found[dead.name] = _queue(dead)
    for seconds in settings.retry_delays:
        delay = delay_queue(seconds)
        found[delay.name] = _queue(delay)
    return dict(sorted(found.items()))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """One sentence for each queue that messages could be lost in; a queue that is added loses none."""
    told = []
    for name, queue in before.items():
        if name not in after:
            told.append(f"queue {name} is gone: what waits in it would never be taken")
        elif queue["arguments"] != after[name]["arguments"]:
            told.append(f"queue {name} has other arguments: the broker refuses to declare it again")
        elif missing := [each for each in queue["bindings"] if each not in _known(after[name])]:
            told.append(f"queue {name} is no longer bound to {missing}: the broker keeps the old binding")
    return told


def _known(queue: Mapping[str, Any]) -> list[Any]:
    """The bindings that are made, and those that are taken away."""
    return [*queue["bindings"], *queue.get("former", ())]


def _queue(queue: Queue) -> dict[str, Any]:
    former = {"former": _bindings(queue.former)} if queue.former else {}
    return {"arguments": queue.argument_table(), "bindings": _bindings(queue.bindings), **former}


def _bindings(bindings: Iterable[Binding]) -> list[dict[str, str]]:
    return [
        {"exchange": each.exchange.name, "kind": each.exchange.kind, "routing_key": each.routing_key}
        for each in bindings
    ]
