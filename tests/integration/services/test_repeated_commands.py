"""The same command, delivered often, out of order, to two replicas at once."""

from __future__ import annotations

import random

from shared.events.checkins import CheckInCounted, CheckInRecorded, CheckInRefused
from tests.support.district import CHECKINS, District, check_in
from tests.support.process import running, service
from tests.support.waiting import eventually


def test_a_command_delivered_three_times_to_two_replicas_is_one_check_in(district: District) -> None:
    district.environment["ZHIXING_BATCH_SIZE"] = "20"
    district.seed(30, tasks=2)
    heard = district.vhost.listen(CheckInRecorded, CheckInRefused, repeats=True)
    counted = district.vhost.listen(CheckInCounted)
    commands = [check_in(f"t{t}", f"m{n}", id=f"command-{t}-{n}") for n in range(1, 31) for t in (1, 2)]
    deliveries = commands * 3
    random.shuffle(deliveries)
    with running(service(CHECKINS, district.environment), service(CHECKINS, district.environment)):
        district.vhost.send(*deliveries)
        eventually(lambda: len({m.causation_id for m in heard.drain()}) == 60)
        eventually(lambda: district.vhost.waiting("checkins.record") == 0)
        eventually(lambda: len({m.id for m in counted.drain()}) == 60)
        eventually(lambda: district.databases.of("checkins").outbox.count_documents({}) == 0)
    assert len(district.check_ins()) == 60
    assert not [m for m in heard.drain() if isinstance(m.data, CheckInRefused)]
    assert len({m.id for m in heard.heard}) == 60, "each outcome is one fact, however often it is told"
    assert district.counted("branch") == 60, "each is counted once"
    assert district.vhost.parked("checkins.record") is None


def test_two_commands_for_the_same_check_in_are_one_record_and_one_refusal(district: District) -> None:
    district.seed(1)
    heard = district.vhost.listen(CheckInRecorded, CheckInRefused)
    with running(service(CHECKINS, district.environment)):
        district.vhost.send(check_in("t1", "m1", id="first"), check_in("t1", "m1", id="second"))
        heard.expect(2)
    kinds = {m.causation_id: type(m.data) for m in heard.heard}
    assert sorted(kind.__name__ for kind in kinds.values()) == ["CheckInRecorded", "CheckInRefused"]
    assert len(district.check_ins()) == 1
