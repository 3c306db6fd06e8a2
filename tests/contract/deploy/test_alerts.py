"""The alerts fire when they should: promtool's own tests, where Debian's prometheus is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.contract.deploy.rendering import of_kind, overlay
from tests.support.waiting import PATIENCE

CASES = Path(__file__).parent / "alerts.yaml"


def test_alerts_fire_when_they_should(tmp_path: Path) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed: Debian has it in the package prometheus")
    (rule,) = of_kind(overlay("district"), "PrometheusRule")
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(rule["spec"]))
    (tmp_path / "cases.yaml").write_text(CASES.read_text())
    for command in (["check", "rules", "rules.yaml"], ["test", "rules", "cases.yaml"]):
        done = subprocess.run(
            [promtool, *command], cwd=tmp_path, capture_output=True, text=True, timeout=2 * PATIENCE, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
