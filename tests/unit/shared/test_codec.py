"""Whatever cannot be read is refused, each with a reason of its own."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from shared.events import CONTENT_TYPE, InvalidMessage, compose, decode, encode
from shared.events.checkins import CheckInRecorded, RecordCheckIn

COMMAND = compose(RecordCheckIn(occurrence_id="t1", member_id="m1"), source="/zhixing/tests", id="c1")


def document(**changes: Any) -> dict[str, Any]:
    """The command's envelope, changed; a value of None takes the attribute away."""
    changed = {**json.loads(encode(COMMAND)), **changes}
    return {key: value for key, value in changed.items() if value is not None}


def data(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {**COMMAND.data.model_dump(), **changes}
    return found


def refused(body: Any, **kwargs: Any) -> InvalidMessage:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(InvalidMessage) as caught:
        decode(raw, **{"content_type": CONTENT_TYPE, **kwargs})
    return caught.value


@pytest.mark.parametrize(
    ("content_type", "reason"),
    [
        (None, "missing-content-type"),
        ("", "missing-content-type"),
        ("application/json", "wrong-content-type"),
        ("application/x-python-serialize", "wrong-content-type"),
        ("application/cloudevents", "wrong-content-type"),
    ],
)
def test_a_message_without_the_content_type_is_refused(content_type: str | None, reason: str) -> None:
    assert refused(document(), content_type=content_type).reason == reason


@pytest.mark.parametrize("content_type", [CONTENT_TYPE, CONTENT_TYPE.upper(), CONTENT_TYPE + "; charset=UTF-8"])
def test_the_content_type_may_have_parameters_and_capitals(content_type: str) -> None:
    assert decode(encode(COMMAND), content_type=content_type) == COMMAND


def test_only_utf_8_is_read() -> None:
    assert refused(document(), content_encoding="gzip").reason == "wrong-content-encoding"
    assert decode(encode(COMMAND), content_type=CONTENT_TYPE, content_encoding="UTF-8") == COMMAND


def test_a_message_that_is_too_large_is_not_looked_into() -> None:
    assert refused(b"x" * 11, max_bytes=10).reason == "too-large"
    assert refused(b"x" * 11, max_bytes=11).reason == "undecodable"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        encode(COMMAND).decode().encode("utf-16"),
        pickle.dumps({"a": 1}),
        b"[" * 200_000,
    ],
    ids=["empty", "cut off", "binary", "utf-16", "pickle", "nested too deep"],
)
def test_what_is_no_json_is_undecodable(body: bytes) -> None:
    assert refused(body).reason == "undecodable"


@pytest.mark.parametrize(
    "body",
    [
        [],
        "text",
        None,
        {},
        document(id=None),
        document(id=""),
        document(source=None),
        document(type=None),
        document(time="yesterday"),
        document(time="2026-11-22T12:00:00"),
        document(specversion="0.3"),
        document(data="text"),
        document(data=None),
        document(datacontenttype="text/xml"),
    ],
)
def test_what_is_no_cloudevent_is_refused(body: Any) -> None:
    assert refused(body).reason == "not-a-cloudevent"


def test_an_unknown_type_and_an_unknown_version_are_told_apart() -> None:
    assert refused(document(type="checkins.erase.v1")).reason == "unknown-type"
    assert refused(document(type="checkins.record.v9")).reason == "unknown-version"


def test_a_message_that_came_to_the_wrong_queue_is_refused() -> None:
    assert refused(document(), expected=frozenset({CheckInRecorded})).reason == "unexpected-type"
    assert decode(encode(COMMAND), content_type=CONTENT_TYPE, expected=frozenset({RecordCheckIn})) == COMMAND


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        (data(member_id=7), "member_id"),
        (data(member_id=""), "member_id"),
        (data(member_id="m 1"), "member_id"),
        (data(member_id="m" * 65), "member_id"),
        (data(note="n" * 2001), "note"),
        ({"member_id": "m1"}, "occurrence_id"),
    ],
)
def test_data_outside_its_schema_is_refused_and_the_field_named(fields: dict[str, Any], where: str) -> None:
    fault = refused(document(data=fields))
    assert fault.reason == "schema-violation"
    assert fault.detail.startswith(f"{where}: ")


def test_the_fault_does_not_repeat_what_was_sent() -> None:
    fault = refused(document(data=data(note="13812345678 " * 400)))
    assert "138" not in str(fault)


def test_several_faults_are_counted() -> None:
    assert "(+1 more)" in refused(document(data={})).detail


def test_nothing_about_a_person_is_written_that_is_not_set() -> None:
    assert "subject" not in json.loads(encode(COMMAND))
