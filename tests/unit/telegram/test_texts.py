from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bots.engine import RenderedChoice
from bots.telegram.texts import LIMIT, keyboard, length, split

#: Spread over the planes, with the places where a reader would break.
TEXTS = st.text(st.sampled_from("长a \n。,\U0001f600"), max_size=200)


@given(TEXTS, st.integers(min_value=2, max_value=40))
def test_parts_fit_and_lose_nothing_but_space(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_short_text_is_one_part() -> None:
    assert split(" one ") == ["one"]


def test_a_text_is_cut_at_the_end_of_a_paragraph_rather_than_within_it() -> None:
    assert split("first paragraph\n\nsecond one", 24) == ["first paragraph", "second one"]


def test_length_counts_what_telegram_counts_twice_twice() -> None:
    assert length("\U0001f600") == 2
    assert [length(part) for part in split("\U0001f600" * 3000)] == [LIMIT, 6000 - LIMIT]


def test_short_buttons_share_a_row_and_long_ones_have_their_own() -> None:
    labels = ("是", "否", "打卡：专题网络课 远程教育", "帮助")
    markup = keyboard([RenderedChoice(label, str(number)) for number, label in enumerate(labels)])
    assert markup is not None
    rows = [[button.text for button in row] for row in markup.inline_keyboard]
    assert rows == [["是", "否"], ["打卡：专题网络课 远程教育"], ["帮助"]]


def test_no_choices_are_no_keyboard() -> None:
    assert keyboard([]) is None
