"""What the command says, from the catalogues beside it (``ops/locales``)."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from shared.i18n import LOCALES, catalogue


@cache
def locale() -> str:
    """``ZHIXING_LOCALE`` where it names an offered locale; else en on an English terminal; else zh-CN."""
    chosen = os.environ.get("ZHIXING_LOCALE", "")
    if chosen in LOCALES:
        return chosen
    # The order in which POSIX lets these override each other.
    terminal = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if terminal.startswith("en") else LOCALES[0]


def text(key: str, **args: Any) -> str:
    """A message in the terminal's locale. Numbers that must not be grouped (ports) are passed as text."""
    return catalogue("ops").text(locale(), key, args)


class Problem(Exception):
    """What stops a command: one sentence for the person at the terminal, from the catalogue."""

    def __init__(self, key: str, **args: Any) -> None:
        self.key = key
        self.args_shown = args
        super().__init__(text(key, **args))
