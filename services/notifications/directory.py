"""Leaves, transfers and linked chats in words: to those who decide, to the member, to whoever acted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from services.notifications.handlers import Args, Render, name_of, tell
from services.notifications.model import Button, Chat, UnknownUnit, Wording
from services.notifications.ports import Notifications
from shared.events import Message
from shared.events.directory import ChatLinked, ChatUnlinked, UnitRegistered
from shared.events.leave import LeaveDecided, LeaveNotPossible, LeaveRequested
from shared.events.transfers import TransferEnded, TransferNotPossible, TransferRequested

Emit = Callable[..., None]

#: What Telegram carries behind a button.
_MAX_DATA = 64


def unit_registered(event: Message[UnitRegistered], store: Notifications, emit: Emit) -> None:
    store.keep_unit_name(event.data.unit_id, event.data.name, event.data.version)


def chat_changed(event: Message[ChatLinked | ChatUnlinked], store: Notifications, emit: Emit, render: Render) -> None:
    """Keep the copy; the member's other chats are told of a new one, for it may not have been the member."""
    data = event.data
    chat = Chat(data.chat_id, data.channel, data.member_id)
    if isinstance(data, ChatUnlinked):
        store.forget_chat(chat, event.time)
        return
    before = store.chats_of(data.member_id)
    store.keep_chat(chat, event.time)
    others = [each for each in before if each.chat_id != data.chat_id]
    if not others or len(others) < len(before):
        return
    wording = Wording("chat-linked-elsewhere", {"channel": data.channel, "at": event.time})
    buttons = _buttons(("button-chat-not-me", f"chat:off:{data.chat_id}"))
    tell(event, data.member_id, None, wording, store, emit, render, buttons=buttons, chats=others)


def keep_chat(event: Message[ChatLinked], store: Notifications, emit: Emit) -> None:
    """The copy alone: nobody is told of a link that is told again."""
    store.keep_chat(Chat(event.data.chat_id, event.data.channel, event.data.member_id), event.time)


def leave_requested(event: Message[LeaveRequested], store: Notifications, emit: Emit, render: Render) -> None:
    """A receipt to the member, and the question to whoever may decide."""
    data = event.data
    deciders = [each for each in data.decider_ids if each != data.member_id]
    args = {**_leave(data), "reason": data.reason}
    receipt = Wording("leave-requested", {**args, "deciders": len(deciders)})
    tell(event, data.member_id, data.chat_id, receipt, store, emit, render, answers=_answers(event, data.chat_id))
    asked = Wording("leave-asked", {**args, "name": name_of(data.member_id, store)})
    buttons = _buttons(
        ("button-leave-approve", f"dec:lv+:{data.leave_id}"), ("button-leave-refuse", f"dec:lv-:{data.leave_id}")
    )
    for decider in deciders:
        tell(event, decider, None, asked, store, emit, render, buttons=buttons)


def leave_decided(event: Message[LeaveDecided], store: Notifications, emit: Emit, render: Render) -> None:
    """The end to the member, to whoever decided, and to whoever need not decide any more."""
    data = event.data
    actor = data.actor_id or data.member_id
    args = _leave(data)
    own = data.chat_id if actor == data.member_id else None
    told = Wording("leave-cut-short" if data.cut_short else f"leave-{data.state}", args)
    tell(event, data.member_id, own, told, store, emit, render, answers=_answers(event, own))
    if actor != data.member_id and _reachable(actor, data.chat_id, store):
        answer = Wording("leave-you-decided", {**args, "state": data.state, "name": name_of(data.member_id, store)})
        answers = _answers(event, data.chat_id)
        tell(event, actor, data.chat_id, answer, store, emit, render, answers=answers)
    for person in dict.fromkeys(data.told_ids):
        if person not in (actor, data.member_id):
            withdrawn = Wording("leave-withdrawn", {**args, "name": name_of(data.member_id, store)})
            tell(event, person, None, withdrawn, store, emit, render)


def transfer_requested(event: Message[TransferRequested], store: Notifications, emit: Emit, render: Render) -> None:
    data = event.data
    args = {**_units(data.from_unit_id, data.to_unit_id, store), "until": data.expires_at}
    tell(event, data.member_id, None, Wording("transfer-requested", args), store, emit, render)
    asked = Wording("transfer-asked", {**args, "name": name_of(data.member_id, store), "text": data.reason})
    buttons = _buttons(
        ("button-transfer-accept", f"dec:tr+:{data.transfer_id}"),
        ("button-transfer-refuse", f"dec:tr-:{data.transfer_id}"),
    )
    for decider in data.decider_ids:
        if decider != data.member_id:
            tell(event, decider, None, asked, store, emit, render, buttons=buttons)


def transfer_ended(event: Message[TransferEnded], store: Notifications, emit: Emit, render: Render) -> None:
    """To the member and to both sides, each once."""
    data = event.data
    args: Args = {
        **_units(data.from_unit_id, data.to_unit_id, store),
        "name": name_of(data.member_id, store),
        "spoken": "yes" if data.reason else "no",
        "text": data.reason or "",
    }
    actor = [data.actor_id] if data.actor_id and _reachable(data.actor_id, None, store) else []
    for person in dict.fromkeys([data.member_id, *data.told_ids, *actor]):
        key = f"transfer-{data.state}" if person == data.member_id else f"transfer-{data.state}-of"
        # The command's answer; whichever of the actor's chats waits for it is among those that are told.
        answers = event.causation_id if person == data.actor_id else None
        tell(event, person, None, Wording(key, args), store, emit, render, answers=answers)


def not_possible(
    event: Message[LeaveNotPossible | TransferNotPossible], store: Notifications, emit: Emit, render: Render
) -> None:
    data = event.data
    if not _reachable(data.actor_id, data.chat_id, store):
        return
    what = "leave" if isinstance(data, LeaveNotPossible) else "transfer"
    wording = Wording(f"{what}-not-possible-{data.reason}", {})
    tell(event, data.actor_id, data.chat_id, wording, store, emit, render, answers=data.command_id)


def _reachable(actor_id: str, chat_id: str | None, store: Notifications) -> bool:
    """Whoever acts at a terminal need not be a member."""
    return chat_id is not None or store.person(actor_id) is not None


def _answers(event: Message[LeaveRequested | LeaveDecided], chat_id: str | None) -> str | None:
    """The command that a chat waits for, where it came from one."""
    return event.causation_id if chat_id else None


def _leave(data: LeaveRequested | LeaveDecided) -> Args:
    return {
        "first": _day(data.first_day),
        "last": _day(data.last_day),
        "days": (data.last_day - data.first_day).days + 1,
    }


def _day(day: date) -> str:
    return day.isoformat()


def _units(from_id: str, to_id: str, store: Notifications) -> Args:
    """Raises UnknownUnit while the copies lag behind the event."""
    names = {"from": store.unit_name(from_id), "to": store.unit_name(to_id)}
    if None in names.values():
        raise UnknownUnit(f"{from_id} or {to_id}")
    return cast(Args, names)


def _buttons(*some: tuple[str, str]) -> list[Button]:
    # A longer id does not fit behind a button; the list of what waits is there without it.
    return [Button(key, data) for key, data in some if len(data) <= _MAX_DATA]
