"""Declare shared.topology's exchanges and queues over a pika channel. Declaring what exists already changes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from shared.aio.channel import Channel
from shared.topology import Queue, dead_letter_queue, delay_queue, former_dead_letter_queue


async def declare_queue(channel: Channel, queue: Queue) -> None:
    """A queue, the exchanges it is bound to, and the bindings. Raises ChannelLost when it exists with other
    arguments.
    """
    for exchange in sorted({binding.exchange for binding in queue.bindings}, key=lambda exchange: exchange.name):
        await channel.declare_exchange(exchange)
    await channel.declare_queue(queue.name, arguments=queue.argument_table(), durable=True)
    for binding in queue.bindings:
        await channel.bind(queue.name, binding)


async def declare_work_queue(channel: Channel, queue: Queue, delays: Iterable[float]) -> None:
    """A work queue with all that its messages may be moved on to: the dead letters and one delay queue per
    retry.
    """
    dead = dead_letter_queue(queue.name)
    await declare_queue(channel, dead)
    for binding in dead.bindings:
        # A letter would be kept twice where a release before this one has been at work.
        await channel.unbind(former_dead_letter_queue(queue.name), binding)
    for delay in delays:
        await declare_queue(channel, delay_queue(delay))
    await declare_queue(channel, queue)
