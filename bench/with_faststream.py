"""FastStream as its documentation begins: one event, one insert, acknowledged after it. Runs with an interpreter of its
own, see ``bench.elsewhere``; nothing of ours is imported."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from faststream import AckPolicy, FastStream  # type: ignore[import-not-found]
from faststream.rabbit import Channel, QueueType, RabbitBroker, RabbitQueue  # type: ignore[import-not-found]
from pymongo import AsyncMongoClient
from pymongo.write_concern import WriteConcern

QUEUE = "bench.faststream"
#: Messages in hand at a time, as many as the plain nameko service has workers.
IN_HAND = 10

client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(os.environ["MONGO_URL"])
rows = client.get_database(
    f"{os.environ['ZHIXING_MONGO_DATABASE_PREFIX']}_faststream", write_concern=WriteConcern("majority", j=True)
).check_ins
broker = RabbitBroker(os.environ["AMQP_URL"])


@broker.subscriber(  # type: ignore[untyped-decorator]
    RabbitQueue(QUEUE, queue_type=QueueType.QUORUM, durable=True),
    channel=Channel(prefetch_count=IN_HAND),
    ack_policy=AckPolicy.REJECT_ON_ERROR,
)
async def record(event: dict[str, Any]) -> None:
    await rows.insert_one({"_id": event["id"], **event["data"]})


if __name__ == "__main__":
    asyncio.run(FastStream(broker).run())
