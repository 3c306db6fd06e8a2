from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from shared.events import Message, compose, derived_id
from shared.events.base import Command, Event, Payload, command, event, payload_class
from shared.events.checkins import RecordCheckIn
from shared.events.directory import ChatLinked

TAP = RecordCheckIn(occurrence_id="t1", member_id="m1")
LINKED = ChatLinked(chat_id="c", channel="web", member_id="m1")


def caused(by: Message[Payload], **kwargs: str) -> Message[ChatLinked]:
    return compose(LINKED, source="/zhixing/tests", cause=by, **kwargs)


def test_the_first_message_of_a_story_gives_the_story_its_id() -> None:
    first = compose(TAP, source="/zhixing/web")
    assert (first.correlation_id, first.causation_id) == (first.id, None)


def test_every_further_message_carries_story_and_trace_on() -> None:
    first = compose(TAP, source="/zhixing/web", traceparent="00-a-b-01", unit_path="/d/s")
    second = caused(first)
    third = caused(second)
    assert (third.correlation_id, third.causation_id) == (first.id, second.id)
    assert (third.traceparent, third.unit_path) == ("00-a-b-01", "/d/s")


def test_telling_a_fact_again_gives_it_the_same_id() -> None:
    first = compose(TAP, source="/zhixing/web")
    assert caused(first, subject="a").id == caused(first, subject="a").id
    assert caused(first, subject="a").id != caused(first, subject="b").id
    assert caused(first).id != caused(compose(TAP, source="/zhixing/web")).id
    assert caused(first).id != compose(TAP, source="/zhixing/tests", cause=first).id


def test_an_id_that_is_given_is_kept() -> None:
    first = compose(TAP, source="/zhixing/web", id="tap-1")
    assert (first.id, caused(first, id="own").id) == ("tap-1", "own")


def test_ids_are_spread_by_cause_and_by_what_is_told() -> None:
    ids = {derived_id(cause, what) for cause in ("a", "b", "ab") for what in ("a", "b", "")}
    assert len(ids) == 9


def test_moments_are_kept_in_utc() -> None:
    noon = datetime(2026, 11, 22, 20, tzinfo=timezone(timedelta(hours=8)))
    sent = compose(TAP, source="/zhixing/web", time=noon)
    assert (sent.time, sent.time.tzinfo) == (datetime(2026, 11, 22, 12, tzinfo=UTC), UTC)


def test_how_a_message_travelled_does_not_make_it_another() -> None:
    sent = compose(TAP, source="/zhixing/web")
    received = sent.with_transport(queue="q").with_transport(attempt=2)
    assert received == sent
    assert dict(received.transport) == {"queue": "q", "attempt": 2}


@pytest.mark.parametrize(
    "type_", ["checkins", "checkins.record", "Checkins.record.v1", "checkins.record.v0", "a.b.v1\n"]
)
def test_a_type_has_a_name_and_a_version(type_: str) -> None:
    with pytest.raises(ValueError, match="is not a message type"):
        command(type_)(type("Odd", (Command,), {}))
    assert payload_class(type_) is None


def test_a_type_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        event("directory", "chat.linked.v1")(type("Again", (Event,), {}))
    assert payload_class("chat.linked.v1") is ChatLinked
