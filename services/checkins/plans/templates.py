"""Plans as they are usually made, as data: a template is a set of plans for one unit."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from shared.events.plans import Evidence, LateRule, Mover, StudyKind, Subject, Window
from shared.events.policies import Text

FILE = "templates.v1.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(_Strict):
    """One plan of a template; its days begin when the template is used, and end with the term."""

    key: str = Field(pattern=r"^[a-z]+(-[a-z0-9]+)*$")
    title: Text
    kind: StudyKind
    subjects: list[Subject] = []
    rule: str
    mover: Mover
    window: Window
    credit_minutes: int
    evidence: Evidence = Evidence()
    late: LateRule = LateRule()


class Template(_Strict):
    key: str
    name: Text
    plans: list[Entry]


class _File(_Strict):
    version: Literal["v1"]
    templates: list[Template]


@cache
def load() -> tuple[Template, ...]:
    text = (files("services.checkins.plans") / FILE).read_text(encoding="utf-8")
    return tuple(_File.model_validate(yaml.safe_load(text)).templates)
