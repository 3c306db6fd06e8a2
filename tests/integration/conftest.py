from __future__ import annotations

import pytest

from tests.support.waiting import PATIENCE


@pytest.fixture(autouse=True)
def _patient_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that a test runs, here or in a process of their own, wait for slow parts as the test does."""
    monkeypatch.setenv("ZHIXING_COMMAND_PATIENCE", str(PATIENCE))
