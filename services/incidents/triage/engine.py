"""Report text -> suggestion. Pure: the same text and rules always give the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.incidents.triage.context import Evidence, gather
from services.incidents.triage.model import (
    Candidate,
    Category,
    Phrase,
    Reason,
    Severity,
    Suggestion,
    Tone,
    ToneValue,
)
from services.incidents.triage.patterns import Hit, Pattern
from services.incidents.triage.rules import CategoryRule, Rules, built_in
from services.incidents.triage.text import Text, read

LONGEST = 4000
"""Characters looked at; what comes after is left unread rather than letting one text hold a process up."""

_HEARD = 0.3
_SEVERE = 3


@dataclass(frozen=True, slots=True)
class _Scored:
    candidate: Candidate
    grounded: bool


def suggest(text: str, rules: Rules | None = None) -> Suggestion:
    """Category (top two), severity and tone for a report, each with the phrases that led to it.

    Only the first ``LONGEST`` characters are read. ``rules`` defaults to the built-in file.
    """
    rules = rules or built_in()
    page = read(text[:LONGEST], rules.file.substitutes)
    evidence = gather(page, rules)
    scored = _categories(page, evidence, rules)
    named = tuple(one.candidate for one in scored if one.candidate.score >= rules.file.threshold)[:2]
    tone = _tone(page, evidence, rules)
    reason = _reason(named, scored, evidence, tone)
    category = named[0].category if named else Category.OTHER
    severity = _severity(page, evidence, rules, category, tone)
    if reason is not Reason.MATCHED:
        named = ()
        if _stands_alone(severity, evidence, reason):
            reason = Reason.SEVERE_WITHOUT_CATEGORY
            named = (Candidate(Category.OTHER, rules.file.threshold, severity.phrases if severity else ()),)
    return Suggestion(
        candidates=named,
        severity=severity if named else None,
        tone=tone,
        reason=reason,
        set_aside=evidence.set_aside,
        rules_version=rules.version,
    )


def _stands_alone(severity: Severity | None, evidence: Evidence, reason: Reason) -> bool:
    """Harm this serious is put before a person even when no category fits."""
    return (
        severity is not None
        and severity.level >= _SEVERE
        and bool(severity.phrases)
        and reason in {Reason.NOTHING_MATCHED, Reason.TOO_WEAK}
        and not evidence.foreign
    )


def _reason(named: Sequence[Candidate], scored: Sequence[_Scored], evidence: Evidence, tone: Tone) -> Reason:
    grounded = any(one.grounded for one in scored if one.candidate.score > 0) or evidence.harmed
    if (
        evidence.praised
        and not evidence.complained
        and not evidence.gravely_harmed
        and tone.value is not ToneValue.NEGATIVE
    ):
        return Reason.POSITIVE_NEWS
    if evidence.preventive and not grounded and not evidence.complained:
        return Reason.PREVENTIVE
    if evidence.foreign and not evidence.setting:
        return Reason.OUT_OF_SCOPE
    if named:
        return Reason.MATCHED
    return Reason.TOO_WEAK if scored else Reason.NOTHING_MATCHED


def _categories(page: Text, evidence: Evidence, rules: Rules) -> list[_Scored]:
    scores: dict[Category, float] = {}
    phrases: dict[Category, list[Phrase]] = {}
    grounded: set[Category] = set()
    for rule in rules.category_rules:
        found = _first(rule.patterns, evidence.hits, page)
        if found is None:
            continue
        weight = _weight(rule, evidence)
        scores[rule.category] = scores.get(rule.category, 0.0) + weight
        phrases.setdefault(rule.category, []).append(_phrase(page, found, rule.id, weight))
        if rule.grounds and weight > 0:
            grounded.add(rule.category)
    ranked = sorted(scores, key=lambda category: (-scores[category], list(Category).index(category)))
    return [
        _Scored(Candidate(category, round(scores[category], 2), tuple(phrases[category])), category in grounded)
        for category in ranked
    ]


def _weight(rule: CategoryRule, evidence: Evidence) -> float:
    """Once a text says a story is untrue, the story's own words weigh little."""
    if evidence.denied and rule.category is not Category.RUMOUR and rule.weight > 0:
        return round(rule.weight * _HEARD, 2)
    return rule.weight


def _severity(page: Text, evidence: Evidence, rules: Rules, category: Category, tone: Tone) -> Severity:
    for rule in rules.severity_rules:
        if rule.categories and category not in rule.categories:
            continue
        found = _first(rule.patterns, evidence.actual, page)
        if found is not None:
            return Severity(rule.level, rule.id, (_phrase(page, found, rule.id, float(rule.level)),))
    level = rules.file.severity_default[category]
    if level == 1 and tone.value is ToneValue.NEGATIVE:
        return Severity(2, "default.negative-wording", tone.phrases[:1])
    return Severity(level, f"default.{category}", ())


def _tone(page: Text, evidence: Evidence, rules: Rules) -> Tone:
    weighed: list[tuple[Phrase, bool]] = []
    for negative, weights in ((True, rules.file.tone.negative), (False, rules.file.tone.positive)):
        for concept, weight in weights.items():
            for hit in evidence.actual.get(concept, ())[:1]:
                weighed.append((_phrase(page, hit, f"tone.{concept}", weight), negative))
    against = sum(phrase.weight for phrase, negative in weighed if negative)
    for_it = sum(phrase.weight for phrase, negative in weighed if not negative)
    if against >= 1 and against >= for_it:
        return Tone(ToneValue.NEGATIVE, tuple(phrase for phrase, negative in weighed if negative))
    if for_it >= 1:
        return Tone(ToneValue.POSITIVE, tuple(phrase for phrase, negative in weighed if not negative))
    return Tone(ToneValue.NEUTRAL, ())


def _first(patterns: Sequence[Pattern], hits: Mapping[str, Sequence[Hit]], page: Text) -> Hit | None:
    for pattern in patterns:
        found = pattern.first(hits, page)
        if found is not None:
            return found
    return None


def _phrase(page: Text, hit: Hit, rule_id: str, weight: float) -> Phrase:
    start, end = page.span(hit.start, hit.end)
    return Phrase(page.report[start:end], start, end, rule_id, weight)
