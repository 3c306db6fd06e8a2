"""What ends a request."""

from __future__ import annotations


class Refused(Exception):
    """Ends it with a sentence of the catalogue."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
