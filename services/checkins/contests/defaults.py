"""The rules that are shipped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from shared.events.contests import Rule

FILE = "rules.v1.yaml"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal["v1"]
    rules: list[Rule]


@cache
def rules() -> tuple[Rule, ...]:
    text = (files("services.checkins.contests") / FILE).read_text(encoding="utf-8")
    return tuple(_File.model_validate(yaml.safe_load(text)).rules)
