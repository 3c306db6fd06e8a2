"""What somebody typed into a form, kept until it is right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?")


class Wrong(Exception):
    """A field cannot be taken as it is; the catalogue's ``wrong-<field>`` says why, or ``key``, with ``args``."""

    def __init__(self, field: str, key: str | None = None, **args: str | int) -> None:
        super().__init__(field)
        self.field = field
        self.key = key or f"wrong-{field}"
        self.args_shown = args


def is_line(text: str, most: int) -> bool:
    """Whether it says something in one line, and in not more characters than that."""
    return bool(text) and len(text) <= most and not any(unicodedata.category(each) == "Cc" for each in text)


class Typed:
    def __init__(self, fields: Mapping[str, list[str]] | None = None, **given: str | list[str]) -> None:
        self._fields: dict[str, list[str]] = dict(fields or {})
        for name, value in given.items():
            self._fields[name] = value if isinstance(value, list) else [value]

    def one(self, name: str) -> str:
        """What was typed, without spaces around; empty for what was not."""
        return next(iter(self._fields.get(name, [])), "").strip()

    def all(self, name: str) -> list[str]:
        return self._fields.get(name, [])

    def but(self, **given: str | list[str]) -> Typed:
        return Typed(self._fields, **given)

    # Raise Wrong, each.

    def line(self, name: str, most: int) -> str:
        found = self.one(name)
        if not is_line(found, most):
            raise Wrong(name)
        return found

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        found = self.one(name)
        if found not in allowed:
            raise Wrong(name)
        return found

    def choices(self, name: str, allowed: tuple[str, ...]) -> list[str]:
        """In the order of ``allowed``; what can be told apart only by its order is the same."""
        found = set(self.all(name))
        if found - set(allowed):
            raise Wrong(name)
        return [each for each in allowed if each in found]

    def number(self, name: str, most: int, *, missing: int | None = None) -> int:
        found = unicodedata.normalize("NFKC", self.one(name))
        if not found and missing is not None:
            return missing
        if not re.fullmatch(r"[0-9]{1,6}", found) or int(found) > most:
            raise Wrong(name)
        return int(found)

    def day(self, name: str) -> date | None:
        """None where nothing was typed."""
        found = unicodedata.normalize("NFKC", self.one(name))
        if not found:
            return None
        try:
            return date.fromisoformat(found)
        except ValueError:
            raise Wrong(name) from None

    def clock(self, name: str) -> str:
        found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", self.one(name)))
        if found is None:
            raise Wrong(name)
        return f"{int(found[1]):02d}:{found[2]}"
