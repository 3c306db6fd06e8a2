from __future__ import annotations

import pytest

from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.reminding import Branch


@pytest.fixture
def branch(vhost: Vhost, databases: Databases, environment: dict[str, str]) -> Branch:
    return Branch(vhost, databases, {**environment, "ZHIXING_QUIET_HOURS": "00:00-00:00"})
