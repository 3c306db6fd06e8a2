"""A quiz in the form of a plan: its questions, their choices with what is right marked, and how many must be right.

Questions are rows of the form, as many as it says (``questions``); a row in which nothing is typed is none. The fields
of the second row are ``q2_text``, ``q2_choice_1`` and so on, and ``q2_right``, the number of the right choice, once for
each that is right. Where several are marked the question asks for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.console.planning.typed import Typed, Wrong, is_line
from shared.events.checkins import MAX_CHOICES, MAX_QUESTIONS
from shared.events.plans import Evidence, Question

LONGEST_TEXT = 200
#: Choices are the words of buttons in a chat; what the chat's page sends back of a button is not longer than 200.
LONGEST_CHOICE = 100
#: Of a question; more where it has more already.
_PLACES = 6
#: Rows of a form in which no quiz is yet.
_ROWS = 3
_LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Row:
    """A question as it was typed; choices with those that were left empty."""

    text: str = ""
    choices: tuple[str, ...] = ()
    #: The numbers of the right choices, from 1, in their order.
    right: tuple[str, ...] = ()

    @property
    def places(self) -> list[tuple[int, str, str]]:
        """Of choices: the number, the letter, and what is typed."""
        count = max(_PLACES, len(self.choices))
        given = [*self.choices, *[""] * count]
        return [(index + 1, _LETTERS[index], given[index]) for index in range(count)]

    @property
    def is_empty(self) -> bool:
        # Also where one is marked as right.
        return not self.text and not any(self.choices)


Fields = dict[str, str | list[str]]


def blank() -> Fields:
    return {**_fields([Row()] * _ROWS), "quiz_least": ""}


def of_evidence(evidence: Evidence) -> Fields:
    """Fields that show a quiz as it is, and empty ones of what is none."""
    if evidence.kind != "quiz":
        return blank()
    return {**_fields([_row(each) for each in evidence.questions]), "quiz_least": str(evidence.least)}


def rows(typed: Typed) -> list[Row]:
    """Those that the form shows; one at least."""
    count = typed.one("questions")
    shown = min(int(count), MAX_QUESTIONS) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    return [_typed_row(typed, number) for number in range(1, max(shown, 1) + 1)]


def may_grow(typed: Typed) -> bool:
    return len(rows(typed)) < MAX_QUESTIONS


def rebuilt(typed: Typed) -> tuple[Typed, str] | None:
    """With a row more or less, where one of the buttons for that was pressed, and the field to go on with. The rows
    after one that is taken out move up."""
    pressed, shown = typed.one("rows"), rows(typed)
    if pressed == "more":
        shown = [*shown, Row()][:MAX_QUESTIONS]
        return typed.but(rows="", **_fields(shown)), f"q{len(shown)}_text"
    for number in range(1, len(shown) + 1):
        if pressed == f"drop-{number}":
            left = [*shown[: number - 1], *shown[number:]] or [Row()]
            return typed.but(rows="", **_fields(left)), f"q{min(number, len(left))}_text"
    return None


def evidence(typed: Typed, before: Evidence) -> Evidence:
    """The quiz that was typed. Raises Wrong. Questions that were in the quiz ``before`` are taken as they are: they may
    have been made elsewhere, with longer choices."""
    kept = {_row(question): question for question in before.questions}
    questions = [_question(row, number, kept) for number, row in enumerate(rows(typed), 1) if not row.is_empty]
    if not questions:
        raise Wrong("q1_text", "wrong-quiz-empty")
    try:
        least = typed.number("quiz_least", len(questions))
    except Wrong:
        raise Wrong("quiz_least", count=len(questions)) from None
    return Evidence(kind="quiz", least=least, questions=questions)


def _question(row: Row, number: int, kept: dict[Row, Question]) -> Question:
    if row in kept:
        return kept[row]
    if not is_line(row.text, LONGEST_TEXT):
        raise Wrong(f"q{number}_text", "wrong-quiz-text", number=number, most=LONGEST_TEXT)
    given = [(place, letter, text) for place, letter, text in row.places if text]
    for place, letter, text in given:
        if not is_line(text, LONGEST_CHOICE):
            raise Wrong(
                f"q{number}_choice_{place}", "wrong-quiz-choice", number=number, letter=letter, most=LONGEST_CHOICE
            )
    if len(given) < 2:
        missing = next(place for place, _, text in row.places if not text)
        raise Wrong(f"q{number}_choice_{missing}", "wrong-quiz-choices", number=number)
    if twice := _twice(given):
        raise Wrong(f"q{number}_choice_{twice}", "wrong-quiz-same", number=number)
    places = [str(place) for place, _, _ in given]
    if not row.right or not set(row.right) <= set(places):
        raise Wrong(f"q{number}_right", "wrong-quiz-right", number=number)
    first, *others = sorted(places.index(each) for each in row.right)
    choices = [text for _, _, text in given]
    return Question(text=row.text, choices=choices, right=first, several=bool(others), also_right=others)


def _twice(given: Iterable[tuple[int, str, str]]) -> int | None:
    """The place of a choice that is there before."""
    seen: set[str] = set()
    for place, _, text in given:
        if text in seen:
            return place
        seen.add(text)
    return None


def _row(question: Question) -> Row:
    right = tuple(str(each + 1) for each in sorted(question.rights))
    return Row(question.text.strip(), tuple(each.strip() for each in question.choices), right)


def _typed_row(typed: Typed, number: int) -> Row:
    choices = [typed.one(f"q{number}_choice_{place}") for place in range(1, MAX_CHOICES + 1)]
    while choices and not choices[-1]:
        choices.pop()
    right = dict.fromkeys(each.strip() for each in typed.all(f"q{number}_right") if each.strip())
    return Row(typed.one(f"q{number}_text"), tuple(choices), tuple(right))


def _fields(shown: Sequence[Row]) -> Fields:
    """Of rows; those that are not shown any more are emptied."""
    fields: Fields = {"questions": str(len(shown))}
    for number in range(1, MAX_QUESTIONS + 1):
        row = shown[number - 1] if number <= len(shown) else Row()
        fields |= {f"q{number}_text": row.text, f"q{number}_right": list(row.right)}
        choices = [*row.choices, *[""] * MAX_CHOICES][:MAX_CHOICES]
        fields |= {f"q{number}_choice_{place}": text for place, text in enumerate(choices, 1)}
    return fields
