"""Three green threads in spans of their own, taking turns; prints which traces each one saw."""

# ruff: noqa: E402, T201 - eventlet has to patch before anything else is imported; the output is the result
import warnings

warnings.filterwarnings("ignore", message="\nEventlet is")

import eventlet

eventlet.monkey_patch()

import json

from opentelemetry.trace import SpanKind

from shared import tracing


def handle(_number: int) -> list[str]:
    before = tracing.traceparent()
    seen = set()
    with tracing.span("handle", kind=SpanKind.CONSUMER):
        for _ in range(5):
            seen.add(str(tracing.traceparent()))
            eventlet.sleep(0.001)
    return [*sorted(seen), str(before), str(tracing.traceparent())]


with tracing.span("outside", kind=SpanKind.SERVER):
    print(json.dumps(list(eventlet.GreenPool(3).imap(handle, range(3)))))
