"""Why an actor is refused. ``reason`` is what a dead letter is parked with; the class's name is what an RPC answers."""

from __future__ import annotations

from typing import ClassVar

from shared.failures import PermanentFailure


class Refused(PermanentFailure):
    """No retry helps."""

    reason: ClassVar[str]


class NoActor(Refused):
    """Nobody signed."""

    reason = "no-actor"


class ForgedActor(Refused):
    """The signature is not one of ours, or it was made for something else."""

    reason = "forged-actor"


class StaleActor(Refused):
    """It was signed too long ago, or in the future."""

    reason = "stale-actor"


class Forbidden(Refused):
    """The actor is who they say, and may not do this."""

    reason = "forbidden"
