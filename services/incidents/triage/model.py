"""What a suggestion is made of. Everything is frozen and carries the places in the text that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a report is about. Codes are stored and appear in files: never rename one."""

    FOOD_SAFETY = "food_safety"
    TRAFFIC = "traffic"
    BULLYING = "bullying"
    TEACHER_CONDUCT = "teacher_conduct"
    FEES = "fees"
    ADMISSIONS = "admissions"
    FACILITIES = "facilities"
    NATURAL_HAZARD = "natural_hazard"
    HEALTH_EPIDEMIC = "health_epidemic"
    MENTAL_HEALTH = "mental_health"
    SECURITY = "security"
    RUMOUR = "rumour"
    EXAM_DISCIPLINE = "exam_discipline"
    STAFF_PAY = "staff_pay"
    TEACHING_LOAD = "teaching_load"
    OUT_OF_SCHOOL_TRAINING = "out_of_school_training"
    OTHER = "other"


class ToneValue(StrEnum):
    """The leaning of the wording, by rules. It says nothing about gravity: never sort by it."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Reason(StrEnum):
    """Why a category was named, or why none was."""

    MATCHED = "matched"
    SEVERE_WITHOUT_CATEGORY = "severe-without-category"
    NOTHING_MATCHED = "nothing-matched"
    TOO_WEAK = "too-weak"
    PREVENTIVE = "preventive"
    POSITIVE_NEWS = "positive-news"
    OUT_OF_SCOPE = "out-of-scope"


class Why(StrEnum):
    """Why a phrase that was found does not count."""

    NEGATED = "negated"
    PREVENTIVE = "preventive"
    SIMULATED = "simulated"
    CONDITIONAL = "conditional"
    ELSEWHERE = "elsewhere"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Phrase:
    """``text`` is exactly ``report[start:end]`` (code points of the report as it was given)."""

    text: str
    start: int
    end: int
    rule_id: str
    weight: float


@dataclass(frozen=True, slots=True)
class SetAside:
    """A phrase that was found but does not count, and why."""

    text: str
    start: int
    end: int
    why: Why


@dataclass(frozen=True, slots=True)
class Candidate:
    """A category with the weight of evidence for it. Scores compare within one text only."""

    category: Category
    score: float
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Severity:
    """Level 1 (least) to 4, the first rule in order that fits, and where it fits (empty for a default)."""

    level: int
    rule_id: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Tone:
    value: ToneValue
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """At most two candidates, best first. ``category`` None is the answer "unrecognised": a person must look.

    An unrecognised text has no severity at all, so that it cannot be shown as the mildest one.
    """

    candidates: tuple[Candidate, ...]
    severity: Severity | None
    tone: Tone
    reason: Reason
    set_aside: tuple[SetAside, ...]
    rules_version: str

    @property
    def category(self) -> Category | None:
        return self.candidates[0].category if self.candidates else None

    @property
    def recognised(self) -> bool:
        return bool(self.candidates)
