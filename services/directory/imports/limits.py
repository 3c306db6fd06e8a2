"""How much a file may hold; what is beyond is refused before it is unpacked."""

from __future__ import annotations

FILE_BYTES = 20 * 1024 * 1024
#: All parts of a workbook together, unpacked.
UNPACKED_BYTES = 400 * 1024 * 1024
#: A workbook packs to a tenth or so; a part that is mostly the same byte is there to fill memory.
RATIO = 200
#: Below that size nobody minds the ratio.
RATIO_FROM_BYTES = 4 * 1024 * 1024
PARTS = 2000
SHEETS = 50
ROWS = 60_000
COLUMNS = 200
#: Longer texts are cut in reports.
SHOWN = 80
