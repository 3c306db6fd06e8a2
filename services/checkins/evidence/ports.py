"""What evidence needs kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from services.checkins.model import CheckIn

Key = tuple[str, str]


class EvidenceStore(Protocol):
    def code_secrets(self, occurrence_ids: Collection[str]) -> Mapping[str, bytes]:
        """By occurrence, of the codes that are shown on the spot; of those for which one was ever shown."""
        ...

    def keep_code_secret(self, occurrence_id: str, secret: bytes) -> bytes:
        """The one that is kept: the first."""
        ...

    def wrong_codes(self, keys: Collection[Key]) -> Mapping[Key, Collection[str]]:
        """By occurrence and member, the ids of the commands that gave a wrong code."""
        ...

    def add_wrong_codes(self, wrong: Mapping[Key, Collection[str]], at: datetime) -> None: ...
    def add_photos(self, check_ins: Collection[CheckIn]) -> None:
        """Keep which check-in each of their photos belongs to."""
        ...
