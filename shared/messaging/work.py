"""A unit of work: state, inbox and outbox in one transaction; the messages go out after the commit.

A message is never published for a state that was not kept, and never forgotten for one that was: what a crash leaves
in the outbox is published by the sweeper, with the same ids.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

import pymongo
from eventlet.semaphore import Semaphore
from nameko.extensions import DependencyProvider
from opentelemetry.trace import SpanKind
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError
from structlog.contextvars import bind_contextvars

from shared import tracing
from shared.access import actor, consultation
from shared.audit import store as audit_log
from shared.audit.recording import Audited, Recorder
from shared.events import Command, Message, Payload, compose, new_id
from shared.logging import get_logger
from shared.messaging.audit import Called, circumstances
from shared.messaging.mongo import Documents, MongoExtension
from shared.messaging.outbox import INBOX, Outbox
from shared.messaging.publisher import Outgoing

_log = get_logger(__name__)
R = TypeVar("R")

#: In a worker's data: its ``traceparent`` is that of the span in which its message is handled already.
HANDLED = "span"

#: A transaction that meets others is tried again for at most this long, in seconds.
TRANSACTION_TIMEOUT = 20.0


class Repository(Protocol):
    """Built anew for each transaction; every read and write it makes is part of it. ``indexes`` is called at start."""

    def __init__(self, database: Database[Documents], session: ClientSession) -> None: ...

    @staticmethod
    def indexes(database: Database[Documents]) -> None: ...


class Emit:
    """Collects what a handler tells; see shared.events.compose for ids and causes. What has no cause belongs to the
    trace of ``traceparent``."""

    def __init__(self, source: str, cause: Message[Payload] | None, traceparent: str) -> None:
        self._source = source
        self._cause = cause
        self._traceparent = traceparent
        self.messages: list[Message[Payload]] = []

    def __call__(
        self,
        payload: Payload,
        *,
        subject: str | None = None,
        unit_path: str | None = None,
        cause: Message[Payload] | None = None,
        id: str | None = None,
        time: datetime | None = None,
    ) -> None:
        because = cause or self._cause
        self.messages.append(
            compose(
                payload,
                source=self._source,
                time=time,
                id=id,
                subject=subject,
                cause=because,
                unit_path=unit_path,
                traceparent=None if because and because.traceparent else self._traceparent,
            )
        )


class _AlreadyHandled(Exception):
    pass


class UnitOfWork(DependencyProvider):
    """Injects a ``Work`` into each worker."""

    mongo = MongoExtension()
    outbox = Outbox()

    def __init__(
        self,
        repository: Callable[[Database[Documents], ClientSession], Any],
        *,
        audit: Mapping[str, Audited] | None = None,
    ) -> None:
        """``audit``: the collections whose changes are put down in the audit log, in the same transaction."""
        super().__init__()
        self.repository = repository
        self.audit = audit

    def get_dependency(self, worker_ctx: Any) -> Work:
        return Work(self, worker_ctx.service_name, Called.by(worker_ctx))

    def setup(self) -> None:
        self.keys = actor.Keys.of(self.container.config["settings"])
        self._spans: dict[Any, contextlib.ExitStack] = {}
        # Two audited transactions both write the head of the log, and one of them would be done in vain.
        self.turn: contextlib.AbstractContextManager[Any] = Semaphore(1) if self.audit else contextlib.nullcontext()

    def worker_setup(self, worker_ctx: Any) -> None:
        """In the worker's own green thread, whose context is empty and dies with it."""
        parent = worker_ctx.data.get("traceparent")
        stack = self._spans[worker_ctx] = contextlib.ExitStack()
        if worker_ctx.data.get(HANDLED):
            stack.enter_context(tracing.below(parent))
        else:
            called = f"{worker_ctx.service_name}.{worker_ctx.entrypoint.method_name}"
            stack.enter_context(tracing.span(called, parent, kind=SpanKind.SERVER))
        if worker_ctx.data.get("correlation_id"):
            bind_contextvars(correlation_id=worker_ctx.data["correlation_id"])

    def worker_teardown(self, worker_ctx: Any) -> None:
        self._spans.pop(worker_ctx).close()


class Work:
    """Runs handlers in transactions."""

    def __init__(self, provider: UnitOfWork, service: str, called: Called) -> None:
        self._provider = provider
        self._source = f"/zhixing/{service}"
        self._actor = actor.process(service)
        self._called = called

    def once(self, message: Message[Any], handler: Callable[[Message[Any], Any, Emit], Any]) -> None:
        """Handle a message exactly once for its queue: a redelivery finds its inbox row and changes nothing."""
        key = f"{message.transport['queue']}:{message.id}"

        def run(repository: Any, emit: Emit, session: ClientSession) -> None:
            try:
                self._provider.mongo.database[INBOX].insert_one({"_id": key, "at": datetime.now(UTC)}, session=session)
            except DuplicateKeyError:
                raise _AlreadyHandled from None
            handler(message, repository, emit)

        try:
            self._transact(run, cause=message)
        except _AlreadyHandled:
            consultation.nothing_to_decide()
            _log.info("message.repeated", queue=message.transport["queue"], message_id=message.id)

    def together(self, messages: list[Message[Any]], handler: Callable[[list[Message[Any]], Any, Emit], Any]) -> None:
        """Handle a batch in one transaction, with one outbox row. No inbox: the handler recognises repetitions by the
        natural keys of what it stores."""
        self._transact(lambda repository, emit, _session: handler(messages, repository, emit), cause=None, later=True)

    def do(self, handler: Callable[[Any, Emit], R]) -> R:
        """Do what an RPC asks, in one transaction. Returns what the handler returns."""
        return self._transact(lambda repository, emit, _session: handler(repository, emit), cause=None)

    def _transact(
        self, run: Callable[[Any, Emit, ClientSession], R], *, cause: Message[Any] | None, later: bool = False
    ) -> R:
        provider = self._provider
        row_id = new_id()
        emit = Emit(self._source, cause, tracing.traceparent_or_new(self._source))
        outgoing: list[Outgoing] = []

        def attempt(session: ClientSession) -> R:
            # A transaction is tried again when it met another one; what the failed try told must not be told.
            emit.messages.clear()
            result = self._run(run, cause, emit, session)
            consultation.required()
            outgoing[:] = [Outgoing.of(self._signed(message)) for message in emit.messages]
            provider.outbox.put(row_id, outgoing, session)
            return result

        with (
            provider.turn,
            pymongo.timeout(TRANSACTION_TIMEOUT),
            provider.mongo.mongo.start_session() as session,
        ):
            result = session.with_transaction(attempt)
        if later:
            provider.outbox.flush_later(row_id, outgoing)
        else:
            provider.outbox.flush(row_id, outgoing)
        return result

    def _signed(self, message: Message[Payload]) -> Message[Payload]:
        if not isinstance(message.data, Command):
            return message
        token = self._provider.keys.sign(self._actor, actor.for_message(message.id))
        return replace(message, actor=token)

    def _run(
        self,
        run: Callable[[Any, Emit, ClientSession], R],
        cause: Message[Any] | None,
        emit: Emit,
        session: ClientSession,
    ) -> R:
        provider, database = self._provider, self._provider.mongo.database
        if provider.audit is None:
            return run(provider.repository(database, session), emit, session)
        recorder = Recorder(database, session, provider.audit)
        result = run(provider.repository(recorder, session), emit, session)  # type: ignore[arg-type]
        audit_log.append(database, session, recorder, provider.audit, circumstances(cause, self._called))
        return result
