"""Stands in for the OTLP exporter, which is optional: writes finished spans to $ZHIXING_TEST_SPANS, a line each.

Found by putting ``tests/support/spans`` on PYTHONPATH of a process.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult


class OTLPSpanExporter(SpanExporter):
    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._file = Path(os.environ["ZHIXING_TEST_SPANS"])

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        lines = "".join(json.dumps(self._row(span)) + "\n" for span in spans)
        with self._file.open("a") as file:
            file.write(lines)
        return SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        pass

    def _row(self, span: ReadableSpan) -> dict[str, object]:
        context = span.context
        assert context is not None
        return {
            "endpoint": self._endpoint,
            "process": span.resource.attributes["service.name"],
            "name": span.name,
            "trace": f"{context.trace_id:032x}",
            "id": f"{context.span_id:016x}",
            "parent": f"{span.parent.span_id:016x}" if span.parent else None,
        }
