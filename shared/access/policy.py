"""What each role may do, and where: the one place that says so."""

from __future__ import annotations

from collections.abc import Collection

from shared.events.directory import Role

_LEADING_PEOPLE = frozenset({"see-members", "see-contacts", "decide-transfer", "decide-leave", "record-leave"})

#: What each role may do within its scope. Everything not named is refused.
ALLOWED: dict[Role, frozenset[str]] = {
    "member": frozenset({"check-in"}),
    "reporter": frozenset({"check-in", "report-incident"}),
    "school-admin": frozenset({"check-in", "report-incident", "see-figures"}),
    "secretary": frozenset(
        {"check-in", "report-incident", "see-figures", "see-missing", "schedule-task"} | _LEADING_PEOPLE
    ),
    "duty-officer": frozenset({"check-in", "report-incident", "handle-incident", "see-figures"}),
    "district-admin": frozenset(
        {"check-in", "report-incident", "handle-incident", "see-figures", "see-missing", "schedule-task", "administer"}
        | _LEADING_PEOPLE
    ),
    "auditor": frozenset({"see-figures", "see-missing", "see-members"}),
    "ops": frozenset(),
}


def is_within(path: str, scope: str) -> bool:
    """Whether a unit's path is the scope's or below it."""
    return path == scope or path.startswith(scope + "/")


def may(roles: Collection[Role], scope: str, action: str, path: str) -> bool:
    """Whether someone with these roles at ``scope`` may do ``action`` at the unit with ``path``."""
    return is_within(path, scope) and any(action in ALLOWED[role] for role in {*roles, "member"})
