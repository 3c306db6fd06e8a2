"""What each role may do, and where: the one place that says so.

Whoever decides calls ``may`` (or ``may_own``) with the grants that the deciding service knows, so that a role taken
away works at once. Everything not named here is refused. docs/decisions/0016 says why it is as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

from shared.access import consultation
from shared.events.directory import Role

Action = Literal[
    "check-in",
    "see-own",
    "report-incident",
    "handle-incident",
    "see-figures",
    "see-missing",
    "see-members",
    "see-contacts",
    "schedule-task",
    "take-roll",
    "correct-check-ins",
    "decide-make-up",
    "organise-activity",
    "request-transfer",
    "decide-transfer",
    "record-leave",
    "decide-leave",
    "set-duties",
    "change-tree",
    "register-members",
    "import-members",
    "export-people",
    "erase-people",
    "read-audit",
    "issue-link-code",
    "administer",
    "operate",
]
ACTIONS: frozenset[Action] = frozenset(get_args(Action))

#: A scope that every unit lies in.
EVERYWHERE = ""


class Grant(NamedTuple):
    """A role and the path of the unit it is held at; it holds there and below. ``operator`` is nobody's to be given:
    it is whoever works at the machine that has the keys."""

    role: Role | Literal["operator"]
    path: str


#: What everybody who belongs to the district may do about themselves, whatever their roles.
OWN: frozenset[Action] = frozenset({"check-in", "see-own", "request-transfer", "record-leave", "issue-link-code"})

_SECRETARY: frozenset[Action] = frozenset(
    {
        "report-incident",
        "see-figures",
        "see-missing",
        "see-members",
        "see-contacts",
        "schedule-task",
        "take-roll",
        "correct-check-ins",
        "decide-make-up",
        "organise-activity",
        "request-transfer",
        "decide-transfer",
        "record-leave",
        "decide-leave",
        "issue-link-code",
    }
)
_SCHOOL_ADMIN: frozenset[Action] = frozenset(
    {
        "report-incident",
        "see-figures",
        "see-members",
        "see-contacts",
        "organise-activity",
        "set-duties",
        "register-members",
        "import-members",
        "issue-link-code",
    }
)

#: What each role may do at the unit it is held at and below.
ALLOWED: dict[Role | Literal["operator"], frozenset[Action]] = {
    "member": frozenset(),
    "reporter": frozenset({"report-incident"}),
    "secretary": _SECRETARY,
    "school-admin": _SCHOOL_ADMIN,
    "duty-officer": frozenset({"report-incident", "handle-incident", "see-figures"}),
    "district-admin": ACTIONS - {"check-in", "see-own", "operate"},
    # Looks, and changes nothing.
    "auditor": frozenset({"see-figures", "see-missing", "see-members", "read-audit"}),
    "ops": frozenset({"operate"}),
    # Sets a district up and keeps it running; does not speak for its members.
    "operator": ACTIONS
    - {
        "check-in",
        "see-own",
        "report-incident",
        "handle-incident",
        "correct-check-ins",
        "decide-make-up",
        "decide-transfer",
        "decide-leave",
    },
}

#: The grants of whoever works at the machine that has the keys.
OPERATOR: tuple[Grant, ...] = (Grant("operator", EVERYWHERE),)


def is_within(path: str, scope: str) -> bool:
    """Whether a unit's path is the scope's or below it."""
    return path == scope or path.startswith(scope + "/")


def may(grants: Iterable[Grant], action: Action, path: str) -> bool:
    """Whether someone with these grants may do ``action`` at the unit with ``path``."""
    consultation.note()
    return any(action in ALLOWED[grant.role] and is_within(path, grant.path) for grant in grants)


def may_own(grants: Iterable[Grant], action: Action) -> bool:
    """Whether someone with these grants may do ``action`` about themselves; who left has none, and may nothing."""
    consultation.note()
    return action in OWN and any(True for _ in grants)


def held_by(grants: Iterable[Grant], action: Action) -> list[str]:
    """The scopes in which ``action`` is allowed, for queries: what lies in none of them must not be shown."""
    consultation.note()
    return sorted({grant.path for grant in grants if action in ALLOWED[grant.role]})
