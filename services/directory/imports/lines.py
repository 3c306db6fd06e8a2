"""Tables as .csv. Apart from sheets.py, because the service itself has no use for what writes workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

#: A spreadsheet takes a text that begins with one of these for a formula when it is typed, or read from .csv.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, as spreadsheets expect; an apostrophe keeps a text from becoming a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow([f"'{text}" if text.startswith(FORMULA) else text for text in row])
        yield stream.getvalue().encode()
        stream.seek(0)
        stream.truncate()
