"""Tables as .csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from shared.workbooks.formulas import FORMULA


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
