"""The one publisher of a nameko process, and the thread that keeps its connection alive."""

from __future__ import annotations

from typing import Any

import eventlet
from nameko.extensions import SharedExtension

from shared.messaging.publisher import Publisher


class PublisherExtension(SharedExtension):
    """``publisher`` is ready after ``setup``; it connects when it is first used, and again when it must."""

    publisher: Publisher

    def setup(self) -> None:
        settings = self.container.config["settings"]
        self._interval = max(0.5, settings.heartbeat / 4)
        self._stopping = False
        self.publisher = Publisher(settings, self.container.service_name)

    def start(self) -> None:
        self.container.spawn_managed_thread(self._keep_alive, identifier="publisher")

    def stop(self) -> None:
        self._stopping = True
        self.publisher.close()

    def kill(self) -> None:
        self._stopping = True

    def _keep_alive(self) -> Any:
        while not self._stopping:
            eventlet.sleep(self._interval)
            self.publisher.tick()
