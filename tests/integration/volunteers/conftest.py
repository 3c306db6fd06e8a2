from __future__ import annotations

import pytest

from tests.integration.volunteers.club import Club
from tests.support.broker import Vhost
from tests.support.database import Databases


@pytest.fixture
def club(vhost: Vhost, databases: Databases, environment: dict[str, str]) -> Club:
    return Club(vhost, databases, environment)
