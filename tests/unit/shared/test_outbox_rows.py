from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.messaging.outbox import ROW_BYTES, rows
from shared.messaging.publisher import Outgoing
from tests.support.properties import examples


def message(size: int) -> Outgoing:
    return Outgoing("exchange", "key", b"x" * size, {})


def test_what_fits_is_one_row_with_the_id_itself() -> None:
    some = [message(100), message(200)]
    assert rows("id", some) == [("id", some)]
    assert rows("id", []) == []


@settings(max_examples=examples(30))
@given(st.lists(st.integers(1, ROW_BYTES // 2), max_size=12))
def test_what_does_not_fit_goes_on_in_further_rows_in_order_and_none_is_too_large(sizes: list[int]) -> None:
    messages = [message(size) for size in sizes]
    made = rows("id", messages)
    assert [each for _, part in made for each in part] == messages
    assert all(sum(len(each.body) for each in part) <= ROW_BYTES for _, part in made)
    assert len({key for key, _ in made}) == len(made)
    assert made == rows("id", messages)
