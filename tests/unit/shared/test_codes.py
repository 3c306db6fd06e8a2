"""Codes that people read and type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.codes import ALPHABET, LENGTH, digest, grouped, new_code, plain


def test_a_new_code_is_one() -> None:
    for _ in range(50):
        code = new_code()
        assert (len(code), set(code) <= set(ALPHABET)) == (LENGTH, True)
        assert plain(grouped(code)) == code


@given(st.text(alphabet=ALPHABET, min_size=LENGTH - 2, max_size=LENGTH - 2).map(lambda rest: f"A{rest}7"))
def test_a_code_is_understood_however_it_is_typed(code: str) -> None:
    for written in (grouped(code), code.lower(), " ".join(code), f" {grouped(code).lower()} "):
        assert plain(written) == code


@pytest.mark.parametrize(("written", "meant"), [("o1lI-2345", "01112345"), ("aOoO-zz99", "A000ZZ99")])
def test_what_looks_alike_is_taken_for_what_was_meant(written: str, meant: str) -> None:
    assert plain(written) == meant


@pytest.mark.parametrize(
    "written", ["", "7K3M-9QX", "7K3M-9QXDD", "12345678", "tomorrow", "7K3M-9QXU", "7K3M_9QXD", "-7K3M9QXD"]
)
def test_numbers_words_and_anything_else_are_no_codes(written: str) -> None:
    assert plain(written) is None


def test_a_digest_depends_on_the_salt() -> None:
    assert digest("7K3M9QXD", b"a") == digest("7K3M9QXD", b"a") != digest("7K3M9QXD", b"b")
