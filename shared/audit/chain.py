"""The chain itself: what an entry says, its hash, and what a reader finds wrong. No I/O.

Every hash covers the one before it, so that an entry that is changed, left out, put in or moved breaks the chain at its
place. What was cut off at the end shows by the head, which says how far the chain goes; what was cut off together with
a head that was set back shows by a checkpoint kept elsewhere.

Personal values are not part of the hash: a salted digest of them is. They lie in a sidecar and can be erased; the chain
still holds, and the digest, whose salt went with them, says nothing any more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

#: The hash before the first entry.
START = "0" * 64

Values = dict[str, Any]
#: changed: the entry is not what was hashed. missing: entries lie between. reordered: an entry came twice or too early.
#: unlinked: its predecessor is another one. truncated: the head says that there were more. beyond-head: there are more
#: than the head says. personal-changed, personal-missing: the sidecar is not what was digested, or is gone without an
#: erasure. checkpoint: the entry is not the one that a checkpoint named.
FaultKind = Literal[
    "changed", "missing", "reordered", "unlinked", "truncated", "beyond-head", "personal-changed", "personal-missing",
    "checkpoint",
]  # fmt: skip


@dataclass(frozen=True)
class Personal:
    """What an entry says of the values in its sidecar: whose they are, their fields and their digest."""

    member_id: str
    fields: tuple[str, ...]
    #: None where the values were erased with the very change that the entry is about.
    digest: str | None


@dataclass(frozen=True)
class Entry:
    seq: int
    at: datetime
    #: Whoever did it: a member's id, or the process where nobody did.
    actor: str
    #: By which way it came, such as ``/zhixing/web``.
    channel: str
    #: What was asked: a command's or event's type, or ``<service>.<method>``.
    action: str
    #: The id of the message that led to it, if any.
    cause: str | None
    #: The collection and the id of what was changed.
    kind: str
    subject: str
    unit_path: str | None
    #: Fields that changed; None where there was nothing before, or is nothing after.
    before: Values | None
    after: Values | None
    reason: str | None
    personal: Personal | None
    previous: str
    hash: str = ""

    def sealed(self) -> Entry:
        return Entry(**{**_fields(self), "hash": digest_of(self)})


@dataclass(frozen=True)
class Sidecar:
    """Personal values of one entry. They may be erased."""

    seq: int
    member_id: str
    salt: str
    before: Values | None
    after: Values | None
    reason: str | None = None

    def digest(self) -> str:
        values = {"before": self.before, "after": self.after, "reason": self.reason}
        return hashlib.sha256(f"{self.salt}\n{canonical(values)}".encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    seq: int = 0
    hash: str = START


@dataclass(frozen=True)
class Fault:
    seq: int
    kind: FaultKind


@dataclass
class Reading:
    """How far a chain was read, and what was found. ``missing`` are the members whose sidecars are gone, by entry."""

    head: Head = field(default_factory=Head)
    checked: int = 0
    faults: list[Fault] = field(default_factory=list)
    gone: list[tuple[int, str]] = field(default_factory=list)


def plain(value: Any) -> Any:
    """A value as it is hashed and stored: JSON's types only, moments to the millisecond in UTC."""
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    # As text: a float read back from a database may print otherwise than it was written.
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def canonical(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(entry: Entry) -> str:
    """The hash that the entry must have."""
    said = _fields(entry)
    del said["hash"]
    said["personal"] = asdict(entry.personal) if entry.personal else None
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def read(entries: Iterable[tuple[Entry, Sidecar | None]], reading: Reading) -> Reading:
    """Read on from where ``reading`` got to; entries come in the order of their numbers."""
    for entry, sidecar in entries:
        reading.checked += 1
        expected = reading.head.seq + 1
        if entry.seq > expected:
            reading.faults.append(Fault(expected, "missing"))
        elif entry.seq < expected:
            reading.faults.append(Fault(entry.seq, "reordered"))
        elif entry.previous != reading.head.hash:
            reading.faults.append(Fault(entry.seq, "unlinked"))
        if digest_of(entry) != entry.hash:
            reading.faults.append(Fault(entry.seq, "changed"))
        if entry.personal and entry.personal.digest:
            if sidecar is None:
                reading.gone.append((entry.seq, entry.personal.member_id))
            elif sidecar.digest() != entry.personal.digest or sidecar.member_id != entry.personal.member_id:
                reading.faults.append(Fault(entry.seq, "personal-changed"))
        # Go on from what is stored: one fault is told once, where it is.
        reading.head = Head(entry.seq, entry.hash)
    return reading


def end(reading: Reading, head: Head) -> list[Fault]:
    """What the head says against a chain that was read to its end."""
    if reading.head.seq < head.seq:
        return [Fault(reading.head.seq + 1, "truncated")]
    if reading.head.seq > head.seq:
        return [Fault(head.seq + 1, "beyond-head")]
    return [] if reading.head.hash == head.hash else [Fault(head.seq, "changed")]


def _fields(entry: Entry) -> dict[str, Any]:
    return dict(vars(entry))
