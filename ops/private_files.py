"""Files that nobody else on this machine is to read."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from ops.texts import Problem, text


def write(path: Path, content: str | bytes) -> None:
    """Raises Problem where the file cannot be written."""
    data = content.encode() if isinstance(content, str) else content
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        path.chmod(0o600)
    except OSError as error:
        raise Problem("file-not-written", path=str(path), why=error.strerror or type(error).__name__) from None
    typer.echo(text("people-written", path=str(path)))
