"""Dead letters on the real broker: looked at, sent again, thrown away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ops.dead_letters.archive import Archive
from ops.dead_letters.letter import Filter
from ops.dead_letters.office import DeadLetterOffice, dead_queues
from ops.dead_letters.places import places
from ops.texts import Problem
from shared.failures import ATTEMPTS, REASON, after_failure
from shared.topology import DEAD_LETTER_EXCHANGE, dead_letter_queue, work_queue
from tests.integration.ops.conftest import Terminal
from tests.support.broker import Raw, Vhost
from tests.support.waiting import eventually

WORK = "checkins.record"
OTHER = "checkins.sessions"
DEAD = "checkins.dead"
ALL = Filter()


@pytest.fixture
def office(vhost: Vhost) -> Iterator[DeadLetterOffice]:
    """An office on a broker with two work queues and their dead letters."""
    channel = vhost.channel()
    queues = [work_queue(name, [], delivery_limit=1) for name in (WORK, OTHER)]
    queues.append(dead_letter_queue(WORK, OTHER))
    channel.exchange_declare("zhixing.dead-letters", "direct", durable=True)
    for queue in queues:
        channel.queue_declare(queue.name, durable=True, arguments=queue.argument_table())
        for binding in queue.bindings:
            channel.queue_bind(queue.name, binding.exchange.name, binding.routing_key)
    with DeadLetterOffice(vhost.url) as opened:
        yield opened


def _park(vhost: Vhost, number: int, reason: str = "schema-violation", detail: str = "", *, queue: str = WORK) -> None:
    """As a consumer parks a message."""
    disposition = after_failure(
        queue=queue,
        exchange="zhixing.commands",
        routing_key="checkins.record",
        headers={"x-own": number},
        reason=reason,
        detail=detail,
        delays=(1,),
        permanent=True,
        now=datetime(2026, 11, 22, 12, number, tzinfo=UTC),
    )
    vhost.put(
        disposition.routing_key,
        json.dumps({"number": number}).encode(),
        exchange=disposition.exchange,
        message_id=f"m{number}",
        type="checkins.record.v1",
        correlation_id="story",
        content_type="application/cloudevents+json",
        headers=disposition.headers,
    )


def _taken(vhost: Vhost) -> Raw:
    raw = eventually(lambda: vhost.take(WORK))
    assert raw is not None
    return raw


def _sent(raw: Raw) -> dict[str, Any]:
    """The headers without the one that a quorum queue adds to what it delivers."""
    return {name: value for name, value in raw.headers.items() if name != "x-delivery-count"}


def test_looking_neither_loses_nor_reorders(vhost: Vhost, office: DeadLetterOffice) -> None:
    # More than 32: a larger map has no order in Erlang.
    expected = [f"m{number}" for number in range(50)]
    for number in range(50):
        _park(vhost, number)
    for _ in range(2):
        assert [letter.id for letter in office.look(DEAD, ALL)] == expected
    assert [letter.id for letter in office.look(DEAD, ALL, 2)] == ["m0", "m1"]
    assert [letter.id for letter in office.look(DEAD, ALL)] == expected
    eventually(lambda: vhost.waiting(DEAD) == 50)


def test_a_letter_tells_why_it_is_there(vhost: Vhost, office: DeadLetterOffice) -> None:
    _park(vhost, 5, detail="call 13812345678")
    (letter,) = office.look(DEAD, ALL)
    summary = letter.summary()
    assert summary["queue"] == WORK
    assert summary["type"] == "checkins.record.v1"
    assert summary["reason"] == "schema-violation"
    assert summary["attempts"] == 1
    assert summary["first_failure"] == summary["last_failure"] == "2026-11-22T12:05:00+00:00"
    assert (summary["exchange"], summary["routing_key"]) == ("zhixing.commands", "checkins.record")
    assert summary["detail"] == "call 138****5678"
    assert letter.whole()["detail"] == "call 13812345678"


def test_a_message_that_the_broker_gave_up_is_understood(vhost: Vhost, office: DeadLetterOffice) -> None:
    vhost.put(WORK, b"\xff not json", message_id="crasher", content_type="application/cloudevents+json")
    channel = vhost.channel()

    def given_up() -> bool:
        method, _, _ = channel.basic_get(WORK)
        if method is not None:
            channel.basic_nack(method.delivery_tag, requeue=True)
        return vhost.waiting(DEAD) == 1

    eventually(given_up)
    (letter,) = office.look(DEAD, ALL)
    assert (letter.queue, letter.id, letter.reason, letter.attempts) == (WORK, "crasher", "delivery_limit", None)
    assert letter.last_failure
    assert letter.whole()["body_encoding"] == "base64"


def test_replay_sends_the_publishers_own_message_back(vhost: Vhost, office: DeadLetterOffice) -> None:
    _park(vhost, 1)
    assert office.replay(DEAD, ALL) == 1
    assert vhost.waiting(DEAD) == 0
    raw = _taken(vhost)
    assert raw.body == b'{"number": 1}'
    assert _sent(raw) == {"x-own": 1}
    kept = raw.properties
    assert (kept.message_id, kept.type, kept.correlation_id, kept.content_type, kept.delivery_mode) == (
        "m1",
        "checkins.record.v1",
        "story",
        "application/cloudevents+json",
        2,
    )


def test_a_replayed_message_of_the_brokers_starts_anew(vhost: Vhost, office: DeadLetterOffice) -> None:
    death = {"queue": WORK, "reason": "delivery_limit", "count": 1, "exchange": "", "routing-keys": [WORK]}
    headers = {"x-death": [death], "x-first-death-queue": WORK, "x-delivery-count": 3, "CC": ["elsewhere"], ATTEMPTS: 4}
    vhost.put(WORK, b"{}", exchange=DEAD_LETTER_EXCHANGE, message_id="again", headers=headers)
    assert office.replay(DEAD, Filter(reason="delivery_limit")) == 1
    assert _sent(_taken(vhost)) == {}


def test_only_what_was_asked_for_is_replayed(vhost: Vhost, office: DeadLetterOffice) -> None:
    for number in range(6):
        _park(vhost, number, reason="undecodable" if number % 2 else "schema-violation")
    looked: list[None] = []
    assert office.replay(DEAD, Filter(reason="undecodable"), 2, lambda: looked.append(None)) == 2
    assert len(looked) == 4
    assert [letter.id for letter in office.look(DEAD, ALL)] == ["m0", "m2", "m4", "m5"]
    assert office.replay(DEAD, Filter(ids=frozenset(["m4"]))) == 1
    assert [letter.id for letter in office.look(DEAD, ALL)] == ["m0", "m2", "m5"]


def test_letters_of_another_queue_of_the_process_are_left_alone(vhost: Vhost, office: DeadLetterOffice) -> None:
    for number in range(6):
        _park(vhost, number, queue=OTHER if number % 2 else WORK)
    others = Filter(queues=frozenset([OTHER]))
    assert office.replay(DEAD, others, 2) == 2
    assert [(letter.queue, letter.id) for letter in office.look(DEAD, ALL)] == [
        (WORK, "m0"),
        (WORK, "m2"),
        (WORK, "m4"),
        (OTHER, "m5"),
    ]
    assert (vhost.waiting(OTHER), vhost.waiting(WORK)) == (2, 0)
    assert office.discard(DEAD, Filter(queues=frozenset([WORK])), lambda _letter: None) == 3
    assert [letter.id for letter in office.look(DEAD, ALL)] == ["m5"]


def test_letters_of_before_there_was_one_queue_a_process_are_found(vhost: Vhost, office: DeadLetterOffice) -> None:
    former = WORK + ".dead"
    channel = vhost.channel()
    channel.queue_declare(former, durable=True, arguments=dead_letter_queue(WORK).argument_table())
    channel.queue_bind(former, DEAD_LETTER_EXCHANGE, WORK)
    channel.queue_unbind(DEAD, DEAD_LETTER_EXCHANGE, WORK)
    _park(vhost, 1)
    channel.queue_unbind(former, DEAD_LETTER_EXCHANGE, WORK)
    channel.queue_bind(DEAD, DEAD_LETTER_EXCHANGE, WORK)
    _park(vhost, 2)
    _park(vhost, 3, queue=OTHER)
    for name in (WORK, former):
        found = places(office, [name])
        assert found == {former: frozenset(), DEAD: frozenset([WORK])}
        letters = [letter for place, queues in found.items() for letter in office.look(place, Filter(queues=queues))]
        assert [(letter.queue, letter.id) for letter in letters] == [(WORK, "m1"), (WORK, "m2")]
    assert office.replay(former, ALL) == 1
    assert _taken(vhost).properties.message_id == "m1"


def test_a_queue_of_letters_is_named_by_its_work_queues_or_meant_whole(vhost: Vhost, office: DeadLetterOffice) -> None:
    _park(vhost, 1, queue=OTHER)
    assert places(office, [WORK, OTHER]) == {DEAD: frozenset([WORK, OTHER])}
    assert places(office, [WORK, DEAD]) == places(office, [DEAD, WORK]) == {DEAD: frozenset()}
    vhost.channel().queue_delete(OTHER)
    assert places(office, [OTHER]) == {DEAD: frozenset([OTHER])}, "its letters are there still"
    with pytest.raises(Problem, match=r"checkins\.typo"):
        places(office, ["checkins.typo"])


def test_a_letter_whose_queue_is_gone_stays_where_it_is(vhost: Vhost, office: DeadLetterOffice) -> None:
    _park(vhost, 1)
    vhost.channel().queue_delete(WORK)
    with pytest.raises(Problem, match=WORK):
        office.replay(DEAD, ALL)
    eventually(lambda: vhost.waiting(DEAD) == 1)


def test_what_is_discarded_is_in_the_archive_first(vhost: Vhost, office: DeadLetterOffice, tmp_path: Path) -> None:
    _park(vhost, 1)
    path = tmp_path / "archive" / "discarded.jsonl"
    with Archive(path, "test of the archive") as archive:
        assert office.discard(DEAD, ALL, archive.keep) == 1
    (line,) = path.read_text().splitlines()
    kept = json.loads(line)
    assert (kept["id"], kept["why"], kept["body"]) == ("m1", "test of the archive", '{"number": 1}')
    assert kept["headers"][REASON] == "schema-violation"
    assert vhost.waiting(DEAD) == 0


def test_a_letter_that_cannot_be_archived_is_not_discarded(vhost: Vhost, office: DeadLetterOffice) -> None:
    _park(vhost, 1)

    def full(_letter: object) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        office.discard(DEAD, ALL, full)
    eventually(lambda: vhost.waiting(DEAD) == 1)


def test_the_management_interface_names_the_queues(vhost: Vhost, office: DeadLetterOffice) -> None:
    _park(vhost, 1)
    assert eventually(lambda: dead_queues(vhost.url, vhost.management)) == {DEAD: 1}


def test_the_command_lists_shows_replays_and_discards(
    vhost: Vhost, office: DeadLetterOffice, terminal: Terminal, tmp_path: Path
) -> None:
    terminal.env |= {"AMQP_URL": vhost.url, "ZHIXING_MANAGEMENT_URL": vhost.management}
    for number in (1, 2):
        _park(vhost, number, detail="call 13812345678")
    code, said = terminal.zhixing("dead-letters", "list", "--json")
    assert code == 0
    assert [letter["id"] for letter in json.loads(said)] == ["m1", "m2"]
    assert "13812345678" not in said
    code, said = terminal.zhixing("dead-letters", "show", "m2", "--queue", WORK)
    assert json.loads(said)["body"] == {"number": 2}
    _park(vhost, 3, queue=OTHER)
    code, said = terminal.zhixing("dead-letters", "replay", "m2")
    assert (code, "--yes" in said) == (1, True)
    assert terminal.zhixing("dead-letters", "replay", "m2", "--yes")[0] == 0
    archive = str(tmp_path / "kept.jsonl")
    assert (
        terminal.zhixing("dead-letters", "discard", "--why", "spoilt", "--archive", archive, "--queue", WORK, "--yes")[
            0
        ]
        == 0
    )
    eventually(lambda: (vhost.waiting(WORK), vhost.waiting(OTHER), vhost.waiting(DEAD)) == (1, 0, 1))
    code, said = terminal.zhixing("dead-letters", "list", "--queue", "no.such")
    assert code == 1
    assert "no.such" in said


def test_without_management_a_queue_must_be_named(vhost: Vhost, terminal: Terminal) -> None:
    terminal.env["AMQP_URL"] = vhost.url
    code, said = terminal.zhixing("dead-letters", "list")
    assert code == 1
    assert "--queue" in said
