"""Whether a check-in gives the evidence that its task asks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.checkins.model import Planning
from shared import rotating
from shared.events.checkins import DeclinedReason, RecordCheckIn
from shared.events.plans import Question

#: Wrong codes that a member may give for one task: of a million codes three are good at a time.
MOST_WRONG = 10


@dataclass(frozen=True)
class Lack:
    """What is missing: the reason, how much is asked for, and how much was given."""

    reason: DeclinedReason
    least: int = 0
    given: int = 0


def lacking(
    plan: Planning, asked: RecordCheckIn, moment: datetime, secret: bytes | None, wrong: int = 0
) -> Lack | None:
    """None when the check-in gives what the plan asks for.

    ``secret`` is that of the codes shown on the spot; None where none was ever shown. ``wrong`` is how many wrong ones
    the member has given for this task.
    """
    match plan.evidence:
        case "minutes":
            return _counted(asked.minutes, plan.least, "minutes-missing", "minutes-too-few")
        case "note":
            length = len((asked.note or "").strip())
            return _counted(length or None, plan.least, "note-missing", "note-too-short")
        case "photo":
            return None if asked.photo_ids else Lack("photo-missing")
        case "attendance-code":
            return _code(asked.code, moment, secret, wrong)
        case "quiz":
            return _quiz(_chosen(asked), plan.questions, plan.least)
        case _:
            return None


def right_answers(chosen: Sequence[Sequence[int]], questions: Sequence[Question]) -> int:
    """An answer is right when all right choices are taken, and no other."""
    pairs = zip(chosen, questions, strict=False)
    return sum(question.right is not None and set(taken) == question.rights for taken, question in pairs)


def _counted(given: int | None, least: int, missing: DeclinedReason, too_few: DeclinedReason) -> Lack | None:
    if given is None:
        return Lack(missing, least)
    return Lack(too_few, least, given) if given < least else None


def _code(code: str | None, moment: datetime, secret: bytes | None, wrong: int) -> Lack | None:
    plain = "".join(unicodedata.normalize("NFKC", code or "").split())
    if not plain:
        return Lack("code-missing")
    if wrong >= MOST_WRONG:
        return Lack("code-too-many-tries")
    found = rotating.check(secret, plain, moment) if secret is not None else "wrong-code"
    if isinstance(found, int):
        return None
    return Lack("code-expired" if found == "expired-code" else "code-wrong")


def _chosen(asked: RecordCheckIn) -> Sequence[Sequence[int]] | None:
    if asked.chosen is not None or asked.answers is None:
        return asked.chosen
    return [[answer] for answer in asked.answers]


def _quiz(chosen: Sequence[Sequence[int]] | None, questions: Sequence[Question], least: int) -> Lack | None:
    if chosen is None or len(chosen) != len(questions):
        return Lack("quiz-missing", least)
    right = right_answers(chosen, questions)
    return Lack("quiz-too-few-right", least, right) if right < least else None
