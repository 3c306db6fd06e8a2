"""The small language rules are written in, and how a pattern is found.

A pattern is a row of terms. A term is ``<concept>``, a literal, or several of both joined by ``|``.
Between terms stands ``~N`` (then, at most N characters later, same sentence), ``&N`` (before or after,
at most N characters apart, same sentence) or ``%N`` (before or after, sentences do not matter).
Terms with nothing between them must touch: ``~0``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.incidents.triage.text import Text

_TERM = re.compile(r"<[a-z0-9_]+>|[^<>|~&%\s]+")
_LINK = re.compile(r"([~&%])(\d{1,3})")


class BadPatternError(ValueError):
    """The pattern cannot be read; the message says where."""


class Hit(NamedTuple):
    """A word found, as positions in the plain text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    kind: str
    gap: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """``terms[i]`` names the concepts any of which may stand there; ``links[i]`` joins terms i and i+1."""

    source: str
    terms: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]

    def first(self, hits: Mapping[str, Sequence[Hit]], text: Text) -> Hit | None:
        """The leftmost place the pattern fits, from its first to its last character."""
        columns: list[list[Hit]] = []
        for term in self.terms:
            column: list[Hit] = []
            for name in term:
                if name in hits:
                    column += hits[name]
            if not column:
                return None
            if len(term) > 1:
                column.sort()
            columns.append(column)
        for start in columns[0]:
            found = _extend(start, columns, self.links, 1, text)
            if found is not None:
                return found
        return None

    def several(self, hits: Mapping[str, Sequence[Hit]], text: Text, most: int) -> list[Hit]:
        """Up to ``most`` places, each with words of its own; one place for a pattern of many terms."""
        if most == 1 or len(self.terms) > 1:
            found = self.first(hits, text)
            return [found] if found else []
        if hits.keys().isdisjoint(self.terms[0]):
            return []
        kept: dict[str, Hit] = {}
        for hit in sorted(hit for name in self.terms[0] for hit in hits.get(name, ())):
            free = all(hit.start >= other.end or hit.end <= other.start for other in kept.values())
            if free and len(kept) < most:
                kept.setdefault(text.plain[hit.start : hit.end], hit)
        return list(kept.values())


def _extend(done: Hit, columns: Sequence[Sequence[Hit]], links: tuple[Link, ...], at: int, text: Text) -> Hit | None:
    if at == len(columns):
        return done
    link = links[at - 1]
    for hit in columns[at]:
        after = hit.start - done.end
        if after > link.gap:
            break
        before = done.start - hit.end
        fits = after >= 0 or (link.kind != "~" and 0 <= before <= link.gap)
        if not fits or (link.kind != "%" and text.sentence[hit.start] != text.sentence[done.start]):
            continue
        joined = Hit(min(done.start, hit.start), max(done.end, hit.end))
        found = _extend(joined, columns, links, at + 1, text)
        if found is not None:
            return found
    return None


def parse(source: str, concepts: Iterable[str]) -> Pattern:
    """Read a pattern. A literal stands for itself as a concept of one word. Raises BadPatternError."""
    known = set(concepts)
    terms: list[tuple[str, ...]] = []
    links: list[Link] = []
    pending: Link | None = None
    for part in source.split():
        link = _LINK.fullmatch(part)
        if link:
            if not terms or pending:
                raise BadPatternError(f"pattern {source!r}: {part} must stand between two terms")
            pending = Link(link[1], int(link[2]))
            continue
        names = part.split("|")
        for name in names:
            if not _TERM.fullmatch(name):
                raise BadPatternError(f"pattern {source!r}: cannot read the term {part!r}")
            if name.startswith("<") and name[1:-1] not in known:
                raise BadPatternError(f"pattern {source!r}: no concept is called {name}")
        if terms:
            links.append(pending or Link("~", 0))
        pending = None
        terms.append(tuple(name[1:-1] if name.startswith("<") else name for name in names))
    if pending or not terms:
        raise BadPatternError(f"pattern {source!r} is not complete")
    return Pattern(source, tuple(terms), tuple(links))


class Scanner:
    """Finds every word of every concept in one pass: words are grouped by their first two characters."""

    def __init__(self, words: Mapping[str, Iterable[str]], masks: Iterable[str]) -> None:
        """``words``: word -> names of its concepts. A word inside a longer mask is not a hit."""
        self._pairs: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self._singles: dict[str, tuple[str, ...]] = {}
        self._masks: dict[str, list[str]] = {}
        for word, names in words.items():
            if len(word) == 1:
                self._singles[word] = tuple(names)
            else:
                self._pairs.setdefault(word[:2], []).append((word, tuple(names)))
        for mask in masks:
            self._masks.setdefault(mask[:2], []).append(mask)

    def scan(self, plain: str) -> dict[str, list[Hit]]:
        """Hits per concept in order of place."""
        pairs = [plain[start : start + 2] for start in range(len(plain))]
        masks = [
            Hit(start, start + len(mask))
            for start, pair in enumerate(pairs)
            if pair in self._masks
            for mask in self._masks[pair]
            if plain.startswith(mask, start)
        ]
        hits: dict[str, list[Hit]] = {}
        for start, pair in enumerate(pairs):
            if pair[0] in self._singles:
                _keep(hits, self._singles[pair[0]], Hit(start, start + 1), masks)
            if pair in self._pairs:
                for word, names in self._pairs[pair]:
                    if plain.startswith(word, start):
                        _keep(hits, names, Hit(start, start + len(word)), masks)
        return hits


def _keep(hits: dict[str, list[Hit]], names: Iterable[str], hit: Hit, masks: list[Hit]) -> None:
    start, end = hit
    for mask_start, mask_end in masks:
        if mask_start <= start and end <= mask_end and end - start < mask_end - mask_start:
            return
    for name in names:
        if name in hits:
            hits[name].append(hit)
        else:
            hits[name] = [hit]
