"""Secrets of a system on one machine: made at the first start, kept in ``.run/secrets``, read by their owner only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.fernet import Fernet

from ops.parts.process import make_directory

_MAKERS: Mapping[str, Callable[[], str]] = {
    "web_secret": lambda: secrets.token_urlsafe(48),
    "console_secret": lambda: secrets.token_urlsafe(48),
    "contact_keys": lambda: Fernet.generate_key().decode("ascii"),
    "data_keys": lambda: Fernet.generate_key().decode("ascii"),
    "lookup_key": lambda: secrets.token_urlsafe(48),
}


def secret_settings(directory: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """``ZHIXING_*_FILE`` for every secret that ``environ`` does not give itself. Raises Problem."""
    settings: dict[str, str] = {}
    folder = make_directory(directory / "secrets")
    for name, make in _MAKERS.items():
        variable = f"ZHIXING_{name.upper()}"
        if variable in environ or f"{variable}_FILE" in environ:
            continue
        path = folder / name
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(make())
        settings[f"{variable}_FILE"] = str(path)
    return settings
