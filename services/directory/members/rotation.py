"""Contacts under old keys are encrypted and hashed anew, in portions: safe to interrupt and to repeat."""

from __future__ import annotations

from dataclasses import dataclass

from services.directory.members.contacts import ContactsUnreadable, Safe
from services.directory.members.ports import KeptContacts


@dataclass(frozen=True)
class Portion:
    renewed: int
    #: No key opens them: they stay as they are.
    unreadable: int
    #: Where the next portion begins; None when this was the last.
    next: str | None


def rotate(kept: KeptContacts, safe: Safe, after: str | None, limit: int) -> Portion:
    """Renew up to ``limit`` of those after the member id ``after``. Nothing of it is told: nobody else has contacts."""
    found = kept.contacts_under_old_keys(safe.names, after, limit)
    renewed = unreadable = 0
    for member_id, sealed in found:
        try:
            fresh = safe.seal(member_id, safe.open(member_id, sealed))
        except ContactsUnreadable:
            unreadable += 1
        else:
            kept.keep_contacts(member_id, fresh)
            renewed += 1
    return Portion(renewed, unreadable, found[-1][0] if len(found) == limit else None)
