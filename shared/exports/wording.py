"""A line of the policies' report in words, the same on a page and in a workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.i18n import catalogue

Row = dict[str, Any]
Say = Callable[..., str]


def sayer(locale: str) -> Say:
    words = catalogue("shared.exports")

    def say(key: str, **args: Any) -> str:
        return words.text(locale, key, args)

    return say


def value(row: Row, locale: str) -> str:
    """What is there, and what is asked. ``row`` is one of ``checkins.export_policies``."""
    say = sayer(locale)
    numerator, denominator, threshold = row["numerator"], row["denominator"], row["threshold"]
    if denominator is None:
        return say("value-sessions", there=numerator, asked=f"{threshold:g}")
    if denominator == 0:
        return say("value-nothing", asked=percent(threshold, locale))
    # Rounded down, so that what falls short never looks as if it did not.
    share = percent(numerator * 1000 // denominator / 1000, locale)
    return say(f"value-{row['metric']}", there=numerator, of=denominator, share=share, asked=percent(threshold, locale))


def forecast(row: Row, locale: str) -> str:
    """What would still make it, and until when; empty where nothing is lacking."""
    say = sayer(locale)
    state, needed = row["state"], row["needed"]
    if state not in ("can-still", "not-met") or not needed:
        return ""
    if state == "not-met":
        return say(f"short-{row['metric']}", count=needed)
    if row["metric"] == "sessions":
        planned = row["to_come"]
        key = "more-sessions" if planned >= needed else "more-sessions-unplanned"
        return say(key, count=needed, planned=planned, lacking=max(0, needed - planned), day=row["by"])
    return say(f"more-{row['metric']}", count=needed, day=row["by"])


def percent(share: float, locale: str) -> str:
    # In English with a space, at which no line ends.
    return f"{share * 100:.4g}" + ("\u00a0%" if locale == "en" else "%")
