"""What cannot be read is parked with its own reason, and the service goes on. kombu acknowledges it away (measured)."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from shared.events import CONTENT_TYPE, encode
from shared.failures import ATTEMPTS, DETAIL, REASON
from tests.integration.messaging.conftest import Probe, act, act_together
from tests.support.broker import Raw
from tests.support.waiting import eventually


def _document(**changes: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(encode(act(1)))
    for name, value in changes.items():
        if value is None:
            del document[name]
        else:
            document[name] = value
    return document


def _json(document: object) -> bytes:
    return json.dumps(document).encode()


CASES: list[tuple[str, bytes, dict[str, Any]]] = [
    ("undecodable", b"\xff\xfe not text at all", {"content_type": CONTENT_TYPE}),
    ("undecodable", b'{"half": ', {"content_type": CONTENT_TYPE}),
    ("wrong-content-type", b"hello", {"content_type": "text/plain"}),
    ("wrong-content-type", pickle.dumps({"a": 1}), {"content_type": "application/x-python-serialize"}),
    ("wrong-content-encoding", b"\x1f\x8b", {"content_type": CONTENT_TYPE, "content_encoding": "gzip"}),
    ("not-a-cloudevent", _json([1, 2]), {"content_type": CONTENT_TYPE}),
    ("not-a-cloudevent", _json({"hello": "world"}), {"content_type": CONTENT_TYPE}),
    ("not-a-cloudevent", _json(_document(id=None)), {"content_type": CONTENT_TYPE}),
    ("unknown-type", _json(_document(type="probe.unheard-of.v1")), {"content_type": CONTENT_TYPE}),
    ("unknown-version", _json(_document(type="probe.act.v9")), {"content_type": CONTENT_TYPE}),
    ("unexpected-type", _json(_document(type="probe.acted.v1")), {"content_type": CONTENT_TYPE}),
    ("schema-violation", _json(_document(data={"number": "seven"})), {"content_type": CONTENT_TYPE}),
    ("schema-violation", _json(_document(data={})), {"content_type": CONTENT_TYPE}),
    ("too-large", b" " * (5 * 1024 * 1024), {"content_type": CONTENT_TYPE}),
    ("missing-content-type", encode(act(1)), {}),
]


def queue_type(good: Any) -> str:
    name: str = good(0).data.unversioned()
    return name


@pytest.mark.parametrize(("queue", "good"), [("probe.act", act), ("probe.together", act_together)])
def test_everything_unreadable_is_parked_with_its_own_reason_and_the_service_goes_on(
    probe: Probe, queue: str, good: Any
) -> None:
    # The cases are written for one queue's type; the other queue's are the same but for that name.
    cases = [
        (reason, body.replace(b"probe.act.v", f"{queue_type(good)}.v".encode()), kept) for reason, body, kept in CASES
    ]
    for number, (_, body, properties) in enumerate(cases):
        probe.vhost.put(queue, body, message_id=f"bad-{number}", headers={"kept": "as it came"}, **properties)
    probe.vhost.send(good(42))
    letters: dict[str | None, Raw] = {}
    while len(letters) < len(cases):
        letter = probe.vhost.dead_letter(queue)
        letters[letter.properties.message_id] = letter
    for number, (reason, body, properties) in enumerate(cases):
        letter = letters[f"bad-{number}"]
        assert (number, letter.headers[REASON]) == (number, reason)
        assert letter.body == body
        assert letter.properties.content_type == properties.get("content_type")
        assert letter.headers["kept"] == "as it came"
        assert letter.headers[ATTEMPTS] == 1, "no retry can mend it"
        assert letter.headers[DETAIL]
    eventually(lambda: probe.effects(42, "act") + probe.effects(42, "together") == 1)
    assert probe.process.running
    # Counted after the broker has the letter.
    parked = f'zhixing_messages_handled_total{{outcome="parked",queue="{queue}"}} {len(CASES)}.0'
    eventually(lambda: parked in probe.process.metrics(), what=parked)


def test_a_field_that_the_consumer_does_not_know_is_ignored(probe: Probe) -> None:
    document = _document()
    document["data"]["added_by_a_newer_publisher"] = True
    document["anextension"] = "of CloudEvents"
    probe.vhost.put("probe.act", _json(document), content_type=CONTENT_TYPE)
    eventually(lambda: probe.effects(1, "act") == 1)
