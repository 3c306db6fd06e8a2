"""The words of ``vocabulary.yaml``, looked up as people write them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_BRACKETS = re.compile(r"[\(\[<\u3010\u300a][^\)\]>\u3011\u300b]*[\)\]>\u3011\u300b]")
_INSIGNIFICANT = re.compile(r"[\s*:;,._/\-\u3001\u3002\u00b7'\"]+")
#: Full-width forms of ASCII, the ideographic and other odd spaces, and characters that nobody sees.
_WIDTHS: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    0x00A0: " ",
    0x202F: " ",
    **dict.fromkeys(range(8192, 8203), " "),
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202C, 0x2060, 0xFEFF, 0x00AD), ""),
}


def narrow(text: str) -> str:
    """Full-width forms as ASCII, odd spaces as spaces, invisible characters gone."""
    return text.translate(_WIDTHS)


def folded(text: str) -> str:
    """What two labels have in common that people take for the same."""
    return _INSIGNIFICANT.sub("", _BRACKETS.sub("", narrow(text))).casefold()


class Vocabulary:
    def __init__(self, document: dict[str, Any]) -> None:
        self._words = {
            table: _by_word(document[table])
            for table in ("members", "units", "kinds", "positions", "roles", "statuses", "locales", "unit_kinds")
        }
        self._written = {
            table: {code: [str(word) for word in words] for code, words in document[table].items()}
            for table in (*self._words, "sheets")
        }
        self._left_out = _by_word(document["left_out"])
        self._endings = _by_word(document["unit_endings"])
        #: How it is written that there is none.
        self.no_such: str = document["nothing"][0]
        self.nothing = frozenset(map(folded, document["nothing"]))
        self.closing = tuple(map(folded, document["closing"]))
        self.date_words: dict[str, Any] = document["date_words"]

    def find(self, table: str, text: str) -> str | None:
        """The code of a word or label in one of the tables."""
        return self._words[table].get(folded(text))

    def word(self, table: str, code: str, locale: str) -> str:
        """How a code or field is written in a locale: the first word in its script."""
        words = self._written[table][code]
        return next((word for word in words if word.isascii() == (locale == "en")), words[0])

    def fields(self, table: str) -> frozenset[str]:
        return frozenset(self._written[table])

    def left_out(self, label: str) -> str | None:
        """Why a known column is not read: unused, never_kept or unclear."""
        return self._left_out.get(folded(label))

    def kind_by_ending(self, name: str) -> str | None:
        """What a unit is, by the longest ending of its name."""
        whole = folded(name)
        fitting = [ending for ending in self._endings if whole.endswith(ending)]
        return self._endings[max(fitting, key=len)] if fitting else None


def _by_word(table: dict[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, words in table.items():
        for word in [*words, code]:
            if found.setdefault(folded(str(word)), code) != code:
                raise ValueError(f"{word!r} stands for both {found[folded(str(word))]} and {code}")
    return found


@cache
def vocabulary() -> Vocabulary:
    text = files("services.directory.imports").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    return Vocabulary(yaml.safe_load(text))
