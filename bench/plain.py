"""What nameko offers by itself: one event, one worker, one insert; nothing is promised to anybody."""

from shared.messaging.runner import nameko_config  # isort: skip

import signal
from typing import Any

import eventlet
from nameko.containers import ServiceContainer
from nameko.events import event_handler

from shared.messaging.mongo import client, durable
from shared.settings import Settings, load

_settings = load(Settings)
_rows = durable(client(_settings, "plain"), _settings.database_name("plain")).check_ins


class PlainService:
    name = "plain"

    @event_handler("bench", "checkin")  # type: ignore[untyped-decorator]
    def record(self, event: dict[str, Any]) -> None:
        _rows.insert_one({"_id": event["id"], **event["data"]})


def main() -> None:
    container = ServiceContainer(PlainService, nameko_config(_settings))
    container.start()
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn(container.stop))
    container.wait()


if __name__ == "__main__":
    main()
