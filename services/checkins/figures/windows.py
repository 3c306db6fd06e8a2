"""The windows that figures are asked for, by their keys: ``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

WindowKind = Literal["week", "month", "quarter", "year"]

_KEY = re.compile(r"(?P<year>[0-9]{4})(?:-(?:W(?P<week>[0-9]{2})|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Window:
    """Both days are part of it. ``year`` is the ISO year for a week, else the calendar's; ``months`` of it make the
    window, or the ISO week ``week``."""

    key: str
    kind: WindowKind
    year: int
    first: date
    last: date
    months: tuple[int, ...] = ()
    week: int | None = None

    @property
    def month_keys(self) -> tuple[str, ...]:
        return tuple(f"{self.year:04d}-{month:02d}" for month in self.months)


def window(key: str) -> Window:
    """Raises ValueError for what is no key of a window."""
    found = _KEY.fullmatch(key)
    try:
        if found is not None:
            return _window(key, found)
    except (ValueError, OverflowError):
        # A year 0, or a week that this year does not have.
        pass
    raise ValueError(f"{key!r} is no window such as 2026-W47, 2026-11, 2026-Q4 or 2026")


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def last_day_of_month(key: str) -> date:
    return window(key).last


def _window(key: str, found: re.Match[str]) -> Window:
    year = int(found["year"])
    if found["week"]:
        first = date.fromisocalendar(year, int(found["week"]), 1)
        return Window(key, "week", year, first, first + timedelta(days=6), week=int(found["week"]))
    if found["month"]:
        return _months(key, "month", year, (int(found["month"]),))
    if found["quarter"]:
        before = (int(found["quarter"]) - 1) * 3
        return _months(key, "quarter", year, (before + 1, before + 2, before + 3))
    return _months(key, "year", year, tuple(range(1, 13)))


def _months(key: str, kind: WindowKind, year: int, months: tuple[int, ...]) -> Window:
    following = date(year + months[-1] // 12, months[-1] % 12 + 1, 1) if (year, months[-1]) != (9999, 12) else None
    last = following - timedelta(days=1) if following else date.max
    return Window(key, kind, year, date(year, months[0], 1), last, months)
