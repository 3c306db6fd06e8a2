"""Settings of the incidents service."""

from __future__ import annotations

from pathlib import Path

from pydantic import PositiveFloat, PositiveInt, field_validator

from services.incidents.clocks import Clocks, load
from shared.settings import Settings


class IncidentsSettings(Settings):
    #: A file of the shape of clocks.v1.yaml to be used in its place.
    incidents_clocks: Path | None = None
    #: Seconds after the due time from which an escalation counts as late.
    incidents_late_after: PositiveFloat = 60.0

    #: Days after its report that the words of a closed incident are removed; number, category and times stay.
    retain_incidents_days: PositiveInt = 3650

    @field_validator("incidents_clocks")
    @classmethod
    def _usable(cls, path: Path | None) -> Path | None:
        load(path)
        return path

    @property
    def clocks(self) -> Clocks:
        return load(self.incidents_clocks)
