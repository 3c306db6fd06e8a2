"""Runs the workshop in a process of its own. The service's other work goes on meanwhile: under eventlet's patches the
pipes and the wait give way."""

from __future__ import annotations

import subprocess
import sys

from shared.logging import get_logger

_log = get_logger(__name__)

#: Seconds after which the work is given up; the processor time is limited besides, see workshop.py.
PATIENCE = 600.0


class WorkshopFailed(Exception):
    """The process ended without a result: what it was given needs more memory or time than it may take."""


def workshop(*arguments: str, given: bytes) -> bytes:
    """What ``python -m services.directory.imports.workshop`` answers. Raises WorkshopFailed."""
    command = [sys.executable, "-m", "services.directory.imports.workshop", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            answer, complaint = process.communicate(given, timeout=PATIENCE)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        # The last line names the exception; what it says may quote a person's data.
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0]
        _log.warning("import.workshop-failed", step=arguments[0], code=process.returncode, error=last[:100])
        raise WorkshopFailed(last[:100])
    return answer
