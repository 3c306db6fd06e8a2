"""Entrypoints about questions and corrections: by RPC, which answers, and by durable command, answered by an event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.checkins.base import Base
from services.checkins.corrections import handlers
from services.checkins.corrections.handlers import Answer
from services.checkins.corrections.views import CorrectionViews
from shared.access.consultation import nothing_to_decide
from shared.access.permission import At, Process, Self
from shared.access.policy import may_own
from shared.events import Message
from shared.events.attendance import ChangeCheckIn, CorrectCheckIn, QuestionCheckIn
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command
from shared.messaging.mongo import Views

CORRECTING = At("correct-check-ins")
COMMANDING = At("correct-check-ins", by="actor_id")


class CorrectionEntrypoints(Base):
    correction_views = Views(CorrectionViews)

    @on_command(QuestionCheckIn, queue="checkins.question", permission=COMMANDING)
    def on_question_check_in(self, command: Message[QuestionCheckIn]) -> None:
        self._correct(self._correcting(command), handlers.question)

    @on_command(CorrectCheckIn, queue="checkins.correct", permission=COMMANDING)
    def on_correct_check_in(self, command: Message[CorrectCheckIn]) -> None:
        self._correct(self._correcting(command), handlers.correct)

    @ask(permission=CORRECTING)
    def question_check_in(self, question: dict[str, Any]) -> Answer:
        """``question`` is the data of ``checkins.question.v1``. Raises ValidationError for what is none, and Forbidden,
        as does the one below."""
        return self._correct_now(QuestionCheckIn.model_validate(question), handlers.question)

    @ask(permission=CORRECTING)
    def correct_check_in(self, correction: dict[str, Any]) -> Answer:
        """The data of ``checkins.correct.v1``."""
        return self._correct_now(CorrectCheckIn.model_validate(correction), handlers.correct)

    @ask(permission=Self("member_id") | At("see-missing", "correct-check-ins"))
    def check_in_history(self, occurrence_id: str, member_id: str) -> list[dict[str, Any]]:
        """See CorrectionViews.history. The words and photos of a check-in are for the member and whoever may correct
        it. Raises Forbidden."""
        words = not self.asker.must_ask
        if not words:
            found = self.correction_views.current(occurrence_id, member_id)
            if found is None:
                nothing_to_decide()
                return []
            words = self.asker.may("correct-check-ins", found.unit_path)
            if not words:
                self.asker.require("see-missing", found.unit_path)
        return self.correction_views.history(occurrence_id, member_id, words=words)  # type: ignore[no-any-return]

    @ask(permission=At("correct-check-ins", by="member_id"))
    def may_see_check_in_photo(self, photo_id: str, member_id: str) -> bool:
        """Whether the member may see a check-in that this photo belongs to: their own, or one they may correct."""
        nothing_to_decide()
        return any(
            (each.member_id == member_id and may_own(self.asker.grants, "see-own"))
            or self.asker.may("correct-check-ins", each.unit_path)
            for each in self.correction_views.seen_with(photo_id)
        )

    @ask(permission=Process("web"))
    def photos_in_use(self, photo_ids: list[str]) -> list[str]:
        """Those of the photos that belong to a check-in."""
        return self.correction_views.photos_in_use(photo_ids)  # type: ignore[no-any-return]

    def _correcting(self, command: Message[Any]) -> Message[Any]:
        """In the name of whoever signed it. Raises Forbidden; what does not exist is refused in words."""
        asked: ChangeCheckIn = command.data
        found = self.correction_views.current(asked.occurrence_id, asked.member_id)
        self._require("correct-check-ins", found.unit_path if found else None)
        return self._signed(command)

    def _correct(self, command: Message[Any], handler: Callable[..., Answer]) -> None:
        self.work.once(command, lambda c, store, emit: handler(c, store, emit, self._desk))

    def _correct_now(self, data: ChangeCheckIn, handler: Callable[..., Answer]) -> Answer:
        asked = self._correcting(self._compose(data))
        answer: Answer = self.work.do(lambda store, emit: handler(asked, store, emit, self._desk))
        return answer
