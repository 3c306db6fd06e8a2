from __future__ import annotations

from datetime import date

import pytest

from services.checkins.exports.model import Mark, mark_of
from services.checkins.figures.model import Asked, Fact, Presence, Session, Standing

SESSION = Session("o1", date(2026, 11, 15), "theme-day", (), 90)


def present(*, late: bool = False, made_up: bool = False, counts: bool = True) -> Presence:
    return Presence(1, "/d/b", counts, 90, late, made_up, SESSION.day)


@pytest.mark.parametrize(
    ("presence", "standing", "over", "mark"),
    [
        (present(), "expected", True, "on-time"),
        (present(late=True), "expected", True, "late"),
        (present(made_up=True), "expected", True, "made-up"),
        (present(), "excused", True, "on-time"),
        (None, "excused", True, "excused"),
        (None, "expected", True, "missing"),
        (None, "expected", False, "open"),
        (None, "withdrawn", True, None),
        (present(counts=False), "expected", True, "missing"),
        (present(), None, True, "on-time"),
        (None, None, True, None),
    ],
)
def test_a_member_is_marked_with_what_counts(
    presence: Presence | None, standing: Standing | None, over: bool, mark: Mark | None
) -> None:
    asked = Asked(1, "/d/b", standing) if standing else None
    assert mark_of(Fact(SESSION, presence, asked), over) == mark
