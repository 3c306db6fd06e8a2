"""How well suggestions agree with labelled texts: the figures of ``zhixing triage evaluate``."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.incidents.triage.engine import suggest
from services.incidents.triage.model import Category, Suggestion, ToneValue

NOTHING = "none"
"""In a file: nothing to report. As an answer: unrecognised."""

_COLUMNS = ("category", "severity", "tone", "text")
_TONES = {"neg": ToneValue.NEGATIVE, "neu": ToneValue.NEUTRAL, "pos": ToneValue.POSITIVE}
_SEVERE = 3


class EvaluationFileError(ValueError):
    """The file of labelled texts cannot be used; the message is one sentence naming the line."""


@dataclass(frozen=True, slots=True)
class Labelled:
    category: str
    severity: int
    tone: ToneValue
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Judged:
    labelled: Labelled
    suggestion: Suggestion
    milliseconds: float

    @property
    def answer(self) -> str:
        return self.suggestion.category or NOTHING

    @property
    def level(self) -> int | None:
        return self.suggestion.severity.level if self.suggestion.severity else None


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``; ``value`` is None when there was nothing to measure."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Severity figures are over texts that have something to report.

    ``over_trigger``: texts with nothing to report that were given a category. ``severe_recall``: labelled
    3-4 and suggested 3-4 (unrecognised counts as missed). ``severe_alarm``: of what was suggested as 3-4,
    how much was not. Times are wall-clock milliseconds for one text.
    """

    texts: int
    category: Share
    category_top_two: Share
    in_scope_category: Share
    severity_exact: Share
    severity_within_one: Share
    severe_recall: Share
    severe_alarm: Share
    unrecognised_in_scope: Share
    over_trigger: Share
    tone: Share
    by_category: dict[str, Share]
    by_style: dict[str, Share]
    severe_by_style: dict[str, Share]
    confusion: dict[tuple[str, str], int]
    milliseconds_mean: float
    milliseconds_p99: float


def read_labelled(path: Path) -> list[Labelled]:
    """Tab-separated with a header: category, severity, tone, text, maybe style. Or EvaluationFileError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationFileError(f"{path.name}: cannot be read: {error}") from error
    if not lines or tuple(lines[0].split("\t"))[: len(_COLUMNS)] != _COLUMNS:
        raise EvaluationFileError(f"{path.name}: the first line must be {' '.join(_COLUMNS)}, separated by tabs")
    rows = [_row(path.name, number, line) for number, line in enumerate(lines[1:], start=2) if line.strip()]
    if not rows:
        raise EvaluationFileError(f"{path.name}: holds no text")
    return rows


def _row(name: str, number: int, line: str) -> Labelled:
    cells = line.split("\t")
    if len(cells) not in (len(_COLUMNS), len(_COLUMNS) + 1):
        raise EvaluationFileError(f"{name}, line {number}: {len(cells)} columns instead of {len(_COLUMNS)}")
    category, severity, tone, text = cells[: len(_COLUMNS)]
    if category not in (*Category, NOTHING):
        raise EvaluationFileError(f"{name}, line {number}: {category!r} is no category")
    if severity not in ("1", "2", "3", "4"):
        raise EvaluationFileError(f"{name}, line {number}: severity is 1 to 4, not {severity!r}")
    if tone not in _TONES:
        raise EvaluationFileError(f"{name}, line {number}: tone is neg, neu or pos, not {tone!r}")
    style = cells[len(_COLUMNS)] if len(cells) > len(_COLUMNS) else ""
    return Labelled(category, int(severity), _TONES[tone], text, style)


def judge(labelled: Iterable[Labelled], suggester: Callable[[str], Suggestion] = suggest) -> list[Judged]:
    judged = []
    suggester("")
    for one in labelled:
        began = time.perf_counter()
        suggestion = suggester(one.text)
        judged.append(Judged(one, suggestion, (time.perf_counter() - began) * 1000))
    return judged


def measure(judged: Sequence[Judged]) -> Figures:
    """Figures over at least one judged text."""
    scope = [one for one in judged if one.labelled.category != NOTHING]
    ordinary = [one for one in judged if one.labelled.category == NOTHING]
    severe = [one for one in scope if one.labelled.severity >= _SEVERE]
    alarmed = [one for one in judged if (one.level or 0) >= _SEVERE]
    times = sorted(one.milliseconds for one in judged)
    return Figures(
        texts=len(judged),
        category=_share(judged, _category_right),
        category_top_two=_share(judged, _in_top_two),
        in_scope_category=_share(scope, _category_right),
        severity_exact=_share(scope, lambda one: one.level == one.labelled.severity),
        severity_within_one=_share(
            scope, lambda one: one.level is not None and abs(one.level - one.labelled.severity) <= 1
        ),
        severe_recall=_share(severe, _called_severe),
        severe_alarm=_share(alarmed, lambda one: one.labelled.severity < _SEVERE),
        unrecognised_in_scope=_share(scope, lambda one: not one.suggestion.recognised),
        over_trigger=_share(ordinary, lambda one: one.suggestion.recognised),
        tone=_share(judged, lambda one: one.suggestion.tone.value is one.labelled.tone),
        by_category=_grouped(judged, lambda one: one.labelled.category, _category_right),
        by_style=_grouped(judged, lambda one: one.labelled.style, _category_right),
        severe_by_style=_grouped(severe, lambda one: one.labelled.style, _called_severe),
        confusion=dict(Counter((one.labelled.category, one.answer) for one in judged)),
        milliseconds_mean=sum(times) / len(times),
        milliseconds_p99=times[min(len(times) - 1, int(len(times) * 0.99))],
    )


def _category_right(one: Judged) -> bool:
    return one.answer == one.labelled.category


def _in_top_two(one: Judged) -> bool:
    return _category_right(one) or one.labelled.category in [
        candidate.category for candidate in one.suggestion.candidates
    ]


def _called_severe(one: Judged) -> bool:
    return (one.level or 0) >= _SEVERE


def _share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> Share:
    return Share(sum(1 for one in judged if holds(one)), len(judged))


def _grouped(
    judged: Sequence[Judged], key: Callable[[Judged], str], holds: Callable[[Judged], bool]
) -> dict[str, Share]:
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(key(one), []).append(one)
    return {name: _share(groups[name], holds) for name in sorted(groups)}
