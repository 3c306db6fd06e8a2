"""One cell to one value: what it is, what was interpreted, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import phonenumbers

from services.directory.imports.dates import NotADay, day
from services.directory.imports.limits import SHOWN
from services.directory.imports.model import Cell, Remark
from services.directory.imports.vocabulary import narrow, vocabulary

_HAN = "\u3400-\u9fff\uf900-\ufaff\u3007\U00020000-\U0003ffff"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}\u00b7]) +(?=[{_HAN}\u00b7])")
_BRACKETED = re.compile(r"\s*[(\[\u3010](?P<inner>[^)\]\u3011]*)[)\]\u3011]\s*$")
_SEPARATORS = re.compile(r"[,;/|\n\u3001\uff0c\uff1b]+")
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
_MAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+")
_SYSTEM_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


@dataclass
class Reading:
    """``value`` None with no error: the cell says nothing. ``[]`` or "" clear what is held."""

    value: Any = None
    remarks: list[Remark] = field(default_factory=list)


Reader = Callable[[Cell, str, date], Reading]


def read_value(kind: str, cell: Cell, field: str, epoch: date) -> Reading:
    """Read a cell as a ``kind`` of value (a key of READERS) for the column of ``field``."""
    if isinstance(cell, str) and not narrow(cell).strip(" \t\r\n'"):
        return Reading()
    return Reading() if cell is None else READERS[kind](cell, field, epoch)


def shown(cell: Cell) -> str:
    """A cell as a person sees it, cut where it is long."""
    if isinstance(cell, float) and cell == int(cell) and abs(cell) < 1e15:
        cell = int(cell)
    text = str(cell)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "\u2026"


def plain(cell: Cell) -> str:
    """One line of text; whole numbers without a decimal point. Leading apostrophes are a spreadsheet's own mark."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, (int, float)):
        return str(int(cell)) if cell == int(cell) else repr(cell)
    return " ".join(narrow(str(cell)).split()).lstrip("'").strip() if cell is not None else ""


def _error(code: str, field: str, cell: Cell, **args: str) -> Reading:
    return Reading(None, [Remark("error", code, field, {"said": shown(cell), **args})])


def _interpreted(field: str, cell: Cell, value: str) -> list[Remark]:
    return [Remark("note", "interpreted", field, {"said": shown(cell), "value": value})]


def _without_note(text: str, field: str) -> tuple[str, list[Remark]]:
    """Without what stands in brackets at the end; said in a note."""
    match = _BRACKETED.search(text)
    if not match or not match.start():
        return text, []
    kept = text[: match.start()].strip()
    return kept, [Remark("note", "rest-left-out", field, {"rest": match["inner"], "value": kept})]


def name(cell: Cell, field: str, epoch: date) -> Reading:
    if not isinstance(cell, str):
        return _error("name-not-text", field, cell)
    text, remarks = _without_note(plain(cell), field)
    text = re.sub(r"[\u2022\u2027\u30fb\uff65\u22c5]", "\u00b7", text)
    closed = _BETWEEN_HAN.sub("", text)
    if closed != text:
        remarks.append(Remark("note", "name-spaces", field, {"said": shown(cell), "value": closed}))
    elif not remarks and closed != cell:
        remarks += _interpreted(field, cell, closed)
    if not re.search(r"[^\W\d_]", closed) or re.search(r"\d|@", closed):
        return _error("name-not-a-name", field, cell)
    return _error("too-long", field, cell, limit="60") if len(closed) > 60 else Reading(closed, remarks)


def unit_name(cell: Cell, field: str, epoch: date) -> Reading:
    text = _BETWEEN_HAN.sub("", plain(cell))
    return _error("too-long", field, cell, limit="120") if len(text) > 120 else Reading(text)


def phone(cell: Cell, field: str, epoch: date) -> Reading:
    """E.164; numbers without a country's prefix are taken for Chinese ones."""
    remarks: list[Remark] = []
    if isinstance(cell, bool) or (isinstance(cell, float) and cell != int(cell)):
        return _error("phone-not-a-number", field, cell)
    text = plain(cell)
    if vocabulary_says_nothing(text):
        return Reading()
    text = re.sub(r"^[^\d+(]*:\s*", "", text)
    if match := _SCIENTIFIC.fullmatch(text):
        digits, exponent = match[1] + (match[2] or ""), int(match[3])
        # 1.38E+10 keeps three digits of eleven; the others are gone for good.
        if len(digits) < exponent + 1 or exponent > 15:
            return _error("phone-digits-lost", field, cell)
        text = digits[: exponent + 1]
        remarks += _interpreted(field, cell, text)
    text = re.sub(r"\.0+$", "", text)
    text, left_out = _without_note(text, field)
    numbers = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
    if not numbers:
        return _error("phone-not-a-number", field, cell)
    match = re.match(r"(?:\+|00)?[\d\s\-().]{5,30}", numbers[0])
    if not match:
        return _error("phone-not-a-number", field, cell)
    rest = [numbers[0][match.end() :].strip(), *numbers[1:]]
    try:
        number = phonenumbers.parse(re.sub(r"^00", "+", match[0]), "CN")
    except phonenumbers.NumberParseException:
        return _error("phone-not-a-number", field, cell)
    if not phonenumbers.is_valid_number(number):
        return _error("phone-invalid", field, cell)
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for part in filter(None, rest):
        left_out.append(Remark("warning", "rest-left-out", field, {"rest": part, "value": value}))
    return Reading(value, remarks + left_out)


