"""The log in MongoDB: ``audit_log`` by number, ``audit_personal`` beside it, and ``audit_head``, one document.

The head is changed in every transaction that writes to the log, so two of them cannot both be the next: see
docs/decisions/0018 for what that costs.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.audit.chain import Entry, Fault, Head, Personal, Reading, Sidecar, Values, end, plain, read
from shared.audit.recording import Audited, Change, Recorder

Document = dict[str, Any]

LOG, PERSONAL, HEAD = "audit_log", "audit_personal", "audit_head"
#: The action under which an erasure of a member's sidecars stands in the log.
ERASED = "audit.person-erased"


@dataclass(frozen=True)
class Circumstances:
    """What is the same for all changes of a transaction."""

    actor: str
    channel: str
    action: str
    cause: str | None = None
    reason: str | None = None
    unit_path: str | None = None


def create_indexes(database: Database[Document]) -> None:
    database[LOG].create_index([("personal.member_id", ASCENDING), ("kind", ASCENDING)])
    database[LOG].create_index([("kind", ASCENDING), ("subject", ASCENDING)])
    database[PERSONAL].create_index("member_id")


def append(
    database: Database[Document],
    session: ClientSession | None,
    recorder: Recorder,
    audited: Mapping[str, Audited],
    told: Circumstances,
) -> int:
    """Put the recorder's changes down, as part of the transaction. How many."""
    erased = sorted(recorder.forgotten)
    for member_id in erased:
        database[PERSONAL].delete_many({"member_id": member_id}, session=session)
    head = _head(database, session)
    now = datetime.now(UTC)
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    entries: list[Entry] = []
    sidecars: list[Sidecar] = []
    for change in recorder.changes():
        entry, sidecar = _entry(change, audited[change.collection], recorder.forgotten, told, head, now)
        if entry is None:
            continue
        entries.append(entry)
        head = Head(entry.seq, entry.hash)
        if sidecar:
            sidecars.append(sidecar)
    for member_id in erased:
        entry = Entry(
            head.seq + 1, now, told.actor, told.channel, ERASED, told.cause, PERSONAL, member_id, None, None, None,
            None, Personal(member_id, (), None), head.hash,
        ).sealed()  # fmt: skip
        entries.append(entry)
        head = Head(entry.seq, entry.hash)
    if entries:
        database[LOG].insert_many([_document(entry) for entry in entries], session=session)
        if sidecars:
            database[PERSONAL].insert_many([_sidecar(sidecar) for sidecar in sidecars], session=session)
        database[HEAD].replace_one({"_id": "head"}, asdict(head), upsert=True, session=session)
    return len(entries)


def entries(
    database: Database[Document],
    *,
    before: int | None = None,
    limit: int = 100,
    subject: str | None = None,
    actor: str | None = None,
    kind: str | None = None,
    action: str | None = None,
) -> list[dict[str, Any]]:
    """The latest entries below number ``before``, the latest first, with their personal values where there are any.

    ``{"seq", "at", "actor", "channel", "action", "cause", "kind", "subject", "unit_path", "before", "after", "reason",
    "personal": {"member_id", "fields", "erased"} or None, "hash"}``.
    """
    query: Document = {"_id": {"$lt": before}} if before is not None else {}
    query |= {key: value for key, value in (("actor", actor), ("kind", kind), ("action", action)) if value is not None}
    if subject is not None:
        query["$or"] = [{"subject": subject}, {"personal.member_id": subject}]
    rows = list(database[LOG].find(query).sort("_id", DESCENDING).limit(limit))
    beside = {row["_id"]: row for row in database[PERSONAL].find({"_id": {"$in": [row["_id"] for row in rows]}})}
    return [_shown(entry_of(row), beside.get(row["_id"])) for row in rows]


def verify(database: Database[Document], after: Head, limit: int, checkpoint: Head | None = None) -> dict[str, Any]:
    """Read ``limit`` entries on from ``after``.

    ``{"seq", "hash", "checked", "erased", "faults": [{"seq", "kind"}], "done"}``: go on from ``seq`` and ``hash`` until
    ``done``.
    """
    # Before the entries: what is written meanwhile is then beyond this head, and not held against it.
    head = _head(database, None)
    rows = list(database[LOG].find({"_id": {"$gt": after.seq}}).sort("_id", ASCENDING).limit(limit))
    beside = {
        row["_id"]: sidecar_of(row) for row in database[PERSONAL].find({"_id": {"$in": [r["_id"] for r in rows]}})
    }
    reading = read(((entry_of(row), beside.get(row["_id"])) for row in rows), Reading(after))
    faults = [*reading.faults, *_without_reason(database, reading)]
    if checkpoint is not None and after.seq < checkpoint.seq <= reading.head.seq:
        named = next((row for row in rows if row["_id"] == checkpoint.seq), None)
        if named is None or named["hash"] != checkpoint.hash:
            faults.append(Fault(checkpoint.seq, "checkpoint"))
    done = len(rows) < limit
    if done:
        if reading.head.seq <= head.seq:
            faults += end(reading, head)
        elif _head(database, None).seq < reading.head.seq:
            faults.append(Fault(head.seq + 1, "beyond-head"))
        if checkpoint is not None and checkpoint.seq > reading.head.seq:
            faults.append(Fault(reading.head.seq + 1, "truncated"))
    return {
        "seq": reading.head.seq,
        "hash": reading.head.hash,
        "checked": reading.checked,
        "erased": len(reading.gone),
        "faults": [asdict(fault) for fault in faults],
        "done": done,
    }


