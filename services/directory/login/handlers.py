"""One-time codes that let a member into the console, as linking/ has those that link a chat."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from services.directory.login.model import (
    LOGIN_ATTEMPTS,
    LOGIN_CODE_DIGITS,
    LOGIN_CODE_LIFETIME,
    LoginCode,
    MayNotSeeFigures,
)
from services.directory.login.ports import Logins
from services.directory.members.model import UnknownMember
from services.directory.units.model import UnknownUnit
from shared.access.copies import held_at
from shared.access.policy import may
from shared.codes import digest

LoginOutcome = Literal["logged-in", "unknown-code", "expired-code", "too-many-attempts"]
_TRIES = 100


@dataclass(frozen=True)
class Issued:
    """The only place where the code stands in the clear."""

    code: str
    expires_at: datetime


@dataclass(frozen=True)
class Login:
    outcome: LoginOutcome
    member_id: str | None = None


def issue_login_code(member_id: str, directory: Logins, now: datetime | None = None) -> Issued:
    """A fresh code; the one that the member had before is no good any more. Raises UnknownMember, MayNotSeeFigures."""
    member = directory.member(member_id)
    if member is None:
        raise UnknownMember(member_id)
    unit = directory.unit(member.unit_id)
    if unit is None:
        raise UnknownUnit(member.unit_id)
    if not may(held_at(unit.path, member.roles), "see-figures", unit.path):
        raise MayNotSeeFigures(member_id)
    expires_at = (now or datetime.now(UTC)) + LOGIN_CODE_LIFETIME
    salt = directory.login_salt()
    for _ in range(_TRIES):
        code = f"{secrets.randbelow(10**LOGIN_CODE_DIGITS):0{LOGIN_CODE_DIGITS}d}"
        kept = LoginCode(digest(code, salt), member_id, expires_at)
        if directory.login_code(kept.digest) is None:
            directory.keep_login_code(kept)
            return Issued(code, expires_at)
    raise RuntimeError("no free login code found")


def redeem_login_code(
    code: str, client: str, directory: Logins, now: datetime | None = None, *, attempt: str | None = None
) -> Login:
    """Whom a code lets in. It works once; ``client`` is whoever tries, such as a network address.

    The same ``attempt`` made again, as after an answer that was lost, is let in again.
    """
    moment = now or datetime.now(UTC)
    if directory.login_failures(client, moment) >= LOGIN_ATTEMPTS:
        return Login("too-many-attempts")
    known = directory.login_code(digest(code, directory.login_salt()))
    if known is None or (known.used_by is not None and known.used_by != attempt):
        directory.count_login_failure(client, moment)
        return Login("unknown-code")
    if known.expires_at <= moment:
        return Login("expired-code")
    directory.use_login_code(known.digest, attempt or "")
    return Login("logged-in", known.member_id)
