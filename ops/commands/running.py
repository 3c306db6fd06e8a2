"""The running system that a command talks to."""

from __future__ import annotations

from dataclasses import dataclass

from ops.places import run_directory
from ops.settings import LaptopSettings
from ops.supervision.endpoints import read_endpoints
from shared.settings import load


@dataclass(frozen=True)
class Addresses:
    amqp_url: str
    mongo_url: str
    management_url: str | None


def addresses() -> Addresses:
    """Those that the settings name; else those of the system started here by ``up``; else the defaults."""
    settings = load(LaptopSettings)
    endpoints = read_endpoints(run_directory())
    amqp, mongo = settings.amqp_url.get_secret_value(), settings.mongo_url.get_secret_value()
    management = settings.management_url.get_secret_value() if settings.management_url else None
    if endpoints is None:
        return Addresses(amqp, mongo, management)
    # A broker that the settings name is not the one whose management interface was started here.
    own = endpoints.management_url if settings.own_broker else None
    return Addresses(
        endpoints.amqp_url if settings.own_broker else amqp,
        endpoints.mongo_url if settings.own_database else mongo,
        management or own,
    )
