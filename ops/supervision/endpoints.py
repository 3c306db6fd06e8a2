"""``.run/endpoints.json``: where the running system answers, for people's scripts and for our own commands."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ops.supervision.plan import Plan


class ProcessEndpoint(BaseModel):
    """``url`` serves /health/live, /health/ready and /metrics."""

    model_config = ConfigDict(frozen=True)

    url: str
    health_port: int
    log: str


class Endpoints(BaseModel):
    model_config = ConfigDict(frozen=True)

    web_url: str
    #: None where no console runs.
    console_url: str | None = None
    amqp_url: str
    mongo_url: str
    management_url: str | None = None
    processes: dict[str, ProcessEndpoint]


def _file(directory: Path) -> Path:
    return directory / "endpoints.json"


def log_file(directory: Path, name: str) -> Path:
    return directory / "logs" / f"{name}.log"


def endpoints_of(plan: Plan, directory: Path) -> Endpoints:
    return Endpoints(
        web_url=f"http://127.0.0.1:{plan.web_port}",
        console_url=f"http://127.0.0.1:{plan.console_port}" if plan.console_port else None,
        amqp_url=plan.amqp_url,
        mongo_url=plan.mongo_url,
        management_url=plan.management_url,
        processes={
            each.name: ProcessEndpoint(
                url=each.url, health_port=each.health_port, log=str(log_file(directory, each.name))
            )
            for each in plan.processes
        },
    )


def write_endpoints(directory: Path, endpoints: Endpoints) -> None:
    """Whole or not at all; readable by its owner only, for a broker's URL may hold a password."""
    temporary = directory / "endpoints.json.new"
    temporary.touch(mode=0o600)
    temporary.write_text(endpoints.model_dump_json(indent=2) + "\n", encoding="utf-8")
    temporary.replace(_file(directory))


def read_endpoints(directory: Path) -> Endpoints | None:
    """None when nothing is running, or a crash left half a file."""
    try:
        return Endpoints.model_validate_json(_file(directory).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def forget_endpoints(directory: Path) -> None:
    _file(directory).unlink(missing_ok=True)
