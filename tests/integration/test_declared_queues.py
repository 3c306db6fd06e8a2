"""What a started service declares on the broker is what the golden file pins."""

from __future__ import annotations

import json
from typing import Any

from shared.topology import DEAD_LETTERS, former_dead_letter_queue
from tests.support.broker import Vhost
from tests.support.district import CHECKINS
from tests.support.process import ROOT, running, service


def test_a_started_service_declares_exactly_the_pinned_queues(vhost: Vhost, environment: dict[str, str]) -> None:
    pinned: dict[str, Any] = json.loads((ROOT / "tests/contract/golden/queues.json").read_text(encoding="utf-8"))
    own = {name for name, queue in pinned.items() if queue.get("process") == "checkins"}
    expected = own | {"checkins.dead"} | {name for name in pinned if name.startswith("zhixing.retry.")}
    # As a release left it that had one for each work queue: a letter would be kept twice.
    former = former_dead_letter_queue("checkins.record")
    channel = vhost.channel()
    channel.exchange_declare(DEAD_LETTERS.name, DEAD_LETTERS.kind, durable=True)
    channel.queue_declare(former, durable=True, arguments={"x-queue-type": "quorum"})
    channel.queue_bind(former, DEAD_LETTERS.name, "checkins.record")
    as_shipped = {name: value for name, value in environment.items() if name != "ZHIXING_RETRY_DELAYS"}
    with running(service(CHECKINS, as_shipped)):
        declared = {queue["name"]: queue for queue in vhost.queues() if not queue["name"].startswith(("rpc-", "rpc."))}
        assert vhost.bindings(former) == []
        assert set(declared) == expected | {former}
        for name, queue in ((name, declared[name]) for name in expected):
            assert queue["arguments"] == pinned[name]["arguments"], name
            assert (queue["durable"], queue["auto_delete"], queue["type"]) == (True, False, "quorum")
            assert vhost.bindings(name) == [
                (binding["exchange"], binding["routing_key"]) for binding in pinned[name]["bindings"]
            ]
