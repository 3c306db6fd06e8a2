"""Messages on their way to a chat."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Command, Event, Payload, command, event
from shared.events.directory import Channel, Id


class Choice(Payload):
    """A button under a message. Pressing it sends ``data`` back to the conversation."""

    label: str = Field(min_length=1, max_length=60)
    #: At most 64 bytes: what Telegram carries.
    data: str = Field(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")


class Deliver(Command):
    """Put one rendered message before one chat. ``message_id`` makes it idempotent."""

    message_id: str = Id
    chat_id: str = Id
    text: str = Field(min_length=1, max_length=4000)
    #: The command whose outcome this is, if any: the chat stops waiting for it.
    answers: str | None = None
    choices: list[Choice] = Field(default_factory=list, max_length=8)
    #: It is of no use later, or would disturb: from then on it is dropped, and message.expired tells so.
    not_after: AwareDatetime | None = None
    #: Members beside the receiver whom the text names: erasing one of them erases the text.
    mentions: list[str] = Field(default_factory=list)


@command("web.deliver.v1")
class DeliverToWeb(Deliver):
    pass


@command("telegram.deliver.v1")
class DeliverToTelegram(Deliver):
    pass


@event("bots", "message.sent.v1")
class MessageSent(Event):
    message_id: str
    channel: Channel
    sent_at: AwareDatetime


@event("bots", "message.failed.v1")
class MessageFailed(Event):
    message_id: str
    channel: Channel
    #: blocked: the person closed the chat to us. unknown-chat: no address is known.
    #: rejected: the channel refuses this message.
    reason: Literal["blocked", "unknown-chat", "rejected", "gave-up"]
    failed_at: AwareDatetime


@event("bots", "message.expired.v1")
class MessageExpired(Event):
    """The message was not sent: when its turn came, its ``not_after`` had passed."""

    message_id: str
    channel: Channel
    expired_at: AwareDatetime


class Quiet(Payload):
    """The hours of the day in which nobody is reminded, in minutes after local midnight. Equal: there are none."""

    starts: int = Field(ge=0, le=24 * 60 - 1)
    ends: int = Field(ge=0, le=24 * 60 - 1)


@command("notifications.set-preferences.v1")
class SetPreferences(Command):
    """What a member wants to be told when, from a chat of theirs. What is None stays as it is."""

    member_id: str = Id
    chat_id: str = Id
    quiet: Quiet | None = None
    #: An IANA name such as Asia/Shanghai.
    zone: str | None = Field(default=None, max_length=60, pattern=r"^[A-Za-z0-9_+/-]+$")
    #: Reminders of study tasks that are about to close.
    study: bool | None = None
    #: Reminders of shifts.
    shifts: bool | None = None
