"""kill -9 at every boundary of the path: each accepted command has exactly one check-in, its consumers one effect."""

from __future__ import annotations

import pytest

from shared.events.checkins import CheckInRecorded
from tests.support.district import CHECKINS, NOTIFICATIONS, District, check_in
from tests.support.process import running, service
from tests.support.waiting import PATIENCE, eventually

COMMANDS = 40

#: An open transaction of a dead process keeps its documents locked until the server gives it up (60 s in MongoDB).
ABANDONED_TRANSACTION = 100.0


def _give_and_kill(district: District, moment: str) -> None:
    """Send the commands to a service that kills itself at ``moment``, and then to one that does not."""
    district.vhost.send(*(check_in("t1", f"m{n}", id=f"command-{n}", chat_id=f"c{n}") for n in range(1, COMMANDS + 1)))
    doomed = service(CHECKINS, district.environment, crash=moment)
    try:
        doomed.start().wait(within=2 * PATIENCE)
        assert doomed.exit_code == -9, doomed.log()[-2000:]
    finally:
        doomed.close()


@pytest.mark.parametrize(
    "moment",
    [
        "after-commit-before-publish",
        "after-publish-before-row-removed",
        pytest.param("middle-of-batch", marks=pytest.mark.early),
        pytest.param("middle-of-batch:2", marks=[pytest.mark.early, pytest.mark.long]),
        "before-ack",
        "after-ack",
        "after-ack:2",
    ],
)
def test_every_accepted_command_has_one_check_in_and_its_consumers_one_effect(district: District, moment: str) -> None:
    district.environment["ZHIXING_BATCH_SIZE"] = "16"
    district.seed(COMMANDS)
    copies = district.databases.of("notifications")
    copies.members.insert_many(
        [{"_id": f"m{n}", "locale": "zh-CN", "name": f"Member {n}", "version": 1} for n in range(1, COMMANDS + 1)]
    )
    copies.chats.insert_many(
        [
            {"_id": f"c{n}", "channel": "web", "member_id": f"m{n}", "linked": True, "at": district.started}
            for n in range(1, COMMANDS + 1)
        ]
    )
    heard = district.vhost.listen(CheckInRecorded, repeats=True)
    with running(service(NOTIFICATIONS, district.environment)):
        with running(service(CHECKINS, district.environment)):
            pass  # declares the queues; nothing is sent yet
        _give_and_kill(district, moment)
        with running(service(CHECKINS, district.environment)):
            eventually(
                lambda: len({m.id for m in heard.drain()}) == COMMANDS,
                within=ABANDONED_TRANSACTION,
                what="an event for each command",
            )
            eventually(lambda: copies.messages.count_documents({}) == COMMANDS)
            eventually(lambda: district.databases.of("checkins").outbox.count_documents({}) == 0)
            eventually(lambda: district.vhost.waiting("checkins.record") == 0)
    stored = district.check_ins()
    assert sorted(row["command_id"] for row in stored) == sorted(f"command-{n}" for n in range(1, COMMANDS + 1))
    # A fact told twice is the same fact: same id, same content.
    told = {}
    for message in heard.heard:
        assert told.setdefault(message.id, message.data) == message.data
    assert district.counted("branch") == COMMANDS, "counted once"
    assert copies.messages.count_documents({}) == COMMANDS, "each member is told once"
    assert district.vhost.parked("checkins.record") is None
