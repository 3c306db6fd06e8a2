from __future__ import annotations

import pytest

from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.district import District


@pytest.fixture
def district(vhost: Vhost, databases: Databases, environment: dict[str, str]) -> District:
    return District(vhost, databases, environment)
