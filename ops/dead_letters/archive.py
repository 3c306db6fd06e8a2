"""What was discarded, one JSON document a line: the last copy of each message."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from ops.dead_letters.letter import Letter
from ops.parts.process import make_directory
from ops.texts import Problem


class Archive:
    """``with Archive(path, why) as archive: archive.keep(letter)``; on disk when ``keep`` returns. Raises Problem."""

    def __init__(self, path: Path, why: str) -> None:
        self._why = why
        make_directory(path.parent)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise Problem("no-permission", path=str(path), reason=error.strerror or "") from None
        self._file = os.fdopen(descriptor, "w", encoding="utf-8")

    def keep(self, letter: Letter) -> None:
        note = {"discarded_at": datetime.now(UTC).isoformat(), "why": self._why, **letter.whole()}
        self._file.write(json.dumps(note, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._file.close()
