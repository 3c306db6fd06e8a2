"""Who is on duty by a unit's own responsibility chain."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from shared.events.units import Duty


def on_duty(duties: Sequence[Duty], day: date, away: Collection[str]) -> list[str]:
    """The members who are told one after the other, each once: of every duty that is valid on the day its holder, or
    else the first of the deputies who is not away. A duty with nobody there is passed over."""
    told = (
        next((each for each in (duty.member_id, *duty.deputy_ids) if each not in away), None)
        for duty in duties
        if _is_valid(duty, day)
    )
    return list(dict.fromkeys(member_id for member_id in told if member_id))


def everybody(duties: Sequence[Duty]) -> set[str]:
    """Holders and deputies."""
    return {member_id for duty in duties for member_id in (duty.member_id, *duty.deputy_ids)}


def _is_valid(duty: Duty, day: date) -> bool:
    return (duty.valid_from is None or duty.valid_from <= day) and (duty.valid_until is None or day <= duty.valid_until)
