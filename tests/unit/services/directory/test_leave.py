"""Leave: who decides about whose, what is refused, and that no day is ever leave twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.leave import handlers
from services.directory.leave.model import NotPossible, Rules
from services.directory.moment import Moment
from shared.events.directory import Grant, MemberRegistered
from shared.events.leave import CancelLeave, DecideLeave, LeaveDecided, LeaveRequested, RequestLeave
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.directory.tree import put, tree
from tests.unit.services.emitted import Emitted

TODAY = date(2026, 3, 2)
RULES = Rules()


@pytest.fixture
def directory() -> MemoryDirectory:
    return tree()


def moment(day: date = TODAY) -> Moment:
    return Moment("Asia/Shanghai", datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def ask(directory: MemoryDirectory, first: int = 1, last: int = 5, *, rules: Rules = RULES, **fields: Any) -> Emitted:
    values = {"leave_id": "l1", "member_id": "m-a", "reason": "sick", "actor_id": "m-a", "chat_id": "chat"}
    asked = RequestLeave.model_validate({**values, "first_day": day(first), "last_day": day(last), **fields})
    emitted = Emitted()
    handlers.request(asked, directory, emitted, rules, moment())
    return emitted


def decide(directory: MemoryDirectory, actor_id: str = "sec-a", *, approved: bool = True, id: str = "l1") -> Emitted:
    emitted = Emitted()
    handlers.decide(DecideLeave(leave_id=id, approved=approved, actor_id=actor_id), directory, emitted, moment())
    return emitted


def cancel(directory: MemoryDirectory, actor_id: str = "m-a", *, on: date = TODAY, id: str = "l1") -> Emitted:
    emitted = Emitted()
    handlers.cancel(CancelLeave(leave_id=id, actor_id=actor_id), directory, emitted, moment(on))
    return emitted


def of(emitted: Emitted, kind: type[Any]) -> Any:
    (found,) = [payload for payload in emitted.payloads if isinstance(payload, kind)]
    return found


def days(directory: MemoryDirectory, member_id: str = "m-a") -> list[tuple[date, date]]:
    return [(leave.first_day, leave.last_day) for leave in directory.members[member_id].leaves]


def test_the_secretary_is_asked_and_nothing_is_leave_until_then(directory: MemoryDirectory) -> None:
    told = ask(directory).only()
    assert isinstance(told, LeaveRequested)
    assert (told.decider_ids, told.chat_id, told.unit_id) == (["sec-a"], "chat", "a")
    assert days(directory) == []


def test_an_approved_leave_is_told_with_the_member(directory: MemoryDirectory) -> None:
    ask(directory)
    emitted = decide(directory)
    told = of(emitted, MemberRegistered)
    assert [(leave.leave_id, leave.first_day, leave.last_day) for leave in told.leaves] == [("l1", day(1), day(5))]
    assert told.version == 2
    decided = of(emitted, LeaveDecided)
    assert (decided.state, decided.actor_id) == ("approved", "sec-a")


def test_a_refused_leave_changes_nothing_of_the_member(directory: MemoryDirectory) -> None:
    ask(directory)
    assert decide(directory, approved=False).only().state == "refused"
    assert days(directory) == []


def test_what_the_secretary_records_is_approved_at_once(directory: MemoryDirectory) -> None:
    decided = of(ask(directory, actor_id="sec-a"), LeaveDecided)
    assert (decided.state, decided.actor_id, days(directory)) == ("approved", "sec-a", [(day(1), day(5))])


@pytest.mark.parametrize(
    ("reason", "last", "rules", "waits"),
    [
        ("business-trip", 3, RULES, False),
        ("business-trip", 4, RULES, True),
        ("sick", 1, RULES, True),
        ("sick", 5, Rules(needs_approval=False), False),
        ("sick", 2, Rules(without_approval={"sick": 2}), False),
    ],
)
def test_the_policy_says_what_needs_approval(
    directory: MemoryDirectory, reason: str, last: int, rules: Rules, waits: bool
) -> None:
    emitted = ask(directory, 1, last, reason=reason, rules=rules)
    assert isinstance(emitted.payloads[-1], LeaveRequested if waits else LeaveDecided)
    assert bool(days(directory)) is not waits


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [(2, 1, "ends-before-it-begins"), (1, 367, "too-long"), (-8, 1, "too-far-back")],
)
def test_days_that_are_refused(directory: MemoryDirectory, first: int, last: int, reason: str) -> None:
    with pytest.raises(NotPossible, match=reason):
        ask(directory, first, last)
    assert directory.leaves == {}


def test_days_at_the_edge_are_taken(directory: MemoryDirectory) -> None:
    ask(directory, 1, 366)
    ask(directory, -7, 0, leave_id="l2")


@pytest.mark.parametrize(("first", "last"), [(5, 6), (0, 1), (2, 3), (-1, 9)])
@pytest.mark.parametrize("approved", [True, False])
def test_days_that_are_asked_for_already_are_refused(
    directory: MemoryDirectory, first: int, last: int, approved: bool
) -> None:
    ask(directory)
    if approved:
        decide(directory)
    with pytest.raises(NotPossible, match="overlaps"):
        ask(directory, first, last, leave_id="l2")


def test_the_same_request_again_is_no_second_one(directory: MemoryDirectory) -> None:
    ask(directory)
    assert ask(directory).payloads == []
    with pytest.raises(NotPossible, match="overlaps"):
        ask(directory, member_id="m-b", actor_id="m-b")


@pytest.mark.parametrize("actor", ["m-a", "sec-b", "sec-c", "m-b", "nobody"])
def test_nobody_but_who_leads_the_member_decides(directory: MemoryDirectory, actor: str) -> None:
    ask(directory)
    with pytest.raises(NotPossible, match="not-permitted"):
        decide(directory, actor)


def test_a_secretarys_own_leave_is_decided_above(directory: MemoryDirectory) -> None:
    put(directory, "sec-a2", "a", roles=("secretary",))
    assert ask(directory, member_id="sec-a", actor_id="sec-a").only().decider_ids == ["head"]
    for actor in ("sec-a", "sec-a2"):
        with pytest.raises(NotPossible, match="not-permitted"):
            decide(directory, actor)
    assert of(decide(directory, "head"), LeaveDecided).state == "approved"


def test_nobody_records_their_leaders_leave(directory: MemoryDirectory) -> None:
    put(directory, "sec-a2", "a", roles=("secretary",))
    with pytest.raises(NotPossible, match="not-permitted"):
        ask(directory, member_id="sec-a", actor_id="sec-a2")


def test_whoever_leads_a_school_from_a_branch_is_decided_above_the_school(directory: MemoryDirectory) -> None:
    put(directory, "m-a", "a", grants=(Grant(role="secretary", unit_id="s"),))
    assert ask(directory).only().decider_ids == ["admin"]


def test_at_the_top_another_of_the_same_decides(directory: MemoryDirectory) -> None:
    put(directory, "admin2", "d", roles=("district-admin",))
    assert ask(directory, member_id="admin", actor_id="admin").only().decider_ids == ["admin2"]
    with pytest.raises(NotPossible, match="not-permitted"):
        decide(directory, "admin")
    assert of(decide(directory, "admin2"), LeaveDecided).state == "approved"


def test_while_the_secretary_is_away_those_above_are_asked(directory: MemoryDirectory) -> None:
    ask(directory, 0, 9, leave_id="own", member_id="sec-a", actor_id="head")
    assert ask(directory).only().decider_ids == ["head"]


def test_a_leave_that_has_not_begun_is_taken_back_whole(directory: MemoryDirectory) -> None:
    ask(directory)
    decide(directory)
    emitted = cancel(directory)
    assert of(emitted, MemberRegistered).leaves == []
    told = of(emitted, LeaveDecided)
    assert (told.state, told.cut_short, told.last_day) == ("cancelled", False, day(5))
    assert told.told_ids == ["sec-a"]


def test_a_leave_is_taken_back_on_its_first_day_too(directory: MemoryDirectory) -> None:
    ask(directory)
    decide(directory)
    assert of(cancel(directory, on=day(1)), MemberRegistered).leaves == []


def test_a_leave_that_has_begun_ends_so_that_the_member_is_back_today(directory: MemoryDirectory) -> None:
    ask(directory)
    decide(directory)
    told = of(cancel(directory, on=day(3)), LeaveDecided)
    assert (told.state, told.cut_short, told.last_day) == ("cancelled", True, day(2))
    assert days(directory) == [(day(1), day(2))]


def test_a_request_is_taken_back_without_a_word_about_the_member(directory: MemoryDirectory) -> None:
    ask(directory)
    told = cancel(directory).only()
    assert (told.state, told.told_ids) == ("cancelled", ["sec-a"]), "who was asked need not decide any more"
    with pytest.raises(NotPossible, match="over"):
        decide(directory)


def test_what_is_over_is_over(directory: MemoryDirectory) -> None:
    ask(directory)
    decide(directory)
    for again in (lambda: decide(directory), lambda: cancel(directory, on=day(6))):
        with pytest.raises(NotPossible, match="over"):
            again()
    with pytest.raises(NotPossible, match="unknown-leave"):
        cancel(directory, id="l9")


def test_who_left_meanwhile_needs_no_leave(directory: MemoryDirectory) -> None:
    ask(directory)
    put(directory, "m-a", "a", status="left")
    with pytest.raises(NotPossible, match="over"):
        decide(directory)


@pytest.mark.parametrize("actor", ["m-b", "sec-b", "nobody"])
def test_nobody_else_cancels(directory: MemoryDirectory, actor: str) -> None:
    ask(directory)
    with pytest.raises(NotPossible, match="not-permitted"):
        cancel(directory, actor)
    assert cancel(directory, "sec-a").only().state == "cancelled"


steps = st.lists(
    st.tuples(
        st.sampled_from(["ask", "record", "approve", "refuse", "cancel"]),
        st.integers(0, 7),
        st.integers(-7, 20),
        st.integers(0, 12),
    ),
    max_size=40,
)


@given(steps)
def test_no_day_is_leave_twice_whatever_happens(steps: list[tuple[str, int, int, int]]) -> None:
    directory = tree()
    for number, (what, which, first, length) in enumerate(steps):
        id = f"l{which}"
        try:
            if what == "ask":
                ask(directory, first, first + length, leave_id=f"{id}-{number}" if number % 3 else id)
            elif what == "record":
                ask(directory, first, first + length, leave_id=id, actor_id="sec-a")
            elif what == "cancel":
                cancel(directory, on=day(length), id=id)
            else:
                decide(directory, approved=what == "approve", id=id)
        except NotPossible:
            pass
        taken = [first + timedelta(days=n) for first, last in days(directory) for n in range((last - first).days + 1)]
        assert len(taken) == len(set(taken))
        approved = {leave.leave_id for leave in directory.leaves.values() if leave.state == "approved"}
        cut = {leave.leave_id for leave in directory.leaves.values() if leave.cut_short}
        assert {leave.leave_id for leave in directory.members["m-a"].leaves} == approved | cut
