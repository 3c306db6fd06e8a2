"""Whatever is done to the tree, in whatever order, it stays a tree, and its history is whole."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.directory.units.model import fits, path_of
from shared.events.directory import RegisterUnit
from shared.events.units import CloseUnit, MergeUnits, MoveUnit, NewUnit, SplitUnit
from tests.support.properties import examples
from tests.unit.services.directory.planting import Garden

#: Few, so that they meet; most are there from the beginning.
UNITS = st.sampled_from([f"u{number}" for number in range(10)])
PLANTED = [
    ("u0", "zone", "top"),
    ("u1", "zone", "top"),
    ("u2", "school", "u0"),
    ("u3", "school", "u1"),
    ("u4", "branch", "u2"),
    ("u5", "branch", "u2"),
    ("u6", "branch", "u3"),
    ("u7", "group", "u4"),
]
MEMBERS = st.sampled_from([f"m{number}" for number in range(6)])
KINDS = st.sampled_from(["zone", "school", "branch", "group"])
CODES = st.none() | st.sampled_from(["1", "2", "3"])


class AnySequence(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.garden = Garden()
        self.versions: dict[str, int] = {}

    @initialize()
    def a_district(self) -> None:
        self.garden.unit("top", "district")
        for unit_id, kind, parent_id in PLANTED:
            self.garden.unit(unit_id, kind, parent_id)
        for number in range(6):
            self.garden.member(f"m{number}", f"u{4 + number % 3}")

    def known(self, unit_id: str) -> bool:
        return unit_id in self.garden.directory.units

    @rule(unit_id=UNITS, parent_id=UNITS | st.just("top"), kind=KINDS, code=CODES, name=st.sampled_from(["A", "B"]))
    def register(self, unit_id: str, parent_id: str, kind: Any, code: str | None, name: str) -> None:
        if self.known(parent_id):
            asked = RegisterUnit(unit_id=unit_id, kind=kind, name=name, parent_id=parent_id, code=code)
            self.garden.do(asked)

    @rule(member_id=MEMBERS, unit_id=UNITS)
    def join(self, member_id: str, unit_id: str) -> None:
        if self.known(unit_id) and self.garden.directory.units[unit_id].is_open:
            self.garden.member(member_id, unit_id)

    @rule(unit_id=UNITS | st.just("top"), parent_id=UNITS | st.just("top"))
    def move(self, unit_id: str, parent_id: str) -> None:
        self.garden.do(MoveUnit(unit_id=unit_id, parent_id=parent_id, reason="-"))

    @rule(unit_ids=st.lists(UNITS, min_size=1, max_size=2), into_id=UNITS)
    def merge(self, unit_ids: list[str], into_id: str) -> None:
        self.garden.do(MergeUnits(unit_ids=unit_ids, into_id=into_id, reason="-"))

    @rule(unit_id=UNITS, part_id=UNITS, kind=KINDS, member_ids=st.lists(MEMBERS, max_size=3, unique=True))
    def split(self, unit_id: str, part_id: str, kind: Any, member_ids: list[str]) -> None:
        parts = [NewUnit(unit_id=part_id, kind=kind, name=part_id, member_ids=member_ids)]
        self.garden.do(SplitUnit(unit_id=unit_id, parts=parts, reason="-"))

    @rule(unit_id=UNITS)
    def close(self, unit_id: str) -> None:
        self.garden.do(CloseUnit(unit_id=unit_id, reason="-"))

    @invariant()
    def every_path_leads_to_the_top_through_units_of_higher_levels(self) -> None:
        units = self.garden.directory.units
        for unit in units.values():
            parent = units[unit.parent_id] if unit.parent_id else None
            assert unit.path == path_of(unit.unit_id, parent)
            assert fits(unit.kind, parent.kind if parent else None)
            assert (unit.parent_id is None) == (unit.unit_id == "top")

    @invariant()
    def nothing_open_and_nobody_is_in_what_is_closed(self) -> None:
        units = self.garden.directory.units
        for unit in units.values():
            assert not unit.is_open or unit.parent_id is None or units[unit.parent_id].is_open
        assert all(units[member.unit_id].is_open for member in self.garden.directory.members.values())

    @invariant()
    def a_code_belongs_to_one_unit(self) -> None:
        codes = [unit.code for unit in self.garden.directory.units.values() if unit.code]
        assert len(codes) == len(set(codes))

    @invariant()
    def others_copies_say_what_the_directory_says(self) -> None:
        units = self.garden.directory.units
        for unit_id, told in self.garden.units.items():
            unit = units[unit_id]
            assert (told.path, told.parent_id, told.status, told.name, told.code, told.version) == (
                unit.path,
                unit.parent_id,
                unit.status,
                unit.name,
                unit.code,
                unit.version,
            )
        for member_id, kept in self.garden.members.items():
            member = self.garden.directory.members[member_id]
            assert (kept.unit_id, kept.unit_path) == (member.unit_id, units[member.unit_id].path)

    @invariant()
    def versions_only_grow(self) -> None:
        now = {unit_id: unit.version for unit_id, unit in self.garden.directory.units.items()}
        assert all(now[unit_id] >= version for unit_id, version in self.versions.items())
        self.versions = now

    @invariant()
    def the_history_of_each_unit_has_neither_gaps_nor_overlaps(self) -> None:
        for unit_id, unit in self.garden.directory.units.items():
            entries = sorted(self.garden.directory.entries[unit_id], key=lambda entry: entry.unit.version)
            assert [entry.unit.version for entry in entries] == list(range(1, unit.version + 1))
            assert entries[-1].unit == unit
            assert entries[-1].valid_until is None
            for entry, following in pairwise(entries):
                assert entry.valid_from is not None
                assert entry.valid_until is not None
                assert entry.valid_until == following.valid_from
                assert entry.valid_from <= entry.valid_until


TestAnySequence = AnySequence.TestCase
TestAnySequence.settings = settings(max_examples=examples(50), stateful_step_count=30)
