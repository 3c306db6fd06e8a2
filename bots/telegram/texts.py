"""From what the engine rendered to what a Telegram message may be."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bots.engine import RenderedChoice

#: In UTF-16 units, the strictest way Telegram's clients count.
LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)

_BREAKS = ("\n\n", "\n", "。", "！", "？", "；", ". ", "! ", "? ", "，", ", ", " ")
#: Buttons with short labels share a row.
_ROW_WIDTH = 24


def length(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = LIMIT) -> list[str]:
    """The text in parts of at most ``limit`` UTF-16 units, cut where a reader would; nothing but space gets lost."""
    parts: list[str] = []
    rest = text.strip()
    while length(rest) > limit:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in (*parts, rest) if part]


def keyboard(choices: Sequence[RenderedChoice]) -> InlineKeyboardMarkup | None:
    rows: list[list[InlineKeyboardButton]] = []
    width = _ROW_WIDTH + 1
    for choice in choices:
        button = InlineKeyboardButton(choice.label, callback_data=choice.data)
        wide = _width(choice.label) + 2
        if width + wide > _ROW_WIDTH:
            rows.append([])
            width = 0
        rows[-1].append(button)
        width += wide
    return InlineKeyboardMarkup(rows) if rows else None


def _cut(text: str, limit: int) -> int:
    """How many characters of a too long text go into the next part."""
    most = limit
    while length(text[:most]) > limit:
        most -= max(1, (length(text[:most]) - limit) // 2)
    for mark in _BREAKS:
        found = text.rfind(mark, most // 2, most)
        if found >= 0:
            return found + len(mark)
    return most


def _width(label: str) -> int:
    """Chinese characters are twice as wide as Latin ones."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in label)
