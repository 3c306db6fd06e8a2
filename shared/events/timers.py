"""Things that are due at a time: a command that is kept, and sent to its owner when the time has come."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Command, Payload, command

#: What is due goes out in this order when much is due at once.
Lane = Literal["incident", "shift", "reminder", "digest"]
LANES: tuple[Lane, ...] = ("incident", "shift", "reminder", "digest")

Key = Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_.:-]+$")


class Kept(Payload):
    """The command to send when the timer is due."""

    command_type: str = Field(min_length=1, max_length=200)
    data: dict[str, Any]
    subject: str | None = None
    unit_path: str | None = None


@command("timers.schedule.v1")
class ScheduleTimer(Command):
    """Have a command sent at ``due_at``, at once when that has passed. The same key again moves the timer.

    Of the commands about one key the one with the latest message time counts, in whatever order they arrive. The
    command that is sent has the time it was sent at as its message time, and an id made of key and ``due_at``: sent
    twice after a crash, it is the same message.
    """

    #: Begins with the owner's name: ``incidents:<incident id>``.
    key: str = Key
    due_at: AwareDatetime
    send: Kept
    lane: Lane = "reminder"


@command("timers.cancel.v1")
class CancelTimer(Command):
    """Forget a timer. One that is being sent at this very moment still arrives: its owner decides by its own state."""

    key: str = Key


def keep(payload: Command, *, subject: str | None = None, unit_path: str | None = None) -> Kept:
    return Kept(command_type=payload.type, data=payload.model_dump(mode="json"), subject=subject, unit_path=unit_path)
