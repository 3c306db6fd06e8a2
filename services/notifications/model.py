"""A message: what it says, to which chat, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.events.directory import Channel, Locale

State = Literal["queued", "sent", "failed"]


class UnknownChat(LookupError):
    """The chat is not in this service's copy (yet)."""


class UnknownMember(LookupError):
    """The member is not in this service's copy (yet)."""


@dataclass(frozen=True)
class Chat:
    chat_id: str
    channel: Channel
    member_id: str


@dataclass(frozen=True)
class Wording:
    """A message of the catalogue ``services.notifications`` and its arguments; moments are told in the unit's zone."""

    key: str
    args: dict[str, str | int | datetime]


@dataclass(frozen=True)
class Person:
    """What a message needs to know of a member. ``name`` is personal data."""

    member_id: str
    locale: Locale
    name: str


@dataclass(frozen=True)
class Button:
    """A choice under a message: a label of the catalogue, and what pressing it sends back."""

    key: str
    data: str


@dataclass(frozen=True)
class ChatMessage:
    message_id: str
    chat: Chat
    locale: Locale
    key: str
    text: str
    #: The command whose outcome this is, if any.
    answers: str | None
    queued_at: datetime
    buttons: tuple[Button, ...] = ()
