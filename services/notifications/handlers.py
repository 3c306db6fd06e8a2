"""One function per consumed event: load, decide, save, emit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from services.notifications.model import Button, Chat, ChatMessage, Person, UnknownChat, UnknownMember, Wording
from services.notifications.ports import Notifications
from shared.events import Event, Message, derived_id
from shared.events.checkins import CheckInRecorded, CheckInRefused
from shared.events.directory import Channel, ChatLinked, ChatUnlinked, Locale, MemberRegistered
from shared.events.notifications import Choice, Deliver, DeliverToTelegram, DeliverToWeb, MessageFailed, MessageSent

Emit = Callable[..., None]
Render = Callable[[Locale, Wording], str]

_DELIVERIES: dict[Channel, type[Deliver]] = {"web": DeliverToWeb, "telegram": DeliverToTelegram}


def member_registered(event: Message[MemberRegistered], store: Notifications, emit: Emit) -> None:
    data = event.data
    store.keep_person(Person(data.member_id, data.locale, data.person.name), data.version)


def chat_changed(event: Message[ChatLinked | ChatUnlinked], store: Notifications, emit: Emit) -> None:
    chat = Chat(event.data.chat_id, event.data.channel, event.data.member_id)
    if isinstance(event.data, ChatLinked):
        store.keep_chat(chat, event.time)
    else:
        store.forget_chat(chat, event.time)


def check_in_answered(
    event: Message[CheckInRecorded | CheckInRefused], store: Notifications, emit: Emit, render: Render
) -> None:
    """Tell the chat that asked, or every chat of the member when none did."""
    data = event.data
    wording = _recorded(data) if isinstance(data, CheckInRecorded) else _refused(data)
    tell(event, data.member_id, data.chat_id, wording, store, emit, render, answers=data.command_id)


def message_settled(event: Message[MessageSent | MessageFailed], store: Notifications, emit: Emit) -> None:
    data = event.data
    if isinstance(data, MessageSent):
        store.settle(data.message_id, "sent", data.sent_at)
    else:
        store.settle(data.message_id, "failed", data.failed_at, data.reason)


def tell(
    event: Message[Event],
    member_id: str,
    chat_id: str | None,
    wording: Wording,
    store: Notifications,
    emit: Emit,
    render: Render,
    *,
    answers: str | None = None,
    buttons: Sequence[Button] = (),
) -> None:
    """Queue one message for each chat; one event tells one chat one thing. Raises UnknownChat or UnknownMember while
    the copies lag behind the event."""
    person = store.person(member_id)
    if person is None:
        raise UnknownMember(member_id)
    locale = person.locale
    chats = [store.chat(chat_id)] if chat_id else store.chats_of(member_id)
    for chat in chats:
        if chat is None:
            raise UnknownChat(chat_id)
        message = ChatMessage(
            derived_id(event.id, chat.chat_id),
            chat,
            locale,
            wording.key,
            render(locale, wording),
            answers,
            datetime.now(UTC),
            tuple(buttons),
        )
        store.add(message)
        delivery = _DELIVERIES[chat.channel](
            message_id=message.message_id,
            chat_id=chat.chat_id,
            text=message.text,
            answers=answers,
            choices=[Choice(label=render(locale, Wording(button.key, {})), data=button.data) for button in buttons],
        )
        emit(delivery, subject=message.message_id)


def _recorded(data: CheckInRecorded) -> Wording:
    return Wording(
        "checkin-recorded",
        {
            "task": data.task_title,
            "minutes": data.credit_minutes,
            "streak": data.figures.streak_days,
            "month_checkins": data.figures.month_checkins,
            "month_minutes": data.figures.month_minutes,
        },
    )


def _refused(data: CheckInRefused) -> Wording:
    args: dict[str, str | int | datetime] = {"task": data.task_title or data.occurrence_id}
    if data.at is not None:
        args["at"] = data.at
    return Wording(f"checkin-refused-{data.reason}", args)
