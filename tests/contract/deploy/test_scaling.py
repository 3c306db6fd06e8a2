"""KEDA scales what exists by queues that exist."""

from __future__ import annotations

import pytest

from tests.contract.deploy.processes import PROCESSES
from tests.contract.deploy.rendering import Manifest, name_of, named, of_kind, overlay
from tests.contract.deploy.sources import texts_of

SCALED = {"checkins": 2, "incidents": 2, "notifications": 1, "volunteers": 1, "web": 1, "telegram": 1}


def scaled() -> dict[str, Manifest]:
    return {name_of(manifest): manifest["spec"] for manifest in of_kind(overlay("district"), "ScaledObject")}


def test_the_processes_that_work_off_bursts_are_scaled() -> None:
    assert {name: spec["minReplicaCount"] for name, spec in scaled().items()} == SCALED
    assert set(SCALED) <= set(PROCESSES)


@pytest.mark.parametrize("process", SCALED)
def test_a_process_is_scaled_by_its_own_queues(process: str) -> None:
    queues = {trigger["metadata"]["queueName"] for trigger in scaled()[process]["triggers"]}
    assert queues
    assert queues <= texts_of(process)


@pytest.mark.parametrize("process", SCALED)
def test_a_scaled_deployment_leaves_the_number_of_replicas_to_keda(process: str) -> None:
    spec = scaled()[process]
    assert spec["scaleTargetRef"] == {"name": process}
    assert spec["minReplicaCount"] <= spec["fallback"]["replicas"] <= spec["maxReplicaCount"]
    assert "replicas" not in named(overlay("district"), "Deployment", process)["spec"]


def test_keda_asks_rabbitmq_as_the_user_of_the_processes() -> None:
    (authentication,) = of_kind(overlay("district"), "TriggerAuthentication")
    for spec in scaled().values():
        assert {trigger["authenticationRef"]["name"] for trigger in spec["triggers"]} == {name_of(authentication)}
    assert authentication["spec"]["secretTargetRef"] == [
        {"parameter": "host", "name": "rabbitmq-default-user", "key": "connection_string"}
    ]