def email(cell: Cell, field: str, epoch: date) -> Reading:
    text = plain(cell)
    if vocabulary_says_nothing(text):
        return Reading()
    text, remarks = _without_note(text, field)
    if not _MAIL.fullmatch(text) or len(text) > 254:
        return _error("email-invalid", field, cell)
    return Reading(text, remarks)


def number(cell: Cell, field: str, epoch: date) -> Reading:
    """An employee's or a unit's number: text, at most 40 characters, without spaces."""
    if isinstance(cell, bool) or (isinstance(cell, float) and cell != int(cell)):
        return _error("number-unreadable", field, cell)
    text = plain(cell)
    if vocabulary_says_nothing(text):
        return Reading()
    if _SCIENTIFIC.fullmatch(text):
        return _error("number-digits-lost", field, cell)
    # Written as a number with decimals where a program saved a table as text.
    text = re.sub(r"(?<=\d)\.0+$", "", text).replace(" ", "")
    if not re.fullmatch(r"[\w.:/#\-]{1,40}", text):
        return _error("number-unreadable", field, cell)
    said = cell.strip() if isinstance(cell, str) else text
    return Reading(text, [] if said == text else _interpreted(field, cell, text))


def system_id(cell: Cell, field: str, epoch: date) -> Reading:
    text = plain(cell)
    return Reading(text) if _SYSTEM_ID.fullmatch(text) else _error("id-unreadable", field, cell)


def date_cell(cell: Cell, field: str, epoch: date) -> Reading:
    if isinstance(cell, str) and vocabulary_says_nothing(cell):
        return Reading()
    try:
        found, remarks = day(plain(cell) if isinstance(cell, str) else cell, epoch, field)
    except NotADay as reason:
        return _error(reason.code, field, cell)
    return Reading(found.isoformat(), remarks)


def one_of(table: str) -> Reader:
    """A word of the vocabulary's table."""

    def read(cell: Cell, field: str, epoch: date) -> Reading:
        code = vocabulary().find(table, plain(cell))
        return Reading(code) if code else _error("word-unknown", field, cell)

    return read


def positions(cell: Cell, field: str, epoch: date) -> Reading:
    """Positions that are known here; others, such as a teacher's job, are left out and said."""
    found, unknown = _words("positions", cell)
    remarks = [Remark("note", "position-left-out", field, {"said": word}) for word in unknown]
    return Reading(None if unknown and not found else found, remarks)


def roles(cell: Cell, field: str, epoch: date) -> Reading:
    """``{"role": ..., "unit": None or a unit's name}``: a role may be held elsewhere: ``auditor@unit``."""
    held, unknown = [], []
    for word in _split(cell):
        said, _, where = word.partition("@")
        code = vocabulary().find("roles", said)
        if code:
            held.append({"role": code, "unit": where.strip() or None})
        else:
            unknown.append(word)
    if unknown:
        # A role that is not understood is never half given.
        return _error("role-unknown", field, cell, word=unknown[0])
    return Reading(held)


def _words(table: str, cell: Cell) -> tuple[list[str], list[str]]:
    codes: dict[str, None] = {}
    unknown = []
    for word in _split(cell):
        if code := vocabulary().find(table, word):
            codes[code] = None
        else:
            unknown.append(word)
    return list(codes), unknown


def _split(cell: Cell) -> list[str]:
    text = narrow(str(cell)).strip().lstrip("'")
    return [] if vocabulary_says_nothing(text) else [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def vocabulary_says_nothing(text: str) -> bool:
    stripped = narrow(text).strip()
    return not re.search(r"\w", stripped) or re.sub(r"\s", "", stripped).casefold() in vocabulary().nothing


READERS: dict[str, Reader] = {
    "name": name,
    "unit_name": unit_name,
    "phone": phone,
    "email": email,
    "number": number,
    "system_id": system_id,
    "day": date_cell,
    "positions": positions,
    "roles": roles,
    **{table: one_of(table) for table in ("kinds", "statuses", "locales", "unit_kinds")},
}
