"""Names, arguments and bindings of the queues are pinned: messages wait in them across releases."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from shared.events import Command, payload_classes
from shared.events.catalogue import queues
from shared.events.catalogue.files import ROOT
from shared.events.catalogue.page import consumers
from shared.events.catalogue.subscriptions import Subscription, types_of
from shared.settings import Settings
from shared.topology import dead_letter_queue

PINNED: dict[str, Any] = json.loads((ROOT / "tests/contract/golden/queues.json").read_text(encoding="utf-8"))
DEFAULTS = Settings.model_construct()


def test_the_queues_are_those_of_the_golden_file(declared: list[Subscription]) -> None:
    assert queues.table(declared, DEFAULTS) == PINNED


def test_every_queue_is_a_quorum_queue() -> None:
    assert {queue["arguments"]["x-queue-type"] for queue in PINNED.values()} == {"quorum"}


def test_every_work_queue_limits_redelivery_and_has_its_dead_letters(declared: list[Subscription]) -> None:
    assert declared
    for subscription in declared:
        arguments = PINNED[subscription.queue.name]["arguments"]
        assert arguments["x-delivery-limit"] == 20
        assert arguments["x-dead-letter-strategy"] == "at-least-once"
        dead = {"exchange": arguments["x-dead-letter-exchange"], "kind": "direct"}
        dead["routing_key"] = arguments["x-dead-letter-routing-key"]
        assert dead in PINNED[dead_letter_queue(subscription.queue.name).name]["bindings"]


def test_a_process_has_one_queue_of_dead_letters_for_all_its_queues(declared: list[Subscription]) -> None:
    processes = {subscription.process for subscription in declared}
    names = {dead_letter_queue(subscription.queue.name).name for subscription in declared}
    assert {name.removeprefix("bots.") for name in names} == {f"{process}.dead" for process in processes}


def test_every_retry_delay_has_a_queue_that_nobody_takes_from(declared: list[Subscription]) -> None:
    names = {f"zhixing.retry.{round(seconds * 1000)}" for seconds in DEFAULTS.retry_delays}
    assert names == {name for name in PINNED if name.startswith("zhixing.retry.")}
    assert not names & {subscription.queue.name for subscription in declared}


def test_no_two_entrypoints_share_a_queue(declared: list[Subscription]) -> None:
    counted = Counter(subscription.queue.name for subscription in declared)
    assert [name for name, count in counted.items() if count > 1] == []


def test_a_queue_is_named_after_the_process_that_takes_from_it(declared: list[Subscription]) -> None:
    for subscription in declared:
        assert subscription.queue.name.removeprefix("bots.").startswith(subscription.process + ".")


@pytest.mark.parametrize(
    "cls", [cls for cls in payload_classes() if issubclass(cls, Command)], ids=lambda cls: cls.type
)
def test_a_command_goes_to_at_most_one_queue(cls: type[Command], declared: list[Subscription]) -> None:
    assert len(consumers(cls, declared)) <= 1


def test_every_queue_takes_declared_messages(declared: list[Subscription]) -> None:
    for subscription in declared:
        assert len(types_of(subscription.queue)) >= len(subscription.queue.bindings)


_RENAMED = """
import json
from shared.events.catalogue.subscriptions import of_service
from shared.events.checkins import CheckInRecorded
from shared.messaging.entrypoints import on_event

class Before:
    name = "figures"
    @on_event(CheckInRecorded, queue="figures.check-ins")
    def recorded(self, event): ...

class After:
    name = "figures"
    @on_event(CheckInRecorded, queue="figures.check-ins")
    def add_to_the_month(self, event): ...

print([*of_service(Before, 20)] == [*of_service(After, 20)] != [])
"""


def test_renaming_a_method_does_not_change_its_queue() -> None:
    # In a process of its own, because it loads nameko and eventlet.
    ran = subprocess.run([sys.executable, "-c", _RENAMED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "True", ran.stderr


def test_a_queue_that_would_lose_messages_is_told() -> None:
    gone = {name: queue for name, queue in PINNED.items() if name != "checkins.record"}
    assert queues.changes(PINNED, gone) == ["queue checkins.record is gone: what waits in it would never be taken"]
    other = copy.deepcopy(PINNED)
    other["checkins.record"]["arguments"]["x-delivery-limit"] = 5
    assert queues.changes(PINNED, other) == [
        "queue checkins.record has other arguments: the broker refuses to declare it again"
    ]
    unbound = copy.deepcopy(PINNED)
    unbound["checkins.record"]["bindings"] = []
    (sentence,) = queues.changes(PINNED, unbound)
    assert "no longer bound" in sentence


def test_a_binding_that_is_taken_away_is_not_told() -> None:
    # The service takes it away itself when it starts.
    taken_away = copy.deepcopy(PINNED)
    record = taken_away["checkins.record"]
    record["bindings"], record["former"] = [], record["bindings"]
    assert queues.changes(PINNED, taken_away) == []


def test_a_further_queue_loses_nothing() -> None:
    assert queues.changes({}, PINNED) == []
