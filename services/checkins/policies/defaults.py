"""The policies that are shipped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from shared.events.policies import Policy

FILE = "defaults.v1.yaml"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal["v1"]
    policies: list[Policy]


@cache
def defaults() -> dict[str, Policy]:
    """By id, in the order of the file."""
    text = (files("services.checkins.policies") / FILE).read_text(encoding="utf-8")
    return {policy.policy_id: policy for policy in _File.model_validate(yaml.safe_load(text)).policies}
