from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ops.commands.audit import parse_since
from ops.texts import Problem

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "moment"),
    [
        ("90m", NOW - timedelta(minutes=90)),
        ("12h", NOW - timedelta(hours=12)),
        ("7d", NOW - timedelta(days=7)),
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T08:00+08:00", datetime(2026, 11, 1, tzinfo=UTC)),
    ],
)
def test_since_is_a_span_or_a_moment(since: str, moment: datetime) -> None:
    assert parse_since(since, NOW) == moment


@pytest.mark.parametrize("since", ["", "yesterday", "7", "7w", "-3d"])
def test_what_is_neither_gets_one_sentence(since: str) -> None:
    with pytest.raises(Problem):
        parse_since(since, NOW)
