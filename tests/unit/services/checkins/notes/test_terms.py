"""Chinese words stand here as escapes; comments say what they mean."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.checkins.notes.terms import holds, pairs

#: "Party-spirit education".
EDUCATION = "\u515a\u6027\u6559\u80b2"
#: "Today's lecture: party-spirit education and the Long March, part 3."
TEXT = f"\u4eca\u5929\u7684\u8bfe\uff1a{EDUCATION}\u4e0e\u957f\u5f81\uff0c\u7b2c\uff13\u8bb2 Edgar Snow"

_LETTERS = st.text(st.sampled_from("\u515a\u6027\u6559\u80b2\u957f\u5f81ab1 \uff0c\u3002\n"), min_size=1, max_size=30)


def found(text: str, query: str) -> bool:
    """As the database does it: by a pair where there is one, then by the text."""
    return set(pairs(query)) <= set(pairs(text)) and holds(text, query)


def test_a_chinese_text_is_found_by_pairs_of_its_characters() -> None:
    assert pairs(f"{EDUCATION}, {EDUCATION}") == ["\u515a\u6027", "\u6027\u6559", "\u6559\u80b2"]
    assert pairs("Edgar Snow 3 \u8bb2") == []


def test_a_text_is_found_by_what_stands_in_it_and_by_nothing_else() -> None:
    assert found(TEXT, EDUCATION)
    # "Long", the first character of the March; "lecture", the last of a run; 3 in full width, 3 in half width.
    for query in ("\u957f", "\u8bb2", "\uff13", "3", "snow", "EDG", f"{EDUCATION} \u957f\u5f81", "\uff1a"):
        assert found(TEXT, query), query
    # "Spirit of the March": both characters stand there, not side by side.
    for query in ("\u6027\u5f81", "now here", f"{EDUCATION} \u6027\u5f81", " "):
        assert not found(TEXT, query), query


def test_pairs_that_are_far_apart_are_no_phrase() -> None:
    # "abc" is not in "ab, bc", though both of its pairs are.
    text = "\u515a\u6027\uff0c\u6027\u6559"
    assert set(pairs("\u515a\u6027\u6559")) <= set(pairs(text))
    assert not found(text, "\u515a\u6027\u6559")


@given(text=_LETTERS, query=_LETTERS)
def test_a_text_that_holds_the_words_has_their_pairs(text: str, query: str) -> None:
    assert not holds(text, query) or set(pairs(query)) <= set(pairs(text))


@given(text=_LETTERS, start=st.integers(0, 29), length=st.integers(1, 10))
def test_every_piece_of_a_text_finds_it(text: str, start: int, length: int) -> None:
    piece = text[start : start + length].strip()
    if piece:
        assert found(text, piece)
