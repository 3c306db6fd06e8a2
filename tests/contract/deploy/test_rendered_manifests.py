"""Everything kustomize makes is valid: Kubernetes' own kinds and those of operators."""

from __future__ import annotations

import functools
import itertools
import json
from pathlib import Path

import jsonschema
import kubernetes_validate
import kubernetes_validate.utils
import pytest
import yaml

from tests.contract.deploy.processes import PROCESSES
from tests.contract.deploy.rendering import COMPONENTS, K8S, OVERLAYS, Manifest, dev_with, name_of, of_kind, overlay

# It reads megabytes of definitions again for every manifest: nine tenths of the time.
kubernetes_validate.utils.schema_contents = functools.cache(kubernetes_validate.utils.schema_contents)

SCHEMAS = {path.stem: json.loads(path.read_text()) for path in (Path(__file__).parent / "schemas").glob("*.json")}
#: None, each, every two and all: what goes wrong between components goes wrong between two of them.
COMBINATIONS = [chosen for size in (0, 1, 2, len(COMPONENTS)) for chosen in itertools.combinations(COMPONENTS, size)]


@functools.cache
def check_one(text: str) -> None:
    """Cached, because most manifests are the same in every combination of components."""
    manifest = json.loads(text)
    schema = SCHEMAS.get(manifest["kind"])
    if schema is None:
        kubernetes_validate.validate(manifest, "1.37", strict=True)
    else:
        jsonschema.Draft202012Validator(schema).validate(manifest)


def check(manifests: list[Manifest]) -> None:
    assert manifests
    for manifest in manifests:
        check_one(json.dumps(manifest, sort_keys=True))


def addresses(manifests: list[Manifest]) -> list[tuple[str, str]]:
    return [(manifest["kind"], name_of(manifest)) for manifest in manifests]


@pytest.mark.parametrize("name", OVERLAYS)
def test_an_overlay_is_valid_and_names_nothing_twice(name: str) -> None:
    manifests = overlay(name)
    check(manifests)
    assert len(set(addresses(manifests))) == len(manifests)


@pytest.mark.parametrize("components", COMBINATIONS, ids=lambda chosen: "+".join(chosen) or "none")
def test_components_can_be_combined_freely(components: tuple[str, ...]) -> None:
    manifests = dev_with(components)
    check(manifests)
    assert set(addresses(overlay("dev"))) <= set(addresses(manifests))


def test_the_district_has_all_components() -> None:
    kustomization = yaml.safe_load((K8S / "overlays" / "district" / "kustomization.yaml").read_text())
    assert [Path(path).name for path in kustomization["components"]] == list(COMPONENTS)


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_every_schema_is_used_and_refuses_unknown_keys(kind: str) -> None:
    schema = SCHEMAS[kind]
    jsonschema.Draft202012Validator.check_schema(schema)
    first, *_ = of_kind(overlay("district"), kind)
    unknown = {**first, "spec": {**first["spec"], "replicaz": 3}}
    with pytest.raises(jsonschema.ValidationError, match="replicaz"):
        jsonschema.Draft202012Validator(schema).validate(unknown)


def test_every_process_has_one_file_in_the_base() -> None:
    assert {path.stem for path in (K8S / "base").glob("*.yaml")} - {"kustomization"} == set(PROCESSES)


@pytest.mark.parametrize("name", OVERLAYS)
@pytest.mark.parametrize("kind", ["Deployment", "Service", "ServiceAccount", "PodDisruptionBudget"])
def test_every_process_has_its_four_objects(name: str, kind: str) -> None:
    assert set(PROCESSES) <= {name_of(manifest) for manifest in of_kind(overlay(name), kind)}
