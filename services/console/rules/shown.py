"""What the pages about rules say: labels, the values that can be chosen with their words, and a policy in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.console.rules import forms
from services.console.rules.answers import Effect, Judged
from services.console.texts import Say, sayer
from shared.events.policies import Policy
from shared.exports import wording

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class EffectLine:
    """A unit before and after, in words."""

    unit: str
    differs: bool
    before: str
    after: str
    before_value: str
    after_value: str


def shown(locale: str) -> dict[str, Any]:
    """For templates: ``label`` of a field, ``choices`` by field, a policy ``in_words``, and ``own`` words of a text."""
    say = sayer(locale)

    def label(name: str) -> str:
        return say(f"field-{name.replace('_', '-')}")

    def in_words(policy: Policy) -> str:
        return " · ".join(_in_words(policy, say))

    return {"label": label, "choices": _choices(say), "in_words": in_words, "own": lambda text: text.of(locale)}


def effect_lines(
    effect: Effect, before: Policy | None, after: Policy, names: dict[str, str], locale: str
) -> list[EffectLine]:
    """Those that are judged otherwise first, by path."""

    def words(judged: Judged | None, policy: Policy | None) -> str:
        if judged is None or policy is None:
            return ""
        row = {**judged.model_dump(), "metric": policy.metric}
        return wording.value(row, locale)

    return [
        EffectLine(
            names.get(each.unit_path, each.unit_path),
            each.differs,
            *each.states,
            words(each.before, before),
            words(each.after, after),
        )
        for each in sorted(effect.units, key=lambda each: (not each.differs, each.unit_path.split("/")))
    ]


def _in_words(policy: Policy, say: Say) -> Iterable[str]:
    yield say("policies-window", window=policy.window)
    unit = "sessions" if policy.metric == "sessions" else "share"
    yield say(
        "policies-least", metric=say("policies-metric", metric=policy.metric), unit=unit, least=forms.at_least(policy)
    )
    if policy.metric == "unit-coverage":
        yield say("policies-covered", kind=say("unit-kind", kind=policy.covered))
    kinds, subjects, positions = policy.filter.kinds, policy.filter.subjects, policy.filter.positions
    if kinds:
        yield _list(say, [say("plan-kind", kind=each) for each in kinds])
    if subjects:
        yield _list(say, [say("plan-subject", subject=each) for each in subjects])
    if policy.filter.least_minutes:
        yield say("policies-least-minutes", minutes=policy.filter.least_minutes)
    if positions:
        yield _list(say, [say("plan-position", position=each) for each in positions])
    yield say("policies-applies", kinds=_list(say, [say("unit-kind", kind=each) for each in policy.applies_to]))


def _list(say: Say, words: list[str]) -> str:
    return say("plan-list-comma").join(words)


def _choices(say: Say) -> dict[str, Options]:
    kinds = [(each, say("unit-kind", kind=each)) for each in forms.UNIT_KINDS]
    return {
        "metric": [(each, say("policies-metric", metric=each)) for each in forms.METRICS],
        "window": [(each, say("policies-window", window=each)) for each in forms.WINDOWS],
        "applies_to": kinds,
        "covered": kinds,
        "study_kinds": [(each, say("plan-kind", kind=each)) for each in forms.STUDY_KINDS],
        "subjects": [(each, say("plan-subject", subject=each)) for each in forms.SUBJECTS],
        "positions": [(each, say("plan-position", position=each)) for each in forms.POSITIONS],
    }
