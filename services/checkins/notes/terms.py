"""What a text is found by: pairs of neighbouring characters where words are not written apart (Chinese, Japanese,
Korean), whole words elsewhere. See docs/decisions/0022."""

from __future__ import annotations

import re
import unicodedata

#: Runs of CJK characters, or of letters and digits of other scripts.
_CJK = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0002fa1f\U00030000-\U000323af"
)
_RUNS = re.compile(f"[{_CJK}]+|[^\\W_{_CJK}]+")
_IS_CJK = re.compile(f"[{_CJK}]")

#: A longer word is found by its beginning.
_LONGEST = 32


def folded(text: str) -> str:
    """As texts are compared: full-width forms made plain, case ignored."""
    return unicodedata.normalize("NFKC", text).casefold()


def terms(text: str) -> list[str]:
    """Without repetitions, sorted. Of a CJK run its pairs and its last character, so that each of its characters
    begins a term."""
    found: set[str] = set()
    for run in _RUNS.findall(folded(text)):
        if _IS_CJK.match(run):
            found.update(run[index : index + 2] for index in range(len(run)))
        else:
            found.add(run[:_LONGEST])
    return sorted(found)


def wanted(query: str) -> tuple[list[str], list[str]]:
    """What a text must have that a query finds: whole terms, and beginnings of terms."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for run in _RUNS.findall(folded(query)):
        if not _IS_CJK.match(run):
            beginnings.add(run[:_LONGEST])
        elif len(run) == 1:
            beginnings.add(run)
        else:
            whole.update(run[index : index + 2] for index in range(len(run) - 1))
    return sorted(whole), sorted(beginnings)


def holds(text: str, query: str) -> bool:
    """Whether each word of the query stands in the text; pairs of characters alone might be far apart in it."""
    plain = folded(text)
    words = folded(query).split()
    return bool(words) and all(word in plain for word in words)
