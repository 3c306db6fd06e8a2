"""From what was told to points: entries are kept, and what they change is added to the groups.

Events may come in any order and more than once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from services.checkins.contests.model import Entrant, Entry, Kept, group_of, points
from services.checkins.contests.ports import Contests
from shared.access.policy import is_within
from shared.events import Message
from shared.events.attendance import CheckInCorrected
from shared.events.checkins import CheckInRecorded
from shared.events.notes import NoteShared
from shared.events.plans import StudyKind

Told = Message[CheckInRecorded | CheckInCorrected | NoteShared]


def count(events: Sequence[Told], store: Contests, zone: ZoneInfo) -> None:
    """Idempotent for each event."""
    kinds = store.task_kinds({e.data.occurrence_id for e in events if not isinstance(e.data, NoteShared)})
    news = [(event.data.member_id, _entry(event, kinds, zone)) for event in events]
    days = [entry.day for _, entry in news]
    contests = store.contests_at({entry.unit_path for _, entry in news}, min(days), max(days))
    if not contests:
        return
    found = list(_in_contests(news, contests))
    entrants = dict(store.entrants({(kept.contest.contest_id, member_id) for kept, member_id, _ in found}))
    by_id = {kept.contest.contest_id: kept for kept in contests}
    before = dict(entrants)
    for kept, member_id, entry in found:
        key = (kept.contest.contest_id, member_id)
        entrants[key] = _with(entrants.get(key, Entrant(*key, {})), entry)
    added: dict[tuple[str, str], int] = defaultdict(int)
    changed: list[Entrant] = []
    for key, entrant in entrants.items():
        after = _counted(entrant, by_id[key[0]])
        old = before.get(key)
        if after == old:
            continue
        changed.append(after)
        for each, sign in ((old, -1), (after, 1)):
            if each is not None and each.group_id is not None:
                added[key[0], each.group_id] += sign * each.points
    store.keep_entrants(changed)
    store.add_points({key: change for key, change in added.items() if change})


def _in_contests(news: Iterable[tuple[str, Entry]], contests: Sequence[Kept]) -> Iterable[tuple[Kept, str, Entry]]:
    for member_id, entry in news:
        for kept in contests:
            if kept.contest.first_day <= entry.day <= kept.contest.last_day and is_within(
                entry.unit_path, kept.unit_path
            ):
                yield kept, member_id, entry


def _with(entrant: Entrant, entry: Entry) -> Entrant:
    known = entrant.entries.get(entry.key)
    if known is not None and known.version >= entry.version:
        return entrant
    return replace(entrant, entries={**entrant.entries, entry.key: entry})


def _counted(entrant: Entrant, kept: Kept) -> Entrant:
    entries = entrant.entries.values()
    group_id = group_of(kept.contest.groups, entrant.member_id, entries)
    return replace(entrant, group_id=group_id, points=points(kept.contest.rules, entries))


def _entry(event: Told, kinds: Mapping[str, StudyKind], zone: ZoneInfo) -> Entry:
    data = event.data
    if isinstance(data, NoteShared):
        # Shared and taken back are told with their times; a time is a version.
        version = round(data.at.timestamp() * 1000)
        day = data.at.astimezone(zone).date()
        return Entry(f"note/{data.note_id}", version, "note", data.unit_path, day, data.shared)
    return Entry(
        f"task/{data.occurrence_id}",
        data.version,
        "check-in",
        data.unit_path,
        data.checked_in_at.astimezone(zone).date(),
        data.counts if isinstance(data, CheckInCorrected) else True,
        data.credit_minutes,
        not data.late and data.how != "made-up",
        kinds.get(data.occurrence_id),
    )
