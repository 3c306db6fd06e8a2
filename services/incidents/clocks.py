"""Until when an incident is to be acknowledged: data, by category and severity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    NonNegativeInt,
    PositiveFloat,
    ValidationError,
    field_validator,
    model_validator,
)

from services.incidents.workdays import WorkingHours
from shared.events.incidents import Calendar, Category

BUILT_IN = "clocks.v1.yaml"

Level = Literal[1, 2, 3, 4]


class ClockFileError(ValueError):
    """The file cannot be used; one sentence with the place and the fault."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    minutes: PositiveFloat
    calendar: Calendar


class Unanswered(_Strict):
    """How those who were asked are told again at the end of the chain."""

    repeat_minutes: PositiveFloat = 30
    repeats: NonNegativeInt = 4


class _Hours(_Strict):
    begins: time
    ends: time

    @model_validator(mode="after")
    def _in_order(self) -> _Hours:
        if self.begins >= self.ends:
            raise ValueError("a working day begins before it ends")
        return self


class Clocks(_Strict):
    version: Literal["v1"]
    working_day: _Hours
    default: dict[Level, Rule]
    unanswered: Unanswered = Unanswered()
    categories: dict[Category, dict[Level, Rule]] = {}

    @field_validator("default")
    @classmethod
    def _complete(cls, rules: dict[Level, Rule]) -> dict[Level, Rule]:
        if set(rules) != {1, 2, 3, 4}:
            raise ValueError("names each severity from 1 to 4")
        return rules

    def rule(self, category: Category, severity: int) -> Rule:
        own = {int(level): rule for level, rule in self.categories.get(category, {}).items()}
        return own.get(severity) or {int(level): rule for level, rule in self.default.items()}[severity]

    def deadline(self, category: Category, severity: int, start: datetime, zone: ZoneInfo) -> Deadline:
        return self._after(self.rule(category, severity), start, zone)

    def repeat(self, category: Category, severity: int, start: datetime, zone: ZoneInfo) -> Deadline:
        """When those at the end of the chain are told again."""
        calendar = self.rule(category, severity).calendar
        return self._after(Rule(minutes=self.unanswered.repeat_minutes, calendar=calendar), start, zone)

    def _after(self, rule: Rule, start: datetime, zone: ZoneInfo) -> Deadline:
        if rule.calendar == "round-the-clock":
            return Deadline(start + timedelta(minutes=rule.minutes), rule, False)
        hours = WorkingHours(self.working_day.begins, self.working_day.ends, zone)
        due_at, provisional = hours.after(start, rule.minutes)
        return Deadline(due_at, rule, provisional)


@dataclass(frozen=True)
class Deadline:
    due_at: datetime
    rule: Rule
    provisional: bool


@cache
def load(path: Path | None = None) -> Clocks:
    """The clocks of a file, or the built-in ones. Raises ClockFileError."""
    try:
        source = path or files("services.incidents") / BUILT_IN
        return Clocks.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))
    except OSError as error:
        raise ClockFileError(f"{path}: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise ClockFileError(f"{path}: not YAML: {str(error).splitlines()[0]}") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ClockFileError(f"{path or BUILT_IN}: {where}: {first['msg']}") from None
