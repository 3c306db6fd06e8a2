"""Where what runs on this machine keeps its files."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def run_directory() -> Path:
    """``ZHIXING_RUN_DIRECTORY``, or ``.run`` in the checkout: data, logs and secrets of the running system."""
    chosen = os.environ.get("ZHIXING_RUN_DIRECTORY")
    return Path(chosen).resolve() if chosen else PROJECT / ".run"
