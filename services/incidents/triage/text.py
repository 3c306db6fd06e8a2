"""A report's text made comparable without losing where each character came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HARD_STOPS = frozenset("。!?;\n")
DOTS = frozenset("。…｡")
QUOTES = frozenset("\"'“”‘’「」『』《》〈〉【】[]*_·")
_CLAUSE = re.compile(r"[^。!?;\n,:~—]*(?:[。!?;\n,:~—]|$)")
_WORDLESS = frozenset({"So", "Sk", "Cs"})
_REMEMBERED = 20_000
LINE_ENDS = frozenset("\n\r\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Text:
    """``plain`` is what rules see; ``origin[i]`` is where ``plain[i]`` stands in ``report``.

    ``sentence[i]`` and ``clause[i]`` number the sentence and the clause of ``plain[i]``.
    """

    report: str
    plain: str
    origin: Sequence[int]
    sentence: Sequence[int]
    clause: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``plain[start:end]`` (not empty) stands in the report."""
        return self.origin[start], self.origin[end - 1] + 1


class Folding(dict[int, str]):
    """For ``str.translate``, filling itself: a character becomes one comparable character or none."""

    def __init__(self, substitutes: Mapping[str, str]) -> None:
        super().__init__()
        self._substitutes = dict(substitutes)

    def __missing__(self, code: int) -> str:
        folded = self._fold(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded

    def _fold(self, character: str) -> str:
        if character in LINE_ENDS:
            return "\n"
        if character in DOTS:
            return "。"
        folded = unicodedata.normalize("NFKC", character).lower()[:1]
        if not folded or folded in QUOTES or unicodedata.category(character) in _WORDLESS:
            return ""
        if unicodedata.category(folded)[0] not in "LNPS":
            return ""
        return self._substitutes.get(folded, folded)


def read(report: str, folding: Folding) -> Text:
    """Fold width and case, drop what carries no words, put substitute characters in place (one for one)."""
    plain = report.translate(folding)
    origin: Sequence[int] = range(len(report))
    if len(plain) != len(report):
        origin = [position for position, character in enumerate(report) if folding[ord(character)]]
    sentences: list[int] = []
    clauses: list[int] = []
    sentence = 0
    for clause, found in enumerate(_CLAUSE.finditer(plain)):
        length = found.end() - found.start()
        sentences += [sentence] * length
        clauses += [clause] * length
        if length and plain[found.end() - 1] in HARD_STOPS:
            sentence += 1
    return Text(report, plain, origin, sentences, clauses)
