"""Entrypoints about exports."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.checkins.base import Base
from services.checkins.exports.views import UNITS, ExportViews
from services.checkins.figures import windows
from services.checkins.policies.views import PolicyViews
from shared.access.permission import At
from shared.messaging.access import ask
from shared.messaging.mongo import Views

#: Of those who lack something under a policy, named in an export.
_NAMED = 200


class ExportEntrypoints(Base):
    exports = Views(ExportViews)
    reports = Views(PolicyViews)

    @ask(permission=At("see-missing"))
    def export_parts(self, unit_path: str) -> list[dict[str, Any]]:
        """Raises Forbidden, as do those below."""
        self.asker.require("see-missing", unit_path)
        return self.exports.parts(unit_path)  # type: ignore[no-any-return]

    @ask(permission=At("see-missing"))
    def export_roster(self, unit_path: str, window: str, own: bool = False, after: str | None = None) -> dict[str, Any]:
        """``window`` as in ``figures``. Raises ValueError for what is no window."""
        self.asker.require("see-missing", unit_path)
        asked = windows.window(window)
        return self.exports.roster(unit_path, own, asked, after, self._desk.now())  # type: ignore[no-any-return]

    @ask(permission=At("see-figures"))
    def export_summary(self, unit_path: str, window: str, after: str | None = None) -> dict[str, Any]:
        self.asker.require("see-figures", unit_path)
        return self.exports.summary(unit_path, windows.window(window), after)  # type: ignore[no-any-return]

    @ask(permission=At("see-missing"))
    def export_policies(self, unit_path: str, day: str, after: str | None = None) -> dict[str, Any]:
        """``{"rows": [...], "next"}``: rows as those of ``policy_report``, of which the first 200 that lack something
        are named and all are counted, ``missing_count``. Raises ValueError for no day."""
        self.asker.require("see-missing", unit_path)
        desk = self._desk
        found, following = self.reports.page(unit_path, date.fromisoformat(day), desk.zone, desk.now(), after, UNITS)
        rows = [{**row, "missing": row["missing"][:_NAMED], "missing_count": len(row["missing"])} for row in found]
        return {"rows": rows, "next": following}