def checkpoint(database: Database[Document]) -> dict[str, Any]:
    """``{"seq", "hash"}`` of the last entry, to be kept elsewhere."""
    return asdict(_head(database, None))


def subjects_of(database: Database[Document], member_id: str, kind: str) -> list[str]:
    """What of a collection the log names as about a member, now or ever."""
    found = database[LOG].find({"personal.member_id": member_id, "kind": kind}, {"subject": 1})
    return sorted({row["subject"] for row in found})


def _without_reason(database: Database[Document], reading: Reading) -> list[Fault]:
    members = {member_id for _, member_id in reading.gone}
    erased = {
        member_id
        for member_id in members
        if database[LOG].find_one({"personal.member_id": member_id, "kind": PERSONAL, "action": ERASED}, {"_id": 1})
    }
    return [Fault(seq, "personal-missing") for seq, member_id in reading.gone if member_id not in erased]


def _head(database: Database[Document], session: ClientSession | None) -> Head:
    found = database[HEAD].find_one({"_id": "head"}, session=session)
    return Head(found["seq"], found["hash"]) if found else Head()


def _entry(
    change: Change, audited: Audited, forgotten: set[str], told: Circumstances, head: Head, now: datetime
) -> tuple[Entry | None, Sidecar | None]:
    before, after = _differing(change, audited)
    if not before and not after and change.before is not None and change.after is not None:
        return None, None
    known = change.after or change.before or {}
    member_id = str(known.get(audited.person)) if audited.person else None
    own = sorted({*before, *after} - audited.plain) if member_id else []
    reason, personal, sidecar = told.reason, None, None
    if member_id is not None:
        personal = Personal(member_id, tuple(own), None)
        if member_id not in forgotten and (own or reason):
            sidecar = Sidecar(
                head.seq + 1,
                member_id,
                secrets.token_hex(16),
                _only(before, own) if change.before is not None else None,
                _only(after, own) if change.after is not None else None,
                reason,
            )
            personal, reason = Personal(member_id, tuple(own), sidecar.digest()), None
    path = known.get("path") or known.get("unit_path") or told.unit_path
    entry = Entry(
        head.seq + 1,
        now,
        told.actor,
        told.channel,
        told.action,
        told.cause,
        change.collection,
        str(change.key),
        path if isinstance(path, str) else None,
        _without(before, own) if change.before is not None else None,
        _without(after, own) if change.after is not None else None,
        reason,
        personal,
        head.hash,
    )
    return entry.sealed(), sidecar


def _differing(change: Change, audited: Audited) -> tuple[Values, Values]:
    kept = audited.left_out | {"_id"}
    # As they are stored: what was just written may have finer moments, and tuples.
    before, after = (
        {name: plain(value) for name, value in (values or {}).items() if name not in kept}
        for values in (change.before, change.after)
    )
    fields = [
        name
        for name in sorted({*before, *after})
        if name not in before or name not in after or before[name] != after[name]
    ]
    return (
        {name: before[name] for name in fields if name in before},
        {name: after[name] for name in fields if name in after},
    )


def _only(values: Values, fields: Iterable[str]) -> Values:
    return {name: values[name] for name in fields if name in values}


def _without(values: Values, fields: Iterable[str]) -> Values:
    left_out = set(fields)
    return {name: value for name, value in values.items() if name not in left_out}


def _document(entry: Entry) -> Document:
    fields = dict(vars(entry))
    del fields["seq"]
    personal = entry.personal
    fields["personal"] = {**asdict(personal), "fields": list(personal.fields)} if personal else None
    return {"_id": entry.seq, **fields}


def entry_of(row: Document) -> Entry:
    """Whatever stands there is read, so that what does not belong there is found by its hash."""
    fields = {key: value for key, value in row.items() if key != "_id"}
    beside = fields.get("personal")
    if isinstance(beside, dict):
        named = tuple(beside.get("fields", ()))
        fields["personal"] = Personal(beside.get("member_id", ""), named, beside.get("digest"))
    known: Any = {name: fields.get(name) for name in Entry.__dataclass_fields__ if name != "seq"}
    if fields.keys() - known.keys():
        # Something was added that no hash covers.
        known["hash"] = ""
    return Entry(seq=row["_id"], **known)


def _sidecar(sidecar: Sidecar) -> Document:
    fields = dict(vars(sidecar))
    del fields["seq"]
    return {"_id": sidecar.seq, **fields}


def sidecar_of(row: Document) -> Sidecar:
    fields: Any = {name: row.get(name) for name in Sidecar.__dataclass_fields__ if name != "seq"}
    return Sidecar(row["_id"], **fields)


def _shown(entry: Entry, beside: Document | None) -> dict[str, Any]:
    values = beside or {}
    personal = entry.personal
    return {
        "seq": entry.seq,
        "at": plain(entry.at),
        "actor": entry.actor,
        "channel": entry.channel,
        "action": entry.action,
        "cause": entry.cause,
        "kind": entry.kind,
        "subject": entry.subject,
        "unit_path": entry.unit_path,
        "before": _with(entry.before, values.get("before")),
        "after": _with(entry.after, values.get("after")),
        "reason": entry.reason or values.get("reason"),
        "personal": personal
        and {"member_id": personal.member_id, "fields": list(personal.fields), "erased": beside is None},
        "hash": entry.hash,
    }


def _with(values: Values | None, own: Values | None) -> Values | None:
    return None if values is None else {**values, **(own or {})}
