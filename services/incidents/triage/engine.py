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
    page = read(text[:LONGEST], rules.folding)
    evidence = gather(page, rules)
    scored = _categories(page, evidence, rules)
    tone = _tone(page, evidence, rules)
    threshold = rules.file.threshold_when_told if _reads_like_a_report(evidence, tone) else rules.file.threshold
    named = tuple(one.candidate for one in scored if one.candidate.score >= threshold)[:2]
    reason = _reason(named, scored, evidence, tone)
    category = named[0].category if named else Category.OTHER
    severity = _severity(page, evidence, rules, category, tone)
    if named and reason is Reason.PREVENTIVE and _told_severe(severity):
        reason = Reason.MATCHED
    if reason is not Reason.MATCHED:
        named = ()
        if _stands_alone(severity, evidence, reason):
            reason = Reason.SEVERE_WITHOUT_CATEGORY
            named = (Candidate(Category.OTHER, rules.file.threshold, severity.phrases),)
    return Suggestion(
        candidates=named,
        severity=severity if named else None,
        tone=_settled_tone(tone, named, severity, reason, evidence, rules),
        reason=reason,
        set_aside=evidence.set_aside,
        rules_version=rules.version,
    )


def _told_severe(severity: Severity) -> bool:
    return severity.level >= _SEVERE and bool(severity.phrases)


def _settled_tone(
    tone: Tone,
    named: Sequence[Candidate],
    severity: Severity,
    reason: Reason,
    evidence: Evidence,
    rules: Rules,
) -> Tone:
    """Words of harm do not make a notice or a settled matter negative; a problem told plainly does."""
    plain = Tone(ToneValue.NEUTRAL, ())
    if evidence.complained:
        return tone
    quiet = severity.level == 1 and severity.rule_id.startswith("s1.settled")
    if tone.value is ToneValue.NEGATIVE and (quiet or reason is Reason.PREVENTIVE):
        return plain
    if tone.value is ToneValue.NEUTRAL and named and severity.level > 1:
        grounds = {rule.id for rule in rules.category_rules if rule.grounds and rule.weight > 0}
        cues = tuple(phrase for phrase in named[0].phrases if phrase.rule_id in grounds)[:2]
        return Tone(ToneValue.NEGATIVE, cues) if cues else tone
    return tone


def _reads_like_a_report(evidence: Evidence, tone: Tone) -> bool:
    if not evidence.setting or evidence.foreign:
        return False
    told = tone.value is ToneValue.NEGATIVE or evidence.complained or evidence.harmed
    ordinary = evidence.preventive or evidence.practice or evidence.everyday or evidence.praised
    return told or not ordinary


def _stands_alone(severity: Severity, evidence: Evidence, reason: Reason) -> bool:
    """Harm this serious is put before a person even when no category fits."""
    return _told_severe(severity) and reason in {Reason.NOTHING_MATCHED, Reason.TOO_WEAK} and not evidence.foreign


def _reason(named: Sequence[Candidate], scored: Sequence[_Scored], evidence: Evidence, tone: Tone) -> Reason:
    grounded = any(one.grounded for one in scored if one.candidate.score > 0) or evidence.harmed
    unharmed = not evidence.complained and not evidence.gravely_harmed
    if unharmed and (evidence.strongly_praised or (evidence.praised and tone.value is not ToneValue.NEGATIVE)):
        return Reason.POSITIVE_NEWS
    if unharmed and (evidence.everyday or (evidence.practice and not evidence.harmed)):
        return Reason.PREVENTIVE
    if evidence.preventive and not grounded and unharmed:
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
        found = _places(rule, evidence.hits, page)
        if not found:
            continue
        weight = _weight(rule, evidence)
        scores[rule.category] = scores.get(rule.category, 0.0) + weight * len(found)
        phrases.setdefault(rule.category, []).extend(_phrase(page, hit, rule.id, weight) for hit in found)
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


def _places(rule: CategoryRule, hits: Mapping[str, Sequence[Hit]], page: Text) -> list[Hit]:
    for pattern in rule.patterns:
        found = pattern.several(hits, page, rule.most)
        if found:
            return found
    return []


def _phrase(page: Text, hit: Hit, rule_id: str, weight: float) -> Phrase:
    start, end = page.span(hit.start, hit.end)
    return Phrase(page.report[start:end], start, end, rule_id, weight)
