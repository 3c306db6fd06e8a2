"""What the commands about plans and policies share."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ops.rpc import Rpc
from ops.texts import Problem, locale, text

M = TypeVar("M", bound=BaseModel)


def path_of(rpc: Rpc, unit_id: str) -> str:
    """Raises Problem for a unit that is not known."""
    found: str | None = rpc.call("checkins", "unit_path", unit_id=unit_id)
    if found is None:
        raise Problem("study-unknown-unit", unit=unit_id)
    return found


def day(written: str) -> str:
    """The day, ISO 8601. Raises Problem for what is none."""
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise Problem("study-bad-day", day=written) from None


def valid(cls: type[M], data: dict[str, Any]) -> dict[str, Any]:
    """The data as they are sent. Raises Problem that names the first field that cannot be so."""
    try:
        return cls.model_validate(data).model_dump(mode="json")
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Problem("study-bad-value", field=where, value=str(first["input"])[:80]) from None


def overtaken(version: int, by: str | None) -> Problem:
    """Somebody changed it first; ``version`` is the one that is there now."""
    return Problem("plans-conflict", version=str(version), by=by or text("plans-unnamed"))


def own(words: dict[str, str]) -> str:
    """Of a text in both languages, the one of this terminal."""
    return words["en" if locale() == "en" else "zh"]
