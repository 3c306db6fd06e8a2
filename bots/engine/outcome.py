"""What a channel shows after one message."""

from __future__ import annotations

from dataclasses import dataclass

from bots.conversations.model import FileKind, Member


@dataclass(frozen=True)
class RenderedChoice:
    label: str
    #: At most 64 bytes; comes back as ``Button(data)``.
    data: str


@dataclass(frozen=True)
class Rendered:
    """A reply in the chat's language: plain text, no markup."""

    text: str
    choices: tuple[RenderedChoice, ...] = ()
    #: The id of a photo to be shown with it.
    photo: str | None = None
    #: Members beside the chat's own whom the text names.
    mentions: tuple[str, ...] = ()
    #: A file of the member's own, to be handed over with it.
    file: FileKind | None = None


@dataclass(frozen=True)
class Outcome:
    replies: tuple[Rendered, ...]
    #: The ids of the commands that the broker confirmed; an outcome's ``answers`` names one of them.
    commands: tuple[str, ...] = ()
    locale: str = "zh-CN"
    #: Whose chat it is now; None while it is not linked.
    member: Member | None = None


@dataclass(frozen=True)
class Chat:
    locale: str
    member: Member | None
    #: Whether the conversation has a use for a photo now.
    expects_photo: bool = False


class NotAccepted(Exception):
    """The message could not be taken: the broker or the database is away. Nothing may be called received; hand the same
    update in again later, under the same id. ``text`` is the sentence for the member."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.text = text
