"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ops.texts import text


@dataclass(frozen=True)
class Finding:
    """``advice`` is empty where nothing is wrong."""

    check: str
    told: str
    advice: str = ""

    @property
    def fine(self) -> bool:
        return not self.advice


def fine(check: str, told: str) -> Finding:
    return Finding(text(f"check-{check}"), told)


def wrong(check: str, told: str, advice: str, **args: Any) -> Finding:
    return Finding(text(f"check-{check}"), told, text(f"advice-{advice}", **args))
