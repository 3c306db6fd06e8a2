"""What of the directory stands in its audit log. Fields that are not named here are taken to be personal."""

from __future__ import annotations

from shared.audit.recording import Audited

AUDIT = {
    # ``held`` only makes transactions meet.
    "units": Audited(plain=frozenset(), left_out=frozenset({"held"})),
    "duties": Audited(plain=frozenset()),
    "members": Audited(
        person="_id",
        plain=frozenset({"kind", "unit_id", "roles", "grants", "positions", "status", "locale", "chose_locale"})
        | {"version", "since", "zone"},
        # Kept here, they would stay under keys that are taken out of use.
        left_out=frozenset({"contacts"}),
    ),
    "chats": Audited(person="member_id", plain=frozenset({"channel", "member_id", "linked_at"})),
    "transfers": Audited(
        person="member_id",
        plain=frozenset({"member_id", "from_unit_id", "to_unit_id", "state", "asked_by", "asked_at", "expires_at"})
        | {"ended_at", "ended_by", "waiting_for"},
    ),
    "leaves": Audited(
        person="member_id",
        plain=frozenset({"member_id", "unit_id", "state", "asked_by", "asked_at", "decided_by", "decided_at"})
        | {"cut_short"},
    ),
    "import_jobs": Audited(
        plain=frozenset(), left_out=frozenset({"rows", "parts", "portions", "done", "counts", "expires_at"})
    ),
    "disclosures": Audited(person="member_id", plain=frozenset({"member_id", "at"})),
    "erasures": Audited(plain=frozenset()),
}
