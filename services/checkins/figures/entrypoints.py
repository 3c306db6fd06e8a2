"""Entrypoints about figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.checkins.base import Base
from services.checkins.figures import projection, windows
from services.checkins.figures.answers import adjusted, told
from services.checkins.figures.projection import Rules
from services.checkins.figures.rebuilding import MongoRebuilding, Portion
from services.checkins.figures.views import MongoFigureReader
from shared.access.consultation import nothing_to_decide
from shared.access.permission import At, Self
from shared.access.policy import EVERYWHERE
from shared.events import Message
from shared.messaging.access import ask
from shared.messaging.mongo import Views


class FigureEntrypoints(Base):
    figure_views = Views(MongoFigureReader)

    @property
    def _rules(self) -> Rules:
        settings = self.config["settings"]
        return Rules(self._zone, settings.months_close_after_days, self._day_begins)

    @ask(permission=At("see-figures", "see-missing"))
    def figures(self, unit_path: str, window: str) -> dict[str, Any]:
        """Of a unit and all below it. ``window`` is ``2026-W47``, ``2026-11``, ``2026-Q4`` or ``2026``; the answer is
        that of ``told`` and ``adjusted``. Raises Forbidden, and ValueError for what is no window."""
        self.asker.require("see-figures", unit_path)
        asked = windows.window(window)
        found = self.figure_views.of_unit(unit_path, asked)
        later = self.figure_views.adjustments(unit_path, asked.month_keys)
        before = self.figure_views.at_close(unit_path, asked)
        named = self.asker.may("see-missing", unit_path)
        closed = bool(asked.months) and self._rules.is_closed(asked.month_keys[-1])
        shown = adjusted(found, before, later, closed=closed, named=named)
        return {"unit_path": unit_path, **told(asked, found), **shown}

    @ask(permission=Self("member_id") | At("see-missing"))
    def member_figures(self, member_id: str, window: str) -> dict[str, Any]:
        """Of a member; for themselves and those who see who is missing. Raises as ``figures`` does."""
        asked = windows.window(window)
        if self.asker.must_ask:
            path = self.views.member_path(member_id)
            if path is None:
                nothing_to_decide()
                return {}
            self.asker.require_for(member_id, "see-missing", path)
        return {"member_id": member_id, **told(asked, self.figure_views.of_member(member_id, asked))}

    @ask(permission=At("operate"))
    def rebuild_figures(self, part: str, after: str | None = None, write: bool = False) -> Portion:
        """One portion of ``facts`` or ``units``, as ``services.checkins.figures.rebuilding`` says. Without ``write`` it
        only compares. Raises Forbidden, and ValueError for another part."""
        self.asker.require("operate", EVERYWHERE)
        if part not in ("facts", "units"):
            raise ValueError(f"{part!r} is neither facts nor units")

        def again(store: MongoRebuilding, _emit: Any) -> Portion:
            if part == "facts":
                return store.facts_again(after, self._rules, write=write)
            return store.unit_again(after, write=write)

        portion: Portion = self.work.do(again)
        return portion

    def _count_figures(self, events: Sequence[Message[Any]]) -> None:
        for batch in projection.batches(events):
            self.work.together(batch, lambda each, store, emit: projection.project(each, store, emit, self._rules))
