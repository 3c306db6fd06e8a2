"""One trace from a chat's message to the words that answer it: W3C Trace Context, carried in ``traceparent``.

Spans are OpenTelemetry's. Without an SDK nothing is recorded and its tracer gives a child the ids of its parent: a
``traceparent`` goes on as it came, so that what is recorded elsewhere has parents that somebody recorded. A root, which
it gives no ids at all, gets them here: a trace is found in logs and messages with an exporter and without.
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from shared.events.base import Payload
from shared.events.envelope import Message
from shared.settings import Settings, SettingsError

P = TypeVar("P", bound=Payload)

_HEADER = "traceparent"
_EXPORTER = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
_FORMAT = TraceContextTextMapPropagator()
_ROOT = Context()
#: Stands for whatever provider is set, also later.
_TRACER = trace.get_tracer("zhixing")


def configure(settings: Settings, process: str) -> Callable[[], None]:
    """Record and export this process's spans, if ``otlp_endpoint`` asks for it. Returns what sends the last of them,
    to be called at the end. Raises SettingsError when the exporter is not installed."""
    if settings.otlp_endpoint is None:
        return lambda: None
    try:
        exporter = importlib.import_module(_EXPORTER)
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise SettingsError(
            "ZHIXING_OTLP_ENDPOINT: needs a package that is not installed: pip install 'zhixing[otlp]'"
        ) from None
    provider = TracerProvider(resource=Resource.create({"service.namespace": "zhixing", "service.name": process}))
    provider.add_span_processor(BatchSpanProcessor(exporter.OTLPSpanExporter(endpoint=traces_url(settings))))
    trace.set_tracer_provider(provider)
    return provider.shutdown


def traces_url(settings: Settings) -> str:
    """A collector's base address gets the path of OTLP's own: https://opentelemetry.io/docs/specs/otlp/#otlphttp."""
    given = settings.otlp_endpoint or ""
    return given if urlsplit(given).path.strip("/") else f"{given.rstrip('/')}/v1/traces"


def start(
    name: str, parent: str | None = None, *, kind: SpanKind, about: Mapping[str, str | None] | None = None
) -> Span:
    """A span below ``parent`` (a traceparent); without one, or with one that is malformed, the first of a new trace.
    It is not made the current one; the caller ends it. ``about``: attributes, which must say nothing about a person."""
    above = _FORMAT.extract({_HEADER: parent}, _ROOT) if parent else _ROOT
    named = {f"zhixing.{key}": value for key, value in (about or {}).items() if value}
    span = _TRACER.start_span(name, above, kind, named)
    if span.get_span_context().is_valid:
        return span
    return NonRecordingSpan(SpanContext(trace_id=_bits(128), span_id=_bits(64), is_remote=False))


@contextmanager
def span(
    name: str, parent: str | None = None, *, kind: SpanKind, about: Mapping[str, str | None] | None = None
) -> Iterator[Span]:
    """``start``, made the current span of the block, and ended with it."""
    with trace.use_span(start(name, parent, kind=kind, about=about), end_on_exit=True) as started:
        yield started


def receive(message: Message[P]) -> tuple[Span, Message[P]]:
    """A span for the handling of a message, to be ended by the caller; and the message as its handler gets it: what
    is composed with it as cause comes below the handling, not below the sending."""
    about = {
        "queue": message.transport.get("queue"),
        "message_id": message.id,
        "correlation_id": message.correlation_id,
    }
    handling = start(f"handle {message.type}", message.traceparent, kind=SpanKind.CONSUMER, about=about)
    own = traceparent(handling)
    return handling, message if own == message.traceparent else replace(message, traceparent=own)


@contextmanager
def below(parent: str | None) -> Iterator[None]:
    """Make somebody else's span the current one of the block."""
    remote = trace.get_current_span(_FORMAT.extract({_HEADER: parent}, _ROOT)) if parent else trace.INVALID_SPAN
    with trace.use_span(remote):
        yield


def traceparent(of: Span | None = None) -> str | None:
    """A span's (the current one's) traceparent; None when there is none."""
    context = (of or trace.get_current_span()).get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def traceparent_or_new(name: str) -> str:
    """The current span's; without one, that of a new trace, as when an operator sends a command."""
    current = traceparent()
    if current is not None:
        return current
    with span(name, kind=SpanKind.PRODUCER) as first:
        return str(traceparent(first))


def fail(failed: Span, reason: str) -> None:
    """``reason`` names a kind of failure; it must say nothing about a person."""
    failed.set_status(Status(StatusCode.ERROR, reason))


def log_ids(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: what is logged inside a span carries its ids."""
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = f"{context.trace_id:032x}"
        event["span_id"] = f"{context.span_id:016x}"
    return event


def _bits(count: int) -> int:
    # Zero is the one value that the format forbids.
    return random.getrandbits(count) or 1
