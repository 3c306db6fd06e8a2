"""All of a member's own notes as a text file, made when it is handed over: it is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from bots.conversations.model import Member
from bots.conversations.note_facts import Note
from bots.engine.facts import NoAnswer, chatting
from bots.ports import Rpc
from shared.access.actor import acting
from shared.aio.errors import RpcError
from shared.i18n import catalogue
from shared.logging import get_logger

log = get_logger(__name__)

_RULE = "\n\n----\n\n"


@dataclass(frozen=True)
class File:
    name: str
    content: bytes


class _Page(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    notes: tuple[Note, ...]
    #: Where it goes on.
    next: str | None


class NotesFile:
    def __init__(self, rpc: Rpc, channel: str, zone: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self._rpc = rpc
        self._channel = channel
        self._zone = ZoneInfo(zone)
        self._clock = clock

    async def of(self, chat_id: str, locale: str) -> File | None:
        """The notes of the member whom the directory knows the chat to be of, in their name, the last changed first;
        None for a chat that is nobody's. Raises NoAnswer."""
        try:
            found = await self._rpc.call("directory", "chat_profile", chat_id=chat_id)
            if not found:
                return None
            member = Member.model_validate(found)
            with acting(chatting(member, self._channel, chat_id)):
                notes = await self._all(member.member_id)
        except (RpcError, ValidationError, TypeError) as error:
            log.warning("bots.no-notes-file", error=type(error).__name__)
            raise NoAnswer from error
        log.info("bots.notes-exported", member_id=member.member_id, count=len(notes))
        now = self._clock().astimezone(self._zone)
        return File(f"zhixing-notes-{now:%Y-%m-%d}.txt", self._written(member.name, notes, now, locale))

    async def _all(self, member_id: str) -> list[Note]:
        notes: list[Note] = []
        after: str | None = None
        while True:
            answer = await self._rpc.call("checkins", "notes", member_id=member_id, after=after)
            page = _Page.model_validate(answer)
            notes += [note for note in page.notes if note.own]
            after = page.next
            if after is None:
                return notes

    def _written(self, name: str, notes: list[Note], now: datetime, locale: str) -> bytes:
        title = catalogue("bots").text(
            locale, "notes-file-title", {"name": name, "count": len(notes), "at": f"{now:%Y-%m-%d %H:%M}"}
        )
        whole = _RULE.join([title, *(f"{self._about(note, locale)}\n\n{note.text}" for note in notes)])
        # Without the mark, readers of plain text on phones take it for another encoding.
        return (whole + "\n").encode("utf-8-sig")

    def _about(self, note: Note, locale: str) -> str:
        changed = f"{note.changed_at.astimezone(self._zone):%Y-%m-%d %H:%M}"
        made = f"{note.made_at.astimezone(self._zone):%Y-%m-%d %H:%M}" if note.made_at else changed
        edited = "no" if changed == made else "yes"
        args = {"made": made, "edited": edited, "changed": changed, "shared": "yes" if note.shared else "no"}
        line = catalogue("bots").text(locale, "notes-file-note", args)
        return " · ".join([line, *(f"#{tag}" for tag in note.tags)])
