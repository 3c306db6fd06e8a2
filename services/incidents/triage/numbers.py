"""Numbers in Chinese prose, in digits or characters, exact or rounded, with or without a measure word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """``kind``: people, classes, money (yuan), spread (views, shares) or bare; places in the plain text."""

    value: float
    kind: str
    start: int
    end: int


class Numbers:
    """Finds quantities. The characters and measure words come from the rule file."""

    def __init__(
        self,
        digits: Mapping[str, int],
        powers: Mapping[str, int],
        several: str,
        about: str,
        myriad: str,
        measures: Mapping[str, list[str]],
        loose: str,
        not_after_loose: list[str],
    ) -> None:
        """``several``: characters meaning "a few" (read as 3). ``measures``: kind -> words. ``loose``: the
        measure word that counts people too, unless one of ``not_after_loose`` follows it."""
        self._digits, self._powers, self._several = digits, powers, several
        self._kinds = {word: kind for kind, words in measures.items() for word in words}
        characters = "".join((*digits, *powers))
        units = "|".join(sorted(map(re.escape, self._kinds), key=len, reverse=True))
        self._pattern = re.compile(
            rf"(?P<number>\d[\d,]*(?:\.\d+)?|[{characters}{several}][{characters}]*)"
            rf"(?P<about>[{about}{several}])?(?P<myriad>[{myriad}])?[{about}]?"
            rf"(?:{loose}?(?P<unit>{units})|(?P<loose>{loose}(?!{'|'.join(not_after_loose)})))?"
        )

    def quantities(self, plain: str) -> Iterator[Quantity]:
        for found in self._pattern.finditer(plain):
            value = self._value(found["number"]) * (10_000 if found["myriad"] else 1)
            kind = self._kinds[found["unit"]] if found["unit"] else "people" if found["loose"] else "bare"
            yield Quantity(value, kind, found.start(), found.end())

    def _value(self, written: str) -> float:
        """The number written; the lower one where two are offered."""
        if written[0].isdigit():
            return float(written.replace(",", ""))
        total = current = 0
        after_digit = False
        for character in written:
            if character in self._powers:
                total += max(current, 1) * self._powers[character]
                current, after_digit = 0, False
            elif not after_digit:
                current = 3 if character in self._several else self._digits[character]
                after_digit = True
        return float(total + current)
