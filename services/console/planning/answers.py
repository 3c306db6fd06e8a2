"""What the services say about plans, as far as the pages need it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.events.plans import Evidence, LateRule, Scope, Timing, Window


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Session(_Answer):
    """An occurrence that is made already. A task that was set by itself has no plan, and no slot."""

    occurrence_id: str
    plan_id: str | None
    #: The day that the plan's rule names, whatever it was moved to.
    slot: date | None
    day: date
    title: str
    unit_path: str
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    credit_minutes: int
    provisional: bool
    state: str
    # Only of a plan that is asked for to change it.
    evidence: Evidence | None = None
    late: LateRule | None = None
    grace_minutes: int | None = None


class Plan(_Answer):
    plan_id: str
    version: int
    state: str
    title: str
    kind: str
    subjects: tuple[str, ...]
    scope: Scope
    timing: Timing
    window: Window
    credit_minutes: int
    evidence: Evidence
    late: LateRule
    #: Who changed it last.
    actor_id: str | None = None
    occurrences: tuple[Session, ...] = ()

    def session(self, slot: date) -> Session | None:
        return next((each for each in self.occurrences if each.slot == slot), None)

    def evidence_at(self, slot: date | None) -> Evidence:
        """Of a session, which may have its own, or of the plan."""
        session = self.session(slot) if slot else None
        return session.evidence if session and session.evidence else self.evidence


class Answer(_Answer):
    """Of a change; see ``services.checkins.plans.handlers.Answer``."""

    refused: str | None
    plans: Mapping[str, int]
    changed_by: str | None = None
