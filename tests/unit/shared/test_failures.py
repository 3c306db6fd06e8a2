from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.failures import OWN_HEADERS, Disposition, after_failure, attempts_so_far

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def fail(headers: dict[str, Any] | None = None, **kwargs: Any) -> Disposition:
    fields: dict[str, Any] = {
        "queue": "checkins.record",
        "exchange": "zhixing.commands",
        "routing_key": "checkins.record",
        "reason": "ZeroDivisionError",
        "detail": "division by zero",
        "delays": (1, 10),
        "now": NOW,
    }
    return after_failure(headers=headers, **{**fields, **kwargs})


def test_the_first_failure_waits_the_first_delay_and_comes_back_to_its_queue() -> None:
    step = fail()
    assert (step.exchange, step.routing_key, step.parked) == ("zhixing.retry.1000", "checkins.record", False)
    assert step.headers == {
        "x-zhixing-attempts": 1,
        "x-zhixing-reason": "ZeroDivisionError",
        "x-zhixing-detail": "division by zero",
        "x-zhixing-first-failure": NOW.isoformat(),
        "x-zhixing-last-failure": NOW.isoformat(),
        "x-zhixing-original-exchange": "zhixing.commands",
        "x-zhixing-original-routing-key": "checkins.record",
    }
    assert set(step.headers) == OWN_HEADERS


def test_each_failure_waits_longer_and_the_last_is_parked() -> None:
    steps = [fail()]
    while not steps[-1].parked:
        later = NOW + timedelta(minutes=len(steps))
        # It comes back by the default exchange, under its queue's name.
        steps.append(fail(steps[-1].headers, exchange="", routing_key="checkins.record", now=later))
    assert [step.exchange for step in steps] == ["zhixing.retry.1000", "zhixing.retry.10000", "zhixing.dead-letters"]
    last = steps[-1]
    assert (last.attempts, last.reason, last.routing_key) == (3, "retries-exhausted", "checkins.record")
    assert last.headers["x-zhixing-detail"] == "ZeroDivisionError: division by zero"
    assert last.headers["x-zhixing-first-failure"] == NOW.isoformat()
    assert last.headers["x-zhixing-last-failure"] == (NOW + timedelta(minutes=2)).isoformat()
    assert last.headers["x-zhixing-original-exchange"] == "zhixing.commands"


def test_what_no_retry_can_mend_is_parked_at_once_with_its_own_reason() -> None:
    step = fail(reason="schema-violation", detail="member_id: missing", permanent=True)
    assert (step.exchange, step.parked, step.attempts) == ("zhixing.dead-letters", True, 1)
    assert (step.reason, step.headers["x-zhixing-detail"]) == ("schema-violation", "member_id: missing")


def test_without_delays_the_first_failure_is_the_last() -> None:
    assert fail(delays=()).parked


def test_the_publishers_own_headers_are_kept_and_the_given_ones_not_changed() -> None:
    given = {"tenant": "a"}
    assert fail(given).headers["tenant"] == "a"
    assert given == {"tenant": "a"}


def test_a_long_detail_is_cut() -> None:
    assert len(fail(detail="x" * 5000).headers["x-zhixing-detail"]) == 500


@pytest.mark.parametrize(
    ("headers", "attempts"),
    [
        (None, 0),
        ({}, 0),
        ({"x-zhixing-attempts": 3}, 3),
        ({"x-zhixing-attempts": "3"}, 0),
        ({"x-zhixing-attempts": -1}, 0),
    ],
)
def test_a_counter_that_is_no_number_counts_nothing(headers: dict[str, Any] | None, attempts: int) -> None:
    assert attempts_so_far(headers) == attempts
