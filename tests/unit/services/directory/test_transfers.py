"""A transfer is asked for by one side, decided by the other, once and in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.directory.leave.model import Leave
from services.directory.members.telling import keep_and_tell
from services.directory.moment import Moment
from services.directory.transfers import handlers
from services.directory.transfers.model import NotPossible
from shared.events.directory import Grant, MemberRegistered
from shared.events.timers import CancelTimer, ScheduleTimer
from shared.events.transfers import (
    CancelTransfer,
    DecideTransfer,
    ExpireTransfer,
    RequestTransfer,
    TransferEnded,
    TransferRequested,
)
from shared.failures import PermanentFailure
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.directory.tree import put, tree
from tests.unit.services.emitted import Emitted

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
WAITS = timedelta(days=30)


@pytest.fixture
def directory() -> MemoryDirectory:
    return tree()


def ask(directory: MemoryDirectory, *, now: datetime = NOW, **fields: Any) -> Emitted:
    values = {"transfer_id": "t1", "member_id": "m-a", "to_unit_id": "c", "reason": "moved house", "actor_id": "m-a"}
    emitted = Emitted()
    asked = RequestTransfer.model_validate(values | fields)
    handlers.request(asked, directory, emitted, Moment("Asia/Shanghai", now), WAITS)
    return emitted


def decide(directory: MemoryDirectory, *, now: datetime = NOW, **fields: Any) -> Emitted:
    emitted = Emitted()
    values = {"transfer_id": "t1", "accepted": True, "actor_id": "sec-c"}
    handlers.decide(DecideTransfer.model_validate(values | fields), directory, emitted, Moment("Asia/Shanghai", now))
    return emitted


def cancel(directory: MemoryDirectory, actor_id: str, now: datetime = NOW) -> Emitted:
    emitted = Emitted()
    asked = CancelTransfer(transfer_id="t1", actor_id=actor_id)
    handlers.cancel(asked, directory, emitted, Moment("Asia/Shanghai", now))
    return emitted


def expire(directory: MemoryDirectory) -> Emitted:
    emitted = Emitted()
    handlers.expire(ExpireTransfer(transfer_id="t1"), directory, emitted, Moment("Asia/Shanghai", NOW + WAITS))
    return emitted


def of(emitted: Emitted, kind: type[Any]) -> Any:
    (found,) = [payload for payload in emitted.payloads if isinstance(payload, kind)]
    return found


def test_the_receiving_side_is_asked_for_so_many_days(directory: MemoryDirectory) -> None:
    emitted = ask(directory)
    told = of(emitted, TransferRequested)
    assert (told.from_unit_id, told.to_unit_path, told.decider_ids) == ("a", "/d/t/c", ["sec-c"])
    timer = of(emitted, ScheduleTimer)
    assert timer.due_at == told.expires_at == NOW + WAITS
    assert timer.send.command_type == ExpireTransfer.type
    assert directory.members["m-a"].unit_id == "a"


def test_where_the_receiving_unit_has_no_secretary_those_above_are_asked(directory: MemoryDirectory) -> None:
    del directory.members["sec-c"]
    assert of(ask(directory), TransferRequested).decider_ids == ["admin"]


@pytest.mark.parametrize("decider", ["sec-c", "admin"])
def test_an_accepted_member_moves_with_their_grants_elsewhere(directory: MemoryDirectory, decider: str) -> None:
    put(directory, "m-a", "a", roles=("reporter",), grants=(Grant(role="auditor", unit_id="b"),))
    timer = of(ask(directory), ScheduleTimer)
    emitted = decide(directory, actor_id=decider)
    moved = of(emitted, MemberRegistered)
    assert (moved.unit_path, moved.roles, moved.version) == ("/d/t/c", [], 2)
    assert [(grant.role, grant.unit_id) for grant in moved.grants] == [("auditor", "b")]
    ended = of(emitted, TransferEnded)
    assert (ended.state, ended.from_unit_id, ended.to_unit_id, ended.actor_id) == ("accepted", "a", "c", decider)
    assert ended.told_ids == ["sec-a"]
    assert of(emitted, CancelTimer).key == timer.key
    (stay,) = directory.stays
    assert (stay.unit_id, stay.cause) == ("a", "transfer:t1")


def test_a_refused_member_stays_and_is_told_why(directory: MemoryDirectory) -> None:
    ask(directory, actor_id="sec-a")
    ended = of(decide(directory, accepted=False, reason="no room"), TransferEnded)
    assert (ended.state, ended.reason, ended.told_ids) == ("refused", "no room", ["sec-a"])
    assert directory.members["m-a"].unit_id == "a"


def test_a_refusal_without_a_reason_is_none(directory: MemoryDirectory) -> None:
    ask(directory)
    with pytest.raises(PermanentFailure):
        decide(directory, accepted=False, reason=" ")
    assert directory.transfers["t1"].state == "requested"


def test_who_asked_may_take_it_back_and_the_other_side_is_told(directory: MemoryDirectory) -> None:
    ask(directory)
    ended = of(cancel(directory, "m-a"), TransferEnded)
    assert (ended.state, ended.told_ids) == ("cancelled", ["sec-a", "sec-c"])
    assert of(ask(directory, transfer_id="t2"), TransferRequested).transfer_id == "t2"


@pytest.mark.parametrize("actor", ["sec-a", "sec-c", "m-b", "nobody"])
def test_nobody_else_takes_it_back_but_who_administers(directory: MemoryDirectory, actor: str) -> None:
    ask(directory)
    with pytest.raises(NotPossible, match="not-permitted"):
        cancel(directory, actor)
    assert of(cancel(directory, "admin"), TransferEnded).state == "cancelled"


def test_what_nobody_decides_expires_and_both_sides_are_told(directory: MemoryDirectory) -> None:
    ask(directory)
    ended = expire(directory).only()
    assert (ended.state, ended.actor_id, ended.told_ids) == ("expired", None, ["sec-a", "sec-c"])
    assert expire(directory).payloads == []


def test_what_was_decided_does_not_expire(directory: MemoryDirectory) -> None:
    ask(directory)
    decide(directory)
    assert expire(directory).payloads == []
    assert directory.transfers["t1"].state == "accepted"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"member_id": "nobody"}, "unknown-member"),
        ({"to_unit_id": "nowhere"}, "unknown-unit"),
        ({"to_unit_id": "a"}, "same-unit"),
        ({"actor_id": "sec-c"}, "not-permitted"),
        ({"actor_id": "m-b"}, "not-permitted"),
        ({"actor_id": "nobody"}, "not-permitted"),
    ],
)
def test_what_cannot_be_asked_for(directory: MemoryDirectory, fields: dict[str, str], reason: str) -> None:
    with pytest.raises(NotPossible, match=reason):
        ask(directory, **fields)
    assert directory.transfers == {}


def test_one_transfer_of_a_member_at_a_time(directory: MemoryDirectory) -> None:
    ask(directory)
    with pytest.raises(NotPossible, match="under-way"):
        ask(directory, transfer_id="t2")
    with pytest.raises(NotPossible, match="under-way"):
        ask(directory, member_id="m-b", actor_id="m-b")
    assert ask(directory).payloads == [], "the very same request again"


@pytest.mark.parametrize("actor", ["m-a", "sec-a", "sec-b", "head", "m-c", "nobody"])
def test_only_the_receiving_side_decides(directory: MemoryDirectory, actor: str) -> None:
    ask(directory)
    with pytest.raises(NotPossible, match="not-permitted"):
        decide(directory, actor_id=actor)


def test_nobody_lets_themselves_in(directory: MemoryDirectory) -> None:
    put(directory, "m-a", "a", grants=(Grant(role="secretary", unit_id="c"),))
    assert of(ask(directory), TransferRequested).decider_ids == ["sec-c"]
    with pytest.raises(NotPossible, match="not-permitted"):
        decide(directory, actor_id="m-a")


def test_it_is_decided_once_and_in_time(directory: MemoryDirectory) -> None:
    ask(directory)
    with pytest.raises(NotPossible, match="over"):
        decide(directory, now=NOW + WAITS)
    decide(directory, now=NOW + WAITS - timedelta(seconds=1))
    for again in (lambda: decide(directory), lambda: cancel(directory, "m-a")):
        with pytest.raises(NotPossible, match="over"):
            again()
    with pytest.raises(NotPossible, match="unknown-transfer"):
        decide(directory, transfer_id="t9")


def test_a_leave_that_waits_follows_to_the_new_unit(directory: MemoryDirectory) -> None:
    today = NOW.date()
    directory.keep_leave(Leave("l1", "m-a", "a", today, today, "sick", "requested", "m-a", NOW))
    ask(directory)
    decide(directory)
    assert directory.leaves["l1"].unit_id == "c"


def test_who_left_asks_for_nothing(directory: MemoryDirectory) -> None:
    before = directory.members["m-a"]
    keep_and_tell(put(directory, "m-a", "a", status="left"), directory, Emitted(), before=before)
    with pytest.raises(NotPossible, match="not-permitted"):
        ask(directory)


def test_who_left_meanwhile_does_not_move(directory: MemoryDirectory) -> None:
    ask(directory)
    put(directory, "m-a", "a", status="left")
    with pytest.raises(NotPossible, match="over"):
        decide(directory)
