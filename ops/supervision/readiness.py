"""Whether a process says that it is ready."""

from __future__ import annotations

from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Readiness:
    """``faults`` says what is wrong, by part; empty when ready or when nothing answers."""

    answers: bool
    ready: bool
    faults: dict[str, str]


def readiness(url: str, timeout: float = 3) -> Readiness:
    """Ask ``<url>/health/ready``."""
    try:
        # Straight there, whatever proxy the environment names.
        answer = httpx.get(f"{url}/health/ready", timeout=timeout, trust_env=False)
    except httpx.HTTPError:
        return Readiness(answers=False, ready=False, faults={})
    if answer.is_success:
        return Readiness(answers=True, ready=True, faults={})
    try:
        faults = dict(answer.json().get("faults", {}))
    except (ValueError, AttributeError, TypeError):
        faults = {"http": str(answer.status_code)}
    return Readiness(answers=True, ready=False, faults={str(key): str(value) for key, value in faults.items()})
