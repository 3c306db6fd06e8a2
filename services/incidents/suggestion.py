"""What the triage rules read out of a text, as events and answers carry it."""

from __future__ import annotations

from typing import Any

from services.incidents.triage import Phrase, suggest
from shared.events.incidents import Suggested


def suggested(text: str) -> Suggested:
    """For the event of a report: the phrases without their places."""
    found = suggest(text)
    phrases = [phrase.text for phrase in found.candidates[0].phrases] if found.candidates else []
    if found.severity:
        phrases += [phrase.text for phrase in found.severity.phrases]
    return Suggested.model_validate(
        {
            "category": found.category.value if found.category else None,
            "severity": found.severity.level if found.severity else None,
            "tone": found.tone.value.value,
            "phrases": list(dict.fromkeys(phrases)),
            "rules_version": found.rules_version,
        }
    )


def explained(text: str) -> dict[str, Any]:
    """For a person who is choosing: the candidates, each with its phrases and their places in the text.

    ``{"recognised", "reason", "category", "severity", "tone", "candidates": [{"category", "score", "phrases"}],
    "severity_phrases", "tone_phrases", "set_aside": [{"text", "start", "end", "why"}], "rules_version"}``; a phrase is
    ``{"text", "start", "end", "rule_id"}``. An unrecognised text has neither category nor severity.
    """
    found = suggest(text)
    return {
        "recognised": found.recognised,
        "reason": found.reason.value,
        "category": found.category.value if found.category else None,
        "severity": found.severity.level if found.severity else None,
        "tone": found.tone.value.value,
        "candidates": [
            {
                "category": candidate.category.value,
                "score": candidate.score,
                "phrases": [_phrase(phrase) for phrase in candidate.phrases],
            }
            for candidate in found.candidates
        ],
        "severity_phrases": [_phrase(phrase) for phrase in found.severity.phrases] if found.severity else [],
        "tone_phrases": [_phrase(phrase) for phrase in found.tone.phrases],
        "set_aside": [
            {"text": aside.text, "start": aside.start, "end": aside.end, "why": aside.why.value}
            for aside in found.set_aside
        ],
        "rules_version": found.rules_version,
    }


def _phrase(phrase: Phrase) -> dict[str, Any]:
    return {"text": phrase.text, "start": phrase.start, "end": phrase.end, "rule_id": phrase.rule_id}
