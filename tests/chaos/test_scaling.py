"""Every kind of process at one, three and one replicas under load, one of each killed: the ledger of promises equals
what is stored, told and shown.

One round for all: while one kind loses its replicas, the next starts two more. Besides commands that reach the broker,
the load passes through the page, the webhook of Telegram, the console's page and its stream, so that each kind has
people of its own who wait for it.

Left out: reminders of tasks and of shifts. The timekeeper shows itself by the steps of escalations.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from tests.chaos.books import Books
from tests.chaos.load import Load
from tests.chaos.stage import KINDS, Stage, the_stage
from tests.support.process import Process
from tests.support.waiting import eventually

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.timeout(900)]

#: More than the 60 s after which a server gives up a transaction that nobody ended.
SETTLED_WITHIN = 150.0


@pytest.mark.early
def test_every_kind_at_one_three_and_one_replicas_with_one_killed_keeps_every_promise(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with the_stage(tmp_path_factory.mktemp("scaling")) as stage:
        gone: list[Process] = []
        added: list[Process] = []
        try:
            with Load(stage.scene).running() as load:
                load.goes_on()
                added = stage.add(next(iter(KINDS)), 2)
                for kind, following in pairwise((*KINDS, None)):
                    assert kind is not None
                    for process in added:
                        process.wait_ready(within=90)
                    stage.replicas[kind] += added
                    added = []
                    load.goes_on()
                    killed = stage.replicas[kind].pop(0)
                    gone.append(killed)
                    killed.kill()
                    stage.end_sessions()
                    added = stage.add(following, 2) if following else []
                    load.goes_on()
                    leaving = stage.replicas[kind].pop(0)
                    gone.append(leaving)
                    assert leaving.stop(within=60) == 0, leaving.log()[-2000:]
                load.goes_on()
            _settle(stage)
            Books(stage).compare()
            _dead_letters(stage)
            assert all(process.running for processes in stage.replicas.values() for process in processes)
        finally:
            for process in (*gone, *added):
                process.close()


def _settle(stage: Stage) -> None:
    try:
        eventually(lambda: not Books(stage).unsettled(), within=SETTLED_WITHIN)
    except AssertionError:
        raise AssertionError(f"not settled: {Books(stage).unsettled()}; {_where(stage)}") from None
    vhost = stage.district.vhost
    for queue in (queue["name"] for queue in vhost.queues() if queue["durable"]):
        if queue.startswith("rpc.reply-"):
            # An answer to somebody who was killed; it goes with its queue.
            continue
        eventually(lambda q=queue: vhost.waiting(q) == 0, within=30, what=f"{queue} to be empty")


def _dead_letters(stage: Stage) -> None:
    """Durable queues were seen to be empty; those of dead letters are among them."""
    names = {queue["name"] for queue in stage.district.vhost.queues()}
    assert any(name.endswith(".dead") for name in names)


def _where(stage: Stage) -> dict[str, object]:
    """Where the promises got to, for whoever has to find out why one was not kept."""
    vhost = stage.district.vhost
    queues = vhost.queues()
    waiting = {queue["name"]: vhost.waiting(queue["name"]) for queue in queues if queue["durable"]}
    unacknowledged = {queue["name"]: queue.get("messages_unacknowledged", 0) for queue in queues}
    return {
        "promised": stage.ledger.counts(),
        "told": dict(Counter(message.type for message in Books(stage).told.values())),
        "waiting": {name: count for name, count in waiting.items() if count},
        "unacknowledged": {name: count for name, count in unacknowledged.items() if count},
        "warnings": [
            line
            for processes in stage.replicas.values()
            for process in processes
            for line in process.log().splitlines()
            if "[warning" in line or "[error" in line
        ][-20:],
    }
