"""A browser's side of the console's stream."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import httpx

from tests.support.waiting import PATIENCE, eventually


class Stream:
    def __init__(self) -> None:
        self.opened = threading.Event()
        self.changed: list[str] = []
        self.response: httpx.Response | None = None

    def read(self, http: httpx.Client) -> None:
        with contextlib.suppress(httpx.HTTPError), http.stream("GET", "/live", timeout=PATIENCE) as response:
            self.response = response
            for line in response.iter_lines():
                self.opened.set()
                name, _, value = line.partition(": ")
                if name == "data":
                    self.changed.append(value)

    def expect(self, panel: str) -> None:
        eventually(lambda: panel in self.changed, what=f"{panel} to be told of; told: {self.changed}")


@contextlib.contextmanager
def listening(http: httpx.Client) -> Iterator[Stream]:
    """Follow from now on; the server must end the stream, or the client be closed, for the thread to end."""
    stream = Stream()
    thread = threading.Thread(target=stream.read, args=(http,), daemon=True)
    thread.start()
    assert stream.opened.wait(PATIENCE)
    yield stream
