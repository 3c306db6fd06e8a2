from __future__ import annotations

import pytest

from tests.integration.volunteers.club import Club
from tests.support.broker import Vhost
from tests.support.database import Databases


@pytest.fixture
def club(vhost: Vhost, databases: Databases, environment: dict[str, str]) -> Club:
    # Too late for a reminder: without the notifications service a timer would find no queue and stay in the outbox.
    environment["ZHIXING_VOLUNTEERS_REMIND_BEFORE"] = str(7 * 24 * 3600)
    return Club(vhost, databases, environment)
