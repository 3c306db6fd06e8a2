"""Most tests fork their processes from one that has the imports already; these start them as their users do."""

from __future__ import annotations

import pytest

from tests.support.process import Process, running

COMMANDS = {
    name: ["shared.messaging.runner", f"services.{name}.service:{name.title()}Service"]
    for name in ("directory", "checkins", "notifications", "incidents", "volunteers")
} | {
    "timekeeper": ["services.notifications.timekeeper"],
    "console": ["services.console"],
    "web": ["bots.web"],
}


PAGES = {
    "ZHIXING_WEB_SECRET": "a secret that only tests know, long enough",
    "ZHIXING_WEB_PORT": "0",
    "ZHIXING_CONSOLE_PORT": "0",
    "ZHIXING_CONSOLE_SECRET": "another secret that only tests know",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_process_starts_by_its_own_command_and_stops_when_asked(name: str, environment: dict[str, str]) -> None:
    process = Process(COMMANDS[name], environment | PAGES, alone=True)
    with running(process):
        assert process.flavour is None
        assert process.stop() == 0
