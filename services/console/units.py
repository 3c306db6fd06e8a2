"""Units as the directory tells the console of them."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, TypeAdapter


class NoSuchUnit(Exception):
    """The directory knows no unit at this path."""


class Unit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    unit_id: str
    name: str
    path: str


#: What ``directory.units`` answers.
UNITS = TypeAdapter(list[Unit])


def unit_at(path: str, units: Iterable[Unit]) -> Unit:
    """Raises NoSuchUnit."""
    found = next((unit for unit in units if unit.path == path), None)
    if found is None:
        raise NoSuchUnit(path)
    return found
