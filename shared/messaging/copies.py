"""Copies of what the directory tells, and how they are made anew while events go on coming.

A copy is written by the handler of its event alone, which keeps the highest version. Making it anew hands the same
handler what a snapshot says, page by page: whatever the order of a page and an event about the same thing, the later
version stays. What is in no page and unknown to the directory when asked again is removed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from pymongo.database import Database

from shared.access.permission import At
from shared.access.policy import EVERYWHERE
from shared.events import Event, Message, compose
from shared.messaging.access import ask
from shared.messaging.asking_services import Service
from shared.messaging.mongo import Documents, Views

_PAGE = 200
#: For what has no time of its own: whatever is known is newer.
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Copy:
    """One collection that is fed by one kind of event."""

    #: As the directory's snapshot names it: units, members, duties or chats.
    kind: str
    payload: type[Event]
    collection: str
    #: The handler of the event, or what of it keeps the copy: it is told no news here.
    keep: Callable[[Message[Any], Any, Callable[..., None]], None]
    #: Which documents of the collection stand for something that there is.
    present: Documents = field(default_factory=dict)
    #: How one goes that the directory does not know: an update, or None to delete it.
    gone: Documents | None = None


class CopiesViews:
    def __init__(self, database: Database[Documents]) -> None:
        self.database = database


class Copies:
    """The base of a service that keeps copies; its ``work`` is what the handlers are run in."""

    copies: ClassVar[tuple[Copy, ...]]
    work: Any
    #: By shared.messaging.access.Asking, in the service.
    asker: Any

    directory = Service("directory")
    copies_of = Views(CopiesViews)

    @ask(permission=At("operate"))
    def copied(self) -> list[str]:
        """What can be rebuilt, in the order in which to do it."""
        self.asker.require("operate", EVERYWHERE)
        return [copy.kind for copy in self.copies]

    @ask(permission=At("operate"))
    def rebuild(self, kind: str, after: str | None = None) -> dict[str, Any]:
        """One portion, after the thing with this id: ``{"kept", "removed", "next"}``; go on until ``next`` is None.

        Raises ServiceAway.
        """
        self.asker.require("operate", EVERYWHERE)
        copy = next(copy for copy in self.copies if copy.kind == kind)
        page = self._snapshot(kind, after=after, limit=_PAGE)
        self._keep(copy, page["items"])
        removed = self._remove_strangers(copy, after, page["next"], {item["id"] for item in page["items"]})
        return {"kept": len(page["items"]), "removed": removed, "next": page["next"]}

    def _snapshot(self, kind: str, **asked: Any) -> dict[str, Any]:
        page: dict[str, Any] = self.directory.ask("snapshot", kind=kind, **asked)
        return page

    def _keep(self, copy: Copy, items: list[dict[str, Any]]) -> None:
        told = [_message(copy, item) for item in items]
        if told:
            self.work.do(lambda store, _emit: _hand_over(copy, told, store))

    def _remove_strangers(self, copy: Copy, after: str | None, until: str | None, known: set[str]) -> int:
        """Of the ids that the page spans; a copy that came since the page was read is asked about again."""
        rows = self.copies_of.database[copy.collection]
        span = {"$gt": after or "", **({"$lte": until} if until is not None else {})}
        found = {row["_id"]: row for row in rows.find({"_id": span, **copy.present}) if row["_id"] not in known}
        if not found:
            return 0
        newer = self._snapshot(copy.kind, ids=list(found), limit=len(found))["items"]
        self._keep(copy, newer)
        removed = 0
        for stranger in found.keys() - {item["id"] for item in newer}:
            seen = {name: found[stranger][name] for name in ("version", "at") if name in found[stranger]}
            query = {"_id": stranger, **seen}
            if copy.gone is None:
                removed += rows.delete_one(query).deleted_count
            else:
                removed += rows.update_one(query, copy.gone).modified_count
        return removed


def _message(copy: Copy, item: dict[str, Any]) -> Message[Event]:
    at = datetime.fromisoformat(item["at"]) if item["at"] else _LONG_AGO
    return compose(copy.payload.model_validate(item["data"]), source="/zhixing/directory", time=at)


def _hand_over(copy: Copy, told: list[Message[Event]], store: Any) -> None:
    for message in told:
        copy.keep(message, store, _silent)


def _silent(*_told: Any, **_about: Any) -> None:
    """What a copy's handler tells has been told before."""
