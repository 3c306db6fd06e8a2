"""What will run on which port, decided before anything starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.parts import PrivateBroker, PrivateDatabase
from ops.parts.broker import BrokerPorts
from ops.parts.ports import free_ports, require_free
from ops.processes import Process, command, wanted
from ops.settings import LaptopSettings
from ops.texts import text

#: Makes the application processes for a web port, a console port and as many health ports as it asks for.
Processes = Callable[[LaptopSettings, int, int], Sequence[Process]]


@dataclass(frozen=True)
class Plan:
    """``broker`` and ``database`` are None where the settings name others."""

    broker: PrivateBroker | None
    database: PrivateDatabase | None
    amqp_url: str
    mongo_url: str
    management_url: str | None
    web_port: int
    #: None where no console runs.
    console_port: int | None
    processes: tuple[Process, ...]


def application(settings: LaptopSettings, web_port: int, console_port: int) -> list[Process]:
    """The real processes."""
    bots = {"ZHIXING_CONSOLE_PUBLIC_URL": settings.console_public_url or f"http://127.0.0.1:{console_port}"}
    own = {
        "web": {"ZHIXING_WEB_PORT": str(web_port), **bots},
        "telegram": {"ZHIXING_WEB_ORIGIN": settings.web_origin or f"http://127.0.0.1:{web_port}", **bots},
        "console": {"ZHIXING_CONSOLE_PORT": str(console_port)},
    }
    names = wanted(settings)
    first = settings.health_ports_from
    ports = range(first, first + len(names)) if first else free_ports(len(names))
    return [Process(name, command(name), port, own.get(name, {})) for name, port in zip(names, ports, strict=True)]


def make_plan(settings: LaptopSettings, directory: Path, processes: Processes = application) -> Plan:
    """Settle every port. Raises Problem for one that is taken."""
    checks: list[tuple[int, str, str]] = []

    def settle(name: str, purpose: str) -> int:
        chosen: int = getattr(settings, name)
        if chosen:
            checks.append((chosen, purpose, f"ZHIXING_{name.upper()}"))
        return chosen or free_ports(1)[0]

    web_port = settle("web_port", text("purpose-web"))
    console_port = settle("console_port", text("purpose-console"))
    planned = tuple(processes(settings, web_port, console_port))
    if settings.health_ports_from:
        checks += [
            (each.health_port, text("purpose-health", name=each.name), "ZHIXING_HEALTH_PORTS_FROM") for each in planned
        ]
    broker = database = None
    if settings.own_broker:
        ports = BrokerPorts(
            settle("broker_port", text("purpose-broker")),
            settle("broker_management_port", text("purpose-management")),
            settle("broker_distribution_port", text("purpose-distribution")),
            settle("broker_epmd_port", text("purpose-epmd")),
        )
        broker = PrivateBroker(directory / "broker", ports)
    if settings.own_database:
        database = PrivateDatabase(directory / "database", settle("database_port", text("purpose-database")))
    for port, purpose, setting in checks:
        require_free(port, purpose=purpose, setting=setting)
    given = settings.management_url.get_secret_value() if settings.management_url else None
    return Plan(
        broker=broker,
        database=database,
        amqp_url=broker.url if broker else settings.amqp_url.get_secret_value(),
        mongo_url=database.url if database else settings.mongo_url.get_secret_value(),
        management_url=broker.management_url if broker else given,
        web_port=web_port,
        console_port=console_port if any(each.name == "console" for each in planned) else None,
        processes=planned,
    )
