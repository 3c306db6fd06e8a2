"""What holds for every text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incidents.triage import Suggestion, suggest
from services.incidents.triage.evaluation import read_labelled

FIXTURES = Path(__file__).parents[2] / "fixtures" / "triage"
TEXTS = [one.text for one in read_labelled(FIXTURES / "development.tsv")]
NEUTRAL = ["以上为今天了解到的情况。", "现将有关情况报告如下。", "后续情况另行补充。"]
PIECES = st.lists(
    st.one_of(st.sampled_from(TEXTS), st.text(max_size=20), st.sampled_from("。,!? \n😀①㎡…")), max_size=6
)


def spans(suggestion: Suggestion) -> list[tuple[str, int, int]]:
    phrases = [phrase for candidate in suggestion.candidates for phrase in candidate.phrases]
    phrases += suggestion.tone.phrases
    phrases += suggestion.severity.phrases if suggestion.severity else ()
    return [(one.text, one.start, one.end) for one in [*phrases, *suggestion.set_aside]]


@given(PIECES)
def test_every_phrase_is_a_piece_of_the_text_at_its_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    for phrase, start, end in spans(suggest(text)):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == phrase


@given(PIECES)
def test_the_same_text_gives_the_same_suggestion(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert suggest(text) == suggest(text)


@given(PIECES)
def test_only_a_recognised_text_has_a_severity(pieces: list[str]) -> None:
    suggestion = suggest("".join(pieces))
    assert (suggestion.severity is not None) == suggestion.recognised
    assert len(suggestion.candidates) <= 2


@pytest.mark.parametrize("neutral", NEUTRAL)
def test_a_neutral_sentence_more_does_not_lower_the_severity(neutral: str) -> None:
    for text in TEXTS:
        alone, longer, before = suggest(text), suggest(text + neutral), suggest(neutral + text)
        if alone.severity:
            for other in (longer, before):
                assert other.severity is not None, text
                assert other.severity.level >= alone.severity.level, text


def test_a_very_long_text_is_read_to_a_limit() -> None:
    suggestion = suggest("天" * 100_000 + "食物中毒")
    assert suggestion.category is None
