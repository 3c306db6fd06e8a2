"""One function per consumed event: load, decide, save, emit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from services.notifications.lanes import lane_of
from services.notifications.model import (
    Button,
    Chat,
    ChatMessage,
    Held,
    Lane,
    Person,
    Plan,
    Suppression,
    UnknownChat,
    UnknownMember,
    Wording,
)
from services.notifications.ports import Notifications
from shared.events import Message, Payload, derived_id
from shared.events.checkins import CheckInCounted, CheckInRecorded, CheckInRefused, Figures
from shared.events.directory import Channel, Locale, MemberRegistered
from shared.events.notifications import (
    Choice,
    Deliver,
    DeliverToTelegram,
    DeliverToWeb,
    MessageExpired,
    MessageFailed,
    MessageSent,
)

Emit = Callable[..., None]
Render = Callable[[Locale, Wording], str]
Args = dict[str, str | int | datetime]

_DELIVERIES: dict[Channel, type[Deliver]] = {"web": DeliverToWeb, "telegram": DeliverToTelegram}


def member_registered(event: Message[MemberRegistered], store: Notifications, emit: Emit) -> None:
    data = event.data
    person = Person(data.member_id, data.locale, data.person.name, data.status, tuple(data.leaves), data.zone)
    store.keep_person(person, data.version)


def check_in_answered(
    event: Message[CheckInCounted | CheckInRecorded | CheckInRefused], store: Notifications, emit: Emit, render: Render
) -> None:
    """Tell the chat that asked, or every chat of the member when none did."""
    data = event.data
    if isinstance(data, CheckInCounted) and data.how in ("roll-call", "made-up"):
        # Whoever was called up was there; of a make-up its acceptance is told.
        return
    if isinstance(data, CheckInRefused):
        wording = _refused(data)
    elif data.figures is not None:
        wording = _counted(data, data.figures)
    else:
        # It is told of when it is counted.
        return
    tell(event, data.member_id, data.chat_id, wording, store, emit, render, answers=data.command_id)


def message_settled(
    event: Message[MessageSent | MessageFailed | MessageExpired], store: Notifications, emit: Emit
) -> None:
    data = event.data
    match data:
        case MessageSent():
            store.settle(data.message_id, "sent", data.sent_at)
        case MessageFailed():
            store.settle(data.message_id, "failed", data.failed_at, data.reason)
        case MessageExpired():
            store.settle(data.message_id, "suppressed", data.expired_at, "expired")


def tell(
    event: Message[Payload],
    member_id: str,
    chat_id: str | None,
    wording: Wording,
    store: Notifications,
    emit: Emit,
    render: Render,
    *,
    answers: str | None = None,
    buttons: Sequence[Button] = (),
    chats: Sequence[Chat] | None = None,
) -> None:
    """Queue one message for each chat: the one given, or those given, or all of the member's; one event tells one
    chat one thing. What cannot be sent is kept with the
    reason. Raises UnknownChat or UnknownMember while the copies lag behind the event."""
    person = store.person(member_id)
    if person is None:
        raise UnknownMember(member_id)
    lane = lane_of(wording.key, answers=answers)
    now = datetime.now(UTC)
    if chats is None:
        chats = [_known(store.chat(chat_id), chat_id)] if chat_id else store.chats_of(member_id)
    own = derived_id(event.id, member_id)
    store.plan(Plan(own, lane, wording.key, max(1, len(chats)), now))
    if reason := _reason(member_id, lane, chats, store):
        held = [(own, None)] if not chats else [(derived_id(event.id, chat.chat_id), chat) for chat in chats]
        store.hold([Held(key, member_id, wording.key, lane, now, "suppressed", reason, chat) for key, chat in held])
        return
    for chat in chats:
        message_id = derived_id(event.id, chat.chat_id)
        # Whoever just said something in a chat reads it, whatever it refused before.
        if chat.barred and chat_id is None:
            store.hold([Held(message_id, member_id, wording.key, lane, now, "suppressed", chat.barred, chat)])
            continue
        text = render(person.locale, wording)
        message = ChatMessage(
            message_id,
            chat,
            person.locale,
            wording.key,
            text,
            answers,
            now,
            tuple(buttons),
            lane,
            mentions=wording.names(beside=member_id),
        )
        store.add([message])
        emit(delivery(message, render), subject=message_id)


def name_of(member_id: str, store: Notifications) -> str:
    """Raises UnknownMember."""
    person = store.person(member_id)
    if person is None:
        raise UnknownMember(member_id)
    return person.name


def delivery(message: ChatMessage, render: Render, *, not_after: datetime | None = None) -> Deliver:
    return _DELIVERIES[message.chat.channel](
        message_id=message.message_id,
        chat_id=message.chat.chat_id,
        text=message.text,
        answers=message.answers,
        choices=[
            Choice(label=render(message.locale, Wording(button.key, {})), data=button.data)
            for button in message.buttons
        ],
        not_after=not_after,
        mentions=list(message.mentions),
    )


def _known(chat: Chat | None, chat_id: str) -> Chat:
    if chat is None:
        raise UnknownChat(chat_id)
    return chat


def _reason(member_id: str, lane: Lane, chats: Sequence[Chat], store: Notifications) -> Suppression | None:
    """Why nothing is to be sent to this member at all."""
    if not chats:
        return "no-chat"
    if lane == "shift" and not store.wants(member_id, lane):
        return "turned-off"
    return None


def _counted(data: CheckInCounted | CheckInRecorded, figures: Figures) -> Wording:
    return Wording(
        "checkin-recorded",
        {
            "task": data.task_title,
            "minutes": data.credit_minutes,
            "streak": figures.streak_days,
            "month_checkins": figures.month_checkins,
            "month_minutes": figures.month_minutes,
        },
    )


def _refused(data: CheckInRefused) -> Wording:
    args: dict[str, str | int | datetime] = {"task": data.task_title or data.occurrence_id}
    if data.at is not None:
        args["at"] = data.at
    return Wording(f"checkin-refused-{data.reason}", args)
