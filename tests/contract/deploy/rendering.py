"""Manifests as the cluster would get them."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from tests.support.waiting import PATIENCE

ROOT = Path(__file__).parents[3]
K8S = ROOT / "deploy" / "k8s"
OVERLAYS = ("dev", "district")
#: In the order in which they must be listed.
COMPONENTS = ("network-policies", "keda", "ingress", "telegram-webhook", "service-monitor")

Manifest = dict[str, Any]


def tool(name: str) -> str:
    """The path of a command that a package of requirements/dev.lock brings, or else of the machine's own."""
    beside_python = Path(sys.executable).parent / name
    found = str(beside_python) if beside_python.exists() else shutil.which(name)
    assert found, f"{name} is not installed: it comes with requirements/dev.lock"
    return found


def kustomize(directory: Path) -> list[Manifest]:
    command = [tool("kubectl"), "kustomize", str(directory)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=2 * PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    assert "deprecated" not in done.stderr, done.stderr
    return [manifest for manifest in yaml.load_all(done.stdout, Loader=yaml.CSafeLoader) if manifest]


@functools.cache
def overlay(name: str) -> list[Manifest]:
    return kustomize(K8S / "overlays" / name)


@functools.cache
def dev_with(components: tuple[str, ...]) -> list[Manifest]:
    """The overlay dev with these components added."""
    with tempfile.TemporaryDirectory() as directory:
        here = Path(directory).resolve()

        def path(target: Path) -> str:
            return os.path.relpath(target, here)

        content = {
            "apiVersion": "kustomize.config.k8s.io/v1beta1",
            "kind": "Kustomization",
            "namespace": "zhixing",
            "resources": [path(K8S / "overlays" / "dev")],
            "components": [path(K8S / "components" / name) for name in components],
        }
        (here / "kustomization.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
        return kustomize(here)


def of_kind(manifests: list[Manifest], *kinds: str) -> list[Manifest]:
    return [manifest for manifest in manifests if manifest["kind"] in kinds]


def name_of(manifest: Manifest) -> str:
    return str(manifest["metadata"]["name"])


def named(manifests: list[Manifest], kind: str, name: str) -> Manifest:
    (found,) = [manifest for manifest in of_kind(manifests, kind) if name_of(manifest) == name]
    return found
