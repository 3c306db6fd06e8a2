"""What a spreadsheet would take for a formula. Apart from ``writing``, because most who guard against it write no
workbooks."""

from __future__ import annotations

#: A spreadsheet takes a text that begins with one of these for a formula when it is typed, or read from .csv.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
