"""What we write, we read; what others read and write is the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.events import CONTENT_TYPE, Message, Payload, compose, decode, encode, payload_classes
from shared.events.catalogue.examples import example
from shared.events.checkins import CheckInRecorded, RecordCheckIn
from tests.contract.from_schema import payloads
from tests.support.properties import examples

CLASSES = list(payload_classes())
SOURCE = "/zhixing/tests"
EACH = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.type)


def read(body: bytes) -> Message[Payload]:
    return decode(body, content_type=CONTENT_TYPE)


def sent(cls: type[Payload]) -> Message[Payload]:
    tap = compose(RecordCheckIn(occurrence_id="t1", member_id="m1"), source=SOURCE, traceparent="00-ab-cd-01")
    return compose(
        example(cls), source=SOURCE, subject="m1", cause=tap, unit_path="/d/s", time=datetime(2026, 11, 22, tzinfo=UTC)
    )


@EACH
@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_any_payload_comes_back_as_it_was_sent(cls: type[Payload], data: st.DataObject) -> None:
    try:
        payload = data.draw(payloads(cls))
    except ValidationError:
        # A rule between fields, which a schema does not tell.
        reject()
    message = compose(payload, source=SOURCE)
    assert read(encode(message)) == message


@EACH
def test_the_cloudevents_sdk_reads_our_bytes(cls: type[Payload]) -> None:
    message = sent(cls)
    event = JSONFormat().read(CloudEvent, encode(message))
    assert isinstance(event, CloudEvent)
    assert (event.get_id(), event.get_source(), event.get_type()) == (message.id, SOURCE, cls.type)
    assert (event.get_subject(), event.get_time()) == ("m1", message.time)
    assert event.get_datacontenttype() == "application/json"
    assert event.get_extension("correlationid") == message.correlation_id
    assert event.get_extension("causationid") == message.causation_id
    assert event.get_extension("traceparent") == "00-ab-cd-01"
    assert event.get_extension("unitpath") == "/d/s"
    assert event.get_data() == message.data.model_dump(mode="json")


@EACH
def test_we_read_the_bytes_of_the_cloudevents_sdk(cls: type[Payload]) -> None:
    message = sent(cls)
    event = CloudEvent(
        {
            "id": message.id,
            "source": SOURCE,
            "type": cls.type,
            "time": message.time,
            "datacontenttype": "application/json",
            "subject": "m1",
            "correlationid": message.correlation_id,
            "causationid": message.causation_id,
            "traceparent": message.traceparent,
            "unitpath": message.unit_path,
            "somebodyelses": "extension",
        },
        message.data.model_dump(mode="json"),
    )
    assert read(JSONFormat().write(event)) == message


@EACH
def test_a_publisher_cannot_send_a_field_that_is_not_declared(cls: type[Payload]) -> None:
    fields = example(cls).model_dump()
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        cls(**fields, newer_field="x")


@EACH
def test_a_consumer_ignores_a_field_that_it_does_not_know(cls: type[Payload]) -> None:
    message = sent(cls)
    document = json.loads(encode(message))
    document["data"]["newer_field"] = {"of": "a later release"}
    assert read(json.dumps(document).encode()) == message


def test_a_consumer_ignores_an_unknown_field_inside_a_part() -> None:
    message = sent(CheckInRecorded)
    document = json.loads(encode(message))
    document["data"]["figures"]["year_checkins"] = 12
    assert read(json.dumps(document).encode()) == message
