"""What every test may use. The broker and the database come from the environment: see ``make test``."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator

import pytest
import structlog

from tests.support.actors import ACTOR_KEYS
from tests.support.broker import Vhost, fresh_vhost
from tests.support.database import Databases, fresh_databases

#: Of the directory, for tests only.
DATA_KEY = base64.urlsafe_b64encode(bytes(32)).decode()
LOOKUP_KEY = "a key that only tests look up under"

_PARTS = ("AMQP_URL", "MONGO_URL", "ZHIXING_TEST_MANAGEMENT_URL")


def pytest_configure() -> None:
    """A worker uses a database server of its own where there are several: none waits for what another's does."""
    # structlog's own way to show a traceback takes a second of a busy event loop.
    *others, _ = structlog.get_config()["processors"]
    plainly = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*others, plainly])
    several = os.environ.get("ZHIXING_TEST_MONGO_URLS", "").split()
    if several:
        worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        os.environ["MONGO_URL"] = several[worker % len(several)]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that wait longest, so that nobody waits for them at the end."""
    early = {item.path for item in items if item.get_closest_marker("early")}
    items.sort(key=lambda item: item.path not in early)


def _need_parts() -> None:
    missing = [name for name in _PARTS if not os.environ.get(name)]
    if missing:
        pytest.fail(f"{', '.join(missing)} not set: run `make test`, or `zhixing with-parts -- pytest ...`")


@pytest.fixture
def vhost() -> Iterator[Vhost]:
    _need_parts()
    with fresh_vhost() as fresh:
        yield fresh


@pytest.fixture
def databases() -> Iterator[Databases]:
    _need_parts()
    with fresh_databases() as fresh:
        yield fresh


@pytest.fixture
def environment(vhost: Vhost, databases: Databases) -> dict[str, str]:
    """Settings of a process that works on this test's vhost and databases, quick to retry and to sweep."""
    return settings_for(vhost, databases)


def settings_for(vhost: Vhost, databases: Databases) -> dict[str, str]:
    return {
        "AMQP_URL": vhost.url,
        "MONGO_URL": databases.url,
        "ZHIXING_AMQP_URL": vhost.url,
        "ZHIXING_MONGO_URL": databases.url,
        "ZHIXING_MONGO_DATABASE_PREFIX": databases.prefix,
        "ZHIXING_RETRY_DELAYS": "0.2,0.5,1,2,5,15",
        "ZHIXING_OUTBOX_GRACE": "0.5",
        # Patience with parts that work slowly, because others work beside them.
        "ZHIXING_HEARTBEAT": "20",
        "ZHIXING_RPC_TIMEOUT": "30",
        "ZHIXING_PUBLISH_TIMEOUT": "60",
        "ZHIXING_CONSOLE_PATIENCE": "10",
        "ZHIXING_ACCEPT_WITHIN": "15",
        "ZHIXING_HINT_PATIENCE": "30",
        "ZHIXING_ACTOR_KEYS": ACTOR_KEYS,
        "ZHIXING_DATA_KEYS": DATA_KEY,
        "ZHIXING_LOOKUP_KEY": LOOKUP_KEY,
    }
