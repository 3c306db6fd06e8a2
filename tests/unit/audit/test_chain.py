"""Whatever is done to a chain of entries is found; erasing personal values is not held against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.audit.chain import START, Entry, Fault, Head, Personal, Reading, Sidecar, canonical, end, plain, read

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
Kept = tuple[Entry, Sidecar | None]


def chain(length: int) -> list[Kept]:
    """Every second entry has personal values."""
    kept: list[Kept] = []
    previous = START
    for seq in range(1, length + 1):
        sidecar = Sidecar(seq, f"m{seq}", "salt", None, {"name": f"Name {seq}"}) if seq % 2 else None
        personal = Personal(f"m{seq}", ("name",), sidecar.digest()) if sidecar else None
        entry = Entry(
            seq, NOW, "boss", "/zhixing/web", "directory.register-member.v1", f"c{seq}", "members", f"m{seq}", "/d",
            None, {"version": seq}, None, personal, previous,
        ).sealed()  # fmt: skip
        kept.append((entry, sidecar))
        previous = entry.hash
    return kept


def found(kept: list[Kept], head: Head) -> list[Fault]:
    reading = read(kept, Reading())
    return [*reading.faults, *end(reading, head)]


def head_of(kept: list[Kept]) -> Head:
    return Head(kept[-1][0].seq, kept[-1][0].hash) if kept else Head()


def test_a_chain_that_nobody_touched_has_no_fault() -> None:
    kept = chain(7)
    assert found(kept, head_of(kept)) == []
    assert found([], Head()) == []


CHANGES: dict[str, Any] = {
    "at": datetime(2020, 1, 1, tzinfo=UTC), "actor": "other", "channel": "x", "action": "x", "cause": None,
    "kind": "units", "subject": "x", "unit_path": None, "before": {}, "after": None, "reason": "x", "personal": None,
    "previous": "f" * 64, "hash": "f" * 64,
}  # fmt: skip


@given(length=st.integers(1, 12), data=st.data())
def test_any_change_of_one_field_of_one_entry_is_found(length: int, data: st.DataObject) -> None:
    kept = chain(length)
    head = head_of(kept)
    at = data.draw(st.integers(0, length - 1))
    entry, sidecar = kept[at]
    name = data.draw(st.sampled_from([name for name, value in CHANGES.items() if getattr(entry, name) != value]))
    kept[at] = (replace(entry, **{name: CHANGES[name]}), sidecar)
    assert any(fault.seq in (at + 1, at + 2) for fault in found(kept, head))


@given(length=st.integers(1, 12), data=st.data())
def test_an_entry_that_is_changed_and_hashed_anew_is_found_by_the_next_one_or_by_the_head(
    length: int, data: st.DataObject
) -> None:
    kept = chain(length)
    head = head_of(kept)
    at = data.draw(st.integers(0, length - 1))
    entry, sidecar = kept[at]
    kept[at] = (replace(entry, actor="nobody").sealed(), sidecar)
    assert found(kept, head) != []


@given(length=st.integers(1, 12), data=st.data())
def test_the_removal_of_any_entries_is_found(length: int, data: st.DataObject) -> None:
    kept = chain(length)
    head = head_of(kept)
    gone = data.draw(st.sets(st.integers(0, length - 1), min_size=1))
    left = [each for index, each in enumerate(kept) if index not in gone]
    faults = found(left, head)
    assert {fault.kind for fault in faults} <= {"missing", "truncated"}
    assert any(fault.seq == min(gone) + 1 for fault in faults)


@given(length=st.integers(2, 12), data=st.data())
def test_entries_that_changed_places_are_found_whether_they_keep_their_numbers_or_not(
    length: int, data: st.DataObject
) -> None:
    kept = chain(length)
    head = head_of(kept)
    one, two = sorted(data.draw(st.sets(st.integers(0, length - 1), min_size=2, max_size=2)))
    kept[one], kept[two] = kept[two], kept[one]
    assert found(kept, head) != []
    renumbered = [(replace(entry, seq=index), sidecar) for index, (entry, sidecar) in enumerate(kept, 1)]
    assert found(renumbered, head) != []


def test_what_was_added_behind_the_head_is_found() -> None:
    kept = chain(4)
    assert found(kept, head_of(kept[:3])) == [Fault(4, "beyond-head")]


@given(length=st.integers(1, 12), data=st.data())
def test_erased_personal_values_leave_the_chain_whole_and_are_named(length: int, data: st.DataObject) -> None:
    kept = chain(length)
    erased = data.draw(st.sets(st.integers(0, length - 1)))
    left = [(entry, None if index in erased else sidecar) for index, (entry, sidecar) in enumerate(kept)]
    reading = read(left, Reading())
    assert reading.faults == []
    assert [seq for seq, _ in reading.gone] == [index + 1 for index in sorted(erased) if kept[index][1]]


@pytest.mark.parametrize("change", [{"after": {"name": "x"}}, {"member_id": "x"}, {"salt": "x"}, {"reason": "x"}])
def test_changed_personal_values_are_found(change: dict[str, Any]) -> None:
    kept = chain(3)
    entry, sidecar = kept[2]
    assert sidecar is not None
    kept[2] = (entry, replace(sidecar, **change))
    assert found(kept, head_of(kept)) == [Fault(3, "personal-changed")]


@given(length=st.integers(1, 12), data=st.data())
def test_a_chain_read_in_portions_is_read_as_in_one(length: int, data: st.DataObject) -> None:
    kept = chain(length)
    cut = data.draw(st.integers(0, length))
    first = read(kept[:cut], Reading())
    assert read(kept[cut:], Reading(first.head)).faults == []


def test_a_digest_does_not_tell_the_value_without_its_salt() -> None:
    one, two = (Sidecar(1, "m", salt, None, {"name": "Li Lei"}).digest() for salt in ("a", "b"))
    assert one != two


def test_values_are_hashed_as_they_come_back_from_the_database() -> None:
    moment = datetime(2026, 11, 22, 8, 0, 0, 123456, tzinfo=UTC)
    stored = plain({"at": moment, "roles": ("a",), "key": b"\x01", "share": 0.5})
    assert stored == {"at": "2026-11-22T08:00:00.123+00:00", "roles": ["a"], "key": "01", "share": "0.5"}
    assert canonical(stored) == canonical({"share": "0.5", "key": "01", "roles": ["a"], "at": stored["at"]})
