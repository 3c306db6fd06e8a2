"""The evidence of a batch of check-ins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from services.checkins.evidence.checking import Lack, lacking
from services.checkins.evidence.ports import EvidenceStore, Key
from services.checkins.model import CheckIn, Occurrence
from shared.events import Message
from shared.events.checkins import CheckInDeclined, How, RecordCheckIn

#: What counts as a try at a code.
_TRIES = ("code-wrong", "code-expired")


class Proofs:
    """Reads what judging a batch needs, at once; ``settle`` writes what came of it."""

    def __init__(
        self, store: EvidenceStore, commands: Sequence[Message[RecordCheckIn]], tasks: Mapping[str, Occurrence]
    ) -> None:
        self._store = store
        coded = {key for key, task in tasks.items() if task.plan and task.plan.evidence == "attendance-code"}
        keys = {(each.data.occurrence_id, each.data.member_id) for each in commands} if coded else set()
        keys = {key for key in keys if key[0] in coded}
        self._secrets = store.code_secrets(coded) if coded else {}
        self._wrong = {key: set(ids) for key, ids in store.wrong_codes(keys).items()} if keys else {}
        self._new: dict[Key, set[str]] = {}

    def lack(self, command: Message[RecordCheckIn], task: Occurrence, before: CheckIn | None) -> Lack | None:
        """Why a check-in to a task that is open to the member does not count, or None."""
        if before is not None and not before.counts:
            return Lack("taken-back")
        if task.plan is None:
            return None
        key = (task.occurrence_id, command.data.member_id)
        # Delivered again, it is judged as it was the first time.
        tries = self._wrong.get(key, set()) - {command.id}
        found = lacking(task.plan, command.data, command.time, self._secrets.get(task.occurrence_id), len(tries))
        if found is not None and found.reason in _TRIES:
            self._wrong.setdefault(key, set()).add(command.id)
            self._new.setdefault(key, set()).add(command.id)
        return found

    def settle(self, added: Sequence[CheckIn]) -> None:
        if self._new:
            self._store.add_wrong_codes(self._new, datetime.now(UTC))
        if pictured := [each for each in added if each.photo_ids]:
            self._store.add_photos(pictured)


def declined(command: Message[RecordCheckIn], task: Occurrence, lack: Lack) -> CheckInDeclined:
    asked = command.data
    return CheckInDeclined(
        command_id=command.id,
        occurrence_id=asked.occurrence_id,
        member_id=asked.member_id,
        reason=lack.reason,
        task_title=task.title,
        least=lack.least,
        given=lack.given,
        chat_id=asked.chat_id,
    )


def given(asked: RecordCheckIn) -> dict[str, Any]:
    """What is kept of the evidence, as fields of a check-in. Of a code, nothing: it was good."""
    return {"note": asked.note, "minutes": asked.minutes, "photo_ids": tuple(asked.photo_ids)}


def how(task: Occurrence) -> How:
    return "code" if task.plan is not None and task.plan.evidence == "attendance-code" else "chat"
