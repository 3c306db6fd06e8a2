"""The evidence that a plan asks for, as the commands about plans take it; a quiz is a file of questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from ops.texts import Problem

Row = dict[str, Any]


def evidence(kind: str | None, least: int | None, quiz: Path | None, before: Row) -> Row:
    """What is asked for now; what is not given stays as ``before``. Raises Problem."""
    kind = kind or ("quiz" if quiz else before["kind"])
    same = kind == before["kind"]
    if quiz and kind != "quiz":
        raise Problem("quiz-is-not-asked", kind=kind)
    questions = questions_of(quiz) if quiz else before["questions"] if same else []
    if kind == "quiz" and not questions:
        raise Problem("quiz-needs-questions")
    if least is None:
        least = before["least"] if same else 0
    if kind == "quiz" and least > len(questions):
        raise Problem("quiz-too-many-right", least=least, count=len(questions))
    return {"kind": kind, "least": least, "questions": questions}


def questions_of(file: Path) -> list[Row]:
    """As events have them. Raises Problem that names the first question that cannot be so."""
    from shared.events.plans import Question

    try:
        # JSON is YAML too.
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise Problem("plans-bad-quiz", file=str(file)) from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Problem("plans-bad-quiz", file=str(file))
    found = []
    for number, row in enumerate(rows, 1):
        try:
            question = Question.model_validate(_several(row))
        except ValidationError as error:
            field = str((error.errors(include_url=False)[0]["loc"] or ("",))[0])
            raise Problem("quiz-bad-question", number=number, field=field) from None
        if not question.solvable:
            raise Problem("quiz-bad-question", number=number, field="right")
        found.append(question.model_dump(mode="json"))
    return found


def text_of(questions: list[Row]) -> str:
    """A file that ``questions_of`` reads."""
    from shared.events.plans import Question

    rows = [
        {
            "text": each.text,
            "choices": each.choices,
            "right": [each.right, *each.also_right] if each.several else each.right,
        }
        for each in map(Question.model_validate, questions)
    ]
    text: str = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=120)
    return text


def _several(row: Row) -> Row:
    """A list of right choices asks for all of them."""
    right = row.get("right")
    if not isinstance(right, list) or not right:
        return row
    return {**row, "right": right[0], "also_right": right[1:], "several": True}
