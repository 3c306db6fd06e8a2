"""What members type, compared with the words of the catalogue in both languages."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from shared.i18n import LOCALES, catalogue

_SEPARATORS = " \t\r\n:：,，.。、!！-"
_COMMAND = re.compile(r"^/([a-z_]+)(?:@\w+)?")


def tidy(text: str) -> str:
    """Full-width forms made plain (NFKC), no invisible characters or surrounding space, ``/word@bot`` as ``word``."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(char for char in plain if char in "\n\t" or unicodedata.category(char)[0] != "C").strip()
    return _COMMAND.sub(r"\1", plain, count=1)


@cache
def words(topic: str) -> tuple[str, ...]:
    """The words for a topic in every language, the longest first."""
    found = {
        word.strip().casefold()
        for locale in LOCALES
        for word in catalogue("bots").text(locale, f"words-{topic}").split("|")
    }
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def is_said(text: str, topic: str) -> bool:
    """Whether the text is one of the words and nothing more than punctuation."""
    return tidy(text).strip(_SEPARATORS + "?？").casefold() in words(topic)


def rest_after(text: str, topic: str) -> str | None:
    """What follows a leading word of the topic, "" if nothing does; None if the text does not begin with one.

    Something must stand between the two, so that a longer word is not taken for a word with a note.
    """
    plain = tidy(text)
    folded = plain.casefold()
    for word in words(topic):
        if folded.startswith(word):
            rest = plain[len(word) :]
            if not rest or rest[0] in _SEPARATORS:
                return rest.lstrip(_SEPARATORS).rstrip()
    return None
