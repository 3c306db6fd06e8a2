"""``python -m services.notifications.timekeeper``"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from pydantic import PositiveFloat, PositiveInt

from services.notifications.timekeeper.keeper import Keeper
from services.notifications.timekeeper.store import TimerStore
from shared.aio.broker import Broker
from shared.aio.health import HealthServer
from shared.aio.mongo import Mongo
from shared.aio.process import run
from shared.settings import Settings


class TimekeeperSettings(Settings):
    #: Seconds between two looks at what is due.
    timekeeper_tick: PositiveFloat = 1.0
    #: Timers sent at a time.
    timekeeper_batch: PositiveInt = 200
    #: Seconds after which the timers of a replica that crashed are taken over.
    timekeeper_lease: PositiveFloat = 30.0
    #: Seconds by which a timer may be overdue before the process calls itself not ready.
    timekeeper_alarm: PositiveFloat = 60.0


async def main(settings: TimekeeperSettings, stop: asyncio.Event) -> None:
    mongo = Mongo(settings, "notifications")
    broker = Broker(settings.amqp_url, name="timekeeper", settings=settings)
    keeper = Keeper(
        TimerStore(mongo, lease=timedelta(seconds=settings.timekeeper_lease)),
        broker,
        batch=settings.timekeeper_batch,
        # A claim must outlast the wait for its confirms, or another replica would send the same again.
        publish_timeout=min(settings.publish_timeout, settings.timekeeper_lease / 2),
        alarm=timedelta(seconds=settings.timekeeper_alarm),
    )
    health = HealthServer(settings, {"broker": broker.check, "database": mongo.ping, "timers": keeper.check})
    await health.start()
    # It tells of every tick at INFO.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = AsyncIOScheduler(timezone="UTC")
    try:
        await broker.start()
        await mongo.start()
        scheduler.add_job(
            keeper.tick,
            "interval",
            seconds=settings.timekeeper_tick,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        scheduler.start()
        await stop.wait()
    finally:
        if scheduler.running:
            scheduler.pause()
            # Shutting the scheduler down cancels a tick that is under way; this lets it finish its batch.
            await keeper.stop()
            scheduler.shutdown(wait=False)
        await broker.close()
        await mongo.close()
        await health.stop()


if __name__ == "__main__":
    run(main, name="timekeeper", settings=TimekeeperSettings)
