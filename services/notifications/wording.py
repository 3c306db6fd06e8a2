"""Words from the catalogue, moments in the zone."""

from __future__ import annotations

from datetime import datetime

from services.notifications.model import Wording
from shared.events.directory import Locale
from shared.i18n import catalogue, local_time


def render(locale: Locale, wording: Wording, zone: str) -> str:
    """Raises shared.i18n.UnknownMessage, or ValueError for a missing argument."""
    args = {
        name: local_time(value, zone) if isinstance(value, datetime) else value for name, value in wording.args.items()
    }
    return catalogue("services.notifications").text(locale, wording.key, args)
