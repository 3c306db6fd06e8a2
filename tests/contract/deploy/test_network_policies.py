"""The named flows lead somewhere, and what may leave may also arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.contract.deploy.processes import PROCESSES
from tests.contract.deploy.rendering import COMPONENTS, Manifest, dev_with, name_of, of_kind, overlay

Labels = dict[str, str]

#: The pods and Service ports that operators make of these resources, as they document them.
MADE_BY_OPERATORS = {
    "RabbitmqCluster": frozenset({4369, 5672, 15672, 15692, 25672}),
    "MongoDBCommunity": frozenset({27017}),
}
RENDERED = {
    "dev": lambda: dev_with(COMPONENTS),
    "district": lambda: overlay("district"),
}
each_rendering = pytest.mark.parametrize("rendering", RENDERED)


@dataclass(frozen=True)
class Pods:
    name: str
    labels: frozenset[tuple[str, str]]
    #: The ports of its own behind Services.
    served: frozenset[int]


@dataclass(frozen=True)
class Flow:
    policy: str
    target: Pods
    port: int


def pods(manifests: list[Manifest]) -> list[Pods]:
    found = []
    for workload in of_kind(manifests, "Deployment", "StatefulSet", "Job"):
        template = workload["spec"]["template"]
        labels: Labels = template["metadata"]["labels"]
        numbers = {
            port["name"]: port["containerPort"]
            for container in template["spec"]["containers"]
            for port in container.get("ports", [])
        }
        served = {
            numbers[port["targetPort"]]
            for service in of_kind(manifests, "Service")
            if service["spec"]["selector"].items() <= labels.items()
            for port in service["spec"]["ports"]
        }
        found.append(Pods(name_of(workload), frozenset(labels.items()), frozenset(served)))
    for kind, ports in MADE_BY_OPERATORS.items():
        for resource in of_kind(manifests, kind):
            labels = {"app.kubernetes.io/name": name_of(resource)}
            found.append(Pods(name_of(resource), frozenset(labels.items()), ports))
    return found


def chosen(selector: dict[str, Any], among: list[Pods]) -> list[Pods]:
    def matches(labels: Labels) -> bool:
        return selector.get("matchLabels", {}).items() <= labels.items() and all(
            labels.get(rule["key"]) in rule["values"] for rule in selector.get("matchExpressions", [])
        )

    assert all(rule["operator"] == "In" for rule in selector.get("matchExpressions", []))
    return [one for one in among if matches(dict(one.labels))]


def arriving(manifests: list[Manifest]) -> Iterator[tuple[Flow, dict[str, Any]]]:
    """What policies let in: each with the rule's senders."""
    everyone = pods(manifests)
    for policy in of_kind(manifests, "NetworkPolicy"):
        for rule in policy["spec"].get("ingress", []):
            for target in chosen(policy["spec"]["podSelector"], everyone):
                for port in rule["ports"]:
                    yield Flow(name_of(policy), target, port["port"]), rule


def departing(manifests: list[Manifest]) -> Iterator[tuple[Flow, Pods]]:
    """What policies let out to pods of this namespace: each with its sender."""
    everyone = pods(manifests)
    for policy in of_kind(manifests, "NetworkPolicy"):
        for rule in policy["spec"].get("egress", []):
            for peer in rule.get("to", []):
                if "podSelector" not in peer or "namespaceSelector" in peer:
                    continue
                for target in chosen(peer["podSelector"], everyone):
                    for sender in chosen(policy["spec"]["podSelector"], everyone):
                        for port in rule["ports"]:
                            yield Flow(name_of(policy), target, port["port"]), sender


@each_rendering
def test_nothing_is_allowed_unless_it_is_named(rendering: str) -> None:
    (deny,) = [
        policy for policy in of_kind(RENDERED[rendering](), "NetworkPolicy") if name_of(policy) == "default-deny"
    ]
    assert deny["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@each_rendering
def test_every_policy_is_about_pods_that_exist(rendering: str) -> None:
    manifests = RENDERED[rendering]()
    everyone = pods(manifests)
    for policy in of_kind(manifests, "NetworkPolicy"):
        assert chosen(policy["spec"]["podSelector"], everyone), name_of(policy)


@each_rendering
def test_every_flow_leads_to_a_port_of_a_service(rendering: str) -> None:
    manifests = RENDERED[rendering]()
    flows = [flow for flow, _ in arriving(manifests)] + [flow for flow, _ in departing(manifests)]
    # The demo's job is counted among the processes, so that it may leave; it serves nothing.
    wrong = [flow for flow in flows if flow.target.name != "demo" and flow.port not in flow.target.served]
    assert flows
    assert not wrong


@each_rendering
def test_what_may_leave_may_also_arrive(rendering: str) -> None:
    manifests = RENDERED[rendering]()
    everyone = pods(manifests)
    admitted = {
        (sender.name, flow.target.name, flow.port)
        for flow, rule in arriving(manifests)
        for peer in rule["from"]
        if "namespaceSelector" not in peer
        for sender in chosen(peer["podSelector"], everyone)
    }
    leaving = {(sender.name, flow.target.name, flow.port) for flow, sender in departing(manifests)}
    assert leaving == admitted


@each_rendering
@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_reaches_the_broker_and_the_database(rendering: str, process: str) -> None:
    reached = {
        (flow.target.name, flow.port) for flow, sender in departing(RENDERED[rendering]()) if sender.name == process
    }
    assert reached == {("rabbitmq", 5672), ("mongo", 27017)}


@each_rendering
def test_every_ingress_leads_to_a_service_that_its_controller_may_reach(rendering: str) -> None:
    manifests = RENDERED[rendering]()
    services = {name_of(service): service["spec"] for service in of_kind(manifests, "Service")}
    from_outside = {
        (flow.target.name, flow.port)
        for flow, rule in arriving(manifests)
        if any("ingress-nginx" in str(peer) for peer in rule["from"])
    }
    reached = set()
    for ingress in of_kind(manifests, "Ingress"):
        for rule in ingress["spec"]["rules"]:
            assert rule["host"] in ingress["spec"]["tls"][0]["hosts"]
            for path in rule["http"]["paths"]:
                backend = path["backend"]["service"]
                ports = {port["name"]: port["port"] for port in services[backend["name"]]["ports"]}
                reached.add((backend["name"], ports[backend["port"]["name"]]))
    assert reached == from_outside


@each_rendering
def test_every_service_monitor_finds_a_port(rendering: str) -> None:
    manifests = RENDERED[rendering]()
    services = of_kind(manifests, "Service")
    made = {"rabbitmq": {"prometheus"}} if of_kind(manifests, "RabbitmqCluster") else {}
    for monitor in of_kind(manifests, "ServiceMonitor"):
        wanted = monitor["spec"]["selector"]["matchLabels"]
        found = [service for service in services if wanted.items() <= service["metadata"].get("labels", {}).items()]
        ports = [{port["name"] for port in service["spec"]["ports"]} for service in found]
        ports += [names for name, names in made.items() if wanted == {"app.kubernetes.io/name": name}]
        assert ports
        for endpoint in monitor["spec"]["endpoints"]:
            assert all(endpoint["port"] in names for names in ports)
