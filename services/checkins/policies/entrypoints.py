"""Entrypoints about policies."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.checkins.base import Base
from services.checkins.policies import handlers
from services.checkins.policies.handlers import Answer
from services.checkins.policies.views import PolicyViews
from shared.access.permission import At
from shared.access.policy import Action
from shared.events import Message
from shared.events.policies import Policy, SetPolicy
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command
from shared.messaging.mongo import Views


class PolicyEntrypoints(Base):
    policy_views = Views(PolicyViews)

    @on_command(SetPolicy, queue="checkins.set-policy", permission=At("administer", by="actor_id"))
    def on_set_policy(self, command: Message[SetPolicy]) -> None:
        self.work.once(self._administered(command), handlers.set_policy)

    @ask(permission=At("administer"))
    def set_policy(self, change: dict[str, Any]) -> Answer:
        """The data of ``checkins.set-policy.v1``. Raises ValidationError for what is none."""
        asked = self._administered(self._compose(SetPolicy.model_validate(change)))
        answer: Answer = self.work.do(lambda store, emit: handlers.set_policy(asked, store, emit))
        return answer

    @ask(permission=At("see-figures"))
    def policies(self, district_id: str) -> list[dict[str, Any]]:
        """Raises Forbidden, as do those below."""
        self._allowed("see-figures", district_id)
        return self.policy_views.policies(district_id)  # type: ignore[no-any-return]

    @ask(permission=At("see-figures"))
    def policies_at(self, unit_path: str) -> dict[str, Any]:
        """See PolicyViews.applying: for whoever may see a unit, though not its district."""
        self.asker.require("see-figures", unit_path)
        return self.policy_views.applying(unit_path)  # type: ignore[no-any-return]

    @ask(permission=At("see-figures", "see-missing"))
    def policy_report(self, unit_path: str, day: str | None = None) -> list[dict[str, Any]]:
        """In the windows (month, year) of ``day``, ISO 8601; without it, of today. Raises ValueError for no day."""
        desk = self._desk
        # It names who is missing.
        self.asker.require("see-missing", unit_path)
        wanted = date.fromisoformat(day) if day else desk.today()
        return self.policy_views.report(unit_path, wanted, desk.zone, desk.now())  # type: ignore[no-any-return]

    @ask(permission=At("administer"))
    def policy_effect(self, district_id: str, policy: dict[str, Any]) -> dict[str, Any]:
        """See PolicyViews.effect. Raises ValidationError for what is no policy."""
        desk = self._desk
        self._allowed("administer", district_id)
        change = Policy.model_validate(policy)
        return self.policy_views.effect(district_id, change, desk.zone, desk.now())  # type: ignore[no-any-return]

    def _allowed(self, action: Action, district_id: str) -> None:
        self._require(action, self.policy_views.path_of(district_id))

    def _administered(self, command: Message[SetPolicy]) -> Message[SetPolicy]:
        """In the name of whoever signed it. Raises Forbidden."""
        self._allowed("administer", command.data.district_id)
        return self._signed(command)
