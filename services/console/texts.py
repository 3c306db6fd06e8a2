"""Words of the page, and moments as people read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from shared.i18n import LOCALES, catalogue, local_time

LOCALE_COOKIE = "zhixing_console_locale"

Say = Callable[..., str]


def sayer(locale: str) -> Say:
    def say(key: str, **args: Any) -> str:
        return catalogue("services.console").text(locale, key, args)

    return say


def other_than(locale: str) -> str:
    return next(each for each in LOCALES if each != locale)


def moments(zone: str) -> dict[str, Callable[[datetime], str]]:
    """``day_time``: 11-22 20:00; ``clock``: 20:00."""
    return {
        "day_time": lambda moment: local_time(moment, zone),
        "clock": lambda moment: local_time(moment, zone, with_date=False),
    }
