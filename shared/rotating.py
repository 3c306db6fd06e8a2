"""The code that is shown on the spot: TOTP (https://www.rfc-editor.org/rfc/rfc6238), six digits, 30 s."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Literal

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

DIGITS = 6
STEP_SECONDS = 30
#: Steps by which a code may be early or late: someone types it, and clocks differ.
TOLERANCE = 1
#: Steps for which an old code is told apart from a wrong one: an hour.
REMEMBERED = 120

Unfit = Literal["wrong-code", "expired-code"]


def new_secret() -> bytes:
    """160 bits, as RFC 4226, section 4, recommends."""
    return secrets.token_bytes(20)


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_SECONDS


def code_for(secret: bytes, step: int) -> str:
    # SHA-1 is what the RFC names; HMAC does not rest on its collision resistance.
    return HOTP(secret, DIGITS, SHA1()).generate(step).decode()  # noqa: S303


def ends_at(step: int) -> datetime:
    """When the next code takes over."""
    return datetime.fromtimestamp((step + 1) * STEP_SECONDS, UTC)


def check(secret: bytes, code: str, moment: datetime) -> int | Unfit:
    """The step that a code given at ``moment`` belongs to, or why it is not accepted."""
    now = step_at(moment)
    for step in (now, now - TOLERANCE, now + TOLERANCE):
        if _same(secret, step, code):
            return step
    if any(_same(secret, step, code) for step in range(now - REMEMBERED, now - TOLERANCE)):
        return "expired-code"
    return "wrong-code"


def _same(secret: bytes, step: int, code: str) -> bool:
    return bytes_eq(code_for(secret, step).encode(), code.encode())
