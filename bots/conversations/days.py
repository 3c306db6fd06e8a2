"""Days as people write them, in Chinese or English.

Numbers are what counts (``3-5``, ``2026.3.5``, ``20260305``, month and day with words between them), or a word of the
catalogue: today, tomorrow, a weekday, a weekday of next week, a number of days.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bots.conversations.words import tidy, words

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WRITTEN = re.compile(
    "[" + "".join(chr(code) for code in range(0x4E00, 0x9FFF) if 0 < unicodedata.numeric(chr(code), 0) <= 10) + "]{1,3}"
)
_NEAR = (("today", 0), ("tomorrow", 1), ("day-after-tomorrow", 2))


def day_of(text: str, today: date, *, not_before: date | None = None) -> date | None:
    """The day that is meant; None for what is none.

    A date without a year is the one nearest to ``today``, or the first one from ``not_before`` on where that is given.
    """
    plain = _plain(text)
    return _named(plain, today) or _dated(_in_digits(plain), today, not_before)


def days_of(text: str) -> int | None:
    """A number of days or weeks, such as ``3 days``; None for anything else."""
    plain = _in_digits(_plain(text))
    for topic, each in (("days", 1), ("weeks", 7)):
        for word in words(topic):
            count = plain.removesuffix(word).strip()
            if plain.endswith(word) and count.isdecimal() and len(count) <= 3:
                return int(count) * each
    return None


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def shown(day: date, today: date) -> str:
    """As ``03-05``, with the year where it is not this one."""
    return day.strftime("%m-%d" if day.year == today.year else "%Y-%m-%d")


def _plain(text: str) -> str:
    return tidy(text).casefold().strip(" .,!")


def _in_digits(text: str) -> str:
    """Numbers up to 99 that are written in characters, in digits; Unicode says what each character counts."""
    for word in words("two"):
        text = text.replace(word, "2")
    return _WRITTEN.sub(lambda found: str(_value(found[0])), text)


def _value(written: str) -> int:
    total = 0
    for char in written:
        counts = int(unicodedata.numeric(char))
        total = max(1, total) * 10 if counts == 10 else total + counts
    return total


def _named(plain: str, today: date) -> date | None:
    for topic, days in _NEAR:
        if plain in words(topic):
            return today + timedelta(days=days)
    monday = today - timedelta(days=today.weekday())
    for number in range(7):
        for weekday in words(f"weekday-{number + 1}"):
            if plain == weekday:
                day = monday + timedelta(days=number)
                return day if day >= today else day + timedelta(days=7)
            if plain in {f"{before}{gap}{weekday}" for before in words("next-week") for gap in ("", " ")}:
                return monday + timedelta(days=7 + number)
    return None


def _dated(plain: str, today: date, not_before: date | None) -> date | None:
    numbers = [int(number) for number in re.findall(r"[0-9]{1,8}", plain)]
    # Words other than those between the parts of a date would mean that it is something else.
    if len(re.sub(r"[\d\s./-]", "", plain)) > 4:
        return None
    match numbers:
        case [whole] if found := _COMPACT.fullmatch(str(whole)):
            return _date(*(int(part) for part in found.groups()))
        case [year, month, day] if year > 1000:
            return _date(year, month, day)
        case [month, day]:
            years = (today.year - 1, today.year, today.year + 1)
            return _nearest([_date(year, month, day) for year in years], today, not_before)
        case [day] if plain.endswith(words("day-of-month")):
            months = [today.replace(day=1) + relativedelta(months=offset) for offset in (-1, 0, 1, 2)]
            return _nearest([_date(each.year, each.month, day) for each in months], today, not_before)
    return None


def _nearest(days: Iterable[date | None], today: date, not_before: date | None) -> date | None:
    real = [day for day in days if day is not None]
    if not_before is not None:
        return min((day for day in real if day >= not_before), default=None)
    return min(real, key=lambda day: abs(day - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
