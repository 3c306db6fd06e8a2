"""From when on anything is asked of a unit, and until when."""

from __future__ import annotations

from datetime import date

import pytest

from services.checkins.policies.projected import Unit


@pytest.mark.parametrize(
    ("opened_on", "since", "closed_on", "is_open"),
    [
        (None, None, None, True),
        ("1998-09-01", None, None, True),
        ("2026-11-16", None, None, False),
        # It had been there for long, but nobody told of what it did.
        ("1998-09-01", "2026-11-16", None, False),
        (None, "2026-11-15", None, True),
        (None, None, "2026-11-15", False),
        (None, "2026-11-15", "2026-11-16", True),
    ],
)
def test_a_unit_is_judged_from_when_it_was_opened_and_known(
    opened_on: str | None, since: str | None, closed_on: str | None, is_open: bool
) -> None:
    assert Unit("branch", "/d/b", opened_on, closed_on, since).is_open(date(2026, 11, 15)) is is_open
