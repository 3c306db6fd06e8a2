"""What must hold for every process, whoever adds one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.deploy.processes import PROCESSES
from tests.contract.deploy.rendering import COMPONENTS, OVERLAYS, Manifest, dev_with, name_of, named, of_kind, overlay

each_process = pytest.mark.parametrize("process", PROCESSES)
each_overlay = pytest.mark.parametrize("where", OVERLAYS)


def pod_of(where: str, process: str) -> dict[str, Any]:
    spec: dict[str, Any] = named(overlay(where), "Deployment", process)["spec"]["template"]["spec"]
    return spec


def container_of(where: str, process: str) -> dict[str, Any]:
    (container,) = pod_of(where, process)["containers"]
    return dict(container)


def workloads(manifests: list[Manifest]) -> list[Manifest]:
    return of_kind(manifests, "Deployment", "StatefulSet", "Job")


@each_overlay
@each_process
def test_a_process_runs_as_itself(where: str, process: str) -> None:
    assert container_of(where, process)["args"] == ["run", process]
    assert pod_of(where, process)["serviceAccountName"] == process
    labels = named(overlay(where), "Deployment", process)["spec"]["template"]["metadata"]["labels"]
    assert labels == {"app.kubernetes.io/name": process, "app.kubernetes.io/part-of": "zhixing"}


@each_overlay
@each_process
def test_a_process_may_do_next_to_nothing_on_its_node(where: str, process: str) -> None:
    pod = pod_of(where, process)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 10001
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container_of(where, process)["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not {"hostNetwork", "hostPID", "hostIPC", "hostUsers"} & set(pod)
    assert not [volume for volume in pod["volumes"] if "hostPath" in volume]


@each_overlay
@each_process
def test_a_process_has_no_access_to_the_cluster(where: str, process: str) -> None:
    assert pod_of(where, process)["automountServiceAccountToken"] is False
    assert named(overlay(where), "ServiceAccount", process)["automountServiceAccountToken"] is False
    assert pod_of(where, process)["enableServiceLinks"] is False


@each_overlay
@each_process
def test_a_process_is_watched(where: str, process: str) -> None:
    container = container_of(where, process)
    assert {"name": "health", "containerPort": 8000} in container["ports"]
    assert container["startupProbe"]["httpGet"] == {"path": "/health/live", "port": "health"}
    assert container["livenessProbe"]["httpGet"] == {"path": "/health/live", "port": "health"}
    assert container["readinessProbe"]["httpGet"] == {"path": "/health/ready", "port": "health"}


@each_overlay
@each_process
def test_a_process_says_what_it_needs(where: str, process: str) -> None:
    resources = container_of(where, process)["resources"]
    assert set(resources["requests"]) == {"cpu", "memory"}
    assert "memory" in resources["limits"]


@each_overlay
@each_process
def test_a_process_has_time_to_finish_and_is_spread(where: str, process: str) -> None:
    pod = pod_of(where, process)
    assert pod["terminationGracePeriodSeconds"] >= 60
    assert {constraint["topologyKey"] for constraint in pod["topologySpreadConstraints"]} == {
        "kubernetes.io/hostname",
        "topology.kubernetes.io/zone",
    }


@each_overlay
@each_process
def test_a_node_can_be_drained_but_takes_one_replica_at_a_time(where: str, process: str) -> None:
    budget = named(overlay(where), "PodDisruptionBudget", process)["spec"]
    assert budget == {
        "maxUnavailable": 1,
        "selector": {"matchLabels": {"app.kubernetes.io/name": process}},
    }


@pytest.mark.parametrize("process", [name for name in PROCESSES if name != "telegram"])
@each_overlay
def test_an_update_takes_no_replica_away(where: str, process: str) -> None:
    assert named(overlay(where), "Deployment", process)["spec"]["strategy"] == {
        "type": "RollingUpdate",
        "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1},
    }


@pytest.mark.parametrize("components", [(), COMPONENTS[:3], COMPONENTS])
def test_telegram_runs_more_than_once_only_by_webhook(components: tuple[str, ...]) -> None:
    manifests = dev_with(components)
    deployment = named(manifests, "Deployment", "telegram")["spec"]
    variables = {entry["name"] for entry in deployment["template"]["spec"]["containers"][0]["env"]}
    by_webhook = "ZHIXING_TELEGRAM_WEBHOOK_URL" in variables
    assert by_webhook is ("telegram-webhook" in components)
    assert deployment["strategy"]["type"] == ("RollingUpdate" if by_webhook else "Recreate")
    for scaled in of_kind(manifests, "ScaledObject"):
        if name_of(scaled) == "telegram":
            assert (scaled["spec"]["maxReplicaCount"] > 1) is by_webhook
    if "keda" not in components:
        assert deployment["replicas"] <= 1


@each_overlay
def test_every_mounted_object_is_made_here_or_is_a_secret_that_an_operator_makes(where: str) -> None:
    manifests = overlay(where)
    made = {name_of(manifest) for manifest in of_kind(manifests, "ConfigMap")}
    for workload in workloads(manifests):
        pod = workload["spec"]["template"]["spec"]
        volumes = {volume["name"]: volume for volume in pod.get("volumes", [])}
        claims = {claim["metadata"]["name"] for claim in workload["spec"].get("volumeClaimTemplates", [])}
        for container in [*pod["containers"], *pod.get("initContainers", [])]:
            mounted = {mount["name"] for mount in container["volumeMounts"]}
            assert mounted <= set(volumes) | claims, name_of(workload)
            for source in container.get("envFrom", []):
                assert source["configMapRef"]["name"] in made
        for volume in volumes.values():
            assert "configMap" not in volume or volume["configMap"]["name"] in made


@pytest.mark.parametrize("where", OVERLAYS)
def test_no_secret_is_in_a_manifest(where: str) -> None:
    assert not of_kind(overlay(where), "Secret")
    for workload in workloads(overlay(where)):
        for container in workload["spec"]["template"]["spec"]["containers"]:
            for entry in container.get("env", []):
                secret = any(word in entry["name"] for word in ("PASS", "SECRET", "TOKEN", "KEY", "URL"))
                allowed = entry["name"].endswith("_FILE") or entry["name"].endswith("_WEBHOOK_URL")
                assert not secret or allowed or "valueFrom" in entry, entry["name"]


def test_the_pods_of_dev_meet_the_restricted_standard_that_its_namespace_enforces() -> None:
    manifests = overlay("dev")
    (namespace,) = of_kind(manifests, "Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    for workload in workloads(manifests):
        pod = workload["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
        for container in [*pod["containers"], *pod.get("initContainers", [])]:
            assert container["securityContext"]["allowPrivilegeEscalation"] is False
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert "memory" in container["resources"]["limits"]
