"""Debian packages that this machine lacks."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from ops.parts.process import last_lines
from ops.texts import Problem, text

#: Asked by Debian's invoke-rc.d before it starts a service; 101 forbids it
#: (https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt).
POLICY = Path("/usr/sbin/policy-rc.d")


@contextlib.contextmanager
def _services_stay_down() -> Iterator[None]:
    """A package's own system service must not start: the private one is meant."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)


def install(packages: Sequence[str], log: Path) -> None:
    """Install Debian packages without starting their services. apt's output goes to ``log``. Raises Problem."""
    names = " ".join(packages)
    apt = shutil.which("apt-get")
    if apt is None:
        raise Problem("install-needs-debian", packages=names)
    if os.geteuid() != 0:
        raise Problem("install-needs-root", packages=names)
    print(text("installing", packages=names), flush=True)  # noqa: T201 - told at once: it takes a while
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with log.open("ab") as output, _services_stay_down():
        for command in ([apt, "update"], [apt, "install", "--yes", "--no-install-recommends", *packages]):
            done = subprocess.run(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
            )
            # A broken third-party source makes "update" fail although Debian's own answered.
            if done.returncode != 0 and "install" in command:
                raise Problem("install-failed", packages=names, log=str(log), tail=last_lines(log, 3))


def missing(packages: Sequence[str]) -> list[str]:
    """Those of ``packages`` of which this machine has neither a program of the same name nor Debian's package."""
    return [package for package in packages if shutil.which(package) is None and not _installed(package)]


def _installed(package: str) -> bool:
    query = shutil.which("dpkg-query")
    if query is None:
        return False
    done = subprocess.run([query, "-W", "-f=${db:Status-Status}", package], capture_output=True, check=False)
    return done.stdout == b"installed"
