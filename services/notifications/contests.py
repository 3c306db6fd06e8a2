"""The final result of a contest in words: to who held it, and to those who asked to stand on its board."""

from __future__ import annotations

from collections.abc import Callable

from services.notifications.handlers import Args, Render, tell
from services.notifications.model import Wording
from services.notifications.ports import Notifications
from shared.events import Message
from shared.events.contests import ContestEnded

Emit = Callable[..., None]

#: Groups that a message names; all of them stand on the board.
_NAMED = 3


def ended(event: Message[ContestEnded], store: Notifications, emit: Emit, render: Render) -> None:
    """Each is told once; whoever held it and took part is told as who held it."""
    data = event.data
    best = [f"{each.rank}. {each.name}: {each.points}" for each in data.groups[:_NAMED]]
    args: Args = {"title": data.title, "best": "\n".join(best), "groups": len(data.groups)}
    for organiser_id in dict.fromkeys(data.organiser_ids):
        if store.person(organiser_id) is not None:
            tell(event, organiser_id, None, Wording("contest-ended", args), store, emit, render)
    for each in data.individuals:
        if each.member_id not in data.organiser_ids and store.person(each.member_id) is not None:
            own = Wording("contest-ended-own", {**args, "rank": each.rank, "points": each.points})
            tell(event, each.member_id, None, own, store, emit, render)
