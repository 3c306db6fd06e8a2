"""The logs of several processes as one stream of lines."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

#: Of supervisord's own log only what tells of a process that came or went.
_NEWS = (" exited: ", " spawned: ", " gave up: ")


class _Tail:
    """New whole lines of a file that may not exist yet and may be rotated (renamed and begun anew)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None
        self._rest = ""

    def skip(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._open().seek(0, os.SEEK_END)

    def lines(self) -> Iterator[str]:
        try:
            file = self._open()
            yield from self._read(file)
            if self._path.stat().st_ino != os.fstat(file.fileno()).st_ino:
                self.close()
                yield from self._read(self._open())
        except FileNotFoundError:
            return

    def _read(self, file: IO[str]) -> Iterator[str]:
        *whole, self._rest = (self._rest + file.read()).split("\n")
        yield from whole

    def _open(self) -> IO[str]:
        if self._file is None:
            self._file = self._path.open(encoding="utf-8", errors="replace")
        return self._file

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class Logs:
    """``new_lines`` gives what was written since the last call, the process's name in front, cut to ``width``."""

    def __init__(self, files: Mapping[str, Path], supervisor: Path, *, width: int = 200) -> None:
        self._tails = {name: _Tail(path) for name, path in files.items()}
        self._supervisor = _Tail(supervisor)
        self._pad = max(map(len, [*files, "supervisor"]))
        self._width = width

    def skip(self) -> None:
        """Leave out what was written so far."""
        for tail in (*self._tails.values(), self._supervisor):
            tail.skip()

    def new_lines(self) -> Iterator[str]:
        for name, tail in self._tails.items():
            for line in tail.lines():
                if line.strip():
                    yield self._shown(name, line)
        for line in self._supervisor.lines():
            if any(news in line for news in _NEWS):
                yield self._shown("supervisor", line)

    def _shown(self, name: str, line: str) -> str:
        return f"{name:<{self._pad}} | {line}"[: self._width]

    def close(self) -> None:
        for tail in (*self._tails.values(), self._supervisor):
            tail.close()
