"""What a person chose, put together with what the rules suggest. The person's word always stands."""

from __future__ import annotations

from dataclasses import dataclass

from services.incidents.triage.model import Category, Suggestion


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """What the reporter or officer chose; None where they chose nothing."""

    category: Category | None = None
    severity: int | None = None

    def __post_init__(self) -> None:
        if self.severity is not None and self.severity not in (1, 2, 3, 4):
            raise ValueError(f"severity is 1 to 4, not {self.severity}")


@dataclass(frozen=True, slots=True)
class Decision:
    """``category`` and ``severity`` are what holds now; None means nobody and nothing could say.

    ``needs_person``: something in it was not chosen by a person. ``look_again``: the suggested severity, when
    it is above what the person chose: shown to them as a question, never applied.
    """

    category: Category | None
    severity: int | None
    needs_person: bool
    look_again: int | None


def merge(choice: PersonChoice, suggestion: Suggestion) -> Decision:
    """A suggestion fills what a person left open. It never replaces, lowers or raises what a person set."""
    suggested = suggestion.severity.level if suggestion.severity else None
    higher = choice.severity is not None and suggested is not None and suggested > choice.severity
    return Decision(
        category=choice.category or suggestion.category,
        severity=choice.severity if choice.severity is not None else suggested,
        needs_person=choice.category is None or choice.severity is None,
        look_again=suggested if higher else None,
    )
