"""The audit log on nameko's side: who asked, and what can be asked of the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nameko.rpc import rpc
from pymongo.database import Database

from shared.audit import store
from shared.audit.chain import Head
from shared.audit.recording import Audited
from shared.audit.store import Circumstances
from shared.events import Message
from shared.messaging.mongo import Views

#: Entries that one call gives, or reads.
MOST = 5000


def actor_of(message: Message[Any]) -> str:
    """Who asked for what a message asks: the one place that says so."""
    actor = getattr(message, "actor", None)
    return str(getattr(actor, "member_id", None) or actor or getattr(message.data, "actor_id", None) or message.source)


def circumstances(message: Message[Any] | None, called: Called) -> Circumstances:
    if message is None:
        return Circumstances(called.actor or f"/{called.method}", "rpc", called.method)
    reason = getattr(message.data, "reason", None)
    return Circumstances(
        actor_of(message),
        message.source,
        message.type,
        message.id,
        reason if isinstance(reason, str) else None,
        message.unit_path,
    )


@dataclass(frozen=True)
class Called:
    """The entrypoint that a worker runs."""

    #: Such as ``directory.link_chat``.
    method: str
    #: Who called, where that is known.
    actor: str | None = None

    @classmethod
    def by(cls, worker_ctx: Any) -> Called:
        method = f"{worker_ctx.service_name}.{worker_ctx.entrypoint.method_name}"
        actor = worker_ctx.data.get("actor")
        return cls(method, str(getattr(actor, "member_id", None) or actor) if actor else None)


class AuditViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.database = database


class AuditEntrypoints:
    """For a service whose ``UnitOfWork`` is told what to audit."""

    audit_views = Views(AuditViews)

    @rpc
    def audit_entries(self, before: int | None = None, limit: int = 100, **filters: str) -> list[dict[str, Any]]:
        """See shared.audit.store.entries; ``filters`` are subject, actor, kind and action."""
        return store.entries(self.audit_views.database, before=before, limit=min(limit, MOST), **filters)

    @rpc
    def audit_verify(
        self, seq: int, hash: str, limit: int = 1000, checkpoint: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """See shared.audit.store.verify: one portion of the chain, after the entry with this number and hash."""
        wanted = Head(checkpoint["seq"], checkpoint["hash"]) if checkpoint else None
        return store.verify(self.audit_views.database, Head(seq, hash), min(limit, MOST), wanted)

    @rpc
    def audit_checkpoint(self) -> dict[str, Any]:
        return store.checkpoint(self.audit_views.database)


__all__ = ["AuditEntrypoints", "Audited", "Called", "actor_of", "circumstances"]
