"""The ``#:`` notes that stand above the fields of a message in its source."""

from __future__ import annotations

import inspect
import re

from pydantic import BaseModel

_FIELD = re.compile(r"^    (\w+):")
_NOTE = re.compile(r"^    #: ?(.*)$")


def notes(model: type[BaseModel]) -> dict[str, str]:
    """By field, the note above it; those of base classes included."""
    found: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if issubclass(cls, BaseModel) and cls is not BaseModel:
            found.update(_notes(inspect.getsource(cls)))
    return found


def _notes(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting: list[str] = []
    for line in source.splitlines():
        if note := _NOTE.match(line):
            waiting.append(note[1].strip())
        else:
            if waiting and (field := _FIELD.match(line)):
                found[field[1]] = " ".join(waiting)
            waiting = []
    return found
