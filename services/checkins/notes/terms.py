"""What a text is found by: pairs of neighbouring characters where words are not written apart (Chinese, Japanese,
Korean). See docs/decisions/0022."""

from __future__ import annotations

import re
import unicodedata

_RUNS = re.compile(
    "[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0002fa1f\U00030000-\U000323af]{2,}"
)


def folded(text: str) -> str:
    """As texts are compared: full-width forms made plain, case ignored."""
    return unicodedata.normalize("NFKC", text).casefold()


def pairs(text: str) -> list[str]:
    """In the order of the text, without repetitions."""
    runs = _RUNS.findall(folded(text))
    return list(dict.fromkeys(run[index : index + 2] for run in runs for index in range(len(run) - 1)))


def holds(text: str, query: str) -> bool:
    """Whether each word of the query stands in the text; what has its pairs only may have them far apart."""
    plain = folded(text)
    words = folded(query).split()
    return bool(words) and all(word in plain for word in words)
