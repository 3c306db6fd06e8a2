"""Entrypoints about make-ups: durable commands, answered by events; the decision by RPC too, answered at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.checkins.base import Base
from services.checkins.makeup import handlers
from services.checkins.makeup.limits import Answer, set_make_up_rule
from services.checkins.makeup.model import NotPossible
from services.checkins.makeup.views import MakeUpViews
from shared.access.permission import At, Process, Self
from shared.events import Message
from shared.events.attendance import DecideMakeUp, ExpireMakeUp, MakeUpNotPossible, RequestMakeUp
from shared.events.policies import SetMakeUpRule
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command
from shared.messaging.mongo import Views

DECIDING = At("decide-make-up", by="actor_id")


class MakeUpEntrypoints(Base):
    make_up_views = Views(MakeUpViews)

    @on_command(RequestMakeUp, queue="checkins.request-make-up", permission=Self("member_id"))
    def request_make_up(self, command: Message[RequestMakeUp]) -> None:
        rules = self._attendance_rules
        handle = _answering(lambda c, store, emit: handlers.request(c, store, emit, self._desk, rules))
        self.work.once(command, handle)

    @on_command(DecideMakeUp, queue="checkins.decide-make-up", permission=DECIDING)
    def decide_make_up(self, command: Message[DecideMakeUp]) -> None:
        self._may_decide(command.data.make_up_id)
        rules = self._attendance_rules
        self.work.once(command, _answering(lambda c, store, emit: handlers.decide(c, store, emit, self._desk, rules)))

    @on_command(ExpireMakeUp, queue="checkins.expire-make-up", permission=Process("timekeeper"))
    def expire_make_up(self, command: Message[ExpireMakeUp]) -> None:
        self.work.once(command, lambda c, store, emit: handlers.expire(c, store, emit, self._desk))

    @ask(permission=DECIDING)
    def decide_make_up_now(
        self, make_up_id: str, accepted: bool, actor_id: str, why: str | None = None
    ) -> dict[str, str | None]:
        """``{"refused": MakeUpRefusal or None}``. Raises Forbidden."""
        self._may_decide(make_up_id)
        rules = self._attendance_rules
        asked = self._compose(DecideMakeUp(make_up_id=make_up_id, accepted=accepted, why=why, actor_id=actor_id))
        try:
            self.work.do(lambda store, emit: handlers.decide(asked, store, emit, self._desk, rules))
        except NotPossible as refused:
            return {"refused": refused.reason}
        return {"refused": None}

    @ask(permission=At("decide-make-up"))
    def make_ups_waiting(self) -> list[dict[str, Any]]:
        """Those that the asker may decide; see MakeUpViews.waiting."""
        scopes = self.asker.within("decide-make-up")
        return self.make_up_views.waiting(  # type: ignore[no-any-return]
            scopes, self._desk.now(), self.asker.actor.id
        )

    @ask(permission=Self("member_id"))
    def missed_tasks(self, member_id: str) -> list[dict[str, Any]]:
        """What the member could make up; see MakeUpViews.missed."""
        return self.make_up_views.missed(  # type: ignore[no-any-return]
            member_id, self._desk.now(), self._attendance_rules.make_up
        )

    @on_command(SetMakeUpRule, queue="checkins.set-make-up-rule", permission=At("administer", by="actor_id"))
    def on_set_make_up_rule(self, command: Message[SetMakeUpRule]) -> None:
        self.work.once(self._administered_rule(command), set_make_up_rule)

    @ask(permission=At("administer"))
    def set_make_up_rule(self, change: dict[str, Any]) -> Answer:
        """The data of ``checkins.set-make-up-rule.v1``. Raises ValidationError for what is none, and Forbidden."""
        asked = self._administered_rule(self._compose(SetMakeUpRule.model_validate(change)))
        answer: Answer = self.work.do(lambda store, emit: set_make_up_rule(asked, store, emit))
        return answer

    @ask(permission=At("see-figures"))
    def make_up_rules(self, unit_path: str) -> dict[str, Any]:
        """See MakeUpViews.rules. Raises Forbidden."""
        self.asker.require("see-figures", unit_path)
        return self.make_up_views.rules(unit_path, self._attendance_rules.make_up)  # type: ignore[no-any-return]

    def _administered_rule(self, command: Message[SetMakeUpRule]) -> Message[SetMakeUpRule]:
        """In the name of whoever signed it. Raises Forbidden."""
        self._require("administer", self.make_up_views.path_of(command.data.unit_id))
        return self._signed(command)

    def _may_decide(self, make_up_id: str) -> None:
        """Raises Forbidden."""
        self._require("decide-make-up", self.make_up_views.unit_path(make_up_id))


def _answering(handle: Callable[..., None]) -> Callable[..., None]:
    """Tells why not by an event."""

    def answered(command: Message[Any], store: Any, emit: Any) -> None:
        try:
            handle(command, store, emit)
        except NotPossible as refused:
            asked = command.data
            emit(
                MakeUpNotPossible(
                    command_id=command.id,
                    make_up_id=asked.make_up_id,
                    reason=refused.reason,
                    actor_id=asked.member_id if isinstance(asked, RequestMakeUp) else asked.actor_id,
                    task_title=refused.title,
                    at=refused.at,
                    most=refused.most,
                    days=refused.days,
                    rule_unit_id=refused.limits.unit_id if refused.limits else None,
                    chat_id=asked.chat_id,
                ),
                subject=asked.make_up_id,
            )

    return answered
