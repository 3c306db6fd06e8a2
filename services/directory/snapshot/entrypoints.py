"""Entrypoints for whoever rebuilds copies."""

from __future__ import annotations

from typing import Any

from services.directory.base import Base
from services.directory.snapshot.views import PAGE, Kind, SnapshotViews
from shared.access.permission import Process
from shared.messaging.access import ask
from shared.messaging.mongo import Views


class SnapshotEntrypoints(Base):
    snapshots = Views(SnapshotViews)

    @ask(permission=Process())
    def snapshot(
        self, kind: Kind, after: str | None = None, limit: int = PAGE, ids: list[str] | None = None
    ) -> dict[str, Any]:
        return self.snapshots.snapshot(kind, after, limit, ids)  # type: ignore[no-any-return]
