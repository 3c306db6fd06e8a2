"""The forms of policies and of make-up limits: from what was typed to what is asked of the service, and back."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import get_args

from services.console.planning.typed import Typed, Wrong
from services.console.rules.answers import plain
from shared.events.directory import Position, UnitKind
from shared.events.plans import StudyKind, Subject
from shared.events.policies import MOST_MAKE_UP_DAYS, Filter, MakeUpRule, Metric, Policy, Text, WindowKind

METRICS: tuple[str, ...] = get_args(Metric)
WINDOWS: tuple[str, ...] = get_args(WindowKind)
UNIT_KINDS: tuple[str, ...] = get_args(UnitKind)
STUDY_KINDS: tuple[str, ...] = get_args(StudyKind)
SUBJECTS: tuple[str, ...] = get_args(Subject)
POSITIONS: tuple[str, ...] = get_args(Position)
LONGEST = 300
_DAY = 24 * 60
_MOST_SESSIONS = 1000
_PER_CENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?) ?%?")


def blank() -> Typed:
    return Typed(
        metric="sessions",
        window="month",
        threshold="1",
        applies_to=["branch"],
        covered="branch",
        least_minutes="0",
        enabled="yes",
        version="0",
    )


def of_policy(policy: Policy, version: int) -> Typed:
    """A form filled in with a policy as it is."""
    return Typed(
        name_zh=policy.name.zh,
        name_en=policy.name.en,
        metric=policy.metric,
        window=policy.window,
        threshold=at_least(policy),
        applies_to=list(policy.applies_to),
        covered=policy.covered,
        study_kinds=list(policy.filter.kinds),
        subjects=list(policy.filter.subjects),
        positions=list(policy.filter.positions),
        least_minutes=str(policy.filter.least_minutes),
        source_zh=policy.source.zh,
        source_en=policy.source.en,
        enabled=["yes"] if policy.enabled else [],
        version=str(version),
    )


def policy(typed: Typed, policy_id: str) -> Policy:
    """Raises Wrong."""
    metric = typed.choice("metric", METRICS)
    filter = {
        "kinds": typed.choices("study_kinds", STUDY_KINDS),
        "subjects": typed.choices("subjects", SUBJECTS),
        "positions": typed.choices("positions", POSITIONS),
        "least_minutes": typed.number("least_minutes", _DAY, missing=0),
    }
    if metric == "minutes-share" and not (filter["kinds"] or filter["subjects"] or filter["least_minutes"]):
        raise Wrong("study_kinds", "refused-needs-a-filter")
    applies_to = typed.choices("applies_to", UNIT_KINDS)
    if not applies_to:
        raise Wrong("applies_to")
    return Policy.model_validate(
        {
            "policy_id": policy_id,
            "name": _text(typed, "name"),
            "metric": metric,
            "filter": Filter.model_validate(filter),
            "window": typed.choice("window", WINDOWS),
            "threshold": _threshold(typed, metric),
            "applies_to": applies_to,
            "covered": typed.choice("covered", UNIT_KINDS),
            "source": _text(typed, "source"),
            "enabled": typed.one("enabled") == "yes",
        }
    )


def digest(policy: Policy, version: int) -> str:
    """Of what is to be saved in place of a version: tells whether it is what an effect was shown of."""
    return hashlib.blake2s(json.dumps([plain(policy), version], sort_keys=True).encode(), digest_size=12).hexdigest()


def at_least(policy: Policy) -> str:
    """A number of sessions, or per cent."""
    return f"{policy.threshold if policy.metric == 'sessions' else policy.threshold * 100:.6g}"


def of_rule(rule: MakeUpRule, version: int) -> Typed:
    return Typed(
        ask_within_days=str(rule.ask_within_days),
        decide_within_days=str(rule.decide_within_days),
        per_month=str(rule.per_month),
        version=str(version),
    )


def rule(typed: Typed) -> MakeUpRule:
    """Raises Wrong."""
    decide = typed.number("decide_within_days", 60)
    if decide < 1:
        raise Wrong("decide_within_days")
    return MakeUpRule(
        ask_within_days=typed.number("ask_within_days", MOST_MAKE_UP_DAYS),
        decide_within_days=decide,
        per_month=typed.number("per_month", 100),
    )


def _text(typed: Typed, name: str) -> Text:
    """Who writes no English is shown in Chinese there, too."""
    zh = typed.line(f"{name}_zh", LONGEST)
    return Text(zh=zh, en=typed.line(f"{name}_en", LONGEST) if typed.one(f"{name}_en") else zh)


def _threshold(typed: Typed, metric: str) -> float:
    if metric == "sessions":
        return typed.number("threshold", _MOST_SESSIONS)
    found = _PER_CENT.fullmatch(unicodedata.normalize("NFKC", typed.one("threshold")))
    if found is None or float(found[1]) > 100:
        raise Wrong("threshold", "wrong-threshold-share")
    return round(float(found[1]) / 100, 6)
