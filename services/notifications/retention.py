"""How long it is kept what was sent to whom."""

from __future__ import annotations

from services.notifications.settings import NotificationsSettings
from shared.messaging.retention import Expire


def rules(settings: NotificationsSettings) -> list[Expire]:
    moments = {"messages": "queued_at", "plans": "at", "tasks": "closes_at"}
    return [Expire(collection, field, settings.retain_messages_days) for collection, field in moments.items()]
