from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.checkins.model import CheckIn, Occurrence, Refusal, refusal

OPENS = datetime(2026, 11, 22, 11, tzinfo=UTC)
CLOSES = datetime(2026, 11, 22, 13, tzinfo=UTC)
TASK = Occurrence("t1", "Theme day", "theme-day", "s", "/d/s", OPENS, CLOSES, 120)
BEFORE = CheckIn("t1", "m1", "c0", "/d/s", "Theme day", OPENS, OPENS, 120)


@pytest.mark.parametrize("path", ["/d/s", "/d/s/b", "/d/s/b/g"])
def test_a_task_expects_everyone_in_its_unit_and_below(path: str) -> None:
    assert TASK.expects(path)


@pytest.mark.parametrize("path", ["/d", "/d/s2", "/d/sb", "/d/other/s"])
def test_a_task_expects_nobody_else(path: str) -> None:
    assert not TASK.expects(path)


@pytest.mark.parametrize(
    ("moment", "reason", "at"),
    [
        (OPENS - timedelta(microseconds=1), "not-yet-open", OPENS),
        (OPENS, None, None),
        (CLOSES - timedelta(microseconds=1), None, None),
        (CLOSES, "closed", CLOSES),
    ],
)
def test_the_window_is_open_from_its_first_moment_and_closed_at_its_last(
    moment: datetime, reason: str | None, at: datetime | None
) -> None:
    found = refusal(TASK, "/d/s", None, moment)
    assert (found.reason if found else None, found.at if found else None) == (reason, at)


@pytest.mark.parametrize(
    ("task", "path", "existing", "expected"),
    [
        (None, None, None, Refusal("unknown-task")),
        (TASK, None, None, Refusal("not-on-the-list")),
        (TASK, "/d/other", BEFORE, Refusal("not-on-the-list")),
        (TASK, "/d/s", BEFORE, Refusal("already-checked-in", OPENS)),
    ],
)
def test_the_first_reason_that_a_member_can_act_on_is_told(
    task: Occurrence | None, path: str | None, existing: CheckIn | None, expected: Refusal
) -> None:
    assert refusal(task, path, existing, CLOSES) == expected
