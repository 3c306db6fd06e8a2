"""A one-time code lets a member into the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LOGIN_CODE_DIGITS = 8
LOGIN_CODE_LIFETIME = timedelta(minutes=10)
#: A client may try this many wrong codes within the window. Several officers may share one address.
LOGIN_ATTEMPTS = 10
LOGIN_ATTEMPTS_WINDOW = timedelta(minutes=10)


class MayNotSeeFigures(Exception):
    """None of the member's roles may see figures, which is all that the console shows."""


@dataclass(frozen=True)
class LoginCode:
    """Lets a member into the console once. The code itself is not kept: ``digest`` stands for it."""

    digest: str
    member_id: str
    expires_at: datetime
    #: The attempt that it let in.
    used_by: str | None = None
