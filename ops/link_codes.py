"""One-time codes as links that open a chat and hand the code over, and as QR codes to be scanned or printed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader

from ops.texts import locale, text
from shared.codes import plain

_TEMPLATES = Path(__file__).parent / "templates"
#: Pixels (dots on the sheet) for one module of the code.
_SCALE = 8


@dataclass(frozen=True)
class Card:
    """What one member is handed. ``name`` is personal data, and the code links a chat to their account."""

    name: str
    unit: str
    code: str
    #: As people in the zone read it.
    expires: str


def web_link(page: str, code: str) -> str:
    """Opens the chat page, which offers to link with the code. In the fragment, which no server and no log gets."""
    return f"{page.rstrip('/')}/#link={plain(code)}"


def telegram_link(bot: str, code: str) -> str:
    """Opens a chat with the bot, whose start button sends the code (https://core.telegram.org/bots/features)."""
    return f"https://t.me/{bot}?start={plain(code)}"


def terminal_qr(link: str) -> str:
    out = io.StringIO()
    segno.make(link, micro=False, error="m").terminal(out, compact=True)
    return out.getvalue()


def save_png(link: str, path: Path) -> None:
    """Raises OSError."""
    with path.open("wb") as file:
        path.chmod(0o600)
        segno.make(link, micro=False, error="m").save(file, kind="png", scale=_SCALE)


def sheet(title: str, cards: Iterable[Card], page: str | None, bot: str | None) -> str:
    """HTML to be printed and cut: for each member their name, code and QR codes."""
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    filled = [
        {
            "card": card,
            "web": _svg(web_link(page, card.code)) if page else None,
            "telegram": _svg(telegram_link(bot, card.code)) if bot else None,
        }
        for card in cards
    ]
    return environment.get_template("link_codes.html").render(title=title, cards=filled, t=text, locale=locale())


def _svg(link: str) -> str:
    return segno.make(link, micro=False, error="m").svg_data_uri(scale=3)
