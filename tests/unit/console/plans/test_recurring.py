"""The simple choices of when sessions are, and their rules."""

from __future__ import annotations

from datetime import date

import pytest

from services.console.planning.recurring import Recurrence, in_words, recurrence_of, weeks_of, weeks_text
from services.console.texts import sayer
from shared.events.plans import Term, Timing

AUTUMN = Term(term_id="autumn", first_day=date(2026, 9, 1), last_day=date(2027, 1, 15))
DAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    "chosen",
    [
        Recurrence("once"),
        Recurrence("weekly", "WE"),
        Recurrence("fortnightly", "SU"),
        Recurrence("monthly-day", month_day="15"),
        Recurrence("monthly-day", month_day="last"),
        Recurrence("monthly-weekday", "TU", nth="second"),
        Recurrence("monthly-weekday", "FR", nth="last"),
        Recurrence("term-weeks", "MO", weeks=(1, 2, 5)),
    ],
)
def test_a_choice_is_found_again_in_its_rule(chosen: Recurrence) -> None:
    timing = Timing(first_day=DAY, rule=chosen.rule, weeks=list(chosen.weeks), term=AUTUMN)
    assert recurrence_of(timing) == chosen


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=MONTHLY;BYMONTHDAY=31"])
def test_any_other_rule_is_shown_as_it_is(rule: str) -> None:
    timing = Timing(first_day=DAY, rule=rule)
    assert recurrence_of(timing).repeat == "as-it-is"
    assert in_words(timing, sayer("en")) == f"by the rule {rule} · from 2026-09-01"


def test_weeks_are_read_as_people_write_them_and_written_shortly() -> None:
    assert weeks_of("1-3, 5") == weeks_of("1\u20133\uff0c5") == [1, 2, 3, 5]
    assert weeks_text(weeks_of("5 1 2 3")) == "1-3, 5"


@pytest.mark.parametrize(
    "text", ["", "odd", "0", "61", "5-3", "1-3 and 5", "-", "123", "1, 5-3", "1-123", "-5", "1-3-5"]
)
def test_what_are_no_weeks_is_not_guessed_at(text: str) -> None:
    with pytest.raises(ValueError, match="week"):
        weeks_of(text)
