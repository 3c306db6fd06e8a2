"""A person's choice stands whatever is suggested."""

import pytest

from services.incidents.triage import Category, PersonChoice, merge, suggest

SEVERE = suggest("一名学生从教学楼坠下,经抢救无效死亡。")
NOTHING = suggest("今天天气不错")


@pytest.mark.parametrize("severity", [1, 2, 3, 4])
def test_a_chosen_severity_is_never_changed(severity: int) -> None:
    for suggestion in (SEVERE, NOTHING):
        assert merge(PersonChoice(Category.OTHER, severity), suggestion).severity == severity


def test_a_higher_suggestion_is_only_asked_about() -> None:
    assert merge(PersonChoice(Category.OTHER, 2), SEVERE).look_again == 4


def test_a_lower_or_equal_suggestion_is_not_mentioned() -> None:
    assert merge(PersonChoice(Category.OTHER, 4), SEVERE).look_again is None
    assert merge(PersonChoice(Category.OTHER, 2), NOTHING).look_again is None


def test_what_a_person_left_open_is_filled_and_needs_a_person() -> None:
    decision = merge(PersonChoice(), SEVERE)
    assert decision.category is SEVERE.category
    assert decision.severity == 4
    assert decision.needs_person


def test_nothing_chosen_and_nothing_recognised_stays_open() -> None:
    decision = merge(PersonChoice(), NOTHING)
    assert decision.category is None
    assert decision.severity is None
    assert decision.needs_person


def test_a_chosen_category_is_kept_and_nobody_is_needed_when_all_is_chosen() -> None:
    decision = merge(PersonChoice(Category.FEES, 1), SEVERE)
    assert decision.category is Category.FEES
    assert not decision.needs_person


def test_a_severity_outside_one_to_four_is_refused() -> None:
    with pytest.raises(ValueError, match="severity is 1 to 4"):
        PersonChoice(severity=5)
