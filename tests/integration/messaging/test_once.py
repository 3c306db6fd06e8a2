"""Delivered often, done once; told once or told the same."""

from __future__ import annotations

from shared.events import Message, Payload
from tests.integration.messaging.conftest import PROBE, Probe, act
from tests.support.probe.payloads import Acted
from tests.support.process import Process, running, service
from tests.support.waiting import eventually


def handled(process: Process) -> float:
    """How many deliveries of ``probe.act`` a replica is done with."""
    lines = [line for line in process.metrics().splitlines() if line.startswith("zhixing_messages_handled_total{")]
    return sum(float(line.split()[-1]) for line in lines if 'queue="probe.act"' in line)


def test_a_message_delivered_three_times_to_two_replicas_has_one_effect(probe: Probe) -> None:
    heard = probe.vhost.listen(Acted, repeats=True)
    with running(service(PROBE, probe.environment)) as (replica,):
        message = act(1, id="the-same")
        probe.vhost.send(message, message, message, act(2))
        eventually(lambda: handled(probe.process) + handled(replica) >= 4, what="each delivery to be handled")
        eventually(lambda: probe.effects(1, "heard") == 1 and probe.effects(2, "heard") == 1)
        probe.settled()
    assert probe.effects(1, "act") == 1
    told = [m for m in heard.drain() if m.data.number == 1]  # type: ignore[attr-defined]
    assert len({m.id for m in told}) == 1
    assert probe.vhost.parked("probe.act") is None


def test_correlation_causation_and_trace_are_carried_on(probe: Probe) -> None:
    from dataclasses import replace

    heard = probe.vhost.listen(Acted)
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    message: Message[Payload] = replace(act(1, id="cause"), correlation_id="story", traceparent=trace)
    probe.vhost.send(message)
    (told,) = heard.expect(1)
    assert (told.correlation_id, told.causation_id) == ("story", "cause")
    assert told.traceparent is not None
    assert told.traceparent.split("-")[1] == trace.split("-")[1], "the same trace"


def test_a_graceful_stop_finishes_what_is_in_hand_and_gives_back_the_rest(probe: Probe) -> None:
    probe.vhost.send(*(act(number) for number in range(60)))
    assert probe.process.stop() == 0
    done = probe.databases.of("probe").effects.count_documents({"kind": "act"})
    # The broker gives back what a connection held some time after it was closed.
    eventually(lambda: done + probe.vhost.waiting("probe.act") == 60, what="each to be done or to wait still")
    with running(service(PROBE, probe.environment)):
        eventually(lambda: probe.databases.of("probe").effects.count_documents({"kind": "heard"}) == 60)
        probe.settled()
    assert probe.databases.of("probe").effects.count_documents({"kind": "act"}) == 60
    assert probe.vhost.parked("probe.act") is None
