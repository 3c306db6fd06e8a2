"""Plans as they are usually made, as data: a template is a set of plans for one unit. What is not known is refused in
the file, and passed over where a process that is older reads the answer."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from shared.events.templates import Template, TemplatePlan

FILE = "templates.v1.yaml"


class _Plan(TemplatePlan):
    model_config = ConfigDict(extra="forbid")


class _Template(Template):
    model_config = ConfigDict(extra="forbid")

    plans: tuple[_Plan, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal["v1"]
    templates: list[_Template]


@cache
def load() -> tuple[Template, ...]:
    text = (files("services.checkins.plans") / FILE).read_text(encoding="utf-8")
    return tuple(_File.model_validate(yaml.safe_load(text)).templates)
