"""A report's text made comparable without losing where each character came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

HARD_STOPS = frozenset("。!?;…\n")
SOFT_STOPS = frozenset(",:~—")
QUOTES = frozenset("\"'“”‘’「」『』《》〈〉【】[]*_·")
LINE_ENDS = frozenset("\n\r\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Text:
    """``plain`` is what rules see; ``origin[i]`` is where ``plain[i]`` stands in ``report``.

    ``sentence[i]`` and ``clause[i]`` number the sentence and the clause of ``plain[i]``.
    """

    report: str
    plain: str
    origin: tuple[int, ...]
    sentence: tuple[int, ...]
    clause: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``plain[start:end]`` (not empty) stands in the report."""
        return self.origin[start], self.origin[end - 1] + 1


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    """The comparable form of one character: empty when it carries nothing (spaces, emoji, quotation marks)."""
    if character in LINE_ENDS:
        return "\n"
    folded = unicodedata.normalize("NFKC", character).lower()
    if character == "、":
        return "、"
    if folded == "." and character != ".":
        return "。"
    kept = "".join(one for one in folded if one not in QUOTES and unicodedata.category(one)[0] in "LNPS")
    if unicodedata.category(character) in {"So", "Sk", "Cs"}:
        return ""
    return kept


def read(report: str, substitutes: dict[str, str]) -> Text:
    """Fold width and case, drop what carries no words, put substitute characters in place (one for one)."""
    plain: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(report):
        for one in _folded(character):
            plain.append(substitutes.get(one, one))
            origin.append(position)
    sentences: list[int] = []
    clauses: list[int] = []
    sentence = clause = 0
    for one in plain:
        sentences.append(sentence)
        clauses.append(clause)
        if one in HARD_STOPS:
            sentence += 1
            clause += 1
        elif one in SOFT_STOPS:
            clause += 1
    return Text(report, "".join(plain), tuple(origin), tuple(sentences), tuple(clauses))
