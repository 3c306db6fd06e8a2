"""Chinese words stand here as escapes: see the comments for what they mean."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.checkins.notes.terms import holds, terms, wanted

#: "Party-spirit education".
EDUCATION = "\u515a\u6027\u6559\u80b2"
#: "Today's lecture: party-spirit education and the Long March, part 3."
TEXT = f"\u4eca\u5929\u7684\u8bfe\uff1a{EDUCATION}\u4e0e\u957f\u5f81\uff0c\u7b2c\uff13\u8bb2 Edgar Snow"

_LETTERS = st.text(st.sampled_from("\u515a\u6027\u6559\u80b2\u957f\u5f81ab1 \uff0c\u3002\n"), min_size=1, max_size=30)


def found(text: str, query: str) -> bool:
    """As the database does it: by terms, then by the text."""
    whole, beginnings = wanted(query)
    there = terms(text)
    by_terms = set(whole) <= set(there) and all(any(t.startswith(b) for t in there) for b in beginnings)
    return by_terms and holds(text, query)


def test_a_chinese_text_is_found_by_pairs_of_its_characters() -> None:
    assert terms(EDUCATION) == sorted(["\u515a\u6027", "\u6027\u6559", "\u6559\u80b2", "\u80b2"])


def test_a_text_is_found_by_what_stands_in_it_and_by_nothing_else() -> None:
    assert found(TEXT, EDUCATION)
    # "Long", the first character of the March; "lecture", the last of a run; 3 in full width, 3 in half width.
    for query in ("\u957f", "\u8bb2", "\uff13", "3", "snow", "EDG", f"{EDUCATION} \u957f\u5f81"):
        assert found(TEXT, query), query
    # "Spirit of the March": both characters stand there, not side by side. "Nowhere": no beginning of a word.
    for query in ("\u6027\u5f81", "now here", f"{EDUCATION} \u6027\u5f81"):
        assert not found(TEXT, query), query


def test_pairs_that_are_far_apart_are_no_phrase() -> None:
    # "abc" is not in "ab...bc", though both of its pairs are.
    text = "\u515a\u6027\uff0c\u6027\u6559"
    assert set(wanted("\u515a\u6027\u6559")[0]) <= set(terms(text))
    assert not found(text, "\u515a\u6027\u6559")


@given(text=_LETTERS, start=st.integers(0, 29), length=st.integers(1, 10))
def test_every_piece_of_a_chinese_run_finds_its_text(text: str, start: int, length: int) -> None:
    han = "".join(char for char in text if char > "\u2fff" and char.isalpha())
    piece = han[start : start + length]
    if piece:
        assert found(f"x {han}\u3002", piece)


@given(text=_LETTERS, query=_LETTERS)
def test_what_is_found_holds_the_words(text: str, query: str) -> None:
    if found(text, query):
        assert all(word in text for word in query.split())


def test_a_query_of_signs_alone_is_answered_by_the_text() -> None:
    assert wanted("?!") == ([], [])
    assert holds("really?!", "?!")
    assert not holds("really", "?!")
    assert not holds("really", "  ")
