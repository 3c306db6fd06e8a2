"""Days as people type them."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from functools import cache

from services.directory.imports.model import Cell, Remark, Severity
from services.directory.imports.vocabulary import narrow, vocabulary

_EARLIEST, _LATEST = date(1921, 1, 1), date(2100, 1, 1)
#: Serial numbers of spreadsheets that stand for days from 1927 to 2089; numbers below could be years.
_SERIALS = range(10_000, 69_500)


class NotADay(Exception):
    """``code`` names a sentence of the catalogues."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def day(cell: Cell, epoch: date, field: str) -> tuple[date, list[Remark]]:
    """The day that a cell means, and remarks on what was interpreted. Raises NotADay."""
    remarks: list[Remark] = []
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        found, code = _number(float(cell), epoch)
        remarks.append(_remark(code, field, _shown(cell), found))
    elif isinstance(cell, str):
        found, rest, code = _text(cell, epoch)
        if code:
            remarks.append(_remark(code, field, cell, found))
        if rest:
            remarks.append(Remark("note", "rest-left-out", field, {"rest": rest, "value": found.isoformat()}))
    else:
        raise NotADay("date-unreadable")
    if not _EARLIEST <= found <= _LATEST:
        raise NotADay("date-out-of-range")
    return found, remarks


def _remark(code: str, field: str, said: str, found: date) -> Remark:
    severity: Severity = "warning" if code == "date-january-taken" else "note"
    return Remark(severity, code, field, {"said": said.strip(), "value": found.isoformat()})


def _shown(number: float) -> str:
    return f"{number:g}" if number < 1e6 else f"{number:.0f}"


def _number(number: float, epoch: date) -> tuple[date, str]:
    if number == int(number):
        whole = int(number)
        if 19_000_101 <= whole <= 21_000_101:
            return _day(whole // 10_000, whole // 100 % 100, whole % 100), "date-read"
        if 190_001 <= whole <= 210_012:
            return _day(whole // 100, whole % 100, 1), "date-month"
        if whole in _SERIALS:
            return epoch + timedelta(days=whole), "date-serial"
        if 1921 <= whole <= 2100:
            raise NotADay("date-year-only")
        raise NotADay("date-unreadable")
    if 1921 <= number < 2100:
        # As a number 2011.1 and 2011.10 are the same: who typed October cannot be told from who typed January.
        month = round(number % 1 * 100)
        if month == 10:
            raise NotADay("date-january-or-october")
        if month % 10 == 0:
            month //= 10
        return _day(int(number), month, 1), "date-month"
    if int(number) in _SERIALS:
        return epoch + timedelta(days=int(number)), "date-serial"
    raise NotADay("date-unreadable")


def _text(said: str, epoch: date) -> tuple[date, str, str]:
    """The day, what else stands in the text, and the code of the note where something was interpreted."""
    text = _digits(" ".join(narrow(said).split()))
    if match := _patterns().fullmatch(text):
        year, month, number, rest = match["year"], match["month"], match["day"], match["rest"].strip(" ,;.")
        if number:
            found = _day(int(year), int(month), int(number))
            plain = re.fullmatch(r"\d{4}-\d{2}-\d{2}", narrow(said).strip())
            return found, rest, "" if plain or rest else "date-read"
        # A program that saved numbers as text has made 2011.10 into 2011.1.
        unsure = month == "1" and "." in match[0][4:6]
        return _day(int(year), int(month), 1), rest, "date-january-taken" if unsure else "date-month"
    if match := re.fullmatch(r"(\d{8}|\d{6}|\d{5})(\.0+)?(?P<rest>\D.*)?", text):
        found, code = _number(float(match[1]), epoch)
        return found, (match["rest"] or "").strip(), code
    if re.fullmatch(r"\d{4}\D?", text):
        raise NotADay("date-year-only")
    if re.fullmatch(r"\d{1,2}\D{1,2}\d{1,2}(\D{1,2}\d{0,4}\D?)?", text):
        raise NotADay("date-year-unclear")
    raise NotADay("date-unreadable")


@cache
def _patterns() -> re.Pattern[str]:
    words = vocabulary().date_words
    year, month, last = ("|".join(words[unit]) for unit in ("year", "month", "day"))
    return re.compile(
        rf"(?P<year>\d{{4}}) ?(?:{year}|[./-]) ?(?P<month>\d{{1,2}})"
        rf"(?: ?(?:{month}|[./-]) ?(?P<day>\d{{1,2}})(?!\d) ?(?:{last})?| ?(?:{month}|[./-])?)(?!\d)"
        rf"(?:[ T]\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?)?(?P<rest>(?!\d).*)",
    )


def _digits(text: str) -> str:
    """Chinese numerals as digits, tens too, where the text holds no digits of its own."""
    words = vocabulary().date_words
    if re.search(r"\d", text):
        return text
    digits = words["digits"]
    for zero in words["zero"]:
        text = text.replace(zero, digits[0])
    ten = words["ten"]

    def number(match: re.Match[str]) -> str:
        before, after = match[1], match[2]
        return str((digits.index(before) if before else 1) * 10 + (digits.index(after) if after else 0))

    text = re.sub(rf"([{digits[1:]}]?){ten}([{digits[1:]}]?)", number, text)
    return re.sub(rf"[{digits}]", lambda match: str(digits.index(match[0])), text)


def _day(year: int, month: int, number: int) -> date:
    if not 1 <= month <= 12 or not 1 <= number <= calendar.monthrange(max(1, year), month)[1]:
        raise NotADay("date-impossible")
    return date(year, month, number)
