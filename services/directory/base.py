"""What every entrypoint of the directory has at hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nameko.dependency_providers import Config

from services.directory.access import Places, grants_of_member
from services.directory.audited import AUDIT
from services.directory.members.contacts import Safe
from services.directory.moment import Moment
from services.directory.refusal import Refusal
from services.directory.repository import MongoDirectory
from services.directory.settings import DirectorySettings
from services.directory.views import DirectoryViews
from shared.access import consultation
from shared.access.policy import Action
from shared.events import Command, Event, Message
from shared.messaging.access import Asking
from shared.messaging.mongo import Views
from shared.messaging.work import UnitOfWork

#: ``{"refused": a Refusal's reason or None}``.
Answer = dict[str, str | None]
#: ``(data of the command, directory, emit, moment=Moment)``; raises Refusal.
Handler = Callable[..., None]


class Base:
    config = Config()
    work = UnitOfWork(MongoDirectory, audit=AUDIT)
    views = Views(DirectoryViews)
    places = Views(Places)
    asker = Asking(grants_of_member)

    def seeing(self, member_id: str, action: Action = "see-members") -> None:
        """See that whoever asks about another may. Raises Forbidden, UnknownMember."""
        if self.asker.must_ask:
            self.asker.require(action, self.places.of_member(member_id))

    def answer_by_event(
        self, command: Message[Any], handler: Handler, refused: Callable[[Message[Any], Any], Event], subject: str
    ) -> None:
        """Do what a command asks, or tell why not: ``refused`` makes the event about ``subject`` of a Refusal's
        reason."""

        def answered(message: Message[Any], directory: Any, emit: Any) -> None:
            try:
                handler(message.data, directory, emit, moment=self.moment)
            except Refusal as refusal:
                consultation.nothing_to_decide()
                emit(refused(message, refusal.reason), subject=subject)

        self.work.once(command, answered)

    def answer_at_once(self, asked: Command, handler: Handler) -> Answer:
        """The same for an RPC."""
        try:
            self.work.do(lambda directory, emit: handler(asked, directory, emit, moment=self.moment))
        except Refusal as refusal:
            consultation.nothing_to_decide()
            return {"refused": refusal.reason}
        return {"refused": None}

    @property
    def settings_now(self) -> DirectorySettings:
        settings: DirectorySettings = self.config["settings"]
        return settings

    @property
    def moment(self) -> Moment:
        return Moment(self.settings_now.zone)

    @property
    def safe(self) -> Safe:
        return self.settings_now.safe
