"""An erasure: who was asked to erase, and who has answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

#: Every process that consumes ``person.erased``, beside the directory itself. Telegram's runs where there is a token
#: only, and is waited for where the person has a chat there.
PROCESSES = ("checkins", "notifications", "incidents", "volunteers", "web")
OWN = "directory"
CHANNEL_PROCESS = "telegram"


@dataclass(frozen=True)
class Answer:
    at: datetime
    #: How many of what were erased.
    erased: Mapping[str, int]


@dataclass(frozen=True)
class Erasure:
    """The latest one asked for; asking again has everybody erase and answer again."""

    member_id: str
    requested_at: datetime
    reason: str
    expected: tuple[str, ...]
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def answered(self, process: str, answer: Answer) -> Erasure:
        return replace(self, answers={**self.answers, process: answer})

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(process for process in self.expected if process not in self.answers)
