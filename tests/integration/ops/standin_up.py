"""``zhixing up`` with stand-ins: ``python -m tests.integration.ops.standin_up [--detach]``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ops.parts.ports import free_ports
from ops.places import run_directory
from ops.processes import Process
from ops.settings import LaptopSettings
from ops.supervision.up import up
from ops.texts import Problem

NAMES = ("alpha", "beta")
_COMMAND = (sys.executable, "-m", "tests.integration.ops.standin")


def standins(_settings: LaptopSettings, _web_port: int, _console_port: int) -> Sequence[Process]:
    ports = free_ports(len(NAMES))
    return [Process(name, _COMMAND, port) for name, port in zip(NAMES, ports, strict=True)]


if __name__ == "__main__":
    try:
        up(
            LaptopSettings(),
            run_directory(),
            environ=os.environ,
            detach="--detach" in sys.argv,
            processes=standins,
            after_ready=lambda endpoints: [f"hint for {endpoints.web_url}"],
        )
    except Problem as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        sys.exit(1)
