from __future__ import annotations

import asyncio
import re

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from shared import tracing
from shared.events import compose
from shared.events.checkins import RecordCheckIn
from shared.settings import Settings, SettingsError

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def _trace(traceparent: str | None) -> str:
    assert traceparent is not None
    found = re.fullmatch(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}", traceparent)
    assert found, traceparent
    return found[1]


def test_without_an_exporter_a_root_has_ids_of_its_own_and_is_not_marked_as_recorded() -> None:
    with tracing.span("one", kind=SpanKind.SERVER):
        one = tracing.traceparent()
    with tracing.span("two", kind=SpanKind.SERVER):
        two = tracing.traceparent()
    assert _trace(one) != _trace(two)
    assert one is not None
    assert one.endswith("-00")


def test_without_an_exporter_a_traceparent_goes_on_as_it_came() -> None:
    with tracing.span("child", PARENT, kind=SpanKind.CONSUMER):
        assert tracing.traceparent() == PARENT
    command = compose(RecordCheckIn(occurrence_id="t", member_id="m"), source="/t", traceparent=PARENT)
    assert tracing.receive(command)[1] is command


@pytest.mark.parametrize(
    "given",
    ["", "nonsense", "00-" + "0" * 32 + "-" + "1" * 16 + "-01", "ff-" + "1" * 32 + "-" + "1" * 16 + "-01", PARENT[:-4]],
)
def test_a_malformed_parent_begins_a_new_trace(given: str) -> None:
    with tracing.span("child", given, kind=SpanKind.CONSUMER):
        assert _trace(tracing.traceparent()) not in given


def test_after_its_block_a_span_is_not_the_current_one() -> None:
    with tracing.span("outer", kind=SpanKind.SERVER):
        outer = tracing.traceparent()
        with tracing.span("inner", PARENT, kind=SpanKind.SERVER):
            pass
        assert tracing.traceparent() == outer
    assert tracing.traceparent() is None


def test_what_a_handler_tells_comes_below_the_handling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "_TRACER", TracerProvider().get_tracer("zhixing"))
    command = compose(RecordCheckIn(occurrence_id="t", member_id="m"), source="/t", traceparent=PARENT)
    span, received = tracing.receive(command)
    told = compose(RecordCheckIn(occurrence_id="t", member_id="m"), source="/t", cause=received)
    assert told.traceparent == tracing.traceparent(span)
    assert told.traceparent != PARENT
    assert _trace(told.traceparent) == _trace(PARENT)
    assert received.id == command.id


async def test_tasks_at_the_same_time_do_not_mix_their_traces() -> None:
    turn = asyncio.Barrier(3)

    async def handle() -> set[str]:
        with tracing.span("handle", kind=SpanKind.SERVER):
            seen = set()
            for _ in range(3):
                seen.add(_trace(tracing.traceparent()))
                await turn.wait()
            return seen

    seen = await asyncio.gather(*(handle() for _ in range(3)))
    assert [len(each) for each in seen] == [1, 1, 1]
    assert len(set.union(*seen)) == 3


def test_with_an_sdk_its_spans_are_taken_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    exported = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exported))
    monkeypatch.setattr(tracing, "_TRACER", provider.get_tracer("zhixing"))
    with tracing.span("root", kind=SpanKind.SERVER, about={"update_id": "u1", "queue": None}):
        root = tracing.traceparent()
        with tracing.span("child", root, kind=SpanKind.CONSUMER) as child:
            tracing.fail(child, "ValueError")
    inner, outer = exported.get_finished_spans()
    assert inner.parent is not None
    assert outer.context is not None
    assert inner.parent.span_id == outer.context.span_id
    assert dict(outer.attributes or {}) == {"zhixing.update_id": "u1"}
    assert inner.status.description == "ValueError"


def test_an_exporter_that_is_not_installed_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "_EXPORTER", "opentelemetry.no_such_exporter")
    with pytest.raises(SettingsError, match=r"^ZHIXING_OTLP_ENDPOINT: .*zhixing\[otlp\]'$"):
        tracing.configure(Settings(otlp_endpoint="http://collector:4318"), "checkins")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("http://collector:4318", "http://collector:4318/v1/traces"),
        ("http://collector:4318/", "http://collector:4318/v1/traces"),
        ("https://traces.example.org/in/v1/traces", "https://traces.example.org/in/v1/traces"),
    ],
)
def test_a_bare_collector_address_gets_the_path_of_traces(given: str, used: str) -> None:
    assert tracing.traces_url(Settings(otlp_endpoint=given)) == used


def test_an_empty_address_is_none() -> None:
    assert Settings(otlp_endpoint="").otlp_endpoint is None
