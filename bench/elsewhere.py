"""An interpreter with what is measured beside ours, made once from ``requirements/bench.lock``."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.support.process import ROOT, Process

LOCK = ROOT / "requirements" / "bench.lock"


@cache
def interpreter() -> Path:
    """Raises CalledProcessError where the packages are not to be had."""
    home = Path(tempfile.gettempdir()) / f"zhixing-bench-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        uv = [str(Path(sys.executable).with_name("uv"))]
        subprocess.run([*uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(home)], check=True)
        subprocess.run(
            [*uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(LOCK)], check=True
        )
        (home / "complete").touch()
    return python


class Elsewhere(Process):
    """A script that is run by it."""

    def __init__(self, script: Path, environment: dict[str, str]) -> None:
        super().__init__([str(script)], environment, alone=True)

    def command(self) -> list[str]:
        return [str(interpreter()), *self.arguments]
