"""Entrypoints about policies."""

from __future__ import annotations

from datetime import date
from typing import Any

from nameko.rpc import rpc

from services.checkins.base import Base
from services.checkins.policies import handlers
from services.checkins.policies.handlers import Answer
from services.checkins.policies.views import PolicyViews
from shared.events import Message, compose
from shared.events.policies import Policy, SetPolicy
from shared.messaging.entrypoints import on_command
from shared.messaging.mongo import Views


class PolicyEntrypoints(Base):
    policy_views = Views(PolicyViews)

    @on_command(SetPolicy, queue="checkins.set-policy")
    def on_set_policy(self, command: Message[SetPolicy]) -> None:
        self.work.once(command, handlers.set_policy)

    @rpc
    def set_policy(self, change: dict[str, Any]) -> Answer:
        """The data of ``checkins.set-policy.v1``. Raises ValidationError for what is none."""
        asked = compose(SetPolicy.model_validate(change), source="/zhixing/checkins")
        answer: Answer = self.work.do(lambda store, emit: handlers.set_policy(asked, store, emit))
        return answer

    @rpc
    def policies(self, district_id: str) -> list[dict[str, Any]]:
        return self.policy_views.policies(district_id)  # type: ignore[no-any-return]

    @rpc
    def policy_report(self, unit_path: str, day: str | None = None) -> list[dict[str, Any]]:
        """In the windows (month, year) of ``day``, ISO 8601; without it, of today. Raises ValueError for no day."""
        desk = self._desk
        wanted = date.fromisoformat(day) if day else desk.today()
        return self.policy_views.report(unit_path, wanted, desk.zone, desk.now())  # type: ignore[no-any-return]

    @rpc
    def preview_policy(self, district_id: str, policy: dict[str, Any]) -> list[dict[str, Any]]:
        """Raises ValidationError for what is no policy."""
        desk = self._desk
        change = Policy.model_validate(policy)
        return self.policy_views.preview(district_id, change, desk.zone, desk.now())  # type: ignore[no-any-return]
