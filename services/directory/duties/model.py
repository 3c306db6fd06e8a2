"""The responsibility chain of a unit."""

from __future__ import annotations

from dataclasses import dataclass

from shared.events.units import Duty


@dataclass(frozen=True)
class Chain:
    unit_id: str
    #: Who is told first, who next.
    duties: tuple[Duty, ...]
    version: int
