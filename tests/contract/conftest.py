from __future__ import annotations

from pathlib import Path

import pytest

from shared.events.catalogue.files import expected
from shared.events.catalogue.subscriptions import Subscription, subscriptions
from tests.support import properties  # noqa: F401 - no clock judges an example


@pytest.fixture(scope="session")
def declared() -> list[Subscription]:
    """Every work queue that a service or a bot declares."""
    return subscriptions()


@pytest.fixture(scope="session")
def generated(declared: list[Subscription]) -> dict[Path, str]:
    """What the generated files should say."""
    return expected(declared)
