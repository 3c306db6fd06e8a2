"""Triage help: what a report seems to be about, how serious it seems, and why. A person decides."""

from services.incidents.triage.engine import suggest
from services.incidents.triage.merge import Decision, PersonChoice, merge
from services.incidents.triage.model import (
    Candidate,
    Category,
    Phrase,
    Reason,
    SetAside,
    Severity,
    Suggestion,
    Tone,
    ToneValue,
    Why,
)
from services.incidents.triage.rules import RuleFileError, Rules, built_in, load

__all__ = [
    "Candidate",
    "Category",
    "Decision",
    "PersonChoice",
    "Phrase",
    "Reason",
    "RuleFileError",
    "Rules",
    "SetAside",
    "Severity",
    "Suggestion",
    "Tone",
    "ToneValue",
    "Why",
    "built_in",
    "load",
    "merge",
    "suggest",
]
