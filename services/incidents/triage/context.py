"""What the words found are worth here: negated, practised, only possible, long ago elsewhere, or denied."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from services.incidents.triage.model import SetAside, Why
from services.incidents.triage.patterns import Hit
from services.incidents.triage.rules import COUNTED, Rules
from services.incidents.triage.text import Text

Hits = dict[str, list[Hit]]

_NOT_HERE = frozenset({Why.CONDITIONAL, Why.SIMULATED, Why.ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Evidence:
    """``hits`` are what categories are read from, ``actual`` what severity and tone are read from."""

    hits: Hits
    actual: Hits
    set_aside: tuple[SetAside, ...]
    preventive: bool
    practice: bool
    everyday: bool
    strongly_praised: bool
    denied: bool
    complained: bool
    praised: bool
    setting: bool
    foreign: bool
    harmed: bool
    gravely_harmed: bool


def gather(page: Text, rules: Rules) -> Evidence:
    found = rules.scanner.scan(page.plain)
    _count(page, found, rules)
    negated = _negated(page, found, rules)
    hits = {
        name: [hit for hit in places if name not in rules.negatable or (hit.start, hit.end) not in negated]
        for name, places in found.items()
    }
    context = rules.file.contexts
    unreal = _unreal(page, hits, rules)
    for name in hits.keys() & rules.literals:
        hits[name] = [hit for hit in hits[name] if unreal.get(hit.start) not in _NOT_HERE]
    hits = {name: places for name, places in hits.items() if places}
    hits = {name: places for name, places in hits.items() if places}
    actual = {
        name: [hit for hit in places if hit.start not in unreal] if name in rules.outcomes else places
        for name, places in hits.items()
    }
    actual = {name: places for name, places in actual.items() if places}
    aside = [(Hit(*place), Why.NEGATED) for place in negated]
    aside += [(hit, unreal[hit.start]) for name in rules.outcomes for hit in hits.get(name, ()) if hit.start in unreal]
    simulated = Why.SIMULATED in unreal.values()
    return Evidence(
        hits=_without_unreal(hits, actual, rules),
        actual=actual,
        set_aside=_set_aside(page, aside),
        preventive=bool(hits.get(context.preventive)) or simulated or bool(hits.get(context.conditional)),
        practice=bool(hits.get(context.practice)),
        everyday=bool(hits.get(context.everyday)),
        strongly_praised=bool(hits.get(context.strong_praise)),
        denied=bool(hits.get(context.denied)),
        complained=bool(hits.get(context.complaint)),
        praised=bool(hits.get(context.praise)),
        setting=bool(hits.get(context.setting)),
        foreign=bool(hits.get(context.foreign)),
        harmed=any(actual.get(name) for name in rules.outcomes),
        gravely_harmed=bool(actual.get(context.harm)),
    )


def _without_unreal(hits: Hits, actual: Hits, rules: Rules) -> Hits:
    return {
        name: actual[name] if name in rules.outcomes else places
        for name, places in hits.items()
        if name not in rules.outcomes or name in actual
    }


def _set_aside(page: Text, aside: list[tuple[Hit, Why]]) -> tuple[SetAside, ...]:
    spans = {page.span(hit.start, hit.end): why for hit, why in aside}
    return tuple(SetAside(page.report[start:end], start, end, why) for (start, end), why in sorted(spans.items()))


def _count(page: Text, found: Hits, rules: Rules) -> None:
    """Put numbers in as hits of ``people10``, ``money1000000``: every step they reach."""
    for quantity in rules.numbers.quantities(page.plain):
        kind = "spread" if quantity.kind == "bare" else quantity.kind
        for least in COUNTED[kind]:
            if quantity.value >= least:
                found.setdefault(f"{kind}{least}", []).append(Hit(quantity.start, quantity.end))


def _negated(page: Text, found: Hits, rules: Rules) -> set[tuple[int, int]]:
    """Places taken away by a negation earlier in the clause, unless something breaks its reach."""
    spec = rules.file.negation
    reach = [(hit, spec.far_window) for hit in found.get("_far", ())]
    reach += [(hit, spec.near_window) for hit in found.get("_near", ())]
    breakers = sorted(hit.start for hit in found.get("_breakers", ()))
    taken: set[tuple[int, int]] = set()
    for name in rules.negatable:
        for hit in found.get(name, ()):
            for negation, window in reach:
                gap = hit.start - negation.end
                if not 0 <= gap <= window or page.clause[negation.start] != page.clause[hit.start]:
                    continue
                following = bisect_left(breakers, negation.end)
                if following == len(breakers) or breakers[following] >= hit.start:
                    taken.add((hit.start, hit.end))
    return taken


def _unreal(page: Text, hits: Hits, rules: Rules) -> dict[int, Why]:
    """Positions whose words tell of harm that did not happen here: start -> why."""
    context = rules.file.contexts
    marks: dict[int, Why] = {}
    for concept, why in (
        (context.simulated, Why.SIMULATED),
        (context.elsewhere, Why.ELSEWHERE),
        (context.denied, Why.DENIED),
    ):
        sentences = {page.sentence[hit.start] for hit in hits.get(concept, ())}
        if why is Why.DENIED:
            sentences |= {number - 1 for number in sentences} | {number + 1 for number in sentences}
        _mark(page, sentences, why, marks)
    happened = {page.sentence[hit.start] for hit in hits.get(context.occurred, ())}
    practised = {page.sentence[hit.start] for hit in hits.get(context.practice, ())}
    _mark(page, practised - happened, Why.PREVENTIVE, marks)
    for hit in hits.get(context.conditional, ()):
        for position in range(hit.start, len(page.plain)):
            if page.sentence[position] != page.sentence[hit.start]:
                break
            marks.setdefault(position, Why.CONDITIONAL)
    return marks


def _mark(page: Text, sentences: Iterable[int], why: Why, marks: dict[int, Why]) -> None:
    wanted = set(sentences)
    if wanted:
        for position, number in enumerate(page.sentence):
            if number in wanted:
                marks.setdefault(position, why)
