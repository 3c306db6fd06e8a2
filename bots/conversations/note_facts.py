"""A member's own notes, and those that their branch may read, as the checkins service tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Note(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    note_id: str
    member_id: str
    text: str
    tags: tuple[str, ...] = ()
    version: int
    changed_at: datetime
    made_at: datetime | None = None
    #: The branch may read it.
    shared: bool = False
    #: The name that it is shared by.
    author: str | None = None
    #: It is the reader's.
    own: bool = True


@dataclass(frozen=True)
class WantedNotes:
    """The last changed ones; ``query`` and ``tag`` leave out what does not fit."""

    query: str | None = None
    tag: str | None = None
    #: Those of others.
    shared: bool = False


class Noting(BaseModel):
    """What the next words of the member are for."""

    model_config = ConfigDict(frozen=True)

    purpose: Literal["new", "edit", "find"]
    note_id: str = ""
    version: int = 0


class Remarked(BaseModel):
    """The note of the last check-in, which may be kept among the member's own."""

    model_config = ConfigDict(frozen=True)

    text: str
    occurrence_id: str
