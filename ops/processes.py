"""Every process of the system: how it is started and on which port it serves health and metrics."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from ops.settings import LaptopSettings
from ops.texts import Problem

SERVICES = {
    "directory": "services.directory.service:DirectoryService",
    "checkins": "services.checkins.service:CheckinsService",
    "notifications": "services.notifications.service:NotificationsService",
    "incidents": "services.incidents.service:IncidentsService",
    "volunteers": "services.volunteers.service:VolunteersService",
}
_PROGRAMS = {
    "timekeeper": "services.notifications.timekeeper",
    "web": "bots.web",
    "console": "services.console",
    "telegram": "bots.telegram",
}
NAMES = (*SERVICES, *_PROGRAMS)


@dataclass(frozen=True)
class Process:
    name: str
    command: tuple[str, ...]
    health_port: int
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.health_port}"


def command(name: str) -> tuple[str, ...]:
    """The command line of a process, in this Python. Raises Problem for a name that is none of ``NAMES``."""
    if name in SERVICES:
        # nameko's services must be patched by eventlet before anything else is imported: the runner's first lines.
        return (sys.executable, "-m", "shared.messaging.runner", SERVICES[name])
    if name in _PROGRAMS:
        return (sys.executable, "-m", _PROGRAMS[name])
    raise Problem("unknown-process", name=name, names=", ".join(NAMES))


def run(name: str) -> None:
    """Become the process ``name``; does not return."""
    arguments = command(name)
    os.execv(arguments[0], arguments)  # noqa: S606


def wanted(settings: LaptopSettings) -> list[str]:
    """The processes that these settings ask for: Telegram's only with a token."""
    return [name for name in NAMES if name != "telegram" or settings.telegram_token is not None]
