"""A handler that raises: its message is retried, then parked; never acknowledged away, never requeued for ever."""

from __future__ import annotations

from datetime import datetime

import pytest

from shared.failures import ATTEMPTS, DETAIL, FIRST_FAILURE, LAST_FAILURE, ORIGINAL_EXCHANGE, ORIGINAL_KEY, REASON
from tests.integration.messaging.conftest import PROBE, Probe, act, act_together
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.probe.payloads import Acted
from tests.support.process import running, service
from tests.support.waiting import eventually


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    """Two delays, soon over."""
    return environment | {"ZHIXING_RETRY_DELAYS": "0.2,0.4"}


def test_a_message_whose_handler_always_raises_is_retried_and_then_parked_with_its_reason(probe: Probe) -> None:
    sent = act(1, "fail")
    probe.vhost.send(sent)
    letter = probe.vhost.dead_letter("probe.act")
    assert letter.headers[ATTEMPTS] == 3, "the first try and one for each of the two delays"
    assert letter.headers[REASON] == "retries-exhausted"
    assert letter.headers[DETAIL] == "ValueError: number 1 is not to be had"
    assert letter.headers[ORIGINAL_EXCHANGE] == "zhixing.commands"
    assert letter.headers[ORIGINAL_KEY] == "probe.act"
    waited = datetime.fromisoformat(letter.headers[LAST_FAILURE]) - datetime.fromisoformat(
        letter.headers[FIRST_FAILURE]
    )
    assert waited.total_seconds() >= 0.6, "both delays were kept"
    assert letter.message() == sent, "the message itself is untouched"
    assert probe.vhost.waiting("probe.act") == 0
    assert probe.effects(1, "act") == 0, "the failed tries left nothing behind"


def test_a_message_whose_handler_raises_once_is_handled_the_second_time(probe: Probe) -> None:
    probe.vhost.send(act(2, "fail-once"))
    eventually(lambda: probe.effects(2, "act") == 1)
    eventually(lambda: probe.effects(2, "heard") == 1)
    assert probe.vhost.parked("probe.act") is None


def test_a_failure_that_no_retry_mends_is_parked_at_once(probe: Probe) -> None:
    probe.vhost.send(act(3, "fail-for-good"))
    letter = probe.vhost.dead_letter("probe.act")
    assert letter.headers[ATTEMPTS] == 1
    assert (letter.headers[REASON], letter.headers[DETAIL]) == ("permanent-failure", "no retry will help")


def test_a_message_that_kills_its_consumer_again_and_again_ends_among_the_dead_letters(
    vhost: Vhost, databases: Databases, environment: dict[str, str]
) -> None:
    """The broker counts the deliveries; without a limit such a message would crash the service for ever."""
    environment["ZHIXING_DELIVERY_LIMIT"] = "2"
    crashing = service(PROBE, environment)
    with running(crashing):
        vhost.send(act(4, "exit"))
        crashing.wait()
        while vhost.waiting("probe.dead") == 0:
            crashing.start()
            eventually(lambda: not crashing.running or vhost.waiting("probe.dead") > 0)
        letter = vhost.dead_letter("probe.act")
        assert letter.headers["x-death"][0]["reason"] == "delivery_limit"
        # Whether it was started once more in vain, or is just dying of the last delivery, cannot be told.
        crashing.kill()
        crashing.start().wait_ready()
        vhost.send(act(5))
        own = databases.of("probe").effects
        eventually(lambda: own.count_documents({"number": 5, "kind": "act"}) == 1, what="the service to go on")


def test_one_bad_message_in_a_batch_of_200_does_not_hurt_the_other_199(probe: Probe) -> None:
    heard = probe.vhost.listen(Acted)
    messages = [act_together(number, "fail" if number == 77 else "succeed") for number in range(200)]
    probe.vhost.send(*messages)
    letter = probe.vhost.dead_letter("probe.together")
    assert letter.message() == messages[77]
    assert letter.headers[REASON] == "retries-exhausted"
    eventually(lambda: len({m.data.number for m in heard.drain()}) == 199)  # type: ignore[attr-defined]
    effects = probe.databases.of("probe").effects
    kept = sorted(row["number"] for row in effects.find({"kind": "together"}))
    assert kept == [number for number in range(200) if number != 77], "each of the others once"
    assert probe.vhost.parked("probe.together") is None
