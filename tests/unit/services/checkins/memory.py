"""The check-ins service's port, in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from services.checkins.model import CheckIn, Home, Occurrence
from services.checkins.plans.expected import Listing
from shared.access.policy import Grant
from shared.away import is_away
from shared.events.directory import LeaveOfAbsence, MemberStatus


class MemoryCheckIns:
    def __init__(self) -> None:
        self.units: dict[str, str] = {}
        self.members: dict[str, tuple[str, int]] = {}
        self.absences: dict[str, tuple[MemberStatus, tuple[LeaveOfAbsence, ...]]] = {}
        self.tasks: dict[str, Occurrence] = {}
        self.recorded: dict[tuple[str, str], CheckIn] = {}
        self.zones: dict[str, str | None] = {}
        self.secrets: dict[str, bytes] = {}
        self.wrong: dict[tuple[str, str], set[str]] = {}
        self.photos: dict[str, tuple[str, str]] = {}

    def add_photos(self, check_ins: Collection[CheckIn]) -> None:
        self.photos |= {photo_id: each.key for each in check_ins for photo_id in each.photo_ids}

    def code_secrets(self, occurrence_ids: Collection[str]) -> Mapping[str, bytes]:
        return {key: self.secrets[key] for key in occurrence_ids if key in self.secrets}

    def keep_code_secret(self, occurrence_id: str, secret: bytes) -> bytes:
        return self.secrets.setdefault(occurrence_id, secret)

    def wrong_codes(self, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], set[str]]:
        return {key: set(self.wrong[key]) for key in keys if key in self.wrong}

    def add_wrong_codes(self, wrong: Mapping[tuple[str, str], Collection[str]], at: datetime) -> None:
        for key, ids in wrong.items():
            self.wrong.setdefault(key, set()).update(ids)

    def unit_path(self, unit_id: str) -> str | None:
        return self.units.get(unit_id)

    def keep_unit(
        self, unit_id: str, path: str, version: int = 0, closed: bool = False, at: datetime | None = None
    ) -> None:
        self.units[unit_id] = path

    def keep_member(
        self,
        member_id: str,
        unit_path: str,
        version: int,
        status: MemberStatus = "active",
        leaves: Sequence[LeaveOfAbsence] = (),
        grants: Sequence[Grant] = (),
        zone: str | None = None,
        *,
        at: datetime | None = None,
    ) -> None:
        if self.members.get(member_id, ("", 0))[1] < version:
            self.members[member_id] = (unit_path, version)
            self.absences[member_id] = (status, tuple(leaves))
            self.zones[member_id] = zone

    def keep_occurrence(self, occurrence: Occurrence) -> bool:
        if occurrence.occurrence_id in self.tasks:
            return False
        self.tasks[occurrence.occurrence_id] = occurrence
        return True

    def occurrences(self, ids: Collection[str]) -> Mapping[str, Occurrence]:
        return {key: self.tasks[key] for key in ids if key in self.tasks}

    def withdrawn_occurrence(self, occurrence_id: str) -> Occurrence | None:
        # None is ever cancelled: MemoryPlans knows them.
        return None

    def listed(
        self, occurrences: Collection[Occurrence], member_ids: Collection[str]
    ) -> Mapping[tuple[str, str], Listing]:
        # Of no plan, none is on a list: MemoryPlans knows them.
        return {}

    def member_paths(self, ids: Collection[str]) -> Mapping[str, str]:
        return {key: self.members[key][0] for key in ids if key in self.members}

    def homes(self, ids: Collection[str]) -> Mapping[str, Home]:
        return {key: Home(self.members[key][0], self.zones[key]) for key in ids if key in self.members}

    def homes_within(self, unit_path: str, limit: int) -> Mapping[str, Home]:
        within = [key for key, (path, _) in self.members.items() if f"{path}/".startswith(f"{unit_path}/")]
        return self.homes(within[:limit])

    def away(self, ids: Collection[str], day: date) -> Collection[str]:
        return {member for member in ids if is_away(*self.absences[member], day)}

    def check_ins(self, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], CheckIn]:
        return {key: self.recorded[key] for key in keys if key in self.recorded}

    def members_after(self, unit_path: str, after: tuple[str, str] | None, limit: int) -> list[tuple[str, str]]:
        within = sorted(
            (path, member_id)
            for member_id, (path, _) in self.members.items()
            if path == unit_path or path.startswith(unit_path + "/")
        )
        return [each for each in within if after is None or each > after][:limit]

    def checked_in(self, occurrence_id: str, member_ids: Collection[str]) -> set[str]:
        return {member_id for member_id in member_ids if self._counts(occurrence_id, member_id)}

    def _counts(self, occurrence_id: str, member_id: str) -> bool:
        found = self.recorded.get((occurrence_id, member_id))
        return found is not None and found.counts

    def add(self, check_ins: Sequence[CheckIn]) -> None:
        for check_in in check_ins:
            # As a unique index would.
            assert check_in.key not in self.recorded
            self.recorded[check_in.key] = check_in
